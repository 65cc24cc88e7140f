"""The window: profile bar, tabs, history, menus. It holds the parts; what they ask for is answered elsewhere."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QMainWindow,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from leadexec_desktop import __version__
from leadexec_desktop.ui.naming import name, plain_text
from leadexec_desktop.ui.notice import Notice
from leadexec_desktop.ui.profile_bar import ProfileBar
from leadexec_desktop.ui.submit_tab import SubmitTab
from leadexec_desktop.ui.theme import Colours, Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from leadexec_desktop.protocol.delivery import Delivery
    from leadexec_desktop.services.next_steps import NextStep
    from leadexec_desktop.services.orders import Orders
    from leadexec_desktop.ui.actions import ActionSpec
    from leadexec_desktop.ui.asking_tab import AskingTab
    from leadexec_desktop.ui.sheet import Sheet

_TITLE = "LeadExec Desktop"
_OTHER_TABS = (("ping", "P&ing"), ("duplicate", "Duplicate chec&k"), ("update", "&Update"), ("status", "St&atus"))
"""Page and label of each tab that is made when it is first shown."""
_MENUS = ("&File", "&Lead", "&View", "&Help")
_SHORTLY_MS = 5000
_SIZE = QSize(1280, 720)
_FRAME_HEIGHT = 36
"""What a desktop puts round a window, more or less: without it the window's foot would be off a small screen."""
_MORE_KEYS = {"Enter": "Next field", "Alt+Down": "Calendar, list or offer of a field", "Escape": "Cancel the send"}


class MainWindow(QMainWindow):
    """The program's one window.

    Args:
        now: The time, aware, on the agent's clock.
        scenarios: Gives value and label of what the built-in receiver may answer.
        dial: Has a number of nothing but a plus and digits dialled; whether anything took it.

    Attributes:
        now: The time, as above.
    """

    import_asked = Signal(list)
    """Paths of profile files."""
    rehearsal_asked = Signal()
    theme_chosen = Signal(Theme)
    log_folder_asked = Signal()
    diagnostics_asked = Signal()
    step_wanted = Signal(object)
    """A NextStep is to be gone: from the row that is selected where history has the keyboard, else from the tab."""
    profile_shown = Signal(object)
    """Another profile is active, or the same as it is now; None if there is none."""
    closing = Signal(QCloseEvent)
    """The window is about to close; ignore the event to keep it open."""

    def __init__(
        self,
        now: Callable[[], datetime],
        scenarios: Callable[[], Sequence[tuple[str, str]]],
        dial: Callable[[str], bool],
    ) -> None:
        super().__init__()
        self.setObjectName("window")
        self.resize(size_on(self.screen().availableGeometry().size()))
        self.bar = ProfileBar(scenarios)
        self.notice = Notice()
        self.submit = SubmitTab(now, self.open_url)
        self._sheets: dict[int, Sheet] = {0: self.submit}
        self.now = now
        self._dial = dial
        self._colours: Colours | None = None
        self.tabs = QTabWidget()
        name(self.tabs, "tabs", "Operations")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.submit, "Sub&mit")
        for object_name, label in _OTHER_TABS:
            page = QWidget()
            page.setObjectName(object_name)
            self.tabs.addTab(page, label)
        self._dock = QDockWidget("History")
        self._dock.setObjectName("history.dock")
        self._dock.setWidget(QWidget())
        self._dock.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetMovable | QDockWidget.DockWidgetFeature.DockWidgetClosable
        )
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._dock)
        self.resizeDocks([self._dock], [515], Qt.Orientation.Horizontal)
        self._lay_out()
        self._menus = {label: self.menuBar().addMenu(label) for label in _MENUS}
        self.actions_by_name: dict[str, QAction] = {}
        self.submit.ended_elsewhere.connect(self.notice.say)
        self.submit.card.copied.connect(self.say_copied)
        self._lasting = plain_text(wrap=False)
        self._lasting.setObjectName("window.lasting")
        self.statusBar().addPermanentWidget(self._lasting)
        self.statusBar().setSizeGripEnabled(False)
        self.show_title("")

    @cached_property
    def orders(self) -> "Orders":
        """The orders of this session."""
        from leadexec_desktop.services.orders import Orders  # noqa: PLC0415 - not before the first paint

        return Orders()

    @property
    def is_complete(self) -> bool:
        """Whether `complete` has made what only then is there: `history`, and the actions."""
        return bool(self.actions_by_name)

    def complete(self) -> None:
        """Makes what only the first key after the first paint may need: actions, and the parts that show an answer."""
        from leadexec_desktop.ui.actions import fill_menus  # noqa: PLC0415 - after the first paint
        from leadexec_desktop.ui.submit_aids import SubmitAids  # noqa: PLC0415 - the same

        self.aids: SubmitAids = SubmitAids(
            self.submit,
            self.orders,
            self.now,
            dial=self._dial,
            calls=lambda: self.history.model.deliveries,
            say=self.say_shortly,
            show=lambda: self.tabs.setCurrentWidget(self.submit),
        )
        self.actions_by_name = fill_menus(self, self._menus, self._actions())
        self._allow_cancel()
        self.submit.sending.connect(self._allow_cancel)
        self.tabs.currentChanged.connect(self._allow_cancel)
        from leadexec_desktop.ui.history_pane import HistoryPane  # noqa: PLC0415 - after the first paint

        self.history: HistoryPane = HistoryPane(self.now, self.open_url)
        self.history.copied.connect(self.say_copied)
        self._dock.setWidget(self.history)
        if self._colours is not None:
            self.history.set_colours(self._colours)

    def _lay_out(self) -> None:
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.notice)
        column.addWidget(self.tabs, 1)
        self.setCentralWidget(centre)

    def _actions(self) -> "tuple[ActionSpec, ...]":
        from leadexec_desktop.services.next_steps import NextStep  # noqa: PLC0415 - after the first paint
        from leadexec_desktop.ui.actions import ActionSpec  # noqa: PLC0415 - the same

        def tab(index: int) -> Callable[[], None]:
            return lambda: self.show_tab(index)

        titles = ("Submit", "Ping", "Duplicate check", "Update", "Status")
        return (
            ActionSpec("&File", "&Import profile…", "action.import", ("Ctrl+I",), self._choose_profile_files),
            ActionSpec("&File", "&Profiles…", "action.profiles", ("Ctrl+Shift+P",), self.bar.manage_asked.emit),
            ActionSpec("&File", "&Credentials…", "action.credentials", (), self.bar.credentials_asked.emit),
            ActionSpec("&File", "&Rehearse on the built-in receiver", "action.rehearse", (), self.rehearsal_asked.emit),
            ActionSpec("&File", "&Quit", "action.quit", ("Ctrl+Q",), self._quit),
            ActionSpec("&Lead", "&Send", "action.send", ("Ctrl+Return", "Ctrl+Enter"), self._send),
            ActionSpec("&Lead", "&New lead", "action.new", ("Ctrl+N",), self._new_lead),
            ActionSpec("&Lead", "&Go to field…", "action.jump", ("Ctrl+J",), self._jump),
            ActionSpec("&Lead", "&Cancel", "action.cancel", ("Escape",), self._cancel),
            *(
                ActionSpec("&Lead", label, f"action.{step}", (key,), self._want(step))
                for step, label, key in (
                    (NextStep.STATUS, "Ask for its stat&us", "F5"),
                    (NextStep.UPDATE, "Update this lead", "F6"),
                    (NextStep.DUPLICATE, "Check for du&plicates", "F2"),
                    (NextStep.POST_ORDER, "Post this order", "F3"),
                )
            ),
            *self.aids.actions(),
            *(
                ActionSpec("&View", title, f"action.tab.{index}", (f"Ctrl+{index + 1}",), tab(index))
                for index, title in enumerate(titles)
            ),
            ActionSpec("&View", "&Profile", "action.profile", ("Ctrl+P",), self.bar.focus_selector),
            ActionSpec("&View", "&Options and bytes", "action.options", ("Ctrl+O",), self._fold_options),
            ActionSpec("&View", "&History", "action.history", ("Ctrl+H",), self._fold_history),
            *(
                ActionSpec("&View", f"Colours: {theme}", f"action.theme.{theme}", (), self._choose_theme(theme))
                for theme in Theme
            ),
            ActionSpec("&Help", "Do &anything…", "action.search", ("Ctrl+K",), self._search_actions),
            ActionSpec("&Help", "&Keyboard shortcuts", "action.shortcuts", ("F1",), self._show_shortcuts),
            ActionSpec("&Help", "Open &log folder", "action.log_folder", (), self.log_folder_asked.emit),
            ActionSpec("&Help", "Copy &diagnostics", "action.diagnostics", (), self.diagnostics_asked.emit),
            ActionSpec("&Help", "A&bout", "action.about", (), self._show_about),
        )

    def set_colours(self, colours: Colours) -> None:
        """Takes the colours of the theme."""
        self._colours = colours
        if self.is_complete:
            self.history.set_colours(colours)

    def show_title(self, profile_name: str) -> None:
        """Names the active profile in the title."""
        self.setWindowTitle(f"{profile_name} \u2013 {_TITLE}" if profile_name else _TITLE)

    def show_lasting(self, text: str) -> None:
        """Says at the window's foot and above history what holds until the program ends.

        Args:
            text: A short title and what follows of it, with a colon between; empty for nothing.
        """
        self._lasting.setText(text)
        self._dock.setWindowTitle(f"History \u2013 {text.partition(':')[0].lower()}" if text else "History")

    def show_in_history(self, delivery: "Delivery") -> None:
        """Selects a delivery in history, which is opened if it was folded away."""
        self._dock.show()
        if self.history.model.row_of(delivery.id) is None:  # older than what was read
            self.history.model.change(delivery)
        self.history.select(delivery.id)

    def show_tab(self, index: int) -> None:
        """Shows a tab and puts the keyboard into it."""
        self.tabs.setCurrentIndex(index)
        self.current.focus_first()

    @property
    def current(self) -> "Sheet":
        """The tab that is shown, for the keys that every tab has; Submit while that one is not made."""
        return self._sheets.get(self.tabs.currentIndex(), self.submit)

    def put_tab(self, index: int, tab: "AskingTab") -> None:
        """Puts a tab that was made in the place that is kept for it."""
        label, is_current = self.tabs.tabText(index), self.tabs.currentIndex() == index
        before = self.tabs.widget(index)
        with QSignalBlocker(self.tabs):
            self.tabs.removeTab(index)
            self.tabs.insertTab(index, tab, label)
            if is_current:
                self.tabs.setCurrentIndex(index)
        if before is not None:
            before.deleteLater()
        self._sheets[index] = tab
        tab.sending.connect(self._allow_cancel)
        self._allow_cancel()

    def _allow_cancel(self) -> None:
        # Only while there is something to cancel: else Escape would be kept from the lists that it folds up.
        self.actions_by_name["action.cancel"].setEnabled(self.current.is_sending)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Asks whoever runs the program."""
        self.closing.emit(event)

    def geometry_text(self) -> str:
        """Where the window and its parts are, for the settings."""
        both = (self.saveGeometry(), self.saveState())
        return " ".join(bytes(part.toBase64().data()).decode("ascii") for part in both)

    def take_geometry(self, text: str) -> None:
        """Puts the window and its parts where they were; nothing if the text is none of ours."""
        parts = text.split(" ")
        if len(parts) == 2:  # noqa: PLR2004 - geometry and state
            from PySide6.QtCore import QByteArray  # noqa: PLC0415 - a first start has none

            self.restoreGeometry(QByteArray.fromBase64(parts[0].encode()))
            self.restoreState(QByteArray.fromBase64(parts[1].encode()))

    def open_url(self, url: str) -> None:
        """Opens an address from outside, after its host was shown and a person agreed."""
        from leadexec_desktop.services.next_steps import NOT_OPENED  # noqa: PLC0415 - for an address only
        from leadexec_desktop.ui.web_address import open_after_asking  # noqa: PLC0415 - the same

        if not open_after_asking(self, url):
            self.say_shortly(NOT_OPENED)

    def say_copied(self, text: str) -> None:
        """Says at the window's foot what was copied."""
        self.say_shortly(f"Copied {text}")

    def say_shortly(self, text: str) -> None:
        """Says at the window's foot, for a few seconds, what was done."""
        self.statusBar().showMessage(text, _SHORTLY_MS)

    def _choose_profile_files(self) -> None:
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - for whoever asks only

        dialog = QFileDialog(self, "Import profiles", "", "Profiles (*.leadprofile *.json);;All files (*)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.import_asked.emit([Path(own) for own in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _quit(self) -> None:
        self.close()

    def _send(self) -> None:
        self.current.press_send()

    def _new_lead(self) -> None:
        if not self.current.begins_leads:
            self.tabs.setCurrentWidget(self.submit)
            if self.submit.holds_unsent_lead:  # nobody has seen it there: it is not thrown away unseen
                self.submit.focus_first()
                self.say_shortly("This lead was not sent yet. Press Ctrl+N again to begin the next one.")
                return
        self.current.next_lead()

    def _cancel(self) -> None:
        self.current.cancel_asked.emit()

    def _jump(self) -> None:
        from leadexec_desktop.ui.field_jump import jump_in  # noqa: PLC0415 - the first paint has no need of it

        if not self.current.form.labels():
            self.tabs.setCurrentWidget(self.submit)
        jump_in(self, self.current.form)

    def _want(self, step: "NextStep") -> Callable[[], None]:
        return lambda: self.step_wanted.emit(step)

    def _fold_options(self) -> None:
        self.submit.set_options_open(not self.submit.options_open)

    def _fold_history(self) -> None:
        self._dock.setVisible(not self._dock.isVisible())

    def _choose_theme(self, theme: Theme) -> Callable[[], None]:
        return lambda: self.theme_chosen.emit(theme)

    def _search_actions(self) -> None:
        from leadexec_desktop.ui.action_dialogs import ActionSearch  # noqa: PLC0415 - for whoever asks only

        ActionSearch(self, self.actions_by_name).open()

    def _show_shortcuts(self) -> None:
        from leadexec_desktop.ui.action_dialogs import ShortcutList  # noqa: PLC0415 - for whoever asks only

        ShortcutList(self, self.actions_by_name, _MORE_KEYS).open()

    def _show_about(self) -> None:
        from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415 - for whoever asks only

        box = QMessageBox(QMessageBox.Icon.NoIcon, "About", "", parent=self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.finished.connect(box.deleteLater)
        box.setText(f"{_TITLE} {__version__}\nSales leads, typed by hand, to the LeadExec Lead Receiver.")
        box.open()


def size_on(screen: QSize) -> QSize:
    """How large the window begins: lower where its foot would be off the screen."""
    is_low = _SIZE.width() <= screen.width() and screen.height() < _SIZE.height() + _FRAME_HEIGHT
    return QSize(_SIZE.width(), screen.height() - _FRAME_HEIGHT) if is_low else _SIZE
