"""The profile and the lead of the walks: every option is typed, and every character that has been lost elsewhere."""

import json
from pathlib import Path
from typing import Any

PROFILE_ID = "7d1c9c0e-3a52-4f0e-8a67-2b9e64b3b7a1"
NAME = "Walk: phone leads"
VID, LID, AID = 18, 1, 23
PASSWORD = "pä&ss=\"<w>rd'%+"
TOKEN = "walk.token-1234567890_~+/=="

LEAD = {
    "FirstName": "José Ñandú",
    "LastName": 'O\'Brien & "Söhne" <x>=y%+;|',
    "Phone": "(702) 555-0123",
    "Email": "jose+walk@example.com",
    "Comments": "first: & = < > \" ' % + ]]>\nsecond: ünï €\n\nfourth: 日本 🙂",
}
"""As typed."""
ON_THE_WIRE = LEAD | {"Phone": "7025550123"}
"""The same as it is to arrive."""

OPTIONS = {
    "returnurl": "https://example.com/back?a=1&b=%C3%A9",
    "orderid": "order & 7/é",
    "reference": "Désk 7 <&>'\"+%",
    "senddelay": "1.5",
    "ivrnumber": "8005551212",
    "callduration": "95",
    "callresult": "Sold & wrapped é",
    "calldate": "11/13/2020 12:15 PM",
}
"""As typed, by the parameter's name in lower case; a no-sell is asked for beside them."""
VALUES: dict[str, object] = OPTIONS | {
    "vid": VID,
    "lid": LID,
    "aid": AID,
    "password": PASSWORD,
    "senddelay": 1.5,
    "nosell": True,
    "callduration": 95,
}
"""The same as JSON is to carry it; form and XML carry it as text."""

_FIELDS: list[dict[str, Any]] = [
    {"name": "FirstName", "label": "First name", "kind": "text", "required": True, "section": "Caller"},
    {"name": "LastName", "label": "Last name", "kind": "text", "section": "Caller"},
    {"name": "Phone", "label": "Phone", "kind": "phone", "required": True, "section": "Caller"},
    {"name": "Email", "label": "E-mail", "kind": "email", "section": "Caller"},
    {"name": "Comments", "label": "Comments", "kind": "multiline", "section": "Notes"},
]


def profile(endpoint: str, **changes: Any) -> dict[str, Any]:
    """The profile, as its file has it."""
    content: dict[str, Any] = {
        "format": 1,
        "id": PROFILE_ID,
        "name": NAME,
        "endpoint": endpoint,
        "vid": VID,
        "lid": LID,
        "campaigns": [{"aid": AID, "name": "West"}, {"aid": 24, "name": "East"}],
        "auth": {"password": True, "scheme": "bearer", "token_url": "", "client_id": ""},
        "operations": ["general", "redirect", "returnsends", "transfer", "call"],
        "defaults": {"mode": "general", "encoding": "form", "response": "json", "aid": AID},
        "timeout_s": 30,
        "script": "Thank you for calling.",
        "fields": _FIELDS,
    }
    return content | changes


def without_secrets(endpoint: str, **changes: Any) -> dict[str, Any]:
    """The profile of a source that asks for neither password nor token."""
    return profile(endpoint, auth={"password": False, "scheme": "none"}, **changes)


GOOD = without_secrets("http://127.0.0.1:9")
"""A profile on which nothing is sent."""


def write(path: Path, *contents: dict[str, Any]) -> Path:
    """Writes a profile file; several profiles as an array."""
    path.write_text(json.dumps(contents[0] if len(contents) == 1 else contents), encoding="utf-8")
    return path
