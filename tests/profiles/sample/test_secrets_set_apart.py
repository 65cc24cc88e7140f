"""A secret that stands in a sample is set apart, whatever the sample is: no field, no default, in no text of ours."""

import pytest

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.profiles.sample import Sample, SampleError, profile_of, read_sample

from .labelled import LABELLED, Labelled

SECRET = "planted-S3cret/+=x"
BASE = SourceProfile("new", "New source", "https://leads.leadexec.net", 18, 1)


def texts_of(sample: Sample) -> str:
    return repr(sample) + repr(profile_of(sample, BASE, sample.fields)) + "".join(sample.remarks)


@pytest.mark.parametrize("labelled", LABELLED, ids=lambda own: own.path.name)
def test_no_planted_secret_is_in_any_text(labelled: Labelled) -> None:
    sample = read_sample(labelled.data, labelled.path.name)
    assert "planted" not in texts_of(sample)
    assert all("planted" in secret.value for secret in sample.secrets)
    assert all(field.spec.default == field.spec.placeholder == "" for field in sample.fields)


@pytest.mark.parametrize(
    "text, kind",
    [
        (f"FirstName=a&Password={SECRET.replace('+', '%2B')}", "password"),
        (f"FirstName: a\nPASSWORD: {SECRET}", "password"),
        (f'{{"fields": {{"FirstName": "a"}}, "access_token": "{SECRET}"}}', "token"),
        (f'{{"source": {{"password": "{SECRET}"}}, "leads": [{{"fields": {{"City": "a"}}}}]}}', "password"),
        (f'<Leads vid="1" password="{SECRET}"><Lead><City>a</City></Lead></Leads>', "password"),
        (f"curl https://leads.example.com/x -H 'authorization: bearer {SECRET}' -d City=a", "token"),
        (f"curl https://leads.example.com/x --oauth2-bearer '{SECRET}' -d City=a", "token"),
        (f"curl https://leads.example.com/x -H 'X-Api-Key: {SECRET}' -d City=a", "token"),
        (f"POST /x HTTP/1.1\nHost: leads.example.com\nAuthorization: Bearer {SECRET}\n\nCity=a", "token"),
        (f"POST /x HTTP/1.1 host: leads.example.com authorization: Bearer {SECRET} City=a&b=c", "token"),
        (f"client_id=me&client_secret={SECRET.replace('+', '%2B')}&grant_type=client_credentials", "client_secret"),
        (f"City,Password\nReno,{SECRET}\nMesa,{SECRET}", "password"),
        (f"post('https://a.example/x', {{'City': 'a', 'Authorization': 'Bearer {SECRET}'}})", "token"),
    ],
)
def test_each_way_of_carrying_one(text: str, kind: str) -> None:
    sample = read_sample(text)
    assert [(own.kind, own.value) for own in sample.secrets] == [(kind, SECRET)]
    assert "planted" not in texts_of(sample)
    assert not {own.spec.name.casefold() for own in sample.fields} & {"password", "authorization", "client_secret"}


@pytest.mark.parametrize("empty", ["", "[acces_token]", "{token}", "<your token>", "YOUR_TOKEN", "xxxx", "***", "..."])
def test_what_stands_for_a_secret_is_none(empty: str) -> None:
    sample = read_sample(f"POST /x HTTP/1.1\nAuthorization: Bearer {empty}\n\nCity=a&password={empty}&b=c")
    assert sample.secrets == ()
    assert not profile_of(sample, BASE, sample.fields).auth.password


def test_a_sign_in_in_the_address_is_left_out() -> None:
    sample = read_sample(
        "curl -u desk:planted-a https://desk:planted-b@leads.example.com/processor/update/json -d City=a"
    )
    assert sample.endpoint == "https://leads.example.com"
    assert "planted" not in texts_of(sample)
    assert sample.secrets == ()
    assert len(sample.remarks) == 2


@pytest.mark.parametrize(
    "cut", ['{"password": "planted-x", "a" 1', '<a password="planted-x"><b>', "planted prose, and more"]
)
def test_a_refusal_names_no_value(cut: str) -> None:
    with pytest.raises(SampleError) as refused:
        read_sample(cut)
    assert "planted" not in str(refused.value) + repr(refused.value)
    assert refused.value.__cause__ is None


def test_client_credentials_come_with_their_id_and_address() -> None:
    body = '{"client_id": "desk-7", "client_secret": "planted", "grant_type": "client_credentials"}'
    sample = read_sample(f"curl https://api.example.com/v1/authorization/token --json '{body}'")
    made = profile_of(sample, BASE, sample.fields)
    assert sample.fields == ()
    assert (made.auth.scheme, made.auth.client_id) == ("client_credentials", "desk-7")
    assert made.auth.token_url == "https://api.example.com/v1/authorization/token"
    assert made.endpoint == BASE.endpoint
