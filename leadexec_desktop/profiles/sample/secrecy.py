"""What in a sample is a secret, or speaks of one: by a field's name, or by how a text looks."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from leadexec_desktop.profiles.sample.names import squashed, words_of

_EXACT: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("password", "passwd", "passphrase", "pwd", "pass", "apipassword", "leadpassword"), "password")
    | dict.fromkeys(("token", "authorization", "refreshtoken", "secret", "sourcetoken"), "token")
    | dict.fromkeys(("clientsecret",), "client_secret")
)
"""Which kind of secret a name holds, by what is left of it without signs. No field of a lead has such a name."""

_WITHIN: tuple[tuple[str, str], ...] = (
    ("clientsecret", "client_secret"),
    *((part, "password") for part in ("password", "passwd", "passphrase")),
    *((part, "token") for part in ("apikey", "accesskey", "privatekey", "authkey", "secretkey", "signingkey")),
    *((part, "token") for part in ("securitykey", "accesstoken", "authtoken", "bearertoken", "apitoken")),
    *((part, "token") for part in ("sessiontoken", "securitytoken", "apisecret", "sharedsecret", "authorization")),
)
_WORDS: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("pwd", "pw"), "password") | dict.fromkeys(("secret", "jwt", "bearer"), "token")
)
_LAST_WORDS: Mapping[str, str] = MappingProxyType({"pass": "password", "token": "token", "key": "token"})
_WHOSE = frozenset(
    {
        "x",
        "api",
        "auth",
        "access",
        "user",
        "vendor",
        "source",
        "partner",
        "post",
        "posting",
        "login",
        "account",
        "client",
        "app",
        "my",
        "your",
        "the",
        "private",
        "secret",
        "security",
        "session",
        "oauth",
        "lead",
        "http",
    }
)
"""Before `pass`, `token` or `key`, these make a secret of it; a TrustedForm token and a boarding pass are none."""

_LEADS_OWN = re.compile(r"trusted ?form|lead ?i ?d|jornaya|journaya|question|answer|consent|lead key|account key")
_DOUBTFUL = frozenset(
    ("auth", "sig", "key", "hmac", "hash", "signature", "credential", "credentials", "passcode", "authcode")
)


def secret_kind(name: str, label: str = "") -> str | None:
    """`password`, `token` or `client_secret` if a field's name, or its label, is that of a secret; else None."""
    exact = _EXACT.get(squashed(name).rstrip("0123456789"))
    if exact is not None:
        return exact
    return _kind_by_words(name) or (_kind_by_words(label) if label and not _is_leads_own(name) else None)


def _is_leads_own(name: str) -> bool:
    return _LEADS_OWN.search(words_of(name)) is not None


def _kind_by_words(name: str) -> str | None:
    if _is_leads_own(name):
        return None
    bare = squashed(name)
    within = next((kind for part, kind in _WITHIN if part in bare), None)
    if within is not None:
        return within
    words = [word for word in words_of(name).split() if not word.isdigit()]
    if not words or len(words) > 4:  # noqa: PLR2004 - longer ones are sentences
        return None
    of_word = next((_WORDS[word] for word in words if word in _WORDS), None)
    if of_word is not None:
        return of_word
    is_whose = len(words) > 1 and set(words[:-1]) <= _WHOSE
    return _LAST_WORDS.get(words[-1]) if is_whose else None


def may_be_secret(name: str) -> bool:
    """Whether a name is as often that of a secret as of a lead's field: `auth`, `sig`, `key`."""
    return squashed(name).rstrip("0123456789") in _DOUBTFUL


# ------------------------------------------------------------------ in texts
_PLACEHOLDER = re.compile(
    r"\[.*\]|\{.*\}|<.*>|%[A-Z_]+%|#[A-Z_]+#|\$\{?\w+\}?|(?:your|my|the)[ _-].*|x{3,}|\*{3,}|\.{3,}|…",
    re.IGNORECASE | re.DOTALL,
)
_BEARER = re.compile(r"\bbearer\b[\s:=\"']{1,5}([^\s\"',;)]{4,})", re.IGNORECASE)
_BASIC = re.compile(r"(\bauthorization\b.{0,20}?)?\bbasic\s{1,5}([\w.+/=~-]{4,})", re.IGNORECASE | re.DOTALL)
_SAID = re.compile(
    r"\b(?:\w{0,20}passw(?:or)?d|passphrase|pwd|pw|pass|\w{0,20}secret|\w{0,20}token|(?:api|access|auth|secret|private)"
    r"[ _-]?key|key)\b(\s{0,3}[:=]+\s{0,3}|\s{1,3}(?:is|of)\s{1,3}|\s{1,3})[\"'`\u201c]?([^\s\"'`\u201d,;()<>]{4,})",
    re.IGNORECASE,
)
_LOOKS_MADE = re.compile(r"\d|[a-z][A-Z]|[=+/_]|[A-Z]{6,}")
_PLAIN = frozenset(
    {
        "token",
        "tokens",
        "authentication",
        "auth",
        "authorization",
        "required",
        "optional",
        "string",
        "text",
        "provided",
        "given",
        "your",
        "supplied",
        "issued",
        "assigned",
        "from",
        "that",
        "which",
        "with",
        "will",
        "must",
        "used",
    }
)
_LONGEST_TEXT = 20_000


def is_placeholder(text: str) -> bool:
    """Whether a text stands for a value and is none: `[PHONE]`, `{zip}`, `%EMAIL%`, `<ip>`, `your token`, `xxxx`."""
    return _PLACEHOLDER.fullmatch(text[:200]) is not None


def holds_secret(text: str) -> bool:
    """Whether a text for people has a secret in it, as in `Bearer eyJ…` or `use password aB3x9 for testing`."""
    looked_at = text[:_LONGEST_TEXT]
    if any(_is_word_of_secret(found[1]) for found in _BEARER.finditer(looked_at)):
        return True
    if any(found[1] or _LOOKS_MADE.search(found[2]) for found in _BASIC.finditer(looked_at)):
        return True
    return any(
        _is_word_of_secret(found[2]) and (bool(found[1].strip()) or _LOOKS_MADE.search(found[2]) is not None)
        for found in _SAID.finditer(looked_at)
    )


def _is_word_of_secret(word: str) -> bool:
    return word.casefold().strip(".:") not in _PLAIN and not is_placeholder(word)


def tokens_in(headers: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The tokens that headers carry: `Authorization: Bearer`, and keys of an interface."""
    found = []
    for name, value in headers:
        scheme, _, token = value.partition(" ")
        if name == "authorization" and scheme.casefold() in {"bearer", "token"} and token.strip():
            found.append(token.strip())
        elif name in {"api-key", "x-api-key", "x-auth-token", "x-access-token"}:
            found.append(value)
    return tuple(found)
