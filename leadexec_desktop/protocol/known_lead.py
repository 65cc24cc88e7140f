"""Which lead of the receiver's an update or a status request is about."""

from dataclasses import dataclass


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
