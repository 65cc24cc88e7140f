"""A request to the built-in receiver: as it came, and as it was read, if the documentation has it so."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from leadexec_desktop.protocol.parameters import Parameter
from leadexec_desktop.protocol.values import Encoding, Operation, RedirectKind, ResponseFormat
from leadexec_desktop.sandbox.bodies import READERS
from leadexec_desktop.sandbox.checking import Terms, refuse_fields, refuse_parameters, refuse_undocumented
from leadexec_desktop.sandbox.reading import data_error, shown
from leadexec_desktop.sandbox.routes import Route


@dataclass(frozen=True, slots=True)
class RawRequest:
    """A request as it came, its secrets included: what can hold one is not in its repr.

    Attributes:
        method: The HTTP method.
        path: The path as it was sent, without the query.
        query: What followed the `?`; empty if nothing.
        headers: Names and values in order.
        body: The whole body.
        received_at_utc: When it was there.
    """

    method: str
    path: str
    query: str = field(repr=False)
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes = field(repr=False)
    received_at_utc: datetime

    def header(self, name: str) -> str:
        """The first header of that name, in any case; empty if there is none."""
        wanted = name.casefold()
        return next((value for own, value in self.headers if own.casefold() == wanted), "")


@dataclass(frozen=True, slots=True)
class ReceivedLead:
    """A lead as the receiver read it; or what a ping, a duplicate check or an update tells of one.

    Attributes:
        operation: What the path asked for.
        encoding: How the body was written.
        response: How the answer was asked for.
        is_async: Whether it is to be queued.
        redirect: The redirect kind that the path named; None in other modes.
        parameters: What is not the lead's own, as text; empty ones are left out. The password is among them.
        fields: The lead's own fields by wire name, in order.
    """

    operation: Operation
    encoding: Encoding
    response: ResponseFormat
    is_async: bool
    redirect: RedirectKind | None
    parameters: Mapping[Parameter, str] = field(repr=False)
    fields: tuple[tuple[str, str], ...] = field(repr=False)


def read_lead(
    request: RawRequest, route: Route, encoding: Encoding, response: ResponseFormat, terms: Terms
) -> ReceivedLead:
    """What a request holds that is as the documentation has it.

    Args:
        request: The request.
        route: What its path asks for.
        encoding: What its Content-Type says.
        response: How the answer is asked for.
        terms: What this receiver wants beyond that.

    Raises:
        RefusedError: It is not; its details name what is to blame.
    """
    if request.query:
        name = shown(re.split("[=&]", request.query)[0])
        raise data_error(f"The URL holds parameters ({name}): all of them belong into the body.")
    if encoding not in route.encodings:
        taken = " or ".join(_SPELT[own] for own in route.encodings)
        raise data_error(f"This request is taken as {taken}, not as {_SPELT[encoding]}.")
    reading = READERS[encoding](request.body)
    refuse_undocumented(reading.parameters, route, encoding)
    parameters = {name: text for name, text in reading.parameters.items() if text}
    refuse_parameters(parameters, route.operation, terms)
    refuse_fields(reading.fields, route.operation)
    return ReceivedLead(
        route.operation,
        encoding,
        response,
        route.is_async,
        route.redirect,
        MappingProxyType(parameters),
        tuple(reading.fields.items()),
    )


_SPELT: Mapping[Encoding, str] = MappingProxyType({Encoding.FORM: "a form", Encoding.XML: "XML", Encoding.JSON: "JSON"})
