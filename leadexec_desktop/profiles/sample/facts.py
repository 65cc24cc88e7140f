"""What a sample tells besides its fields: ids, address, operation, secrets. They are set apart here, for good."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import urlsplit

from leadexec_desktop.profiles.addresses import url_of, why_no_endpoint
from leadexec_desktop.profiles.sample.model import FoundSecret, RawField, RawSample
from leadexec_desktop.profiles.sample.secrecy import is_placeholder, secret_kind
from leadexec_desktop.profiles.typed_text import trimmed
from leadexec_desktop.protocol.parameters import RESERVED_NAMES
from leadexec_desktop.protocol.values import Operation, ResponseFormat

_SCHEME = re.compile(r"^(?:Bearer|Token|JWT)\s+", re.IGNORECASE)
_IDS = ("vid", "lid", "aid")
_OF_TOKENS = frozenset({"grant_type", "client_id", "scope"})
_ID = re.compile(r"\d{1,18}", re.ASCII)
_ID_IN_PROSE = re.compile(
    r"\b(?:(vid|lid|aid)\b[\"')\]]{0,2}\s{0,3}(?:[:=]|\bis\b|[-\u2013\u2014]|=>)|((?-i:VID|LID|AID))\b)\s{0,3}[\"']?(\d{1,18})\b",
    re.IGNORECASE | re.ASCII,
)
_ADDRESS = re.compile(r"https?://[^\s\"'<>`|\\^{}]{1,500}", re.IGNORECASE)
_ROOT = re.compile(r"/(?:processor|information)/", re.IGNORECASE)
_CALL_NAMES = frozenset({"ivrnumber", "callduration"})
_LONGEST_SECRET = 10_000


@dataclass(frozen=True, slots=True)
class Facts:
    """What a sample tells besides its fields, as in `Sample`."""

    fields: tuple[RawField, ...] = ()
    ids: Mapping[str, int] = field(default_factory=dict)
    endpoint: str = ""
    operation: Operation | None = None
    response: ResponseFormat | None = None
    is_async: bool = False
    return_url: str = ""
    secrets: tuple[FoundSecret, ...] = ()
    client_id: str = ""
    token_url: str = ""
    remarks: tuple[str, ...] = ()


def facts_of(raw: RawSample) -> Facts:
    """Tells the lead's own fields from all else that a sample holds."""
    own, parameters, secrets = _sorted_out(raw)
    remarks: list[str] = []
    address = raw.url or _address_in(raw.prose)
    if address and not urlsplit_or_none(address):
        address = ""
    is_token_request = "grant_type" in parameters
    endpoint = "" if is_token_request else _endpoint(address, raw.host, remarks)
    operation, response, is_async = _asked_for(address)
    if operation is Operation.TRANSFER and not _CALL_NAMES.isdisjoint(parameters):
        operation = Operation.CALL  # the documentation's form sample of a call lead has the wrong path (line 552)
    return_url = parameters.get("returnurl", "")
    _remark_parameters(parameters, remarks)
    return Facts(
        own,
        _ids(parameters, raw.prose),
        endpoint,
        operation,
        response,
        is_async,
        return_url if url_of(return_url) == return_url else "",
        secrets,
        parameters.get("client_id", ""),
        address.partition("?")[0] if is_token_request else "",
        tuple(remarks),
    )


def _sorted_out(raw: RawSample) -> tuple[tuple[RawField, ...], dict[str, str], tuple[FoundSecret, ...]]:
    """The lead's own fields, the receiver's parameters by name in lower case, and the secrets."""
    own: list[RawField] = []
    parameters: dict[str, str] = {}
    secrets: dict[str, str] = {}
    for token in filter(_is_real, raw.tokens):
        secrets.setdefault("token", token)
    is_token_request = any(each.name.casefold() == "grant_type" for each in raw.fields)
    for each in raw.fields:
        name = each.name.casefold()
        kind = secret_kind(_bare(each.name), each.label)
        value = trimmed(each.values[0]) if each.values else ""
        secret = _SCHEME.sub("", value)
        if kind is not None:
            if _is_real(secret) and len(secret) <= _LONGEST_SECRET:
                secrets.setdefault(kind, secret if secret != value else each.values[0])
        elif _bare(name) in RESERVED_NAMES or (is_token_request and name in _OF_TOKENS):
            parameters.setdefault(_bare(name), value or trimmed(each.example) or trimmed(each.allowed))
        else:
            own.append(each)
    return tuple(own), parameters, tuple(FoundSecret(kind, value) for kind, value in secrets.items())


_PREFIXES = re.compile(r"^(?:leads?\.|source\.|properties\.)+", re.IGNORECASE)


def _bare(name: str) -> str:
    """A parameter's name without the object that the documentation's tables put before it: `source.vid` is `vid`."""
    return _PREFIXES.sub("", name)


def _is_real(secret: str) -> bool:
    return bool(secret) and not is_placeholder(secret)


def _ids(parameters: Mapping[str, str], prose: str) -> dict[str, int]:
    found = {name: text for name in _IDS if (text := parameters.get(name, ""))}
    for match in _ID_IN_PROSE.finditer(prose):
        found.setdefault((match[1] or match[2]).casefold(), match[3])
    return {name: int(text) for name, text in found.items() if _ID.fullmatch(text) and int(text)}


def _remark_parameters(parameters: Mapping[str, str], remarks: list[str]) -> None:
    others = sorted(name for name in parameters if name not in {*_IDS, "returnurl", *_OF_TOKENS} and parameters[name])
    if others:
        remarks.append(
            f"Left out, since they are the receiver's own parameters and no fields of a lead: {', '.join(others)}."
        )


# ------------------------------------------------------------------ the address
def urlsplit_or_none(url: str) -> bool:
    """Whether a text can be taken apart as a URL."""
    try:
        return bool(urlsplit(url).path or urlsplit(url).netloc) or bool(urlsplit(url).port)
    except ValueError:
        return False


def _address_in(prose: str) -> str:
    return next((match[0].rstrip(".,;:)") for match in _ADDRESS.finditer(prose) if _ROOT.search(match[0])), "")


_LONGEST_ENDPOINT = 2_000


def _endpoint(address: str, host: str, remarks: list[str]) -> str:
    """The origin and the path prefix of a request's address; empty if none can be made of it."""
    parts = urlsplit(address)
    authority = parts.netloc or host.strip()
    if not authority:
        return ""
    if "@" in authority:
        remarks.append("The address had a user name or password in it; they were left out.")
        authority = authority.rpartition("@")[2]
    root = _ROOT.search(parts.path)
    prefix = (parts.path[: root.start()] if root else parts.path).rstrip("/")
    if len(authority) + len(prefix) > _LONGEST_ENDPOINT:
        remarks.append(
            f"The address of the sample is longer than {_LONGEST_ENDPOINT:,} characters and cannot be used; type the "
            "receiver's address yourself."
        )
        return ""
    scheme = parts.scheme.lower() if parts.scheme else "https"
    endpoint = f"{scheme}://{authority.lower()}{prefix}"
    if scheme == "http" and why_no_endpoint(endpoint) is not None:
        remarks.append("The address was plain http, which would send leads unencrypted: https stands in its place.")
        endpoint = f"https://{authority.lower()}{prefix}"
    if why_no_endpoint(endpoint) is not None:
        remarks.append("The address of the sample cannot be used; type the receiver's address yourself.")
        return ""
    if root is None and parts.path.strip("/"):
        remarks.append("The address has none of a Lead Receiver's paths; make sure that the receiver is there.")
    return endpoint


_MODES: Mapping[str, Operation] = MappingProxyType(
    {
        "general": Operation.GENERAL,
        "manualredirect": Operation.REDIRECT,
        "autoredirect": Operation.REDIRECT,
        "redirect_type": Operation.REDIRECT,
        "returnsends": Operation.RETURNSENDS,
        "transfer": Operation.TRANSFER,
        "calldata": Operation.CALL,
        "ping": Operation.PING,
    }
)
_ROOTS: Mapping[str, Operation] = MappingProxyType(
    {"update": Operation.UPDATE, "duplicate": Operation.DUPLICATE, "queuestatus": Operation.STATUS}
)


def _asked_for(address: str) -> tuple[Operation | None, ResponseFormat | None, bool]:
    """What a path asks for: the operation, how it is to be answered, and whether later."""
    path = urlsplit(address).path
    root = _ROOT.search(path)
    if root is None:
        return None, None, False
    steps = list(_steps(path[root.end() :]))
    operation = None
    if len(steps) > 1 and steps[0] == "insert":
        operation = _MODES.get(steps[1])
    elif steps:
        operation = _ROOTS.get(steps[0])
    response = next((own for own in ResponseFormat if own in steps[1:]), None)
    return operation, response, operation is not None and steps[-1:] == ["async"]


def _steps(path: str) -> Iterator[str]:
    return (step.strip("[]{}<>").casefold() for step in path.split("/") if step)
