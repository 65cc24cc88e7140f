"""The profile and the lead that everything is measured with: twelve fields, and an answer to them."""

import json
from pathlib import Path

PROFILE_ID = "3f0a4d1e-6c55-4c39-9a0e-70c1f5a2b9d4"
LEAD = {
    "FirstName": "Maria",
    "LastName": "Example",
    "Phone": "(702) 555-0123",
    "Email": "maria@example.com",
    "DateOfBirth": "4/30/1980",
    "Address": "123 Main Street",
    "City": "Las Vegas",
    "State": "NV",
    "Zip": "89101",
    "HomeOwner": "Yes",
    "EstimatedValue": "350000",
    "Comments": "Would like to be called back in the evening.",
}
"""As typed."""
_KINDS = {
    "Phone": "phone",
    "Email": "email",
    "DateOfBirth": "date",
    "State": "state",
    "Zip": "postal_code",
    "HomeOwner": "boolean",
    "EstimatedValue": "money",
    "Comments": "multiline",
}
_REQUIRED = ("FirstName", "LastName", "Phone")


def content(endpoint: str) -> bytes:
    """The profile, as its file has it."""
    fields = [
        {
            "name": name,
            "label": name,
            "kind": _KINDS.get(name, "text"),
            "required": name in _REQUIRED,
            "section": "Caller" if place < len(LEAD) / 2 else "Home",
        }
        for place, name in enumerate(LEAD)
    ]
    profile = {
        "format": 1,
        "id": PROFILE_ID,
        "name": "Twelve fields",
        "endpoint": endpoint,
        "vid": 18,
        "lid": 1,
        "campaigns": [{"aid": 23, "name": "West"}],
        "auth": {"password": False, "scheme": "none", "token_url": "", "client_id": ""},
        "operations": ["general", "redirect", "returnsends", "transfer", "call"],
        "defaults": {"mode": "general", "encoding": "form", "response": "json", "aid": 23},
        "timeout_s": 90,
        "fields": fields,
    }
    return json.dumps(profile).encode()


def write(path: Path, endpoint: str = "http://127.0.0.1:9") -> Path:
    """Writes the profile into a file."""
    path.write_bytes(content(endpoint))
    return path


ACCEPTED = json.dumps(
    {
        "PostID": "f5666260-1c2c-4bd5-9611-bb1387ca2397",
        "isValidPost": True,
        "ResponseType": "No_Error",
        "ResponseDetails": "Lead was accepted",
        "LeadIdentifier": 999999999,
        "VendorAccountAssigned": 99,
        "PendingQCReview": False,
        "Price": 25,
        "RedirectURL": "",
        "StatusURL": "",
    }
).encode()
"""What a receiver answers."""
