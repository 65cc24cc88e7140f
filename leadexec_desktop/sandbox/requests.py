"""A request to the built-in receiver: which path it took, what it holds, and whether the documentation has it so."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType

from leadexec_desktop.protocol.answers import ResponseType
from leadexec_desktop.protocol.parameters import Parameter
from leadexec_desktop.protocol.values import Encoding, Operation, RedirectKind, ResponseFormat
from leadexec_desktop.sandbox.bodies import READERS
from leadexec_desktop.sandbox.reading import RefusedError, data_error, shown


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
class Route:
    """What a path asks for."""

    operation: Operation
    response: ResponseFormat
    is_async: bool = False
    redirect: RedirectKind | None = None


@dataclass(frozen=True, slots=True)
class ReceivedLead:
    """A lead as the receiver read it.

    Attributes:
        operation: The mode that the path named.
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


@dataclass(frozen=True, slots=True)
class Terms:
    """What this receiver wants of a request beyond the documentation.

    Attributes:
        password: The API password; None if any or none will do.
        campaigns: The campaigns there are.
    """

    password: str | None = field(default=None, repr=False)
    campaigns: tuple[int, ...] = (23, 24)


# ------------------------------------------------------------------ paths (documentation: the Request samples)
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
        # Without a response type (lines 2012-2083 call it so) the answer is XML: so public clients know it.
        routes[path] = Route(operation, ResponseFormat.XML, redirect=redirect)
        for response in ResponseFormat:
            routes[f"{path}/{response}"] = Route(operation, response, redirect=redirect)
            if operation is not Operation.REDIRECT:
                routes[f"{path}/{response}/async"] = Route(operation, response, is_async=True)
    return routes


ROUTES: Mapping[str, Route] = MappingProxyType(_submit_routes())
"""Every path that there is. All are asked by POST."""

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


# ------------------------------------------------------------------ reading and checking
def read_lead(request: RawRequest, route: Route, encoding: Encoding, terms: Terms) -> ReceivedLead:
    """The lead of a request that is as the documentation has it.

    Args:
        request: The request.
        route: What its path asks for.
        encoding: What its Content-Type says.
        terms: What this receiver wants beyond that.

    Raises:
        RefusedError: It is not; its details name what is to blame.
    """
    if request.query:
        name = shown(re.split("[=&]", request.query)[0])
        raise data_error(f"The URL holds parameters ({name}): all of them belong into the body.")
    if (route.operation, encoding) == (Operation.REDIRECT, Encoding.JSON):
        raise data_error("A redirect lead is taken as form or XML, not as JSON.")
    reading = READERS[encoding](request.body)
    _refuse_undocumented(reading.parameters, route, encoding)
    parameters = {name: text for name, text in reading.parameters.items() if text}
    _refuse_ids(parameters, terms)
    _refuse_password(parameters, terms)
    for parameter, (fits, wanted) in _TEXTS.items():
        if parameter in parameters and not fits(parameters[parameter]):
            raise data_error(f"The {parameter} is not {wanted}.")
    if route.operation is Operation.CALL:
        for parameter in (Parameter.IVR_NUMBER, Parameter.CALL_DURATION):
            if parameter not in parameters:
                raise data_error(f"The {parameter} is missing.")
    if not any(text.strip() for text in reading.fields.values()):
        raise data_error("The lead has no fields.")
    return ReceivedLead(
        route.operation,
        encoding,
        route.response,
        route.is_async,
        route.redirect,
        MappingProxyType(parameters),
        tuple(reading.fields.items()),
    )


_OF_CALLS = frozenset({Parameter.IVR_NUMBER, Parameter.CALL_DURATION, Parameter.CALL_RESULT, Parameter.CALL_DATE})


def _refuse_undocumented(parameters: Mapping[Parameter, str], route: Route, encoding: Encoding) -> None:
    """Refuse what the encoding has a name for, but not in this mode."""
    for parameter, text in parameters.items():
        if parameter in _OF_CALLS and route.operation is not Operation.CALL:
            raise data_error(f"The {parameter} belongs to call leads only.")
        # The samples of synchronous JSON requests hold an empty one (line 1178).
        if parameter is Parameter.RETURN_URL and text and not route.is_async:
            raise data_error("A return URL belongs to asynchronous requests only.")
        takes_order_id = (route.operation, encoding, route.is_async) == (Operation.GENERAL, Encoding.FORM, False)
        if parameter is Parameter.ORDER_ID and not takes_order_id:
            raise data_error("An order ID belongs to synchronous general leads sent as form only.")


_ID = re.compile("[0-9]{1,18}")


def _refuse_ids(parameters: Mapping[Parameter, str], terms: Terms) -> None:
    for parameter in (Parameter.VID, Parameter.LID, Parameter.AID):
        if not _ID.fullmatch(parameters.get(parameter, "0")):
            raise data_error(f"{parameter} is not an integer.")
    if int(parameters.get(Parameter.VID, "0")) == 0:
        raise RefusedError(ResponseType.Vendor_ID_Missing, "vid is missing.")
    if int(parameters.get(Parameter.LID, "0")) == 0:
        raise RefusedError(ResponseType.LeadType_ID_Missing, "lid is missing.")
    campaign = parameters.get(Parameter.AID)
    if campaign is not None and int(campaign) not in terms.campaigns:
        known = " and ".join(str(aid) for aid in terms.campaigns)
        raise RefusedError(ResponseType.No_Account_Found, f"There is no campaign {campaign}: aid may be {known}.")


def _refuse_password(parameters: Mapping[Parameter, str], terms: Terms) -> None:
    if terms.password is None:
        return
    if Parameter.PASSWORD not in parameters:
        raise data_error("The password is missing.")
    if parameters[Parameter.PASSWORD] != terms.password:
        raise data_error("The password is wrong.")


_CALL_DATE = re.compile("([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}) (0?[1-9]|1[0-2]):([0-5][0-9]) [AP]M")


def _is_call_date(text: str) -> bool:
    """Whether a text is a date as the documentation writes a call's (line 1653)."""
    found = _CALL_DATE.fullmatch(text)
    if found is None:
        return False
    month, day, year = (int(part) for part in found.groups()[:3])
    try:
        datetime(year, month, day)  # noqa: DTZ001 - only whether there is such a day
    except ValueError:
        return False
    return True


_TEXTS: Mapping[Parameter, tuple[Callable[[str], bool], str]] = MappingProxyType(
    {
        Parameter.CALL_DURATION: (
            lambda text: re.fullmatch("[0-9]{1,9}", text) is not None,
            "a whole number of seconds, 0 or more",
        ),
        Parameter.CALL_DATE: (_is_call_date, "a date and time like 11/13/2020 12:15 PM"),
        Parameter.SEND_DELAY: (lambda text: Decimal(text) >= 0, "0 or more hours"),
        Parameter.RETURN_URL: (
            lambda text: re.fullmatch(r"https?://[^\s/]\S*", text) is not None,
            "an address that starts with http:// or https://",
        ),
    }
)
