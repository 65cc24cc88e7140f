"""The other half of the composition root: what stands behind the window, built once the form is on screen."""

import sys
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.store.folder import DataFolder
from leadexec_desktop.store.log_file import Log
from leadexec_desktop.store.profile_files import ProfileFiles
from leadexec_desktop.store.system_profiles import system_profile_folders

if TYPE_CHECKING:
    from leadexec_desktop.services.desk import Desk
    from leadexec_desktop.services.profile_library import ProfileLibrary
    from leadexec_desktop.services.sending import Line
    from leadexec_desktop.store.proxy_secrets import ProxySecrets
    from leadexec_desktop.transport.transport import Transport
    from leadexec_desktop.ui.background import Background
    from leadexec_desktop.ui.main_window import MainWindow
    from leadexec_desktop.ui.opening import Changed, WayIn
    from leadexec_desktop.ui.profile_flow import Wishes
    from leadexec_desktop.ui.work_openers import WorkOpeners

RESOURCES = next(
    place
    for place in (Path(__file__).parent / "resources", Path(__file__).parent.parent / "resources")
    if place.is_dir()
)
"""Icons, theme, sample profile: beside the package in a checkout, in it once installed."""

SWITCH_S = 0.001
"""How long a thread may keep the others of Python waiting: a send hops over four of them before its first byte leaves,
and with Python's own 5 ms each hop waits for the window, or the window for it."""


def local_now() -> datetime:
    """The time on this machine's clock, aware of its zone."""
    return datetime.now().astimezone()


class Work:
    """All behind the window that the first paint does not need, and its end.

    Args:
        folder: The data folder; None keeps nothing.
        window: The window.
        background: Where blocking work runs.
        log: Is written once it is open.
    """

    def __init__(
        self,
        folder: DataFolder | None,
        window: "MainWindow",
        background: "Background",
        log: Log,
    ) -> None:
        self._folder = folder
        self._window = window
        self._background = background
        self._log = log
        self._end: Future[None] = Future()
        self._listening, self._lasting = ExitStack(), ExitStack()

    def open(self, take_wishes: "Callable[[Wishes], None]") -> "WorkOpeners":
        """What opens history and the way to the receiver; called once, when the form is on screen.

        Args:
            take_wishes: Does what a later start asks for.
        """
        from leadexec_desktop.services.showing import USER_AGENT  # noqa: PLC0415 - not before the first paint
        from leadexec_desktop.transport.transport import Transport  # noqa: PLC0415 - the same
        from leadexec_desktop.ui.first_window import FirstWindow  # noqa: PLC0415 - the same
        from leadexec_desktop.ui.proxy_sign_in import ProxySignIn  # noqa: PLC0415 - the same
        from leadexec_desktop.ui.system_proxy import find_system_proxies  # noqa: PLC0415 - the same
        from leadexec_desktop.ui.work_openers import WorkOpeners  # noqa: PLC0415 - the same

        sys.setswitchinterval(SWITCH_S)
        self._log.write()
        if self._folder is not None and self._folder.is_ours:
            first = FirstWindow(self._window, self._background, self._folder, take_wishes)
            first.start()
            self._listening.callback(first.close)
        sign_in = ProxySignIn(self._window, self._window.notice, self._background, self._open_proxy_secrets)
        transport = Transport(
            user_agent=USER_AGENT, find_proxy=find_system_proxies, proxy_credentials=sign_in.credentials
        )
        self._lasting.callback(transport.close)
        line = sign_in.watching(transport)
        return WorkOpeners(
            desk=lambda changed, way: self._open_desk(line, changed, way),
            move_aside=self._move_aside,
            warm_up=lambda: _warm_up(transport),
            tester=sign_in.watching_tests(transport),
        )

    def _open_proxy_secrets(self) -> "ProxySecrets":
        from leadexec_desktop.store.proxy_secrets import ProxySecrets  # noqa: PLC0415 - for a proxy that asks only
        from leadexec_desktop.store.vault import KeyringVault, MemoryVault  # noqa: PLC0415 - the same

        return ProxySecrets(MemoryVault() if self._folder is None else KeyringVault(end=self._end))

    def _open_desk(self, line: "Line", changed: "Changed", way: "WayIn") -> "Desk":
        from uuid import uuid4  # noqa: PLC0415 - not before the first paint

        from leadexec_desktop.services.desk import set_up_desk  # noqa: PLC0415 - the same
        from leadexec_desktop.store.opening import open_ephemeral, open_store  # noqa: PLC0415 - the same
        from leadexec_desktop.store.vault import KeyringVault  # noqa: PLC0415 - the same

        folder, vault = self._folder, KeyringVault(end=self._end)
        if folder is None or way.this_session:
            store = open_ephemeral(None if folder is None else vault)
        else:
            folder.prepare()
            folder.lock()  # nothing, where that was done at the start
            store = open_store(folder, vault, way.passphrase)
        return set_up_desk(store, line, now=local_now, new_id=lambda: uuid4().hex, changed=changed)

    def _move_aside(self) -> tuple[Path, ...]:
        from leadexec_desktop.store.opening import move_aside  # noqa: PLC0415 - not before the first paint

        return () if self._folder is None else move_aside(self._folder)

    def begin_end(self) -> None:
        """Listens to no later start any more, and waits for no keyring."""
        self._listening.close()
        self._end.set_result(None)

    def close(self) -> None:
        """Ends the rest; after all that runs beside the window."""
        self._lasting.close()


def _warm_up(transport: "Transport") -> None:
    """Loads what the first keys and the first send would wait for."""
    from leadexec_desktop.profiles.phone_typing import settled  # noqa: PLC0415 - not before the first paint

    transport.warm_up()
    settled("7025550123")  # a phone's first digit would load its library in the window's thread, for 60 ms


def last_profile_in(folder: DataFolder | None, profile_id: str) -> SourceProfile | None:
    """The profile of that id, read alone; None if there is none, or no folder."""
    from leadexec_desktop.services.last_profile import last_profile  # noqa: PLC0415 - not for --set-secret

    return None if folder is None else last_profile(ProfileFiles(folder.profiles), profile_id)


def open_library(folder: DataFolder | None) -> "ProfileLibrary":
    """The profiles of a data folder, or in memory where there is none; and those of everybody on this computer."""
    from leadexec_desktop.services.profile_library import ProfileLibrary  # noqa: PLC0415 - not for --set-secret

    return ProfileLibrary(ProfileFiles(None if folder is None else folder.profiles), system_profile_folders())


def scenarios() -> list[tuple[str, str]]:
    """Value and label of what the built-in receiver may answer."""
    from leadexec_desktop.sandbox.scenarios import SCENARIOS  # noqa: PLC0415 - only for whom rehearses

    return [(scenario.value, spec.label) for scenario, spec in SCENARIOS.items()]


class BuiltInReceiver:
    """The built-in receiver, started, and its profile.

    Raises:
        StorageError: It cannot listen.
    """

    def __init__(self) -> None:
        from leadexec_desktop.sandbox.server import Sandbox  # noqa: PLC0415 - only for whom rehearses
        from leadexec_desktop.services.profile_library import sandbox_profile  # noqa: PLC0415 - brings pydantic

        self._sandbox = Sandbox()
        endpoint = self._sandbox.start()
        self._profile = sandbox_profile((RESOURCES / "sandbox.leadprofile").read_bytes(), endpoint)

    @property
    def profile(self) -> SourceProfile:
        """Its profile, with the address it listens at."""
        return self._profile

    def answer_as(self, scenario: str) -> None:
        """Chooses what it answers."""
        from leadexec_desktop.sandbox.scenarios import Scenario  # noqa: PLC0415 - only for whom rehearses

        self._sandbox.scenario = Scenario(scenario)

    def close(self) -> None:
        """Ends it."""
        self._sandbox.close()
