"""Which lead of the receiver's an update or a status request is about."""

import re
from dataclasses import dataclass

_GUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_LEAD_UID = re.compile(r"[0-9]{1,18}")


def is_guid(text: str) -> bool:
    """Whether a PostID is one that may be put into an address."""
    return _GUID.fullmatch(text) is not None


def is_lead_uid(text: str) -> bool:
    """Whether a text is an identifier of a lead: whole, and no more than 64 bits hold."""
    return _LEAD_UID.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class LeadUpdate:
    """Which lead an update changes (documentation lines 1693-1762).

    Attributes:
        lead_uid: The receiver's identifier of the lead: digits.
        process_delivery: The receiver runs its automation once the update is done.
    """

    lead_uid: str
    process_delivery: bool = False


@dataclass(frozen=True, slots=True)
class StatusQuery:
    """Which lead's status is asked for: by one of the two (documentation lines 97-135).

    Attributes:
        post_id: The GUID of its transaction; empty if it is asked for by address.
        url: The address that an answer gave, whole; empty if it is asked for by PostID. From outside: whoever makes
            the request has made sure that it may be asked.
    """

    post_id: str = ""
    url: str = ""
