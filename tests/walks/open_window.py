"""A window and the receiver behind it, as one who types leads uses them."""

from dataclasses import dataclass

from . import leads
from .receiver import Receiver
from .session import eventually
from .walker import Walker

OUTCOME_COLUMN, WHO_COLUMN = 3, 2


@dataclass(frozen=True)
class Open:
    """A window on its receiver."""

    walker: Walker
    receiver: Receiver

    def new_lead(self) -> None:
        """Goes on to the next lead by the keyboard."""
        self.walker.ask("keys", ["Control"], "n")
        self.walker.ask("wait_text", "submit.field.FirstName", [""], 5)

    def choose(self, mode: str, *pressed: str) -> None:
        for button in (f"submit.mode.{mode}", *pressed):
            self.walker.switch(button, on=True)
        if "submit.async" not in pressed and self.walker.told("submit.async")["enabled"]:
            self.walker.switch("submit.async", on=False)  # of a lead before

    def type_lead(self, first_name: str = leads.LEAD["FirstName"]) -> None:
        for name, text in (leads.LEAD | {"FirstName": first_name}).items():
            self.walker.type(f"submit.field.{name}", text)

    def send(self, who: str, word: str) -> list[str]:
        """Presses Send, and gives history's row for that person once history and the card say that word.

        The card says the last outcome until the next: only history tells whose it is.
        """
        self.walker.press("submit.send")
        row = self.wait_row(who, word)
        self.walker.wait_text("submit.outcome.kind", word)
        return row

    def wait_row(self, who: str, word: str) -> list[str]:
        """The newest row of history for that person, once it says that word."""
        try:
            return eventually(lambda: self._row(who, word), f"history to say that {who} is {word}")
        except AssertionError as error:
            told = {name: self.walker.text(name) for name in ("submit.outcome", "submit.will_happen", "window.notice")}
            raise AssertionError(f"{error}: {self.walker.rows('history.table')[:3]} {told}") from error

    def _row(self, who: str, word: str) -> list[str]:
        rows = self.walker.rows("history.table")
        found = next((row for row in rows if row[WHO_COLUMN].startswith(who)), None)
        return found if found is not None and found[OUTCOME_COLUMN] == word else []

    def select(self, who: str) -> None:
        """Selects the newest row of history for that person."""
        whose = [row[WHO_COLUMN] for row in self.walker.rows("history.table")]
        self.walker.ask("select_row", "history.table", next(n for n, own in enumerate(whose) if own.startswith(who)))
