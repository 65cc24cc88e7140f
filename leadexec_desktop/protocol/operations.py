"""The operations of the receiver as one table: paths, encodings, and what each does not have, with the reason."""

from collections.abc import Mapping
from enum import StrEnum, auto
from types import MappingProxyType
from typing import NamedTuple

from leadexec_desktop.protocol.values import SUBMIT_MODES, Encoding, Operation, RequestShape


class AnswerKind(StrEnum):
    """Which documented object answers an operation."""

    POST_RESPONSE = auto()
    PING_RESPONSE = auto()
    DUPLICATE_RESPONSE = auto()
    QUEUE_STATUS = auto()


class OperationSpec(NamedTuple):
    """One row of the table.

    Attributes:
        title: The mode's name on screen.
        path: With `{response}` for the response type, `{redirect}` for the redirect kind, `{post_id}` for the PostID.
        encodings: Those the documentation shows; empty for a GET.
        async_encodings: Those that may be answered later.
        answer: What answers it when it is synchronous.
        needs_approval: The platform must have permitted it to the account.
        documented_at: First line of its section in the documentation, by encoding.
        method: The HTTP method.
    """

    title: str
    path: str
    encodings: tuple[Encoding, ...]
    async_encodings: tuple[Encoding, ...]
    answer: AnswerKind
    needs_approval: bool
    documented_at: Mapping[Encoding, int]
    method: str = "POST"


NEEDS_CAMPAIGN = frozenset({Operation.PING, Operation.DUPLICATE})
"""What the receiver wants a campaign with (lines 1857, 1927); with everything else it is optional, or has no place."""

_ALL = (Encoding.FORM, Encoding.XML, Encoding.JSON)
_FORM_XML = (Encoding.FORM, Encoding.XML)
_FORM_JSON = (Encoding.FORM, Encoding.JSON)

OPERATIONS: Mapping[Operation, OperationSpec] = MappingProxyType(
    {
        Operation.GENERAL: OperationSpec(
            "General",
            "/processor/insert/general/{response}",
            _ALL,
            _ALL,
            AnswerKind.POST_RESPONSE,
            needs_approval=False,
            documented_at={Encoding.FORM: 4, Encoding.XML: 581, Encoding.JSON: 1104},
        ),
        Operation.REDIRECT: OperationSpec(
            "Redirect",
            "/processor/insert/{redirect}/{response}",
            _FORM_XML,
            (),
            AnswerKind.POST_RESPONSE,
            needs_approval=False,
            documented_at={Encoding.FORM: 156, Encoding.XML: 667},
        ),
        Operation.RETURNSENDS: OperationSpec(
            "Return sends",
            "/processor/insert/returnsends/{response}",
            _ALL,
            _ALL,
            AnswerKind.POST_RESPONSE,
            needs_approval=True,
            documented_at={Encoding.FORM: 227, Encoding.XML: 741, Encoding.JSON: 1222},
        ),
        Operation.TRANSFER: OperationSpec(
            "Transfer",
            "/processor/insert/transfer/{response}",
            _ALL,
            _ALL,
            AnswerKind.POST_RESPONSE,
            needs_approval=True,
            documented_at={Encoding.FORM: 360, Encoding.XML: 877, Encoding.JSON: 1392},
        ),
        # The form sample of the synchronous call lead prints /insert/transfer/ (line 552): a slip, the other five of
        # the documentation's call samples say calldata.
        Operation.CALL: OperationSpec(
            "Call",
            "/processor/insert/calldata/{response}",
            _ALL,
            _ALL,
            AnswerKind.POST_RESPONSE,
            needs_approval=False,
            documented_at={Encoding.FORM: 485, Encoding.XML: 1005, Encoding.JSON: 1555},
        ),
        Operation.PING: OperationSpec(
            "Ping",
            "/processor/insert/ping/{response}",
            _FORM_JSON,
            (Encoding.FORM,),
            AnswerKind.PING_RESPONSE,
            needs_approval=False,
            documented_at={Encoding.FORM: 1920, Encoding.JSON: 1968},
        ),
        Operation.DUPLICATE: OperationSpec(
            "Duplicate check",
            "/processor/duplicate/check",
            _FORM_JSON,
            (),
            AnswerKind.DUPLICATE_RESPONSE,
            needs_approval=True,
            documented_at={Encoding.FORM: 1851, Encoding.JSON: 1889},
        ),
        Operation.UPDATE: OperationSpec(
            "Update",
            "/processor/update/{response}",
            _FORM_JSON,
            (),
            AnswerKind.POST_RESPONSE,
            needs_approval=False,
            documented_at={Encoding.FORM: 1693, Encoding.JSON: 1756},
        ),
        Operation.STATUS: OperationSpec(
            "Status",
            "/information/queuestatus/{post_id}",
            (),
            (),
            AnswerKind.QUEUE_STATUS,
            needs_approval=False,
            documented_at={},
            method="GET",
        ),
    }
)

LATER_ONLY_THERE: Mapping[Operation, str] = MappingProxyType(
    {
        Operation.RETURNSENDS: "The list of buyers goes to your return URL only.",
        Operation.TRANSFER: "The numbers to transfer to go to your return URL only.",
    }
)
"""What an asynchronous lead's follow-up never tells (queue status carries neither list)."""


def path_of(shape: RequestShape, post_id: str = "") -> str:
    """The path that a request of that shape goes to, below the endpoint.

    Args:
        shape: The request's.
        post_id: The PostID whose status is asked for; it must be a GUID.
    """
    path = OPERATIONS[shape.operation].path.format(response=shape.response, redirect=shape.redirect, post_id=post_id)
    return f"{path}/async" if shape.is_async else path


def plural_of(operation: Operation) -> str:
    """What requests of that operation are called in a sentence."""
    title = OPERATIONS[operation].title.lower()
    return f"{title} leads" if operation in SUBMIT_MODES else f"{title} requests"


def why_no_encoding(operation: Operation, encoding: Encoding) -> str | None:
    """Why an operation does not have that encoding; None if it has."""
    spec = OPERATIONS[operation]
    if encoding in spec.encodings:
        return None
    if not spec.encodings:
        return f"{spec.title} requests carry nothing but their address."
    others = " or ".join(own.upper() if own is not Encoding.FORM else "form" for own in spec.encodings)
    return f"The receiver takes {plural_of(operation)} as {others} only."


def why_no_async(operation: Operation, encoding: Encoding) -> str | None:
    """Why an operation cannot be answered later in that encoding; None if it can."""
    spec = OPERATIONS[operation]
    if encoding in spec.async_encodings:
        return None
    if not spec.async_encodings:
        plural = plural_of(operation)
        return f"{plural.capitalize()} are always answered at once: the receiver has no asynchronous form of them."
    return f"The receiver queues {plural_of(operation)} only when they are sent as form."


def why_not(shape: RequestShape) -> str | None:
    """Why a request of that shape cannot be made; None if the documentation has it."""
    has_body = bool(OPERATIONS[shape.operation].encodings)
    return (why_no_encoding(shape.operation, shape.encoding) if has_body else None) or (
        why_no_async(shape.operation, shape.encoding) if shape.is_async else None
    )
