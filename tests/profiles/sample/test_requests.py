"""Requests as programs copy them and documentation prints them."""

import pytest

from leadexec_desktop.profiles.sample import Sample, SampleError, read_sample

TO = "https://leads.example.com/processor/insert/general/json"


def told(sample: Sample) -> tuple[object, ...]:
    return sample.endpoint, sample.vid, str(sample.operation), [own.spec.name for own in sample.fields]


EXPECTED = ("https://leads.example.com", 18, "general", ["City", "Zip"])
JSON = '{"source": {"vid": 18}, "leads": [{"fields": {"City": "Reno & Co", "Zip": "00501"}}]}'

XML = '<Leads vid="18"><Lead><City>Reno</City><Zip>00501</Zip></Lead></Leads>'
DOUBLED = '{""source"": {""vid"": 18}, ""leads"": [{""fields"": {""City"": 1, ""Zip"": 2}}]}'


@pytest.mark.parametrize(
    "text",
    [
        f"curl '{TO}' -H 'Content-Type: application/json' --data-raw '{JSON}' --compressed",
        f"curl --location '{TO}' \\\n--form 'vid=\"18\"' \\\n--form 'City=\"Reno\"' \\\n--form 'Zip=\"00501\"'",
        f"curl -XPOST -sSkL {TO} -dvid=18 -d City=Reno -d Zip=00501",
        f"curl --url {TO} --json '{JSON}'",
        f"curl {TO}?vid=18&City=Reno&Zip=00501",
        f"curl -G {TO} --data-urlencode 'vid=18' --url-query City=Reno -d Zip=00501",
        f'curl ^"{TO}^" ^\r\n  -H ^"accept: */*^" ^\r\n  --data-raw ^"vid=18^&City=Reno^%^20A^&Zip=00501^"',
        f'curl "{TO}" --data-raw "{DOUBLED}"',
        f"PS C:\\Users\\desk> curl.exe {TO} `\n  -d 'vid=18' `\n  -d \"City=Reno\" -d Zip=00501",
        f"Run this:\n\n$ curl {TO} -d vid=18 -d City=Reno -d 'Zip=00501' | jq .\n",
        f"{TO}?vid=18&City=Reno&Zip=00501",
        f"{TO}?vid=18&amp;City=Reno&amp;Zip=00501",
        f"Post to: {TO}?vid=18&City=Reno&Zip=00501",
        f"GET {TO}?vid=18&City=Reno&Zip=00501 HTTP/1.1\r\nHost: leads.example.com\r\n\r\n",
        "POST /processor/insert/general/json HTTP/1.1\nhost: leads.example.com\n\nvid=18&\nCity=Reno&\nZip=00501",
        f"POST {TO}\nContent-Type: application/json\n\n{JSON}",
        f"POST /processor/insert/general/json HTTP/1.1 host: leads.example.com content-type: text/xml; charset=x {XML}",
        f"requests.post('{TO}', data={{'vid': 18, 'City': 'Reno', 'Zip': '00501'}})",
        f"$body = http_build_query(array('vid' => '18', 'City' => 'Reno', 'Zip' => '00501')); post('{TO}', $body);",
    ],
)
def test_each_says_the_same(text: str) -> None:
    assert told(read_sample(text)) == EXPECTED
    assert told(read_sample(text.encode())) == EXPECTED


@pytest.mark.parametrize(
    "path, operation, response, is_async",
    [
        ("insert/general", "general", None, False),
        ("insert/General/XML", "general", "xml", False),
        ("insert/manualredirect/json", "redirect", "json", False),
        ("insert/returnsends/json/async", "returnsends", "json", True),
        ("insert/calldata/[response_type]", "call", None, False),
        ("insert/{redirect_type}/{response_type}", "redirect", None, False),
        ("insert/ping/json", "ping", "json", False),
        ("update/json", "update", "json", False),
        ("duplicate/check", "duplicate", None, False),
        ("insert/unheard-of/json", "None", "json", False),
    ],
)
def test_the_path_tells_what_is_asked(path: str, operation: str, response: str | None, is_async: bool) -> None:
    sample = read_sample(f"https://leads.example.com/a/b/processor/{path}?City=Reno&b=1")
    assert (str(sample.operation), sample.response, sample.is_async) == (operation, response, is_async)
    assert sample.endpoint == "https://leads.example.com/a/b"


@pytest.mark.parametrize(
    "data",
    [
        "City=Reno&Zip=1".encode("utf-16"),
        b"\xef\xbb\xbfCity=Reno&Zip=1",
        "City=Pe\xf1a&Zip=1".encode("cp1252"),
        b'<?xml version="1.0" encoding="ISO-8859-1"?><a><City>Pe\xf1a</City><Zip>1</Zip></a>',
    ],
)
def test_the_bytes_of_a_file_may_be_of_any_usual_encoding(data: bytes) -> None:
    assert [own.spec.name for own in read_sample(data).fields] == ["City", "Zip"]


def test_several_leads_in_one_request_are_one_form() -> None:
    leads = ", ".join(f'{{"fields": {{"City": "{own}", "Kind": "a"}}}}' for own in ("Reno", "Mesa"))
    sample = read_sample(f'{{"source": {{"vid": 0, "lid": 7}}, "leads": [{leads}]}}')
    assert [own.spec.name for own in sample.fields] == ["City", "Kind"]
    assert (sample.vid, sample.lid) == (None, 7)


def test_the_same_name_in_two_objects_stays_apart() -> None:
    sample = read_sample('{"home": {"zip": "00501", "city": "a"}, "work": {"zip": "89501"}}')
    assert [(own.spec.name, own.spec.section) for own in sample.fields] == [
        ("zip", "home"),
        ("city", "home"),
        ("work.zip", "work"),
    ]


def test_json_as_documentation_writes_it_is_read() -> None:
    sample = read_sample(
        "{\n // a lead\n source: {vid: 18,},\n 'leads': [{fields: {City: 'Reno', ... \"Zip\": \"\",}}],\n}"
    )
    assert told(sample) == ("", 18, "None", ["City", "Zip"])


def test_numbers_that_a_program_writes_without_quotes_are_read() -> None:
    sample = read_sample("$lead = array('VID' => 18, 'LID' => 1, 'FirstName' => $name, 'Budget' => 12.50);")
    assert (sample.vid, sample.lid) == (18, 1)
    assert [(own.spec.name, own.spec.kind) for own in sample.fields] == [("FirstName", "text"), ("Budget", "money")]


@pytest.mark.parametrize("sign", ["; ", ";", " | ", ", ", "\t"])
@pytest.mark.parametrize("between", ["=", ": "])
def test_pairs_on_one_line_are_no_names_with_their_values(sign: str, between: str) -> None:
    pairs = (("vid", "18"), ("FirstName", "Ann"), ("password", "hunter2"), ("Phone", "7025550123"))
    sample = read_sample(sign.join(f"{name}{between}{value}" for name, value in pairs))
    assert [own.spec.name for own in sample.fields] == ["FirstName", "Phone"]
    assert sample.vid == 18
    assert [(own.kind, own.value) for own in sample.secrets] == [("password", "hunter2")]


@pytest.mark.parametrize("text", ["Name: Ann, City: Reno, NV", "a=1; b=2\nc=3; d=4", "Cookie: session=abc; theme=dark"])
def test_somebodys_values_become_no_names(text: str) -> None:
    try:
        names = " ".join(own.spec.name for own in read_sample(text).fields)
    except SampleError:
        names = ""
    assert not any(value in names for value in ("Ann", "Reno", "1", "3", "abc", "dark"))
