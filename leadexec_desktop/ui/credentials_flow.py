"""Credentials asked of a person: where a send needs them, where the keyring does not give them, or from the bar."""

from collections.abc import Callable, Mapping

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.protocol.delivery import Destination
from leadexec_desktop.services.secrets import keep_secrets_for_session, save_secrets, used_secrets
from leadexec_desktop.store.credentials import Credentials, SecretKind
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.credentials_dialog import CredentialsDialog
from leadexec_desktop.ui.main_window import MainWindow
from leadexec_desktop.ui.notice import Deed

SaveSecrets = Callable[[Credentials, str, Mapping[SecretKind, str]], None]
"""Keeps what was typed for a profile, by its id."""


class CredentialsFlow:
    """Opens the credentials dialog, and keeps what is typed there.

    Args:
        window: The window.
        background: Where the keyring is asked.
        profile: Gives the active one; None before the first.
    """

    def __init__(self, window: MainWindow, background: Background, profile: Callable[[], SourceProfile | None]) -> None:
        self._window = window
        self._background = background
        self._profile = profile
        self._credentials: Credentials | None = None
        self._are_kept = True
        window.bar.credentials_asked.connect(self.ask)

    def open(self, credentials: Credentials, *, are_kept: bool) -> None:
        """Takes what keeps the secrets, once history is open.

        Args:
            credentials: It.
            are_kept: They outlive this session.
        """
        self._credentials = credentials
        self._are_kept = are_kept

    def ask(self) -> None:
        """Opens the dialog of the active profile."""
        self.ask_for(self._profile())

    def ask_under(self, destination: Destination) -> None:
        """Opens the dialog of the profile that something was sent under, if that is active."""
        profile = self._profile()
        if profile is not None and profile.id == destination.profile_id:
            self.ask_for(profile)
        else:
            self._window.notice.say(f"Choose the profile “{destination.profile_name}” first, then press Credentials.")

    def offer_session(self, profile: SourceProfile | None, problem: str, then: Callable[[], None]) -> None:
        """Where the keyring gives no secret, lets a person type it for this session.

        Args:
            profile: Whose secret.
            problem: What is wrong with the keyring.
            then: Sends again.
        """
        kinds = used_secrets(profile) if profile is not None else ()
        self._window.notice.say(
            "The keyring does not give the password or token that this profile needs.",
            Deed("Send again", then),
            Deed("Type it for this session…", lambda: self.ask_for(profile, kinds, then, problem)),
        )

    def ask_for(
        self,
        profile: SourceProfile | None,
        missing: tuple[SecretKind, ...] = (),
        then: Callable[[], None] | None = None,
        problem: str = "",
    ) -> None:
        """Opens the dialog.

        Args:
            profile: Whose secrets.
            missing: Those without which it cannot send.
            then: What to do once they are kept.
            problem: Why the keyring does not give them; empty if nothing is known to be wrong with it.
        """
        credentials = self._credentials
        kinds = used_secrets(profile) if profile is not None else ()
        if profile is None or credentials is None or not kinds:
            self._window.notice.say("This profile needs neither password nor token.")
            return
        dialog = CredentialsDialog(self._window, profile.name, kinds, missing, are_kept=self._are_kept)

        def saved(_none: None) -> None:
            dialog.accept()
            if then is not None:
                then()

        def save(keep: SaveSecrets) -> Callable[[dict[SecretKind, str]], None]:
            return lambda typed: self._background.run(
                lambda: keep(credentials, profile.id, typed),
                saved,
                lambda error: dialog.show_problem(str(error)),
                StorageError,
            )

        dialog.saved.connect(save(save_secrets))
        dialog.for_session.connect(save(keep_secrets_for_session))
        if problem:
            dialog.show_problem(problem)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
