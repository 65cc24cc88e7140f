"""What the built-in receiver can be told to answer, as one table: it drives the receiver, its menu and the README."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from types import MappingProxyType

from leadexec_desktop.protocol.answers import ResponseType


class Scenario(StrEnum):
    """An answer that the built-in receiver can be told to give."""

    AS_DOCUMENTED = auto()
    ACCEPT_ALL = auto()
    QC_REVIEW = auto()
    REDIRECT_URL = auto()
    HTTP_REDIRECT = auto()
    MANY_SENDS = auto()
    NO_SENDS = auto()
    SYSTEM_ID_MISSING = auto()
    LEAD_TYPE_ID_MISSING = auto()
    VENDOR_ID_MISSING = auto()
    NO_ACCOUNT_FOUND = auto()
    OUTSIDE_CRITERIA = auto()
    DUPLICATE_LEAD = auto()
    ACCOUNT_DISABLED = auto()
    POST_OVER_MAX = auto()
    DATA_ERRORS = auto()
    QUEUE_REFUSED = auto()
    DOC_MALFORMED = auto()
    HTML_500 = auto()
    EMPTY = auto()
    UNAUTHORIZED_401 = auto()
    SLOW = auto()
    DROPPED = auto()


class Redirecting(StrEnum):
    """How an accepted lead redirects the caller."""

    BY_MODE = auto()
    """A manualredirect by its RedirectURL, an autoredirect by HTTP, the other modes not at all."""
    IN_ANSWER = auto()
    """By the RedirectURL of the answer, in every mode."""
    OVER_HTTP = auto()
    """By an HTTP 302, in every mode."""


class Shape(StrEnum):
    """What the answer looks like on the wire."""

    DOCUMENTED = auto()
    MALFORMED = auto()
    """As the documentation's own faulty samples, or odd in a way that they are."""
    HTML = auto()
    """A web server's error page, HTTP 500."""
    EMPTY = auto()
    """HTTP 200 without a body."""
    UNAUTHORIZED = auto()
    """HTTP 401: the token was not taken."""
    NONE = auto()
    """Nothing: the connection is closed."""


@dataclass(frozen=True, slots=True)
class ScenarioSpec:
    """One row of the table.

    Attributes:
        label: Its name in the menu.
        trigger: A field of a lead with this value picks the scenario for that lead alone.
        description: What it does, for a person.
        response_type: The verdict.
        details: The verdict in words.
        pending_review: PendingQCReview of an accepted lead.
        redirecting: Where an accepted lead sends the caller, and how.
        buyers: How many Sends or ClientInfos an accepted lead has, in the modes that answer them.
        knows_duplicates: A lead that was taken before is rejected as a duplicate.
        queues: QueueSuccessful of an asynchronous lead.
        shape: What the answer looks like.
        slow: It comes late.
    """

    label: str
    trigger: str
    description: str
    response_type: ResponseType = ResponseType.No_Error
    details: str = "Lead was accepted"
    pending_review: bool = False
    redirecting: Redirecting = Redirecting.BY_MODE
    buyers: int = 2
    knows_duplicates: bool = False
    queues: bool = True
    shape: Shape = Shape.DOCUMENTED
    slow: bool = False


_MANY = 25

SCENARIOS: Mapping[Scenario, ScenarioSpec] = MappingProxyType(
    {
        Scenario.AS_DOCUMENTED: ScenarioSpec(
            "As documented",
            "#documented",
            "Answers as the documentation of the lead's mode does: accepted, with two buyers or agents, or a redirect; "
            "an asynchronous lead is queued. A lead that it took before is a duplicate.",
            knows_duplicates=True,
        ),
        Scenario.ACCEPT_ALL: ScenarioSpec(
            "Accepted, even again", "#accepted", "As documented, but the same lead is accepted again."
        ),
        Scenario.QC_REVIEW: ScenarioSpec(
            "Accepted, review pending",
            "#review",
            "Accepted, and waiting for the review by quality control.",
            pending_review=True,
        ),
        Scenario.REDIRECT_URL: ScenarioSpec(
            "Accepted, with a redirect URL",
            "#redirect-url",
            "Accepted, with a RedirectURL in whatever mode.",
            redirecting=Redirecting.IN_ANSWER,
        ),
        Scenario.HTTP_REDIRECT: ScenarioSpec(
            "HTTP redirect",
            "#http-redirect",
            "Accepted, and answered by an HTTP 302 in whatever mode.",
            redirecting=Redirecting.OVER_HTTP,
        ),
        Scenario.MANY_SENDS: ScenarioSpec(
            "Accepted, many buyers",
            "#many",
            f"Accepted, with {_MANY} buyers (return sends) or agents (transfer).",
            buyers=_MANY,
        ),
        Scenario.NO_SENDS: ScenarioSpec(
            "Accepted, no buyer", "#none", "Accepted, with an empty list of buyers or agents.", buyers=0
        ),
        Scenario.SYSTEM_ID_MISSING: ScenarioSpec(
            "Rejected: System_ID_Missing",
            "#system-id",
            "Rejected, ResponseType 1.",
            response_type=ResponseType.System_ID_Missing,
            details="The system identifier is missing from the post.",
        ),
        Scenario.LEAD_TYPE_ID_MISSING: ScenarioSpec(
            "Rejected: LeadType_ID_Missing",
            "#lead-type",
            "Rejected, ResponseType 2.",
            response_type=ResponseType.LeadType_ID_Missing,
            details="The lead type identifier is missing from the post.",
        ),
        Scenario.VENDOR_ID_MISSING: ScenarioSpec(
            "Rejected: Vendor_ID_Missing",
            "#vendor",
            "Rejected, ResponseType 3.",
            response_type=ResponseType.Vendor_ID_Missing,
            details="The lead source identifier is missing from the post.",
        ),
        Scenario.NO_ACCOUNT_FOUND: ScenarioSpec(
            "Rejected: No_Account_Found",
            "#no-account",
            "Rejected, ResponseType 4.",
            response_type=ResponseType.No_Account_Found,
            details="No campaign was found for this lead.",
        ),
        Scenario.OUTSIDE_CRITERIA: ScenarioSpec(
            "Rejected: Outside_Criteria",
            "#outside",
            "Rejected, ResponseType 5.",
            response_type=ResponseType.Outside_Criteria,
            details="The lead is outside of the campaign's criteria.",
        ),
        Scenario.DUPLICATE_LEAD: ScenarioSpec(
            "Rejected: Duplicate_Lead",
            "#duplicate",
            "Rejected, ResponseType 6.",
            response_type=ResponseType.Duplicate_Lead,
            details="Duplicate Lead, 12345678 Last Received On: 12/28/2022 3:29:34 PM UTC",
        ),
        Scenario.ACCOUNT_DISABLED: ScenarioSpec(
            "Rejected: Account_Disabled",
            "#disabled",
            "Rejected, ResponseType 7.",
            response_type=ResponseType.Account_Disabled,
            details="The campaign is disabled.",
        ),
        Scenario.POST_OVER_MAX: ScenarioSpec(
            "Rejected: Post_Over_Max",
            "#over-max",
            "Rejected, ResponseType 8.",
            response_type=ResponseType.Post_Over_Max,
            details="The campaign has received its maximum of leads for today.",
        ),
        Scenario.DATA_ERRORS: ScenarioSpec(
            "Rejected: Data_Errors",
            "#data-errors",
            "Rejected, ResponseType 9; the details name the field Phone.",
            response_type=ResponseType.Data_Errors,
            details="Value(s) for Phone missing from post or invalid.",
        ),
        Scenario.QUEUE_REFUSED: ScenarioSpec(
            "Queue refused",
            "#queue-refused",
            "An asynchronous lead is not queued (QueueSuccessful false); any other is accepted.",
            queues=False,
        ),
        Scenario.DOC_MALFORMED: ScenarioSpec(
            "Malformed, as in the documentation",
            "#malformed",
            "Accepted, in the words of the documentation's faulty sample for that mode and response type; where it has "
            "none, with numbers as text, True for true, an array for an object or a namespace that nobody asked for.",
            shape=Shape.MALFORMED,
        ),
        Scenario.HTML_500: ScenarioSpec(
            "HTML error page", "#error-500", "Takes the lead, and answers HTTP 500 with a web page.", shape=Shape.HTML
        ),
        Scenario.EMPTY: ScenarioSpec(
            "Empty answer", "#empty", "Takes the lead, and answers HTTP 200 with nothing in it.", shape=Shape.EMPTY
        ),
        Scenario.UNAUTHORIZED_401: ScenarioSpec(
            "401 Unauthorized", "#unauthorized", "Turns the lead away with HTTP 401.", shape=Shape.UNAUTHORIZED
        ),
        Scenario.SLOW: ScenarioSpec(
            "Slow", "#slow", "Takes the lead, and answers after five seconds that it is accepted.", slow=True
        ),
        Scenario.DROPPED: ScenarioSpec(
            "Connection dropped",
            "#dropped",
            "Takes the lead, and closes the connection without an answer.",
            shape=Shape.NONE,
        ),
    }
)

_TRIGGERS: Mapping[str, Scenario] = MappingProxyType({spec.trigger: scenario for scenario, spec in SCENARIOS.items()})


def triggered(values: Iterable[str]) -> Scenario | None:
    """The scenario that the first trigger among a lead's values picks, in any case and trimmed; None without one."""
    found = (_TRIGGERS.get(value.strip().casefold()) for value in values)
    return next((scenario for scenario in found if scenario is not None), None)


def trigger_table() -> str:
    """The table as Markdown, a line a scenario, as the README prints it; without a new line at its end."""
    rows = [f"| `{spec.trigger}` | {spec.label} | {spec.description} |" for spec in SCENARIOS.values()]
    return "\n".join(["| Trigger | Receiver answers | What happens |", "|---|---|---|", *rows])
