"""cURL command lines."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import quote, quote_plus

from leadexec_desktop.profiles.sample.bodies import encoding_named, read_body
from leadexec_desktop.profiles.sample.model import RawSample, SampleError, SampleKind
from leadexec_desktop.profiles.sample.pairs import merged, query_pairs
from leadexec_desktop.profiles.sample.secrecy import tokens_in
from leadexec_desktop.profiles.sample.shell_words import shell_of, words_in
from leadexec_desktop.protocol.values import Encoding

_COMMAND = re.compile(
    r"^[ \t]*(?:[$>%#][ \t]+|PS [^>\n]{0,200}>[ \t]*|[A-Za-z]:\\[^>\n]{0,200}>[ \t]*)?curl(?:\.exe)?[ \t]", re.MULTILINE
)

_LONG: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("--data", "--data-ascii", "--data-binary"), "data")
    | {
        "--data-raw": "raw",
        "--data-urlencode": "urlencode",
        "--json": "json",
        "--form": "form",
        "--form-string": "form",
    }
    | {"--header": "header", "--request": "method", "--user": "user", "--url": "url", "--url-query": "query"}
    | {"--oauth2-bearer": "bearer", "--get": "get", "--head": "flag"}
    | dict.fromkeys(
        (
            "--max-time",
            "--connect-timeout",
            "--output",
            "--user-agent",
            "--referer",
            "--cookie",
            "--cookie-jar",
            "--proxy",
            "--proxy-user",
            "--cacert",
            "--cert",
            "--key",
            "--write-out",
            "--retry",
            "--retry-delay",
            "--resolve",
            "--upload-file",
            "--limit-rate",
            "--max-redirs",
            "--config",
            "--interface",
            "--ciphers",
            "--range",
            "--pass",
            "--dump-header",
            "--stderr",
            "--trace",
            "--trace-ascii",
            "--noproxy",
            "--connect-to",
            "--aws-sigv4",
            "--tls-max",
        ),
        "skip",
    )
)
_SHORT: Mapping[str, str] = MappingProxyType(
    {"d": "data", "F": "form", "H": "header", "X": "method", "u": "user", "G": "get"}
    | dict.fromkeys("AbceEmoTxyYCDKPQrtUwz", "skip")
)
_WITHOUT_VALUE = frozenset({"get", "flag"})


@dataclass(slots=True)
class _Command:
    """What the options of a command say."""

    urls: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    form: list[tuple[str, str]] = field(default_factory=list)
    query: list[str] = field(default_factory=list)
    headers: list[tuple[str, str]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    is_get: bool = False
    is_json: bool = False


def command_in(text: str) -> str:
    """The cURL command in a text, from its name on; empty if there is none."""
    found = _COMMAND.search(text)
    return text[found.end() - 1 :] if found else ""


def read_curl(command: str) -> RawSample:
    """A cURL command line, without the word `curl` itself.

    Raises:
        SampleError: It has neither an address nor a body.
    """
    parsed = _Command()
    for option, value in _options(words_in(command, shell_of(command))):
        _take(parsed, option, value)
    if not parsed.urls and not parsed.data and not parsed.form:
        raise SampleError("This cURL line has neither an address nor a body. Copy the whole line, then paste it again.")
    return _read(parsed)


def _options(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each option with its value; what is no option is a URL."""
    rest = iter(words)
    for word in rest:
        if word.startswith("--"):
            name, sign, value = word.partition("=")
            option = _LONG.get(name, "flag")
            yield option, value if sign or option in _WITHOUT_VALUE else next(rest, "")
        elif word.startswith("-") and len(word) > 1:
            yield from _short_options(word[1:], rest)
        elif word == "curl" or word.endswith("/curl"):
            return
        else:
            yield "url", word


def _short_options(letters: str, rest: Iterator[str]) -> Iterator[tuple[str, str]]:
    """Letters may stand together, and the last may have its value behind it: `-sSXPOST`, `-dname=value`."""
    for at, letter in enumerate(letters):
        option = _SHORT.get(letter, "flag")
        if option in _WITHOUT_VALUE:
            yield option, ""
        else:
            yield option, letters[at + 1 :] or next(rest, "")
            return


def _take(parsed: _Command, option: str, value: str) -> None:
    handler = _HANDLERS.get(option)
    if handler is not None:
        handler(parsed, value)


def _take_data(parsed: _Command, value: str) -> None:
    if value.startswith("@"):
        parsed.remarks.append("A part of the body is in a file, which is not in this sample.")
    else:
        parsed.data.append(value)


def _take_json(parsed: _Command, value: str) -> None:
    parsed.is_json = True
    _take_data(parsed, value)


def _take_encoded(parsed: _Command, value: str) -> None:
    name, sign, content = value.partition("=")
    encoded = quote_plus(content if sign else name, errors="replace")
    parsed.data.append(f"{name}={encoded}" if sign and name else encoded)


def _take_form(parsed: _Command, part: str) -> None:
    name, _, content = part.partition("=")
    value = content.partition(";type=")[0].strip('"')  # some programs that copy a request put quotes round each value
    parsed.form.append((name, "" if value.startswith(("@", "<")) else value))


def _take_header(parsed: _Command, value: str) -> None:
    name, _, content = value.partition(":")
    parsed.headers.append((name.strip().casefold(), content.strip()))


def _take_get(parsed: _Command, _: str) -> None:
    parsed.is_get = True


def _leave_out_user(parsed: _Command, _: str) -> None:
    parsed.remarks.append(
        "The request signs in with a user name and password, which a Lead Receiver does not ask for; left out."
    )


_HANDLERS: Mapping[str, Callable[[_Command, str], None]] = MappingProxyType(
    {
        "data": _take_data,
        "raw": lambda parsed, value: parsed.data.append(value),
        "json": _take_json,
        "urlencode": _take_encoded,
        "form": _take_form,
        "header": _take_header,
        "url": lambda parsed, value: parsed.urls.append(value),
        "query": lambda parsed, value: parsed.query.append(value),
        "bearer": lambda parsed, value: parsed.tokens.append(value),
        "get": _take_get,
        "user": _leave_out_user,
    }
)


def _read(parsed: _Command) -> RawSample:
    url = _whole_url(parsed)
    content_type = next((value for name, value in parsed.headers if name == "content-type"), "")
    tokens = (*parsed.tokens, *tokens_in(parsed.headers))
    in_query = query_pairs(url)
    if parsed.form:
        parsed.remarks.append("The sample is multipart, which a Lead Receiver does not take; the program sends a form.")
        body = RawSample(SampleKind.FORM, merged(parsed.form))
    elif parsed.data and not parsed.is_get:
        joined = "\n".join(parsed.data) if parsed.is_json else "&".join(parsed.data)
        body = read_body(joined, Encoding.JSON if parsed.is_json else encoding_named(content_type))
    else:
        body = RawSample(SampleKind.FORM, encoding=Encoding.FORM)
    return RawSample(
        SampleKind.CURL,
        (*merged(in_query), *body.fields),
        url=url,
        encoding=body.encoding,
        tokens=tokens,
        remarks=(*parsed.remarks, *body.remarks),
    )


def _whole_url(parsed: _Command) -> str:
    url = next((own for own in parsed.urls if "://" in own), parsed.urls[0] if parsed.urls else "")
    if url and "://" not in url and not url.startswith("/"):
        url = f"https://{url}"
    added = [*parsed.query, *(parsed.data if parsed.is_get else ())]
    if added:
        url += ("&" if "?" in url else "?") + "&".join(
            quote(piece, safe="=&+%/:@,;!$'()*~[]", errors="replace") for piece in added
        )
    return url
