"""Stands in for the window in which GNOME Keyring asks for a password, and for the person before it.

Started by secret_service_session.py: it says `ready` once it can be asked and `asked` when it is; then it says no
(`refuse`), or nothing (`ignore`). The calls are those of libgcr's own prompter (org.gnome.keyring.internal.Prompter).
"""

import sys
from contextlib import closing

from jeepney import (  # type: ignore[import-untyped]  # has no types
    DBusAddress,
    HeaderFields,
    MessageType,
    new_method_call,
    new_method_return,
)
from jeepney.bus_messages import message_bus  # type: ignore[import-untyped]  # has no types
from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]  # has no types


def serve(how: str) -> None:
    with closing(open_dbus_connection()) as bus:
        bus.send_and_get_reply(message_bus.RequestName("org.gnome.keyring.SystemPrompter"))
        print("ready", flush=True)  # noqa: T201 - what the one that started it waits for
        while True:
            asked = bus.receive()
            if asked.header.message_type is not MessageType.method_call:
                continue
            fields = asked.header.fields
            member = fields.get(HeaderFields.member)
            bus.send(new_method_return(asked))
            if member not in ("BeginPrompting", "PerformPrompt"):
                continue
            window = DBusAddress(
                asked.body[0],
                bus_name=fields[HeaderFields.sender],
                interface="org.gnome.keyring.internal.Prompter.Callback",
            )
            if member == "PerformPrompt":
                print("asked", flush=True)  # noqa: T201 - as above
            if member == "BeginPrompting" or how == "refuse":
                said = "" if member == "BeginPrompting" else "no"
                bus.send(new_method_call(window, "PromptReady", "sa{sv}s", (said, {}, "")))


if __name__ == "__main__":
    serve(sys.argv[1])
