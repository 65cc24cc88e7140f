"""What the documentation wants of a request's parameters and fields, operation by operation (Request Parameters)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType

from leadexec_desktop.protocol.answers import ResponseType
from leadexec_desktop.protocol.parameters import Parameter
from leadexec_desktop.protocol.values import SUBMIT_MODES, Encoding, Operation
from leadexec_desktop.sandbox.reading import RefusedError, data_error
from leadexec_desktop.sandbox.routes import Route


@dataclass(frozen=True, slots=True)
class Terms:
    """What this receiver wants of a request beyond the documentation.

    Attributes:
        password: The API password; None if any or none will do.
        campaigns: The campaigns there are.
    """

    password: str | None = field(default=None, repr=False)
    campaigns: tuple[int, ...] = (23, 24)


# ------------------------------------------------------------------ what an operation has
_SOURCE = frozenset({Parameter.VID, Parameter.LID, Parameter.PASSWORD})
_SUBMITTED = _SOURCE | {
    Parameter.AID,
    Parameter.RETURN_URL,
    Parameter.SEND_DELAY,
    Parameter.REFERENCE,
    Parameter.NO_SELL,
}
_OF_CALLS = frozenset({Parameter.IVR_NUMBER, Parameter.CALL_DURATION, Parameter.CALL_RESULT, Parameter.CALL_DATE})
_OF_UPDATES = frozenset({Parameter.LEAD_UID, Parameter.PROCESS_DELIVERY})

_DOCUMENTED: Mapping[Operation, frozenset[Parameter]] = MappingProxyType(
    {
        **dict.fromkeys(SUBMIT_MODES, _SUBMITTED),
        Operation.GENERAL: _SUBMITTED | {Parameter.ORDER_ID},
        Operation.CALL: _SUBMITTED | _OF_CALLS,
        Operation.PING: _SOURCE | {Parameter.AID, Parameter.RETURN_URL},
        Operation.DUPLICATE: _SOURCE | {Parameter.AID},
        # Its tables list no password (lines 1695-1717, 1758-1780): one is taken all the same, if it is the right one.
        Operation.UPDATE: _SOURCE | _OF_UPDATES,
    }
)
_NEEDED: Mapping[Operation, tuple[Parameter, ...]] = MappingProxyType(
    {
        Operation.CALL: (Parameter.IVR_NUMBER, Parameter.CALL_DURATION),
        Operation.UPDATE: (Parameter.LEAD_UID,),
    }
)
_NEEDS_CAMPAIGN = frozenset({Operation.PING, Operation.DUPLICATE})
"""Lines 1868, 1937."""

_SUBMITTED_ONLY = "belongs to leads that are submitted only."
_BELONGS: Mapping[Parameter, str] = MappingProxyType(
    {
        **{parameter: f"The {parameter} belongs to call leads only." for parameter in _OF_CALLS},
        **{parameter: f"The {parameter} belongs to updates only." for parameter in _OF_UPDATES},
        Parameter.AID: "An update has no campaign (aid).",
        Parameter.ORDER_ID: "An order ID belongs to synchronous general leads sent as form only.",
        Parameter.RETURN_URL: "A return URL belongs to asynchronous requests only.",
        Parameter.REFERENCE: f"The reference {_SUBMITTED_ONLY}",
        Parameter.NO_SELL: f"no-sell {_SUBMITTED_ONLY}",
        Parameter.SEND_DELAY: f"The send delay {_SUBMITTED_ONLY}",
    }
)
"""Why a request has no place for a parameter."""


def refuse_undocumented(parameters: Mapping[Parameter, str], route: Route, encoding: Encoding) -> None:
    """Refuse what the encoding has a name for, but not in such a request.

    Args:
        parameters: Those found, the empty ones too.
        route: What the path asks for.
        encoding: How the body is written.

    Raises:
        RefusedError: There is such a parameter.
    """
    for parameter, text in parameters.items():
        if parameter not in _DOCUMENTED[route.operation]:
            raise data_error(_BELONGS[parameter])
        # The samples of synchronous JSON requests hold an empty one (line 1178).
        if parameter is Parameter.RETURN_URL and text and not route.is_async:
            raise data_error(_BELONGS[parameter])
        if parameter is Parameter.ORDER_ID and (route.is_async or encoding is not Encoding.FORM):
            raise data_error(_BELONGS[parameter])


# ------------------------------------------------------------------ their values
def refuse_parameters(parameters: Mapping[Parameter, str], operation: Operation, terms: Terms) -> None:
    """Refuse parameters that are missing, or hold what they cannot.

    Args:
        parameters: Those found that are not empty.
        operation: What is asked.
        terms: What this receiver wants beyond the documentation.

    Raises:
        RefusedError: The first that is to blame.
    """
    _refuse_ids(parameters, operation, terms)
    _refuse_password(parameters, operation, terms)
    for parameter, (fits, wanted) in _TEXTS.items():
        if parameter in parameters and not fits(parameters[parameter]):
            raise data_error(f"The {parameter} is not {wanted}.")
    for parameter in _NEEDED.get(operation, ()):
        if parameter not in parameters:
            raise data_error(f"The {parameter} is missing.")


_ID = re.compile("[0-9]{1,18}")


def _refuse_ids(parameters: Mapping[Parameter, str], operation: Operation, terms: Terms) -> None:
    for parameter in (Parameter.VID, Parameter.LID, Parameter.AID):
        if not _ID.fullmatch(parameters.get(parameter, "0")):
            raise data_error(f"{parameter} is not an integer.")
    if int(parameters.get(Parameter.VID, "0")) == 0:
        raise RefusedError(ResponseType.Vendor_ID_Missing, "vid is missing.")
    if int(parameters.get(Parameter.LID, "0")) == 0:
        raise RefusedError(ResponseType.LeadType_ID_Missing, "lid is missing.")
    campaign = parameters.get(Parameter.AID)
    if campaign is None and operation in _NEEDS_CAMPAIGN:
        raise RefusedError(ResponseType.No_Account_Found, "aid is missing.")
    if campaign is not None and int(campaign) not in terms.campaigns:
        known = " and ".join(str(aid) for aid in terms.campaigns)
        raise RefusedError(ResponseType.No_Account_Found, f"There is no campaign {campaign}: aid may be {known}.")


def _refuse_password(parameters: Mapping[Parameter, str], operation: Operation, terms: Terms) -> None:
    if terms.password is None:
        return
    if Parameter.PASSWORD not in parameters:
        if operation is Operation.UPDATE:
            return
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
        Parameter.LEAD_UID: (lambda text: _ID.fullmatch(text) is not None, "an integer"),
        Parameter.PROCESS_DELIVERY: (lambda text: text in ("true", "false"), "true or false"),
    }
)


# ------------------------------------------------------------------ fields
def refuse_fields(fields: Mapping[str, str], operation: Operation) -> None:
    """Refuse a request that tells nothing of a lead; an update may empty a field.

    Args:
        fields: Those found.
        operation: What is asked.

    Raises:
        RefusedError: There is none, or none with a value.
    """
    told = fields if operation is Operation.UPDATE else [text for text in fields.values() if text.strip()]
    if not told:
        raise data_error("The lead has no fields.")
