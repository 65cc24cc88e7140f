"""What Help gives to whoever looks after the program: the log's folder, and a report without personal data."""

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from leadexec_desktop.services.desk import Desk
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.main_window import MainWindow


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
