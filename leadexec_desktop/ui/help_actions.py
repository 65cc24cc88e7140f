"""What Help gives to whoever looks after the program: the log's folder, and a report without personal data."""

from pathlib import Path

from PySide6.QtCore import QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication

from leadexec_desktop.services.desk import Desk
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.main_window import MainWindow


def open_log_folder(window: MainWindow, folder: Path | None) -> None:
    """Opens the log's folder in the desktop's own program; says where it is if there is none.

    Args:
        window: The window.
        folder: Where the log is; None where there is none.
    """
    if folder is None:
        window.notice.say("Nothing is logged: this session keeps nothing.")
    elif not QDesktopServices.openUrl(QUrl.fromLocalFile(folder)):
        window.notice.say(f"The log is in {folder}; no program here opens folders.")


def copy_diagnostics(window: MainWindow, background: Background, desk: Desk | None, why_not_open: str) -> None:
    """Copies a report on the program, as plain text.

    Args:
        window: The window.
        background: Where blocking work runs.
        desk: The services over an open history; None while that is not open.
        why_not_open: The kind of error that keeps history closed; empty if none does.
    """
    scale = f"{window.devicePixelRatioF():g} pixels a point"
    facts = {"Qt": f"{qVersion()} ({QGuiApplication.platformName()}, {scale})"}

    def take(text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        window.say_shortly("Copied the diagnostics: versions, platform, keyring and database; no lead, no path.")

    def report() -> str:
        from leadexec_desktop.services.diagnostics import diagnose  # noqa: PLC0415 - heavy, and hardly ever asked for

        return diagnose(desk, why_not_open, facts)

    background.run(report, take)
