"""Drives the program as a screen reader sees it: through the accessibility bus, knowing nothing of it but names.

A process of its own, run by the system's Python, which has the bus's bindings (python3-gi, gir1.2-atspi-2.0). A line
of JSON on standard input asks for one thing, `["function", "argument", …]`; a line on standard output answers it,
`{"gave": …}` or `{"failed": "…"}`. Started by walker.py, never by hand.
"""

import json
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import gi  # type: ignore[import-not-found]  # of the system's Python, not of ours

warnings.simplefilter("ignore", DeprecationWarning)
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # type: ignore[import-not-found]  # noqa: E402 - its version is said before

LOOK_EVERY_S, LOOK_EVERY_S_AT_MOST = 0.01, 0.1
"""A look is dozens of calls through the bus, which keep the program from what is waited for."""
DEEPEST = 30
_ROLES_WITH_CELLS = (Atspi.Role.TABLE, Atspi.Role.TREE_TABLE, Atspi.Role.TREE, Atspi.Role.LIST, Atspi.Role.MENU_BAR)
"""Not walked into: a table's cells are read with `rows`."""

Found = Any


class BusError(Exception):
    """What was asked for is not there."""


def attach(name: str, pid: int, patience_s: float) -> None:
    """Finds the program by what it calls itself and its process, and waits for its window."""
    _state["application"] = _wait(lambda: _application(name, pid), f"the program {name}", patience_s)
    _state["known"] = {}
    _wait(lambda: any(_is(top, "SHOWING") for top in _children(_state["application"])), "its window", patience_s)


_state: dict[str, Any] = {"application": None, "known": {}}


def _application(name: str, pid: int) -> Found:
    for each in _children(Atspi.get_desktop(0)):
        if each.get_name() == name and each.get_process_id() == pid:
            each.set_cache_mask(Atspi.Cache.NONE)  # libatspi keeps names and states; they go stale
            return each
    return None


def _children(one: Found) -> Iterator[Found]:
    for index in range(one.get_child_count()):
        child = one.get_child_at_index(index)
        if child is not None:
            yield child


def _walk(one: Found, depth: int = 0) -> Iterator[Found]:
    yield one
    if depth < DEEPEST and one.get_role() not in _ROLES_WITH_CELLS:
        for child in _children(one):
            yield from _walk(child, depth + 1)


def _find(end_of_id: str) -> Found:
    """The control whose identifier, the path of its objects' names, ends like that; one that shows before all."""
    found = _best(end_of_id)
    if found is None:
        _state["known"] = _all_by_id()
        found = _best(end_of_id)
    if found is None:
        raise BusError(f"there is no {end_of_id}")
    return found


def _best(end_of_id: str) -> Found:
    alive = None
    for own, ones in _state["known"].items():
        for one in ones if own.endswith(f".{end_of_id}") else ():
            states = _states_if_alive(one)
            if states is not None and states.contains(Atspi.StateType.SHOWING):
                return one
            alive = one if alive is None and states is not None else alive
    return alive


def _all_by_id() -> dict[str, list[Found]]:
    """Every control there is: looking for one costs half a second, so all are kept."""
    found: dict[str, list[Found]] = {}
    for one in _walk(_state["application"]):
        try:
            found.setdefault("." + (one.get_accessible_id() or ""), []).append(one)
        except GLib.Error:  # it went away meanwhile
            continue
    return found


def _states_if_alive(one: Found) -> Any:
    try:
        states = one.get_state_set() if one.get_parent() is not None else None
    except GLib.Error:
        return None
    return None if states is None or states.contains(Atspi.StateType.DEFUNCT) else states


def _is(one: Found, state: str) -> bool:
    return bool(one.get_state_set().contains(getattr(Atspi.StateType, state)))


def _wait(look: Callable[[], Any], what: str, patience_s: float) -> Any:
    end_s, pause_s = time.monotonic() + patience_s, LOOK_EVERY_S
    while True:
        began_s = time.monotonic()
        _take_in()
        try:
            found = look()
        except (GLib.Error, BusError):
            found = None
        if found:
            return found
        now_s = time.monotonic()
        if now_s > end_s:
            raise BusError(f"waited {patience_s:g} s in vain for {what}")
        time.sleep(max(pause_s, now_s - began_s))  # a look for what is not there goes through all that is
        pause_s = min(1.5 * pause_s, LOOK_EVERY_S_AT_MOST)


def _take_in() -> None:
    """Lets the bindings take in what the program said meanwhile."""
    context = GLib.MainContext.default()
    while context.pending():
        context.iteration(may_block=False)


# ------------------------------------------------------------------ what may be asked for


def text(name: str) -> str:
    """What a control says: its text, or its name where it has only that, as a label has."""
    one = _find(name)
    spoken = one.get_text_iface()
    return str(spoken.get_text(0, spoken.get_character_count()) if spoken else one.get_name())


def told(name: str) -> dict[str, Any]:
    """What a screen reader is told of a control."""
    one = _find(name)
    extents = one.get_component_iface().get_extents(Atspi.CoordType.SCREEN)
    states = one.get_state_set()
    return {
        "name": one.get_name(),
        "description": one.get_description(),
        "role": one.get_role_name(),
        "showing": states.contains(Atspi.StateType.SHOWING),
        "enabled": states.contains(Atspi.StateType.ENABLED),
        "checked": states.contains(Atspi.StateType.CHECKED),
        "focused": states.contains(Atspi.StateType.FOCUSED),
        "extents": [getattr(extents, side) for side in ("x", "y", "width", "height")],
    }


def wait_text(name: str, wanted: list[str], patience_s: float) -> str:
    """Waits until a control that shows says one of these texts."""
    _wait(lambda: _is(_find(name), "SHOWING") and text(name) in wanted, f"{name} to say {wanted}", patience_s)
    return text(name)


def wait_like(name: str, part: str, patience_s: float) -> str:
    """Waits until a control that shows says something that has this part."""
    _wait(lambda: _is(_find(name), "SHOWING") and part in text(name), f"{name} to say “{part}”", patience_s)
    return text(name)


def wait_there(name: str, patience_s: float) -> None:
    """Waits until there is such a control, whether it shows or not."""
    _wait(lambda: _is_there(name), name, patience_s)


def wait_enabled(name: str, patience_s: float) -> None:
    """Waits until a control can be used."""
    _wait(lambda: _is(_find(name), "SHOWING") and _is(_find(name), "ENABLED"), f"{name} to be on", patience_s)


def wait_focused(name: str, patience_s: float) -> None:
    """Waits until a control has the keyboard."""
    _wait(lambda: _is(_find(name), "FOCUSED"), f"{name} to have the keyboard", patience_s)


def act(name: str, action: str) -> None:
    """Does one of a control's actions."""
    one = _find(name)
    actions = [one.get_action_name(index) for index in range(one.get_n_actions())]
    if action not in actions:
        raise BusError(f"{name} has no action {action}, only {actions}")
    if not one.do_action(actions.index(action)):
        raise BusError(f"{name} refused {action}")


def click(name: str, patience_s: float) -> None:
    """Presses a button, and waits until what it is for was begun: Qt shows it pressed before."""
    act(name, "Press")
    _wait(lambda: not _is(_find(name), "PRESSED"), f"{name} to come up again", patience_s)


def type_text(name: str, new: str) -> None:
    """Puts a text into a control in place of the one that was there."""
    if not _find(name).get_editable_text_iface().set_text_contents(new):
        raise BusError(f"{name} refused a text")


def items(name: str) -> list[str]:
    """The items of a list that drops down."""
    dropped = next(child for child in _children(_find(name)) if child.get_role() == Atspi.Role.LIST)
    return [child.get_name() for child in _children(dropped)]


def _be_active() -> None:
    """Makes sure that the program has the keys: a window manager may have given them to nobody yet."""

    def is_active() -> bool:
        return any(_is(window, "ACTIVE") for window in _children(_state["application"]))

    if is_active():
        return
    window = next(own for own in _children(_state["application"]) if _is(own, "SHOWING"))
    place = window.get_component_iface().get_extents(Atspi.CoordType.SCREEN)
    # The end of the menu bar: nothing is there to be pressed.
    Atspi.generate_mouse_event(place.x + place.width * 2 // 3, place.y + 8, "b1c")
    _wait(is_active, "the window to have the keys", 10)


def choose(name: str, item: str) -> None:
    """Picks an item of a list that drops down, with the keys that a person would use."""
    _be_active()
    wanted = items(name).index(item)
    act(name, "Press")
    dropped = next(child for child in _children(_find(name)) if child.get_role() == Atspi.Role.LIST)
    _wait(lambda: _is(dropped, "SHOWING"), f"the list of {name}", 5)
    for key in ("Home", *["Down"] * wanted, "Return"):
        _strike([], key)
    _wait(lambda: _find(name).get_name() == item, f"{name} to be {item}", 5)


def keys(held: list[str], key: str) -> None:
    """Presses a key, with others held, where the keyboard is."""
    _be_active()
    _strike(held, key)


def _strike(held: list[str], key: str) -> None:
    codes = [_CODES[own] for own in (*held, key)]
    for code in codes:
        Atspi.generate_keyboard_event(code, None, Atspi.KeySynthType.PRESS)
    for code in reversed(codes):
        Atspi.generate_keyboard_event(code, None, Atspi.KeySynthType.RELEASE)


def type_keys(typed: str) -> None:
    """Types a text where the keyboard is, a key after the other."""
    _be_active()
    for character in typed:
        shifted = _SHIFTED.get(character, character.lower() if character.isupper() else "")
        _strike(["Shift"] if shifted else [], shifted or character)


_CODES = {
    "Home": 110, "Down": 116, "Up": 111, "Right": 114, "Return": 36, "Escape": 9, "Control": 37, "Shift": 50, "Alt": 64,
    "Tab": 23, "Insert": 118, "Delete": 119, "Page_Down": 117, "Page_Up": 112, " ": 65, "-": 20, ".": 60,
    **{f"F{number}": 66 + number for number in range(1, 10)},
    "/": 61, ";": 47, "0": 19, **{str(number): 9 + number for number in range(1, 10)},
    **{letter: 24 + at for at, letter in enumerate("qwertyuiop")},
    **{letter: 38 + at for at, letter in enumerate("asdfghjkl")},
    **{letter: 52 + at for at, letter in enumerate("zxcvbnm")},
}  # fmt: skip
"""Key codes of X for a keyboard of the usual layout."""
_SHIFTED = {":": ";", "_": "-", "@": "2"}


def rows(name: str, patience_s: float) -> list[list[str]]:
    """The cells of a table, once there is such a table."""
    _wait(lambda: _is_there(name), f"a table {name}", patience_s)
    while True:
        table = _find(name).get_table_iface()
        try:
            return [
                [table.get_accessible_at(row, column).get_name() for column in range(table.get_n_columns())]
                for row in range(table.get_n_rows())
            ]
        except GLib.Error:  # a cell went away meanwhile: the next look has the table as it is then
            continue


def _is_there(name: str) -> bool:
    try:
        _find(name)
    except BusError:
        return False
    return True


def headers(name: str) -> list[str]:
    """The headers of a table's columns."""
    table = _find(name).get_table_iface()
    return [table.get_column_description(column) for column in range(table.get_n_columns())]


def wait_rows(name: str, row: int, column: int, wanted: str, patience_s: float) -> list[str]:
    """Waits until a table's cell says something, and gives its row."""
    _wait(lambda: _cell(name, row, column) == wanted, f"{name} to say {wanted} in row {row}", patience_s)
    return rows(name, patience_s)[row]


def _cell(name: str, row: int, column: int) -> str | None:
    table = _find(name).get_table_iface()
    return table.get_accessible_at(row, column).get_name() if row < table.get_n_rows() else None


def select_row(name: str, row: int) -> None:
    """Selects a row of a table, and no other."""
    table = _find(name).get_table_iface()
    for other in table.get_selected_rows():
        table.remove_row_selection(other)
    if not table.add_row_selection(row):
        raise BusError(f"{name} refused to select row {row}")


def all_told() -> list[list[Any]]:
    """Identifier, role, name, description, and whether it shows, of every control."""
    found = []
    for one in _walk(_state["application"]):
        try:
            role, shows = one.get_role_name(), _is(one, "SHOWING")
            found.append([one.get_accessible_id(), role, one.get_name(), one.get_description(), shows])
        except GLib.Error:  # it went away meanwhile
            continue
    return found


_MAY_BE_ASKED: dict[str, Callable[..., Any]] = {
    each.__name__: each
    for each in (
        attach, text, told, wait_text, wait_like, wait_enabled, wait_focused, act, type_text, items, choose, keys,
        rows, headers, wait_rows, select_row, all_told, click, type_keys, wait_there,
    )
}  # fmt: skip


def answer(line: str) -> dict[str, Any]:
    """Does what a line asks for."""
    function, *arguments = json.loads(line)
    _take_in()
    try:
        return {"gave": _MAY_BE_ASKED[function](*arguments)}
    except (BusError, GLib.Error) as error:
        return {"failed": f"{function}{tuple(arguments)}: {error}"}


if __name__ == "__main__":
    Atspi.init()
    Atspi.set_timeout(3000, 10000)
    for asked in sys.stdin:
        sys.stdout.write(json.dumps(answer(asked)) + "\n")
        sys.stdout.flush()
