"""What was typed and chosen under each profile: given back when somebody returns to it, and kept as the draft."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.services.composing import Chosen
from leadexec_desktop.ui.sent_leads import SentLeads

if TYPE_CHECKING:
    from leadexec_desktop.services.submit_draft import SubmitDraft


class TypedLeads:
    """Remembers texts and options by profile."""

    def __init__(self) -> None:
        self._typed: dict[str, Mapping[str, str]] = {}
        self._chosen: dict[str, Chosen] = {}

    def remember(self, profile: SourceProfile, typed: Mapping[str, str], chosen: Chosen) -> None:
        """Takes what stands in the form.

        Texts without a field there stay: its profile may have been changed. A form that takes any field has them all.
        """
        before = {} if profile.allow_extra_fields else self._typed.get(profile.id, {})
        self._typed[profile.id] = {**before, **typed}
        self._chosen[profile.id] = chosen

    def begin_anew(self, profile_id: str) -> None:
        """Forgets the texts under a profile."""
        self._typed.pop(profile_id, None)

    def typed(self, profile_id: str) -> Mapping[str, str]:
        """The texts under a profile, by wire name."""
        return self._typed.get(profile_id, {})

    def chosen(self, profile_id: str) -> Chosen | None:
        """The options under a profile; None if nobody has chosen any."""
        return self._chosen.get(profile_id)

    def without_place(self, profile_id: str, names: Sequence[str]) -> tuple[str, ...]:
        """The wire names under which something was typed, and which are none of those."""
        return tuple(name for name, text in self.typed(profile_id).items() if text and name not in names)

    def draft(self, profile_id: str, chosen: Chosen, sent: SentLeads) -> "SubmitDraft":
        """All of it as a draft, with that profile's form in the window."""
        from leadexec_desktop.services.submit_draft import SubmitDraft  # noqa: PLC0415 - not before the first paint

        elsewhere = {own: options for own, options in self._chosen.items() if own != profile_id}
        return SubmitDraft(profile_id, chosen, dict(self._typed), sent.delivery_ids, elsewhere, sent.sent_as)

    def restore(self, draft: "SubmitDraft") -> None:
        """Takes what a draft kept."""
        self._typed.update(draft.typed)
        self._chosen |= {**draft.chosen_elsewhere, draft.profile_id: draft.chosen}
