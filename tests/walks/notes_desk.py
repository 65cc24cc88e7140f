"""A desktop's tray and its notes: takes what programs want told, and writes down every word of it.

A process of its own on the session's bus, run by the system's Python, which has the bus's bindings (python3-gi). Each
note is a line of JSON on standard output: the program's name, the title, the text. Started by the walks, never by hand.
"""

import json
import sys
from typing import Any

from gi.repository import Gio, GLib  # type: ignore[import-not-found]  # of the system's Python, not of ours

TOLD = """<node>
  <interface name="org.kde.StatusNotifierWatcher">
    <method name="RegisterStatusNotifierItem"><arg type="s" direction="in"/></method>
    <method name="RegisterStatusNotifierHost"><arg type="s" direction="in"/></method>
    <property name="IsStatusNotifierHostRegistered" type="b" access="read"/>
    <property name="RegisteredStatusNotifierItems" type="as" access="read"/>
    <property name="ProtocolVersion" type="i" access="read"/>
  </interface>
  <interface name="org.freedesktop.Notifications">
    <method name="GetCapabilities"><arg type="as" direction="out"/></method>
    <method name="GetServerInformation">
      <arg type="s" direction="out"/><arg type="s" direction="out"/>
      <arg type="s" direction="out"/><arg type="s" direction="out"/>
    </method>
    <method name="CloseNotification"><arg type="u" direction="in"/></method>
    <method name="Notify">
      <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
      <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
      <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/>
    </method>
  </interface>
</node>"""
PLACES = {
    "org.kde.StatusNotifierWatcher": "/StatusNotifierWatcher",
    "org.freedesktop.Notifications": "/org/freedesktop/Notifications",
}


def _called(*call: Any) -> None:
    method, parameters, invocation = call[4:7]
    given = parameters.unpack()
    if method == "Notify":
        sys.stdout.write(json.dumps({"program": given[0], "title": given[3], "text": given[4]}) + "\n")
        sys.stdout.flush()
    answers = {
        "Notify": GLib.Variant("(u)", (1,)),
        "GetCapabilities": GLib.Variant("(as)", (["body"],)),
        "GetServerInformation": GLib.Variant("(ssss)", ("walk", "walk", "1", "1.2")),
    }
    invocation.return_value(answers.get(method))


def _read(*call: Any) -> Any:
    values = {"ProtocolVersion": GLib.Variant("i", 0), "RegisteredStatusNotifierItems": GLib.Variant("as", [])}
    return values.get(call[4], GLib.Variant("b", True))


def main() -> None:
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    for interface in Gio.DBusNodeInfo.new_for_xml(TOLD).interfaces:
        bus.register_object(PLACES[interface.name], interface, _called, _read, None)
        Gio.bus_own_name_on_connection(bus, interface.name, Gio.BusNameOwnerFlags.NONE, None, None)
    GLib.MainLoop().run()


if __name__ == "__main__":
    main()
