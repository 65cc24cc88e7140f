"""The paths of the built-in receiver (documentation: the Request samples), and what a request's headers ask for."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from leadexec_desktop.protocol.values import Encoding, Operation, RedirectKind, ResponseFormat

_ALL = tuple(Encoding)
_FORM_XML = (Encoding.FORM, Encoding.XML)
_FORM_JSON = (Encoding.FORM, Encoding.JSON)


@dataclass(frozen=True, slots=True)
class Route:
    """What a path asks for.

    Attributes:
        operation: What is asked.
        response: How it is to be answered; None where the Accept header says so.
        is_async: It is to be queued.
        redirect: The redirect kind; None of what is no redirect lead.
        encodings: Those in which it is taken.
        method: The HTTP method.
    """

    operation: Operation
    response: ResponseFormat | None
    is_async: bool = False
    redirect: RedirectKind | None = None
    encodings: tuple[Encoding, ...] = _ALL
    method: str = "POST"


_SUBMIT: Mapping[str, tuple[Operation, RedirectKind | None]] = MappingProxyType(
    {
        "general": (Operation.GENERAL, None),
        "manualredirect": (Operation.REDIRECT, RedirectKind.MANUAL),
        "autoredirect": (Operation.REDIRECT, RedirectKind.AUTO),
        "returnsends": (Operation.RETURNSENDS, None),
        "transfer": (Operation.TRANSFER, None),
        "calldata": (Operation.CALL, None),
    }
)


def _submit_routes() -> dict[str, Route]:
    routes = {}
    for segment, (operation, redirect) in _SUBMIT.items():
        path = f"/processor/insert/{segment}"
        encodings = _ALL if redirect is None else _FORM_XML
        # Without a response type (lines 2012-2083 call it so) the answer is XML: so public clients know it.
        routes[path] = Route(operation, ResponseFormat.XML, redirect=redirect, encodings=encodings)
        for response in ResponseFormat:
            routes[f"{path}/{response}"] = Route(operation, response, redirect=redirect, encodings=encodings)
            if redirect is None:
                routes[f"{path}/{response}/async"] = Route(operation, response, is_async=True)
    return routes


def _question_routes() -> dict[str, Route]:
    # Lines 1888-1889: no response type in the path.
    routes = {"/processor/duplicate/check": Route(Operation.DUPLICATE, None, encodings=_FORM_JSON)}
    for response in ResponseFormat:
        # Lines 1967-1971, and 2001: a ping is queued only as form.
        routes[f"/processor/insert/ping/{response}"] = Route(Operation.PING, response, encodings=_FORM_JSON)
        routes[f"/processor/insert/ping/{response}/async"] = Route(
            Operation.PING, response, is_async=True, encodings=(Encoding.FORM,)
        )
        # Lines 1739, 1800.
        routes[f"/processor/update/{response}"] = Route(Operation.UPDATE, response, encodings=_FORM_JSON)
    return routes


_ROUTES: Mapping[str, Route] = MappingProxyType(_submit_routes() | _question_routes())
_STATUS = Route(Operation.STATUS, ResponseFormat.JSON, encodings=(), method="GET")
_STATUS_PATHS = frozenset({"/information/queuestatus", "/information/status"})
"""What the PostID follows (lines 60, 133). The documentation says nothing of the second's answer: it is the first's."""


def route_of(path: str) -> Route | None:
    """What a path asks for; None if there is no such path."""
    above, _, last = path.rpartition("/")
    return _STATUS if above in _STATUS_PATHS and last else _ROUTES.get(path)


_ENCODINGS: Mapping[str, Encoding] = MappingProxyType(
    {
        "application/x-www-form-urlencoded": Encoding.FORM,
        "x-www-form-urlencoded": Encoding.FORM,  # as the documentation writes it
        "application/xml": Encoding.XML,
        "application/json": Encoding.JSON,
    }
)


def encoding_of(content_type: str) -> Encoding | None:
    """The encoding that a Content-Type names; None if the documentation has no such, or its charset is not UTF-8."""
    media_type, *options = (part.strip().casefold() for part in content_type.split(";"))
    if any(name == "charset" and value.strip('"') != "utf-8" for name, _, value in (o.partition("=") for o in options)):
        return None
    return _ENCODINGS.get(media_type)


def response_of(accept: str) -> ResponseFormat:
    """How an Accept header wants its answer: in XML only if it names XML, and not JSON beside it."""
    wanted = {part.partition(";")[0].strip().casefold() for part in accept.split(",")}
    is_xml = "application/xml" in wanted and "application/json" not in wanted
    return ResponseFormat.XML if is_xml else ResponseFormat.JSON
