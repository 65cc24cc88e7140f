import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadexec_desktop.transport.outgoing import (
    OWN_HEADERS,
    OutgoingRequest,
    authorization,
    endpoint_problem,
    origin_of,
    request_problem,
    target_url,
    url_problem,
)

PATH = "/processor/insert/general/json"
TOKEN = "tok-3f9a.SECRET_~+/=="
HOME = "https://leads.leadexec.net"


@pytest.mark.parametrize(
    "endpoint, path, url",
    [
        (HOME, PATH, f"{HOME}{PATH}"),
        (f"{HOME}/", PATH, f"{HOME}{PATH}"),
        (HOME, PATH[1:], f"{HOME}{PATH}"),
        (f"{HOME}/dev/receiver", PATH, f"{HOME}/dev/receiver{PATH}"),
        (f"{HOME}/dev/receiver/", PATH, f"{HOME}/dev/receiver{PATH}"),
        (f"{HOME}/dev//", "//elsewhere.example", f"{HOME}/dev/elsewhere.example"),
        ("http://[::1]:8080", PATH, f"http://[::1]:8080{PATH}"),
    ],
)
def test_a_path_joins_an_endpoint_with_one_slash(endpoint: str, path: str, url: str) -> None:
    assert target_url(endpoint, path) == url


@pytest.mark.parametrize(
    "endpoint",
    [
        HOME,
        "HTTPS://Leads.LeadExec.NET",
        f"{HOME}:8443/prefix/",
        "https://10.0.0.7",
        "https://[2001:db8::7]:8443",
        "https://bücher.example",
        "https://my_host-2.example.",
        "http://localhost:8000",
        "http://LOCALHOST",
        "http://127.0.0.1:1",
        "http://127.200.3.4/prefix",
        "http://[::1]:65535",
    ],
)
def test_an_endpoint_that_can_be_used(endpoint: str) -> None:
    assert endpoint_problem(endpoint) is None


@pytest.mark.parametrize(
    "endpoint, word",
    [
        ("", "https://"),
        ("leads.leadexec.net", "https://"),
        ("ftp://leads.leadexec.net", "https://"),
        ("file:///etc/passwd", "https://"),
        ("https://", "no host"),
        ("https:///path", "no host"),
        ("https://:443", "no host"),
        ("https:leads.leadexec.net", "no host"),
        ("https://user@leads.leadexec.net", "user name"),
        ("https://user:pass@leads.leadexec.net", "user name"),
        ("https://@leads.leadexec.net", "user name"),
        ("https://leads.leadexec.net\\@evil.example", "backslash"),
        ("https://leads.leadexec.net/a b", "space"),
        (" https://leads.leadexec.net", "space"),
        ("https://leads.lead\nexec.net", "invisible"),
        ("https://leads.leadexec.net\x00", "invisible"),
        ("https://leads.leadexec.net/\u2028", "invisible"),
        ("https://leads\u200b.leadexec.net", "invisible"),
        ("https://leads..net", "cannot be one"),
        ("https://leads%2eleadexec.net", "cannot be one"),
        ("https://[fe80::1%25eth0]", "cannot be one"),
        ("https://[::1", "cannot be read"),
        ("https://leads.leadexec.net:0", "port"),
        ("https://leads.leadexec.net:65536", "port"),
        ("https://leads.leadexec.net:https", "port"),
        ("https://leads.leadexec.net:-1", "port"),
        ("https://leads.leadexec.net?", "?"),
        ("https://leads.leadexec.net/?vid=1", "?"),
        ("https://leads.leadexec.net/#top", "#"),
        ("http://leads.leadexec.net", "not encrypted"),
        ("http://10.0.0.7", "not encrypted"),
        ("http://128.0.0.1", "not encrypted"),
        ("http://0.0.0.0", "not encrypted"),
        ("http://localhost.example", "not encrypted"),
        ("http://127.0.0.1.example", "not encrypted"),
        ("http://[::2]", "not encrypted"),
        ("http://[::ffff:10.0.0.7]", "not encrypted"),
    ],
)
def test_an_endpoint_that_cannot_be_used_says_why(endpoint: str, word: str) -> None:
    problem = endpoint_problem(endpoint)
    assert problem is not None
    assert word in problem
    assert "pass" not in problem.replace("password", "")


def test_a_status_address_may_have_a_query_and_an_endpoint_may_not() -> None:
    url = f"{HOME}/information/status?id=47807c51"
    assert url_problem(url) is None
    assert endpoint_problem(url) is not None


@given(st.text())
def test_no_text_makes_the_judge_of_endpoints_fail(text: str) -> None:
    problem = endpoint_problem(text)
    assert (problem is None) == (origin_of(text) is not None and not set("?#") & set(text))


@pytest.mark.parametrize(
    "url, token_origin, goes",
    [
        (f"{HOME}{PATH}", HOME, True),
        (f"{HOME}{PATH}", f"{HOME}/dev/receiver/", True),
        (f"{HOME}:443{PATH}", HOME, True),
        (f"https://LEADS.leadexec.NET{PATH}", "HTTPS://leads.leadexec.net:443", True),
        ("http://127.0.0.1:80/x", "http://127.0.0.1", True),
        ("https://[2001:DB8:0::7]/x", "https://[2001:db8::7]", True),
        (f"{HOME}:8443{PATH}", HOME, False),
        ("http://127.0.0.1:443/x", "https://127.0.0.1", False),
        (f"https://leads.leadexec.net.evil.example{PATH}", HOME, False),
        (f"https://evil.example/leads.leadexec.net{PATH}", HOME, False),
        (f"https://dev.leads.leadexec.net{PATH}", HOME, False),
        (f"{HOME}{PATH}", "", False),
        ("http://leads.leadexec.net/x", "http://leads.leadexec.net", False),
        ("nonsense", "nonsense", False),
    ],
)
def test_a_token_goes_to_its_own_origin_only(url: str, token_origin: str, goes: bool) -> None:
    assert authorization(TOKEN, token_origin, url) == ((("Authorization", f"Bearer {TOKEN}"),) if goes else ())


def test_no_token_is_no_header() -> None:
    assert authorization(None, HOME, f"{HOME}{PATH}") == ()


@pytest.mark.parametrize("token", ["", "a\nb", "a\rb", "a\0b", "a b", " ab", "ab\t", "abü", "ab\u2028", "ab\x7f"])
@pytest.mark.parametrize("token_origin", [HOME, "https://other.example"])
def test_a_token_that_no_header_can_carry_is_refused_without_showing_it(token: str, token_origin: str) -> None:
    secret = f"SECRET{token}" if token else token
    with pytest.raises(ValueError, match="access token") as caught:
        authorization(secret, token_origin, f"{HOME}{PATH}")
    assert "SECRET" not in str(caught.value)


def request(method: str = "POST", name: str = "Content-Type", value: str = "text/plain") -> OutgoingRequest:
    return OutgoingRequest(method, f"{HOME}{PATH}", ((name, value),), b"password=hunter2")


@pytest.mark.parametrize("value", ["", "a", "a b\tc", '"x"; q=0.1'])
def test_an_ordinary_request_is_fine(value: str) -> None:
    assert request_problem(request(value=value)) is None


@pytest.mark.parametrize(
    "wrong",
    [
        *(request(method=method) for method in ("", "post", "CONNECT", "POST\r\nX: y", "GET /")),
        *(request(name=name) for name in ("", "X Y", "X:", "X\r\nY", "X\n", "Ü")),
        *(request(value=f"hunter2{end}") for end in ("\r\nX: y", "\n", "\0", " ", "ü", "\x7f")),
        *(request(name=name.title()) for name in sorted(OWN_HEADERS)),
        OutgoingRequest("POST", "http://leads.leadexec.net/x", (), b""),
    ],
)
def test_a_request_that_cannot_be_sent_says_why_without_its_values(wrong: OutgoingRequest) -> None:
    problem = request_problem(wrong)
    assert problem is not None
    assert "hunter2" not in problem
    assert "\n" not in problem


def test_a_request_shows_neither_headers_nor_body() -> None:
    assert "hunter2" not in repr(request(name="api-key", value="hunter2"))
