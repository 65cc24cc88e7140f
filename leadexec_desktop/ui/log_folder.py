"""The log's folder, opened for whoever looks after the program."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

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
