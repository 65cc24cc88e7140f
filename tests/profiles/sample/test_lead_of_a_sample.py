"""A profile made of each sample without typing a name: a lead typed into it is accepted by the built-in receiver."""

from contextlib import closing
from dataclasses import replace

import httpx
import pytest

from leadexec_desktop.profiles.file import read_profiles, write_profile
from leadexec_desktop.profiles.model import FieldKind, FieldSpec, SourceProfile
from leadexec_desktop.profiles.problems import problems_of
from leadexec_desktop.profiles.sample import Sample, profile_of, read_sample
from leadexec_desktop.protocol.encode import encode
from leadexec_desktop.protocol.judging import judge
from leadexec_desktop.protocol.values import SUBMIT_MODES, AuthScheme
from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.sandbox.server import Sandbox
from leadexec_desktop.services.composing import chosen_by_default, compose, possible

from .labelled import DOCUMENTED, LABELLED, PROGRAMS, Labelled

ALL = (*LABELLED, *DOCUMENTED, *PROGRAMS)
BASE = SourceProfile("new", "New source", "https://leads.leadexec.net", 18, 1, fields=(FieldSpec("FirstName"),))
TYPED = {
    FieldKind.TEXT: "Test",
    FieldKind.MULTILINE: "First line\nsecond line",
    FieldKind.INTEGER: "12",
    FieldKind.DECIMAL: "6.125",
    FieldKind.MONEY: "1250.50",
    FieldKind.BOOLEAN: "yes",
    FieldKind.DATE: "3/4/1990",
    FieldKind.TIME: "2:30 pm",
    FieldKind.DATETIME: "3/4/2026 2:30 pm",
    FieldKind.PHONE: "(702) 555-0123",
    FieldKind.EMAIL: "lead@example.com",
    FieldKind.POSTAL_CODE: "00501",
    FieldKind.STATE: "Nevada",
    FieldKind.URL: "https://example.com/page",
    FieldKind.IP: "192.0.2.10",
}


@pytest.mark.parametrize("labelled", ALL, ids=lambda labelled: labelled.path.name)
def test_a_lead_is_accepted(labelled: Labelled) -> None:
    sample = read_sample(labelled.data, labelled.path.name)
    made = profile_of(sample, BASE, sample.fields)
    assert problems_of(made) == []
    assert read_profiles(write_profile(made), "made").profiles == (made,)
    secrets = {secret.kind: secret.value for secret in sample.secrets}
    assert made.auth.password is ("password" in secrets)
    assert (made.auth.scheme is AuthScheme.BEARER) is ("token" in secrets)
    assert all(secret not in repr(made) for secret in secrets.values())

    # It insists on the very secrets that stood in the sample.
    receiver = Sandbox(required_password=secrets.get("password"), required_token=secrets.get("token"))
    with closing(receiver):
        _send(replace(made, endpoint=receiver.start()), sample, secrets)
    assert len(receiver.taken) == 1


def _send(profile: SourceProfile, sample: Sample, secrets: dict[str, str]) -> None:
    chosen = replace(
        possible(profile, chosen_by_default(profile)),
        aid=sample.aid if sample.aid in (23, 24) else None,  # those that the built-in receiver has
        ivr_number="8005550199",
        call_duration="95",
    )
    typed = {spec.name: TYPED.get(spec.kind) or spec.choices[0].value for spec in profile.fields}
    composed = compose(profile, chosen, typed)
    assert composed.request is not None, (composed.field_problems, composed.option_problems, composed.obstacle)
    shape = composed.request.shape
    if sample.operation in SUBMIT_MODES:
        assert shape.operation is sample.operation
    if sample.encoding is not None:
        assert shape.encoding is sample.encoding
    request = encode(composed.request, secrets.get("password"))
    headers = dict(request.headers)
    if "token" in secrets:
        headers["Authorization"] = f"Bearer {secrets['token']}"
    with httpx.Client(trust_env=False, timeout=30) as client:
        got = client.request(request.method, profile.endpoint + request.path, headers=headers, content=request.body)
    outcome = judge(shape, Answer(got.status_code, tuple(got.headers.items()), got.content, str(got.url)))
    assert str(outcome.kind) in {"accepted", "queued"}, (outcome.sentence, got.text)
