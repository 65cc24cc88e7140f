"""A receiver on the line that answers each path as a test says."""

import json
import threading
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.errors import NotSentError
from leadexec_desktop.transport.outgoing import OutgoingRequest

Answering = Callable[[OutgoingRequest], Answer]

PATIENCE_S = 10.0


def answer(body: object, status: int = 200) -> Answer:
    """An answer in JSON."""
    content = json.dumps(body).encode()
    return Answer(status, (("Content-Type", "application/json"),), content, "https://leads.example.com/")


ACCEPTED = {"isValidPost": True, "ResponseType": "No_Error", "LeadIdentifier": 100000001, "Price": 25}
NOT_HAD = {"IsDuplicate": False, "Response": "No"}
HAD = {"IsDuplicate": True, "DuplicateLeadId": 123, "ReceivedOn": "4/30/2020 1:53:45 PM", "Response": "Yes"}


class ScriptedLine:
    """Answers leads and duplicate checks.

    Attributes:
        lead: What a lead is answered with.
        check: What a duplicate check is answered with, or the error that ends it.
        is_let_on: Cleared, a duplicate check waits until it is set, or cancelled.
    """

    def __init__(self) -> None:
        self.lead: object = ACCEPTED
        self.check: object | Exception = NOT_HAD
        self.is_let_on = threading.Event()
        self.is_let_on.set()
        self.sent: list[OutgoingRequest] = []

    def send(
        self,
        request: OutgoingRequest,
        *,
        timeout_s: float,
        cancel: CancelSwitch,
        token: str | None = None,
        token_origin: str = "",
    ) -> Answer:
        del timeout_s, token, token_origin
        self.sent.append(request)
        if not is_check(request):
            return answer(self.lead)
        for _ in range(int(PATIENCE_S * 100)):
            if self.is_let_on.wait(0.01) or cancel.cancelled:
                break
        if cancel.cancelled:
            raise NotSentError("Cancelled.", cancelled=True)
        if isinstance(self.check, Exception):
            raise self.check
        return self.check if isinstance(self.check, Answer) else answer(self.check)

    @property
    def checks(self) -> list[dict[str, str]]:
        """The values of the duplicate checks."""
        return [dict(parse_qsl(own.body.decode())) for own in self.sent if is_check(own)]

    @property
    def leads(self) -> list[OutgoingRequest]:
        """The leads."""
        return [own for own in self.sent if not is_check(own)]


def is_check(request: OutgoingRequest) -> bool:
    return urlsplit(request.url).path == "/processor/duplicate/check"
