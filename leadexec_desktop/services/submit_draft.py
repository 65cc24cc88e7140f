"""What stands on Submit, as it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from leadexec_desktop.services.composing import Chosen


@dataclass(frozen=True, slots=True)
class SubmitDraft:
    """What stands on Submit.

    Attributes:
        profile_id: The active profile.
        chosen: Its options.
        typed: Text by wire name, by profile id: what was typed under other profiles too.
        delivery_ids: The delivery of the lead in each profile's form, by profile id; none if it was never sent.
        chosen_elsewhere: The options under other profiles, by profile id: without them a lead that was sent there
            would seem changed, and go out a second time.
        sent_as: The texts with which each of those leads was sent, by profile id: they tell whether it was changed
            since, whatever became of its profile.
    """

    profile_id: str
    chosen: Chosen
    typed: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    delivery_ids: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    chosen_elsewhere: Mapping[str, Chosen] = field(default_factory=lambda: MappingProxyType({}))
    sent_as: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
