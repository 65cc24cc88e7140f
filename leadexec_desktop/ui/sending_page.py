"""How a profile's leads are sent: campaigns, operations, what is chosen at first, credentials, times, the script."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from leadexec_desktop.protocol.operations import OPERATIONS
from leadexec_desktop.protocol.values import (
    DEFAULT_TOKEN_URL,
    SUBMIT_MODES,
    AuthScheme,
    Encoding,
    Operation,
    ResponseFormat,
)
from leadexec_desktop.services.edited_profile import OPERATION, EditedProfile, given_in
from leadexec_desktop.services.profile_cells import PROFILE_CELLS, Cell
from leadexec_desktop.services.profile_complaints import Complaint
from leadexec_desktop.services.secrets import used_secrets
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.cell_editors import CellEditors
from leadexec_desktop.ui.naming import plain_text
from leadexec_desktop.ui.profile_secrets import ProfileSecrets, Secrets

_APPROVED = "The platform must have approved it for your account: without that it refuses the request."
_CLIENT_ONLY = "Only client credentials are fetched from a token URL."
_ENCODINGS: Mapping[Encoding, str] = MappingProxyType(
    {Encoding.FORM: "Form", Encoding.XML: "XML", Encoding.JSON: "JSON"}
)
_SCHEMES: Mapping[AuthScheme, str] = MappingProxyType(
    {
        AuthScheme.NONE: "None",
        AuthScheme.BEARER: "Bearer token",
        AuthScheme.CLIENT_CREDENTIALS: "Client credentials",
    }
)
_OPERATION_CELLS: Mapping[str, Cell] = MappingProxyType(
    {f"{OPERATION}{own}": Cell(OPERATIONS[own].title, bool, lambda _, given: bool(given)) for own in Operation}
)
_NO_CAMPAIGN = ("", "None")


class SendingPage(QScrollArea):
    """Edits all of a profile but its name, its address, its ids and its fields.

    Args:
        background: Where the keyring is asked.
        secrets: Gives what keeps the secrets; None while that is not open.
    """

    given = Signal(str, object)
    left = Signal()

    def __init__(self, background: Background, secrets: Callable[[], Secrets | None]) -> None:
        super().__init__()
        self.cells = CellEditors("profiles", {**PROFILE_CELLS, **_OPERATION_CELLS}, self)
        self.cells.given.connect(self.given)
        self.cells.left.connect(self.left)
        self.secrets = ProfileSecrets(background, secrets)
        self._wrong_operations = plain_text()
        self._wrong_operations.setObjectName("profiles.error.operations")
        self._wrong_operations.setProperty("role", "error")
        self._campaigns: list[tuple[str, str]] = [_NO_CAMPAIGN]
        self._make()
        self.campaign = self.cells.choice("defaults.aid", self._campaigns)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._laid_out())

    def _make(self) -> None:
        cells = self.cells
        cells.lines("campaigns", 4, "23 = West\n24 = East", "One a line: the AID, and its name behind a =.")
        for own in Operation:
            needs = OPERATIONS[own].needs_approval
            caption = f"{OPERATIONS[own].title} (needs approval)" if needs else OPERATIONS[own].title
            cells.tick(f"{OPERATION}{own}", caption, _APPROVED if needs else "")
        cells.choice("defaults.mode", [(own, OPERATIONS[own].title) for own in SUBMIT_MODES])
        cells.choice("defaults.encoding", list(_ENCODINGS.items()))
        cells.choice("defaults.response", [(own, own.upper()) for own in ResponseFormat])
        cells.tick("defaults.async", "Queued and answered later")
        cells.line("defaults.return_url", "https://", "Where the platform reports a queued lead.")
        cells.tick("auth.password", "An API password is sent")
        cells.tick("auth.password_on_update", "With updates too", "The documentation lists no password there.")
        cells.radios("auth.scheme", "profiles.auth", list(_SCHEMES.items()))
        cells.line("auth.token_url", DEFAULT_TOKEN_URL, "Where a token is fetched; empty for the platform's own.")
        cells.line("auth.client_id")
        cells.line("timeout_s", "90", "Seconds for the whole exchange, 1 to 600.")
        cells.line("follow_days", "7", "Days after which a queued lead is asked for no more, 0 to 3650.")
        cells.line("retention_days", "for ever", "Days after which history forgets a lead's values; empty for never.")
        for key in ("allow_extra_fields", "auto_duplicate_check", "order_id_anywhere"):
            cells.tick(key)
        cells.lines("script", 4, "Thank you for calling …", "What the agent reads out; it stands above the form.")

    # ------------------------------------------------------------------ where everything stands

    def _laid_out(self) -> QWidget:
        page = QWidget()
        left, right = QVBoxLayout(), QVBoxLayout()
        for card in (self._auth(), self._times(), self._script()):
            left.addWidget(card)
        for card in (self._operations(), self._defaults(), self._campaign_card()):
            right.addWidget(card)
        left.addStretch(1)
        right.addStretch(1)
        halves = QHBoxLayout(page)
        halves.setContentsMargins(0, 8, 10, 0)
        halves.setSpacing(10)
        halves.addLayout(left, 1)
        halves.addLayout(right, 1)
        return page

    def _auth(self) -> QWidget:
        card, grid = _card("Credentials")
        ticks = QHBoxLayout()
        ticks.setSpacing(16)
        for key in ("auth.password", "auth.password_on_update"):
            ticks.addWidget(self.cells.with_complaint(key))
        ticks.addStretch(1)
        grid.addLayout(ticks, 1, 0, 1, 2)
        self._rows(grid, 2, (("auth.scheme", "Access token"), ("auth.token_url", "To&ken URL")))
        self._rows(grid, 4, (("auth.client_id", "Client ID"),))
        grid.addWidget(self.secrets, 5, 0, 1, 2)
        return card

    def _times(self) -> QWidget:
        card, grid = _card("Times and rules")
        captions = (("timeout_s", "Time limit (s)"), ("follow_days", "Follow (days)"))
        self._rows(grid, 1, (*captions, ("retention_days", "Keep history (days)")))
        for at, key in enumerate(("allow_extra_fields", "auto_duplicate_check", "order_id_anywhere"), 4):
            grid.addWidget(self.cells.with_complaint(key), at, 0, 1, 2)
        return card

    def _script(self) -> QWidget:
        card, grid = _card("Script that the agent reads out")
        grid.addWidget(self.cells.with_complaint("script"), 1, 0, 1, 2)
        return card

    def _operations(self) -> QWidget:
        card, grid = _card("Permitted operations")
        for at, own in enumerate(Operation):
            grid.addWidget(self.cells.with_complaint(f"{OPERATION}{own}"), 1 + at // 2, at % 2)
        hint = plain_text("What needs approval, the platform must have approved for your account.")
        hint.setProperty("role", "hint")
        grid.addWidget(hint, 6, 0, 1, 2)
        grid.addWidget(self._wrong_operations, 7, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        return card

    def _defaults(self) -> QWidget:
        card, grid = _card("Chosen at first")
        rows = (("mode", "Mode"), ("encoding", "Encoding"), ("response", "Answer as"), ("aid", "Campaign"))
        self._rows(grid, 1, [(f"defaults.{key}", caption) for key, caption in rows])
        grid.addWidget(self.cells.with_complaint("defaults.async"), 5, 1)
        self._rows(grid, 6, (("defaults.return_url", "Return URL"),))
        return card

    def _campaign_card(self) -> QWidget:
        card, grid = _card("Campaigns: one a line, as 23 = West")
        grid.addWidget(self.cells.with_complaint("campaigns"), 1, 0, 1, 2)
        return card

    def _rows(self, grid: QGridLayout, first: int, rows: Sequence[tuple[str, str]]) -> None:
        for at, (key, caption) in enumerate(rows, first):
            label, editor = self.cells.labelled(key, caption)
            label.setContentsMargins(0, 4, 0, 0)
            grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(editor, at, 1)

    # ------------------------------------------------------------------ showing

    def follow(self, profile: EditedProfile, complaints: Mapping[str, Complaint], *, is_editable: bool) -> None:
        """Shows what stands now."""
        self._offer_campaigns(profile)
        self.cells.show(lambda place: given_in(profile, place))
        reasons = _why_off(profile) if is_editable else dict.fromkeys(self.cells.keys(), "This profile is read-only.")
        for key in self.cells.keys():  # noqa: SIM118 - a method, not a mapping
            self.cells.allow(key, reasons.get(key))
        self.cells.complain(complaints)
        wrong = complaints.get("operations")
        self._wrong_operations.setText("" if wrong is None else wrong.text)
        self._wrong_operations.setVisible(wrong is not None)
        self.secrets.show_profile(profile.base.id, profile.base.name, used_secrets(profile.base))

    def _offer_campaigns(self, profile: EditedProfile) -> None:
        wanted = [_NO_CAMPAIGN]
        wanted += [
            (str(own.aid), f"{own.name} ({own.aid})" if own.name else str(own.aid)) for own in profile.base.campaigns
        ]
        chosen = str(given_in(profile, "defaults.aid"))
        if chosen not in dict(wanted):
            wanted.append((chosen, f"{chosen} (no campaign of this profile)"))
        if wanted != self._campaigns:
            self._campaigns = wanted
            _fill(self.campaign, wanted)


def _why_off(profile: EditedProfile) -> dict[str, str]:
    """Why cells have no meaning now, by place; what stands in one can be taken out all the same."""
    auth, reasons = profile.base.auth, {}
    if auth.scheme is not AuthScheme.CLIENT_CREDENTIALS:
        reasons = {key: _CLIENT_ONLY for key in ("auth.token_url", "auth.client_id") if not given_in(profile, key)}
    if not auth.password and not auth.password_on_update:
        reasons["auth.password_on_update"] = "No API password is sent at all."
    return reasons


def _fill(combo: QComboBox, items: Sequence[tuple[str, str]]) -> None:
    with QSignalBlocker(combo):
        combo.clear()
        for value, label in items:
            combo.addItem(label, value)


def _card(title: str) -> tuple[QWidget, QGridLayout]:
    card = QFrame()
    card.setProperty("role", "card")
    grid = QGridLayout(card)
    grid.setContentsMargins(12, 8, 12, 10)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(1, 1)
    heading = plain_text(title)
    heading.setProperty("role", "heading")
    grid.addWidget(heading, 0, 0, 1, 2)
    return card, grid
