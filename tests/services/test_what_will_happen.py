"""The line before Send: where the lead goes, whether it is sold, when the answer comes."""

from dataclasses import replace

import pytest

from leadexec_desktop.protocol.values import SUBMIT_MODES, Encoding, Operation
from leadexec_desktop.services.composing import Chosen, what_will_happen

from .bench import PROFILE

GENERAL, REDIRECT, RETURNSENDS, TRANSFER, CALL = SUBMIT_MODES
JSON = Encoding.JSON
HERE = replace(PROFILE, endpoint="http://127.0.0.1:8123")
AWAY = replace(PROFILE, endpoint="https://leads.example:8443/prefix")


@pytest.mark.parametrize(
    "chosen, sentence",
    [
        (Chosen(), "Goes to leads.example:8443, no campaign named; it can be sold and billed; answered now."),
        (
            Chosen(aid=23),
            "Goes to leads.example:8443, campaign West (23); it can be sold and billed; answered now.",
        ),
        (Chosen(aid=24), "Goes to leads.example:8443, campaign 24 (24); it can be sold and billed; answered now."),
        (
            Chosen(encoding=JSON, no_sell=True),
            "Goes to leads.example:8443, no campaign named; kept from being sold; answered now.",
        ),
        (
            Chosen(no_sell=True),
            "Goes to leads.example:8443, no campaign named; it can be sold and billed; answered now.",
        ),
        (
            Chosen(is_async=True),
            "Goes to leads.example:8443, no campaign named; it can be sold and billed; queued, answered later.",
        ),
    ],
)
def test_live(chosen: Chosen, sentence: str) -> None:
    assert what_will_happen(AWAY, chosen, is_sandbox=False) == sentence


@pytest.mark.parametrize("chosen", [Chosen(aid=23), Chosen(aid=23, encoding=Encoding.XML, no_sell=True)])
def test_in_the_built_in_receiver_nothing_is_sold(chosen: Chosen) -> None:
    assert what_will_happen(HERE, chosen, is_sandbox=True) == (
        "Goes to the built-in receiver (127.0.0.1:8123), campaign West (23); a rehearsal: nothing is sold; "
        "answered now."
    )


@pytest.mark.parametrize(
    "mode, lost",
    [
        (RETURNSENDS, "The list of buyers goes to your return URL only."),
        (TRANSFER, "The numbers to transfer to go to your return URL only."),
        (GENERAL, ""),
        (CALL, ""),
    ],
)
def test_what_an_asynchronous_lead_never_tells(mode: Operation, lost: str) -> None:
    line = what_will_happen(AWAY, Chosen(mode=mode, is_async=True), is_sandbox=False)
    assert line.endswith(f"; queued, answered later. {lost}".rstrip())
    now = what_will_happen(AWAY, Chosen(mode=mode), is_sandbox=False)
    assert now.endswith("; answered now.")
    assert "return URL" not in now
