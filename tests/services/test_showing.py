"""A request as a person may see it."""

from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from leadexec_desktop.protocol.delivery import Destination
from leadexec_desktop.protocol.encode import CannotEncodeError, encode
from leadexec_desktop.protocol.known_lead import StatusQuery
from leadexec_desktop.protocol.values import AuthScheme, Encoding, Lead, LeadRequest, Operation
from leadexec_desktop.services.sending import Sending
from leadexec_desktop.services.showing import MASK, USER_AGENT, shown
from leadexec_desktop.services.tokens import Tokens
from leadexec_desktop.store.credentials import SecretKind
from leadexec_desktop.store.opening import Store
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.transport import Transport

from .bench import FULLEST, OPEN, Clock, request
from .followed import guid

SENSITIVE = Lead((("FirstName", "John"), ("SSN", "078-05-1120")), ("SSN",))
GUARDED = replace(OPEN, endpoint="https://leads.example/prefix", password=True, scheme=AuthScheme.BEARER)


@pytest.mark.parametrize("encoding", Encoding)
def test_without_secrets_it_is_the_very_bytes(encoding: Encoding) -> None:
    what = request(encoding=encoding, **FULLEST[encoding])
    view = shown(what, OPEN)
    encoded = encode(what)
    assert view.body == encoded.body
    lines = view.head.split("\n")
    assert lines[:2] == ["POST /processor/insert/general/json HTTP/1.1", "Host: leads.example"]
    assert {f"{name}: {value}" for name, value in encoded.headers} < set(lines)
    assert f"Content-Length: {len(encoded.body)}" in lines
    assert "Authorization" not in view.head
    assert view.text == f"{view.head}\n\n{encoded.body.decode()}"


@pytest.mark.parametrize(
    "encoding, masked",
    [
        (Encoding.FORM, f"vid=18&lid=1&aid=23&password={MASK}&FirstName=John&SSN={MASK}"),
        (
            Encoding.XML,
            (
                f'<Leads vid="18" lid="1" aid="23" password="{MASK}">'
                f"<Lead><FirstName>John</FirstName><SSN>{MASK}</SSN></Lead></Leads>"
            ),
        ),
        (
            Encoding.JSON,
            (
                f'{{"source": {{"vid": 18, "lid": 1, "aid": 23, "password": "{MASK}"}}, "leads": '
                f'[{{"properties": {{}}, "fields": {{"FirstName": "John", "SSN": "{MASK}"}}}}]}}'
            ),
        ),
    ],
)
def test_what_is_hidden_is_masked_in_its_place(encoding: Encoding, masked: str) -> None:
    view = shown(request(encoding=encoding, lead=SENSITIVE), GUARDED)
    assert view.body.decode() == masked
    assert view.head.startswith("POST /prefix/processor/insert/general/json HTTP/1.1\nHost: leads.example\n")
    assert f"Authorization: Bearer {MASK}" in view.head


@pytest.mark.parametrize(
    "lead, destination",
    [(SENSITIVE, OPEN), (request().lead, replace(OPEN, password=True))],
    ids=["a sensitive value", "a password"],
)
def test_the_length_of_what_is_hidden_is_not_told(lead: Lead, destination: Destination) -> None:
    assert "Content-Length" not in shown(request(lead=lead), destination).head


class LoopbackReceiver(HTTPServer):
    """Takes note of the heads that come, and answers nothing of use."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taking)
        self.heads: list[str] = []


class _Taking(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, LoopbackReceiver)
        lines = (self.requestline, *(f"{name}: {value}" for name, value in self.headers.items()))
        self.server.heads.append("\n".join(lines))
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.send_response(204)
        self.end_headers()

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def receiver() -> Iterator[LoopbackReceiver]:
    with LoopbackReceiver() as made:
        thread = Thread(target=made.serve_forever, args=(0.01,))
        thread.start()
        yield made
        made.shutdown()
        thread.join()


@pytest.fixture
def line() -> Iterator[Transport]:
    made = Transport(user_agent=USER_AGENT)
    yield made
    made.close()


SECRET = {SecretKind.PASSWORD: "s3same", SecretKind.TOKEN: "t0ken"}
_STATUS = request(Operation.STATUS, lead=Lead(), status=StatusQuery(guid(1)))
ON_THE_WIRE: dict[str, tuple[LeadRequest, bool]] = {
    **{f"{encoding}": (request(encoding=encoding), False) for encoding in Encoding},
    **{f"{encoding} with secrets": (request(encoding=encoding, lead=SENSITIVE), True) for encoding in Encoding},
    "a question without a body": (_STATUS, False),
}


@pytest.mark.parametrize("what, is_guarded", ON_THE_WIRE.values(), ids=ON_THE_WIRE)
def test_the_head_is_the_one_that_a_receiver_gets(
    store: Store, receiver: LoopbackReceiver, line: Transport, what: LeadRequest, *, is_guarded: bool
) -> None:
    destination = replace(GUARDED if is_guarded else OPEN, endpoint=f"http://127.0.0.1:{receiver.server_port}")
    for kind, secret in SECRET.items():
        store.credentials.set(destination.profile_id, kind, secret)
    sending = Sending(
        store.deliveries,
        store.credentials,
        line,
        Tokens(line),
        now=Clock(),
        new_id=lambda: "d1",
        changed=lambda _: None,
    )
    sending.send_new(what, destination, "John", CancelSwitch(), lambda _: None)
    (head,) = receiver.heads
    # The length would tell that of what is masked; nothing else is left out.
    seen = [own for own in head.split("\n") if not (is_guarded and own.startswith("Content-Length"))]
    assert shown(what, destination).head.replace(MASK, SECRET[SecretKind.TOKEN]).split("\n") == seen


def test_a_mask_hides_no_fault() -> None:
    broken = Lead((("SSN", "\x01"),), ("SSN",))
    with pytest.raises(CannotEncodeError) as caught:
        shown(request(encoding=Encoding.XML, lead=broken), OPEN)
    assert caught.value.field == "SSN"
    with pytest.raises(CannotEncodeError):
        shown(request(Operation.REDIRECT, encoding=Encoding.JSON), OPEN)
