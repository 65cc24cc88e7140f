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


FETCH = (
    'fetch("https://leads.example.com/processor/insert/general", {\n  "headers": {\n'
    '    "authorization": "Bearer PLANTED",\n    "cookie": "sid=PLANTED; b=2",\n'
    '    "content-type": "application/x-www-form-urlencoded"\n  },\n'
    '  "body": "VID=19&LID=8&FirstName=Ada&Cell=7025550123",\n  "method": "POST"\n});'
)
BODY = "VID=19&LID=8&FirstName=Ada&Cell=7025550123"


@pytest.mark.parametrize(
    "text, tokens",
    [
        (f"Authorization: Bearer PLANTED\n{BODY}", ["PLANTED"]),
        (f"Authorization: Basic UExBTlRFRDpQTEFOVEVE\n{BODY}", []),
        (f"{BODY}\nAuthorization: Bearer PLANTED", ["PLANTED"]),
        (f"Bearer PLANTED7\n{BODY}", []),
        (f"Cookie: sid=PLANTED&x=1\n{BODY}", []),
        (f"POST body:\n{BODY}", []),
        (f"Body: {BODY}", []),
        (FETCH, ["PLANTED"]),
    ],
)
def test_what_stands_around_a_form_becomes_no_name(text: str, tokens: list[str]) -> None:
    sample = read_sample(text)
    assert [own.spec.name for own in sample.fields] == ["FirstName", "Cell"]
    assert (sample.vid, sample.lid) == (19, 8)
    assert [own.value for own in sample.secrets] == tokens
    assert "PLANTED" not in texts_of(sample)
    assert "UExBTlRFRDpQTEFOVEVE" not in texts_of(sample)


@pytest.mark.parametrize(
    "name",
    [
        "api_pass",
        "secret_key",
        "user_password",
        "vendorpassword",
        "authKey",
        "access_key",
        "private_key",
        "pw",
        "jwt",
        "bearer",
        "x-auth-token",
        "apiKey2",
        "UserPwd",
        "clientSecret",
        "my_api_key",
    ],
)
def test_a_secret_by_the_words_of_its_name_is_no_field(name: str) -> None:
    sample = read_sample(f"{name}=PLANTED&City=Reno&Zip=89501")
    assert [own.spec.name for own in sample.fields] == ["City", "Zip"]
    assert [own.value for own in sample.secrets] == ["PLANTED"]


@pytest.mark.parametrize("name", ["xxTrustedFormToken", "leadid_token", "compass", "passengers", "Keyword", "author"])
def test_a_name_that_only_looks_like_one_is_a_field(name: str) -> None:
    sample = read_sample(f"{name}=abc&City=Reno")
    assert [(own.spec.name, own.use) for own in sample.fields] == [(name, True), ("City", True)]


@pytest.mark.parametrize("name", ["auth", "sig", "key"])
def test_what_may_be_a_secret_is_not_in_use(name: str) -> None:
    sample = read_sample(f"{name}=PLANTED&City=Reno")
    assert [(own.use, own.spec.sensitive) for own in sample.fields] == [(False, True), (True, False)]
    assert any("Perhaps secrets" in remark and name in remark for remark in sample.remarks)
    assert "PLANTED" not in texts_of(sample)


def test_a_label_tells_a_secret_and_a_description_keeps_none() -> None:
    sample = read_sample(
        "Field\tLabel\tDescription\npw\tAPI password\tAsk us\nuid\tAPI password\tAsk us\n"
        "city\tCity\tuse password PLANTED123 for testing\nzip\tZIP\tsend Bearer PLANTED with it\n"
        "plan\tPlan\tBasic information about the plan\n"
    )
    assert [own.spec.name for own in sample.fields] == ["city", "zip", "plan"]
    assert [own.spec.help for own in sample.fields] == ["", "", "Basic information about the plan"]
    assert "PLANTED" not in texts_of(sample)
