"""What the profile window works with, given to it by whoever opens it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from leadexec_desktop.profiles.model import FieldSpec, SourceProfile
from leadexec_desktop.profiles.sample import ProposedField, Sample
from leadexec_desktop.services.connection_test import Tester
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.profile_secrets import Secrets
from leadexec_desktop.ui.profile_shelf import Library
from leadexec_desktop.ui.sample_dialog import SampleDialog


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
        open_sample: Makes the dialog that reads a sample; None if there is none.
        profile_of: A profile with what a sample holds: of the sample, the profile, and the accepted fields.
    """

    background: Background
    library: Library
    secrets: Callable[[], Secrets | None]
    new_id: Callable[[], str]
    blank: Callable[[str, str], SourceProfile]
    copy: Callable[[SourceProfile, str, Iterable[str]], SourceProfile]
    tester: Tester | None = None
    presets: Sequence[FieldSpec] = ()
    open_sample: Callable[[QWidget], SampleDialog] | None = None
    profile_of: Callable[[Sample, SourceProfile, Sequence[ProposedField]], SourceProfile] | None = None
