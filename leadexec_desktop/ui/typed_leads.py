"""What was typed and chosen under each profile: given back when somebody returns to it, and kept as the draft."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.services.composing import Chosen
from leadexec_desktop.ui.sent_leads import SentLeads

if TYPE_CHECKING:
    from leadexec_desktop.services.submit_draft import SubmitDraft


class TypedLeads:
    """Remembers texts and options by profile, and which forms have the same lead in them."""

    def __init__(self) -> None:
        self._typed: dict[str, Mapping[str, str]] = {}
        self._chosen: dict[str, Chosen] = {}
        self._profiles: dict[str, SourceProfile] = {}
        self._lead: dict[str, str] = {}
        """The profile that the lead in a profile's form was begun under."""

    def remember(self, profile: SourceProfile, typed: Mapping[str, str], chosen: Chosen) -> None:
        """Takes what stands in the form.

        Texts without a field there stay: its profile may have been changed. A form that fields can be added to has them
        all, but for those of fields that are hidden now.
        """
        before = self._typed.get(profile.id, {})
        if profile.allow_extra_fields:
            before = {field.name: before[field.name] for field in profile.fields if field.name in before}
        self._typed[profile.id] = {**before, **typed}
        self._chosen[profile.id] = chosen
        self._profiles[profile.id] = profile

    def carry(self, before: SourceProfile, after: SourceProfile) -> None:
        """Takes a lead in mid-typing along into another form, as far as that has the same fields.

        A form with a lead of its own in it keeps that: two callers' data are never mixed.
        """
        texts = self.typed(before.id)
        lead = self._lead.setdefault(before.id, before.id)
        is_same = self._lead.get(after.id) == lead
        if not is_same and is_begun(after, self.typed(after.id)):
            return
        defaults = {field.name: field.default for field in before.fields}
        taken = {
            field.name: texts[field.name]
            for field in after.fields
            if field.name in texts
            and not (field.hidden or field.read_only)
            and (is_same or texts[field.name] not in ("", defaults.get(field.name, "")))
            and not (field.sticky and self.typed(after.id).get(field.name))
        }
        if taken:
            self._lead[after.id] = lead
            self._typed[after.id] = {**self.typed(after.id), **taken}

    def begin_anew(self, profile_id: str, is_sent: Callable[[str], bool]) -> None:
        """Forgets the texts under a profile, and those of the same lead in other forms, but for what is sticky there.

        Args:
            profile_id: Whose form is emptied.
            is_sent: Whether the lead in a profile's form was sent: that stays.
        """
        lead = self._lead.pop(profile_id, profile_id)
        self._typed.pop(profile_id, None)
        for other in [own for own, same in self._lead.items() if same == lead and not is_sent(own)]:
            del self._lead[other]
            sticky = {field.name for field in self._profiles[other].fields if field.sticky}
            self._typed[other] = {name: text for name, text in self.typed(other).items() if name in sticky}

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


def is_begun(profile: SourceProfile, typed: Mapping[str, str]) -> bool:
    """Whether a lead stands in a form: more than defaults, and than what is kept for the next lead."""
    idle = {field.name: field.default for field in profile.fields}
    sticky = {field.name for field in profile.fields if field.sticky}
    return any(text and name not in sticky and text != idle.get(name, "") for name, text in typed.items())
