"""What was typed on the tabs beside Submit and had to make room for another lead: kept until it is brought back."""

from collections.abc import Callable
from functools import partial
from types import MappingProxyType

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.protocol.values import Operation
from leadexec_desktop.services.tab_drafts import TabDraft, TabDrafts
from leadexec_desktop.ui.notice import Deed, Notice

_MARK = ".aside."
"""Between tab and number, in the name under which it is written down."""
_CALLED = MappingProxyType({Operation.DUPLICATE: "Duplicate check", Operation.UPDATE: "Update"})


class SetAside:
    """Offers it under its profile, the last first.

    Args:
        notice: Where it is offered.
        bring_back: Puts it on its tab again.
    """

    def __init__(self, notice: Notice, bring_back: Callable[[Operation, TabDraft], None]) -> None:
        self._notice = notice
        self._bring_back = bring_back
        self._kept: dict[tuple[Operation, str], list[TabDraft]] = {}
        self._profile_id = ""
        self._offered: dict[Operation, str] = {}

    @property
    def drafts(self) -> TabDrafts:
        """All of it, for keeping."""
        return {
            (f"{operation}{_MARK}{number}", profile_id): draft
            for (operation, profile_id), drafts in self._kept.items()
            for number, draft in enumerate(drafts)
        }

    def restore(self, drafts: TabDrafts) -> TabDrafts:
        """Takes what was set aside out of all that was kept of the tabs, and gives the rest."""
        rest = dict(drafts)
        for (tab, profile_id), draft in drafts.items():
            operation = next((own for own in _CALLED if tab.startswith(f"{own}{_MARK}")), None)
            if operation is not None:
                self._kept.setdefault((operation, profile_id), []).append(draft)
                del rest[tab, profile_id]
        self._offer()
        return rest

    def show_profile(self, profile: SourceProfile | None) -> None:
        """Offers that of another profile."""
        self._profile_id = "" if profile is None else profile.id
        self._offer()

    def take(self, operation: Operation, profile: SourceProfile, draft: TabDraft) -> None:
        """Sets aside what stands on a tab."""
        self._kept.setdefault((operation, profile.id), []).append(draft)
        self._offer()

    def _offer(self) -> None:
        for told in self._offered.values():
            self._notice.withdraw(told)
        self._offered.clear()
        for operation, called in _CALLED.items():
            if self._kept.get((operation, self._profile_id)):
                self._offered[operation] = told = f"What was typed on {called} and not sent is kept."
                self._notice.say(told, Deed("Bring it back", partial(self._give_back, operation)))

    def _give_back(self, operation: Operation) -> None:
        drafts = self._kept.get((operation, self._profile_id))
        if drafts:
            self._bring_back(operation, drafts.pop())
            self._offer()
