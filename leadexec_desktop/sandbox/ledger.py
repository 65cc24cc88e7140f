"""What the built-in receiver remembers: the leads that it took, how they fare, the orders of pings, and updates."""

from collections import OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import TypeVar

from leadexec_desktop.sandbox.duplicates import DuplicateKey, compared_values, duplicate_key, source_of
from leadexec_desktop.sandbox.life import Life
from leadexec_desktop.sandbox.requests import ReceivedLead

_FIRST_IDENTIFIER = 100_000_001
_KEPT = 10_000
"""Of the leads, the statuses, the orders and the updates each."""

_Kept = TypeVar("_Kept")


@dataclass(frozen=True, slots=True)
class TakenLead:
    """A lead that was accepted or queued.

    Attributes:
        identifier: The receiver's number of it.
        lead: The lead, as the updates since have changed it.
        life: How it fares.
        values: Its fields as a duplicate check compares them.
        key: What it has in common with its duplicates.
    """

    identifier: int
    lead: ReceivedLead
    life: Life
    values: Mapping[str, str]
    key: DuplicateKey


@dataclass(frozen=True, slots=True)
class Order:
    """What comes of a ping that was accepted.

    Attributes:
        source: Whose it is: lead source and lead type.
        campaign: The campaign that was pinged.
        price: What its lead brings, in dollars.
        expires_at: From then on it is good no more.
        is_used: A lead was accepted with it.
    """

    source: tuple[str, str]
    campaign: int
    price: int
    expires_at: datetime
    is_used: bool = False


class Ledger:
    """What is remembered. Not for several threads at once: whoever has it sees to that."""

    def __init__(self) -> None:
        self._identifiers = count(_FIRST_IDENTIFIER)
        self._taken: OrderedDict[int, TakenLead] = OrderedDict()
        self._latest: dict[DuplicateKey, int] = {}
        self._lives: OrderedDict[str, Life] = OrderedDict()
        self._orders: OrderedDict[str, Order] = OrderedDict()
        self._updates: deque[ReceivedLead] = deque(maxlen=_KEPT)

    # -------------------------------------------------------------- leads
    @property
    def taken(self) -> tuple[ReceivedLead, ...]:
        """The last 10,000 leads that were accepted or queued, as they are now."""
        return tuple(own.lead for own in self._taken.values())

    def next_identifier(self) -> int:
        """A number that no lead has had."""
        return next(self._identifiers)

    def take(self, lead: ReceivedLead, life: Life) -> None:
        """Remember a lead that was accepted or queued."""
        taken = _taken(life.decision.lead_identifier, lead, life)
        self._taken[taken.identifier] = taken
        self._latest[taken.key] = taken.identifier
        if len(self._taken) > _KEPT:
            _, oldest = self._taken.popitem(last=False)
            if self._latest.get(oldest.key) == oldest.identifier:
                del self._latest[oldest.key]

    def lead_of(self, identifier: int) -> TakenLead | None:
        """The lead of that number; None if there is none."""
        return self._taken.get(identifier)

    def same_as(self, lead: ReceivedLead) -> TakenLead | None:
        """The last lead of which another is the duplicate; None if there is none."""
        identifier = self._latest.get(duplicate_key(lead))
        return None if identifier is None else self._taken[identifier]

    def matching(self, asked: ReceivedLead) -> TakenLead | None:
        """The last lead of that source and type that has every field of a duplicate check; None if there is none."""
        source, wanted = source_of(asked), compared_values(asked.fields).items()
        for own in reversed(self._taken.values()):
            if wanted <= own.values.items() and source_of(own.lead) == source:
                return own
        return None

    # -------------------------------------------------------------- updates
    @property
    def updates(self) -> tuple[ReceivedLead, ...]:
        """The last 10,000 updates that were carried out."""
        return tuple(self._updates)

    def update(self, taken: TakenLead, update: ReceivedLead) -> None:
        """Change a lead's fields, in whatever case they are written, and add those that it had not."""
        told = {name.casefold(): (name, text) for name, text in update.fields}
        kept = [(name, told.pop(name.casefold(), (name, text))[1]) for name, text in taken.lead.fields]
        lead = replace(taken.lead, fields=(*kept, *told.values()))
        self._taken[taken.identifier] = _taken(taken.identifier, lead, taken.life)
        # Made anew: an earlier lead may be the last one of that key now.
        self._latest = {own.key: own.identifier for own in self._taken.values()}
        self._updates.append(update)

    # -------------------------------------------------------------- how they fare, and orders
    def keep_life(self, post_id: str, life: Life) -> None:
        """Remember how a lead fares, under a PostID."""
        _keep(self._lives, post_id.casefold(), life)

    def life_of(self, post_id: str) -> Life | None:
        """How the lead of a PostID fares; None if nobody knows it."""
        return self._lives.get(post_id.casefold())

    def keep_order(self, order_id: str, order: Order) -> None:
        """Remember an order."""
        _keep(self._orders, order_id.casefold(), order)

    def use_order(self, order_id: str) -> None:
        """Remember that a lead was accepted with that order; without one, there is nothing to remember."""
        order = self.order_of(order_id)
        if order is not None:
            self.keep_order(order_id, replace(order, is_used=True))

    def order_of(self, order_id: str) -> Order | None:
        """The order of that ID; None if nobody knows it."""
        return self._orders.get(order_id.casefold())


def _taken(identifier: int, lead: ReceivedLead, life: Life) -> TakenLead:
    return TakenLead(identifier, lead, life, compared_values(lead.fields), duplicate_key(lead))


def _keep(shelf: "OrderedDict[str, _Kept]", name: str, thing: _Kept) -> None:
    shelf[name] = thing
    if len(shelf) > _KEPT:
        shelf.popitem(last=False)
