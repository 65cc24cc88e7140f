"""What the profile window works with, given to it by whoever opens it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QWidget

from leadexec_desktop.profiles.model import FieldSpec, SourceProfile
from leadexec_desktop.profiles.sample import ProposedField, Sample
from leadexec_desktop.services.connection_test import Tester
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.profile_secrets import Secrets
from leadexec_desktop.ui.profile_shelf import Library
from leadexec_desktop.ui.sample_dialog import SampleDialog


class ProfileOf(Protocol):
    """Makes a profile with what a sample holds."""

    def __call__(
        self, sample: Sample, base: SourceProfile, fields: Sequence[ProposedField], *, replace: bool = True
    ) -> SourceProfile:
        """The profile, with the accepted fields in place of its own, or behind them."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the window works with.

    Attributes:
        background: Where blocking work runs.
        library: What keeps the profiles.
        secrets: Gives what keeps their secrets; None while that is not open.
        new_id: Gives the id of a profile that is begun.
        blank: A new profile, of an id and a name.
        copy: A copy of a profile, of an id, under a name that is not among those.
        tester: What tests a connection; None for nothing.
        presets: Fields that are ready to be added.
        open_sample: Makes the dialog that reads a sample, and is told how many fields there are; None if there is none.
        profile_of: Makes a profile with what a sample holds.
    """

    background: Background
    library: Library
    secrets: Callable[[], Secrets | None]
    new_id: Callable[[], str]
    blank: Callable[[str, str], SourceProfile]
    copy: Callable[[SourceProfile, str, Iterable[str]], SourceProfile]
    tester: Tester | None = None
    presets: Sequence[FieldSpec] = ()
    open_sample: Callable[[QWidget, int], SampleDialog] | None = None
    profile_of: ProfileOf | None = None
