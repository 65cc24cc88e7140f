"""A call that is handed on to an agent: which number is next, how long it has taken, what its call lead says."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto

from leadexec_desktop.protocol.answers import ClientInfo
from leadexec_desktop.protocol.parameters import call_date_text
from leadexec_desktop.protocol.values import Operation
from leadexec_desktop.services.composing import Chosen

NOT_REACHED = "Not reached"
"""The result of a call that nobody could be transferred to (line 520 documents a text of one's own)."""

_LONGEST_NAME = 120
"""Characters of a client's name in a call's result."""
_EXTENSION = re.compile(r"\s*(?:[;,#]|\b(?:ext(?:ension|n)?\.?|x)(?=[\s:.\d]))[\s:.#]*(?:ext=)?\d+\s*$", re.IGNORECASE)


class Reach(Enum):
    """What came of one number."""

    NOT_TRIED = auto()
    TRIED = auto()
    """Copied or dialled; nobody has said yet what came of it."""
    REACHED = auto()
    NOT_REACHED = auto()


@dataclass(frozen=True, slots=True)
class Transfer:
    """A call on its way to one of several agents.

    Attributes:
        agents: Those with a number, in the order of the answer.
        reaches: What came of each.
        current: The place of the one whose turn it is.
        is_copied: The number of that one was copied.
        begun_at: When the first number was copied or dialled; None before.
    """

    agents: tuple[ClientInfo, ...]
    reaches: tuple[Reach, ...]
    current: int = 0
    is_copied: bool = False
    begun_at: datetime | None = None

    @property
    def agent(self) -> ClientInfo:
        """Whose turn it is."""
        return self.agents[self.current]

    def chosen(self, place: int) -> "Transfer":
        """The same with another one's turn."""
        return self if place == self.current else replace(self, current=place, is_copied=False)

    def copied(self, now: datetime) -> "Transfer":
        """The number whose turn it is was copied."""
        return replace(self._tried(now), is_copied=True)

    def copied_next(self, now: datetime) -> "Transfer":
        """A number was copied: that whose turn it is, or the one after it where that was copied before."""
        place = (self.current + 1) % len(self.agents) if self.is_copied else self.current
        return self.chosen(place).copied(now)

    def dialled(self, now: datetime) -> "Transfer":
        """The number whose turn it is was dialled."""
        return self._tried(now)

    def _tried(self, now: datetime) -> "Transfer":
        before = self.reaches[self.current]
        reach = Reach.TRIED if before is Reach.NOT_TRIED else before
        return replace(self, reaches=_put(self.reaches, self.current, reach), begun_at=self.begun_at or now)

    def reached(self, now: datetime) -> "Transfer":
        """The one whose turn it is has taken the call; nobody else has."""
        others = tuple(Reach.TRIED if own is Reach.REACHED else own for own in self.reaches)
        return replace(self, reaches=_put(others, self.current, Reach.REACHED), begun_at=self.begun_at or now)

    def not_reached(self, now: datetime) -> "Transfer":
        """The one whose turn it is was not reached: it is the next one's, as long as there is one."""
        reaches, count = _put(self.reaches, self.current, Reach.NOT_REACHED), len(self.agents)
        after = ((self.current + step) % count for step in range(1, count))
        following = next((own for own in after if reaches[own] is not Reach.NOT_REACHED), self.current)
        return replace(self, reaches=reaches, begun_at=self.begun_at or now).chosen(following)

    def elapsed_s(self, now: datetime) -> int:
        """Whole seconds since it began; 0 before."""
        return 0 if self.begun_at is None else max(0, int((now - self.begun_at).total_seconds()))

    @property
    def result(self) -> str:
        """What a call lead says of it; empty while nobody has said what came of the number whose turn it is."""
        for agent, reach in zip(self.agents, self.reaches, strict=True):
            if reach is Reach.REACHED:
                return f"Transferred to {called(agent)}"
        is_open = self.reaches[self.current] is Reach.TRIED or Reach.NOT_REACHED not in self.reaches
        return "" if is_open else NOT_REACHED


def _put(reaches: tuple[Reach, ...], place: int, reach: Reach) -> tuple[Reach, ...]:
    return (*reaches[:place], reach, *reaches[place + 1 :])


def transfer_of(infos: Iterable[ClientInfo]) -> Transfer | None:
    """The transfer that an answer begins; None if it gave no number."""
    agents = tuple(info for info in infos if info.agent_phone)
    return Transfer(agents, (Reach.NOT_TRIED,) * len(agents)) if agents else None


def called(agent: ClientInfo) -> str:
    """The client whose agent it is; the agent's own name or the number where the answer names none."""
    named = agent.client_name or agent.agent_name or agent.agent_phone
    return " ".join(named.split())[:_LONGEST_NAME].strip()


def dialable(number: str) -> str:
    """A number as a telephone takes it: its digits, behind a plus if it begins with one; without an extension.

    Empty if it has no digits, or letters among them: those of `1-800-FLOWERS` are not all of the number.
    """
    bare = _EXTENSION.sub("", number).strip()
    digits = "".join(str(int(own)) for own in bare if own.isdecimal())
    if not digits or re.search(r"\d.*[^\W\d_]", bare, re.DOTALL):
        return ""
    return f"+{digits}" if re.match(r"\D*\+", bare) else digits


def why_not_dial(number: str) -> str | None:
    """Why a number cannot be dialled by the program; None if it can."""
    return None if dialable(number) else "This number has no digits that could be dialled, or has letters among them."


def as_call_lead(wanted: Chosen, transfer: Transfer, now: datetime, ivr_numbers: Sequence[str]) -> Chosen:
    """The options of the call lead of a transfer (lines 509-522).

    Args:
        wanted: What stands on Submit; what is not known of the call stays as it is there.
        transfer: It.
        now: The time, aware.
        ivr_numbers: Numbers that earlier calls came in by, the likeliest first.
    """
    begun = transfer.begun_at
    return replace(
        wanted,
        mode=Operation.CALL,
        order_id="",  # an order is posted once
        ivr_number=wanted.ivr_number or next(iter(ivr_numbers), ""),
        call_duration=wanted.call_duration if begun is None else str(transfer.elapsed_s(now)),
        call_result=transfer.result or wanted.call_result,
        call_date=call_date_text(begun or now),
    )
