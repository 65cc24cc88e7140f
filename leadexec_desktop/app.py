"""The composition root: builds what a start needs, connects it, and runs the window to its end."""

import gc
import logging
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from string import Template
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, TextIO

from leadexec_desktop import __version__
from leadexec_desktop.behind_window import (
    RESOURCES,
    BuiltInReceiver,
    Work,
    last_profile_in,
    local_now,
    open_library,
    scenarios,
)
from leadexec_desktop.store.errors import AlreadyRunningError, StorageError
from leadexec_desktop.store.folder import DataFolder, folder_at, open_folder
from leadexec_desktop.store.log_file import Log, start_log
from leadexec_desktop.store.settings import Settings

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext, QtMsgType
    from PySide6.QtWidgets import QApplication

    from leadexec_desktop.ui.main_window import MainWindow

_COLLECT_FROM_MS = 1000
"""Garbage is collected from then on: a start makes hardly any, and looking for it takes a twentieth of its time."""
_HAND_OVER_S = 10.0
"""Longer than a start or an end takes; after it, the window that has the folder hangs."""


class UnknownOptionError(Exception):
    """The command line has what neither the program nor Qt knows."""

    def __init__(self, unknown: Sequence[str]) -> None:
        super().__init__(f"{' '.join(unknown)}: there is no such option; --help lists them.")


class Command(NamedTuple):
    """What the command line asks for.

    Attributes:
        tour: Where the pictures of a tour go; None for no tour.
        of_qt: Qt's own options.
    """

    data_dir: Path | None = None
    imports: tuple[Path, ...] = ()
    profile: str = ""
    sandbox: bool = False
    ephemeral: bool = False
    tour: Path | None = None
    of_qt: tuple[str, ...] = ()


def run(command: Command) -> int:
    """Runs the program in its window until that is closed.

    Returns:
        The exit status.
    """
    folder = None if command.ephemeral else folder_at(command.data_dir)
    application = cache(partial(_qt_application, command.of_qt))
    try:
        if folder is not None and not _claim(folder, command, application):
            return 0
        return _run_logged(command, folder, _settings(folder), application)
    except StorageError as error:
        _complain(str(error))
        return 1
    except UnknownOptionError as error:
        _complain(str(error))
        return 2
    finally:
        if folder is not None:
            folder.close()


def _claim(folder: DataFolder, command: Command, application: Callable[[], "QApplication"]) -> bool:
    """Whether a window is to be opened; if not, the one that has the folder does what the command line asks for.

    A folder that cannot be used keeps no window away: there it is said what can be done.

    Raises:
        StorageError: The command line names a folder that is none and cannot be made.
    """
    try:
        folder.prepare()
        folder.lock()
    except AlreadyRunningError:
        end_log = start_log(None)  # the log is that window's
        try:
            application()
            from leadexec_desktop.ui.hand_over import lock_or_hand_over, message_text  # noqa: PLC0415 - needs Qt

            wishes = message_text(command.imports, command.profile, sandbox=command.sandbox)
            return lock_or_hand_over(folder, wishes, _HAND_OVER_S)
        finally:
            end_log()
    except StorageError as error:
        if command.data_dir is not None and not folder.path.is_dir():
            raise
        _complain(str(error))
    return True


def _settings(folder: DataFolder | None) -> Settings:
    """The settings of a folder; where they cannot be read, those of a first start, kept in memory."""
    if folder is None:
        return Settings(None)
    try:
        return Settings(folder.settings)
    except StorageError as error:
        _complain(str(error))
        return Settings(None)


def _complain(text: str) -> None:
    sys.stderr.write(f"leadexec-desktop: {text}\n")


def _run_logged(
    command: Command, folder: DataFolder | None, settings: Settings, application: Callable[[], "QApplication"]
) -> int:
    end_log = start_log(folder.log if folder is not None else None)
    try:
        return _run_window(command, folder, settings, application(), end_log)
    finally:
        end_log()


def _run_window(
    command: Command, folder: DataFolder | None, settings: Settings, application: "QApplication", log: Log
) -> int:
    from PySide6.QtCore import QTimer  # noqa: PLC0415 - not for --set-secret

    from leadexec_desktop.ui import theme as theming  # noqa: PLC0415 - not for --set-secret
    from leadexec_desktop.ui.background import Background  # noqa: PLC0415 - not for --set-secret
    from leadexec_desktop.ui.before_paint import lay_out_now  # noqa: PLC0415 - not for --set-secret
    from leadexec_desktop.ui.conductor import Conductor  # noqa: PLC0415 - not for --set-secret
    from leadexec_desktop.ui.main_window import MainWindow  # noqa: PLC0415 - not for --set-secret
    from leadexec_desktop.ui.openers import Openers  # noqa: PLC0415 - not for --set-secret
    from leadexec_desktop.ui.profile_flow import Wishes  # noqa: PLC0415 - not for --set-secret

    sheet = Template((RESOURCES / "theme.qss").read_text(encoding="utf-8"))
    window = MainWindow(local_now, scenarios, _dial)
    background = Background()
    work = Work(folder, window, background, log)
    conductor = Conductor(
        window,
        background,
        settings,
        openers=Openers(
            last_profile=partial(last_profile_in, folder),
            library=partial(open_library, folder),
            rehearsal=BuiltInReceiver,
            work=lambda: work.open(conductor.take_wishes),
            log_folder=None if folder is None else folder.log,
        ),
        wishes=Wishes(command.imports, command.profile, command.sandbox),
        apply_theme=lambda theme: theming.apply(application, theme, sheet, RESOURCES / "icons"),
    )
    _report_defects(lambda text: background.call(lambda: window.notice.say(text)))
    conductor.complained.connect(_complain)
    conductor.start()
    conductor.dress()
    window.show()
    lay_out_now()
    QTimer.singleShot(_COLLECT_FROM_MS, _collect_from_now)
    try:
        return application.exec() if command.tour is None else _run_tour(command.tour, window)
    finally:
        work.begin_end()
        conductor.close()
        work.close()


def _dial(number: str) -> bool:
    from leadexec_desktop.ui.web_address import dial  # noqa: PLC0415 - for a number only

    return dial(number)


def _collect_from_now() -> None:
    """Leaves alone what a start has made, profiles among it: to look it through would stop the window for 15 ms."""
    gc.freeze()
    gc.enable()


def _qt_application(of_qt: tuple[str, ...]) -> "QApplication":
    from leadexec_desktop.ui.loading import load_qt  # noqa: PLC0415 - not for --set-secret

    load_qt()
    from PySide6.QtCore import QCoreApplication, qInstallMessageHandler  # noqa: PLC0415 - not for --set-secret
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - not for --set-secret

    qInstallMessageHandler(_to_log)
    QCoreApplication.setApplicationName("leadexec-desktop")
    QCoreApplication.setApplicationVersion(__version__)
    # The style by name: a style as an object would load all that Qt's styles know.
    application = QApplication([sys.argv[0], *of_qt, "-style", "Fusion"])
    application.setApplicationDisplayName("LeadExec Desktop")
    unknown = application.arguments()[1:]  # Qt has taken its own out
    if unknown:
        raise UnknownOptionError(unknown)
    return application


def _run_tour(folder: Path, window: "MainWindow") -> int:
    from leadexec_desktop.ui.tour import Tour, TourError  # noqa: PLC0415 - for a tour only
    from leadexec_desktop.ui.tour_steps import QUESTIONS, STEPS  # noqa: PLC0415 - for a tour only

    try:
        Tour(window, folder, lambda line: print(line, flush=True)).walk(STEPS, QUESTIONS)  # noqa: T201 - what a tour is asked for
    except OSError as error:
        sys.stderr.write(f"leadexec-desktop: the tour failed: {folder} cannot be made or written: {error.strerror}.\n")
        return 1
    except TourError as error:
        sys.stderr.write(f"leadexec-desktop: the tour failed: {error}\n")
        return 1
    window.close()
    return 0


def set_secret(data_dir: Path | None, profile: str, kind: str, source: TextIO) -> int:
    """Reads one line into the keyring; says nothing but what went wrong.

    Returns:
        The exit status.
    """
    from leadexec_desktop.services.set_secret import CannotSetSecretError  # noqa: PLC0415 - goes with the next
    from leadexec_desktop.services.set_secret import set_secret as keep  # noqa: PLC0415 - brings pydantic
    from leadexec_desktop.store.credentials import Credentials  # noqa: PLC0415 - goes with the others
    from leadexec_desktop.store.vault import KeyringVault  # noqa: PLC0415 - goes with the others

    try:
        folder = open_folder(data_dir)
        profiles = open_library(folder).load().profiles
        keep(Credentials(KeyringVault()), profiles, profile, kind, source.readline())
    except (StorageError, CannotSetSecretError) as error:
        _complain(str(error))
        return 1
    return 0


def _report_defects(say: Callable[[str], None]) -> None:
    """Has what nobody expected written to the log and said in the window, without the texts that it may hold."""

    def report(kind: type[BaseException], trace: TracebackType | None) -> None:
        frames = "".join(traceback.format_tb(trace))
        logging.getLogger("leadexec_desktop").critical("%s\n%s", kind.__name__, frames)
        say(f"The program made a mistake ({kind.__name__}); its log says where. What you typed is kept.")

    sys.excepthook = lambda kind, _error, trace: report(kind, trace)
    threading.excepthook = lambda told: report(told.exc_type, told.exc_traceback)


def _to_log(kind: "QtMsgType", context: "QMessageLogContext", text: str) -> None:
    logging.getLogger("qt").warning("%s %s %s", kind.name, context.category, text)
    if kind.name == "QtFatalMsg":  # Qt ends the process now: the log would say it to nobody
        sys.stderr.write(f"leadexec-desktop: {text}\n")
        sys.stderr.flush()
