"""Editing a profile with undo and redo of everything: values, their order, and which fields are selected."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from leadexec_desktop.profiles.model import FieldSpec, SourceProfile
from leadexec_desktop.services.edited_profile import (
    OPERATION,
    EditedProfile,
    Row,
    changed_rows,
    edited,
    given_in,
    given_in_row,
    unfit_texts,
    with_key,
    with_place,
    with_rows,
)
from leadexec_desktop.services.profile_cells import FIELD_CELLS, PROFILE_CELLS, Given


@dataclass(frozen=True, slots=True)
class Situation:
    """What the editor shows.

    Attributes:
        profile: As it stands.
        selected: The fields that are selected, by their index, the current one first.
    """

    profile: EditedProfile
    selected: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Step:
    label: str
    before: Situation
    after: Situation
    merges: str = ""


class ProfileEditing:
    """A profile in the editor, and the way back to how it was.

    Args:
        profile: What is edited.
        unfilled: Places that begin empty, because nobody has filled them in yet.
    """

    def __init__(self, profile: SourceProfile, unfilled: Iterable[str] = ()) -> None:
        self._now = Situation(edited(profile, without=unfilled))
        self._saved = self._now.profile
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self._is_open = False

    @property
    def now(self) -> Situation:
        """What stands in the editor."""
        return self._now

    @property
    def profile(self) -> SourceProfile:
        """The profile as far as what was typed can be one."""
        return self._now.profile.profile

    @property
    def rows(self) -> tuple[Row, ...]:
        """The fields."""
        return self._now.profile.rows

    @property
    def is_changed(self) -> bool:
        """Whether anything is not as it was saved last."""
        now, saved = self._now.profile, self._saved
        if now is saved:
            return False
        return now.profile != saved.profile or unfit_texts(now) != unfit_texts(saved)

    def mark_saved(self, profile: EditedProfile) -> None:
        """Takes note that this is what was saved."""
        self._saved = profile

    def select(self, rows: Iterable[int]) -> None:
        """Takes note of the selection, which is no step of its own."""
        self._now = replace(self._now, selected=tuple(rows))

    # ------------------------------------------------------------------ steps

    @property
    def undo_label(self) -> str:
        """What would be undone; empty if there is nothing."""
        return self._done[-1].label if self._done else ""

    @property
    def redo_label(self) -> str:
        """What would be done again; empty if there is nothing."""
        return self._undone[-1].label if self._undone else ""

    def undo(self) -> bool:
        """Goes one step back; False if there is none."""
        if not self._done:
            return False
        step = self._done.pop()
        self._undone.append(step)
        self._now, self._is_open = step.before, False
        return True

    def redo(self) -> bool:
        """Goes one step forth again; False if there is none."""
        if not self._undone:
            return False
        step = self._undone.pop()
        self._done.append(step)
        self._now, self._is_open = step.after, False
        return True

    def settle(self) -> None:
        """Ends the step that is being typed: what is typed in the same cell after this is a step of its own."""
        self._is_open = False

    def _begun(self, merges: str) -> Situation:
        """What a step begins with: if it goes on typing where the last one did, what that began with."""
        last = self._done[-1] if self._done and self._is_open else None
        return last.before if last is not None and merges and last.merges == merges else self._now

    def _do(self, label: str, profile: EditedProfile, selected: Iterable[int] | None = None, merges: str = "") -> None:
        after = Situation(profile, self._now.selected if selected is None else tuple(selected))
        before = self._begun(merges)
        if before is not self._now:
            self._done.pop()
        if before.profile != profile:
            self._done.append(_Step(label, before, after, merges))
            self._undone.clear()
            self._is_open = True
        else:  # typed, and taken back by hand: as if nothing had been
            self._is_open = False
        self._now = after

    # ------------------------------------------------------------------ the profile

    def set(self, place: str, given: Given) -> None:
        """Gives a cell of the profile what a person typed, ticked or chose.

        Args:
            place: One of `PROFILE_CELLS`, or `operations.<operation>`.
            given: As it was typed; kept, even if it cannot be a value.
        """
        if given_in(self._now.profile, place) != given:
            merges = place if isinstance(given, str) else ""
            # From where the typing began: what has no cell of its own would be lost on the way to the whole text.
            changed = with_place(self._begun(merges).profile, place, given)
            self._do(f"Change {_name_of(place)}", changed, merges=merges)

    def take(self, profile: SourceProfile, label: str) -> None:
        """Puts another profile in the place of this one, as one step."""
        if profile != self.profile:
            self._do(label, edited(profile), ())

    # ------------------------------------------------------------------ its fields

    def set_in(self, rows: Iterable[int], key: str, given: Given) -> None:
        """Gives a cell of some fields what a person typed, ticked or chose."""
        chosen = sorted(set(rows))
        if all(given_in_row(self.rows[own], key) == given for own in chosen):
            return
        merges = f"{chosen}.{key}" if isinstance(given, str) else ""
        changed = changed_rows(self._begun(merges).profile, chosen, lambda row: with_key(row, key, given))
        self._do(f"Change {FIELD_CELLS[key].label.lower()}", changed, merges=merges)

    def add(self, specs: Sequence[FieldSpec], at: int) -> None:
        """Puts fields before the one at an index, and selects them."""
        rows = [*self.rows[:at], *(Row(spec) for spec in specs), *self.rows[at:]]
        self._do(f"Add {_count(len(specs))}", with_rows(self._now.profile, rows), range(at, at + len(specs)))

    def remove(self, rows: Iterable[int]) -> None:
        """Takes fields away, and selects the one that comes in the place of the first."""
        gone = sorted(set(rows))
        if gone:
            kept = [row for own, row in enumerate(self.rows) if own not in set(gone)]
            now = [min(gone[0], len(kept) - 1)] if kept else []
            self._do(f"Remove {_count(len(gone))}", with_rows(self._now.profile, kept), now)

    def duplicate(self, rows: Iterable[int]) -> None:
        """Puts a copy of fields behind the last of them, under names that are free, and selects the copies."""
        chosen = sorted(set(rows))
        if not chosen:
            return
        taken = {row.spec.name.casefold() for row in self.rows}
        copies = []
        for own in chosen:
            name = _free_name(self.rows[own].spec.name, taken)
            taken.add(name.casefold())
            copies.append(with_key(self.rows[own], "name", name))
        at = chosen[-1] + 1
        rows_now = [*self.rows[:at], *copies, *self.rows[at:]]
        self._do(
            f"Duplicate {_count(len(copies))}", with_rows(self._now.profile, rows_now), range(at, at + len(copies))
        )

    def move(self, rows: Iterable[int], before: int) -> None:
        """Moves fields, in their order, before the one at an index; behind the last with the number of fields."""
        chosen = sorted(set(rows))
        moved = [self.rows[own] for own in chosen]
        head = [row for own, row in enumerate(self.rows[:before]) if own not in chosen]
        tail = [row for own, row in enumerate(self.rows[before:], before) if own not in chosen]
        if moved:
            at = range(len(head), len(head) + len(moved))
            self._do(f"Move {_count(len(moved))}", with_rows(self._now.profile, [*head, *moved, *tail]), at)

    def nudge(self, rows: Iterable[int], by: int) -> None:
        """Moves fields up (-1) or down (1) by one; at the end of the list they stay."""
        chosen = sorted(set(rows))
        if chosen and chosen[0] + by >= 0 and chosen[-1] + by < len(self.rows):
            self.move(chosen, chosen[0] - 1 if by < 0 else chosen[-1] + 2)


def _name_of(place: str) -> str:
    if place.startswith(OPERATION):
        return "permitted operations"
    label = PROFILE_CELLS[place].label
    return label if label.startswith("API") else label[0].lower() + label[1:]


def _count(number: int) -> str:
    return "1 field" if number == 1 else f"{number} fields"


def _free_name(name: str, taken: set[str]) -> str:
    stem = name.rstrip("0123456789") or name
    number = 2
    while f"{stem}{number}".casefold() in taken:
        number += 1
    return f"{stem}{number}" if name else ""
