"""What is done before a window is first painted, so that it is painted once."""

from PySide6.QtCore import QCoreApplication, QEvent

_ROUNDS = 16
"""More than widgets are nested in the window."""


def lay_out_now() -> None:
    """Lays out everything that asks for it; after `show`.

    A request to lay out climbs to the widget around it in the next round of the event loop, and the first paint comes
    after the first round. When the request has come to the tabs, they are painted anew with all that stands in them,
    though nothing has moved: the first key would wait for that. Buttons ask once more when they are polished.
    """
    QCoreApplication.sendPostedEvents(None, QEvent.Type.PolishRequest.value)
    for _ in range(_ROUNDS):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
