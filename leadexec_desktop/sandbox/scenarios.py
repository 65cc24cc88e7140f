"""What the built-in receiver can be told to answer, as one table: it drives the receiver, its menu and the README."""

from collections.abc import Iterable, Mapping
from enum import StrEnum, auto
from types import MappingProxyType

from leadexec_desktop.protocol.answers import ResponseType
from leadexec_desktop.sandbox.scenario_spec import Redirecting, ScenarioSpec, Shape, TokenAnswer


class Scenario(StrEnum):
    """An answer that the built-in receiver can be told to give."""

    AS_DOCUMENTED = auto()
    ACCEPT_ALL = auto()
    QC_REVIEW = auto()
    REDIRECT_URL = auto()
    HTTP_REDIRECT = auto()
    MANY_SENDS = auto()
    TOO_MANY_SENDS = auto()
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
    BYTE_ORDER_MARK = auto()
    UTF_16 = auto()
    WRONG_CONTENT_TYPE = auto()
    LOWER_CASE_KEYS = auto()
    MARKUP = auto()
    LONG_TEXTS = auto()
    TWO_ANSWERS = auto()
    SLOW = auto()
    UNAUTHORIZED_401 = auto()
    FORBIDDEN_403 = auto()
    TOO_MANY_429 = auto()
    HTML_200 = auto()
    HTML_500 = auto()
    EMPTY = auto()
    EXTERNAL_ENTITY = auto()
    ENTITY_BOMB = auto()
    DEEP = auto()
    HUGE = auto()
    GZIP_BOMB = auto()
    DRIP = auto()
    CUT_OFF = auto()
    CUT_OFF_CHUNKED = auto()
    SILENCE = auto()
    RESET = auto()
    DROPPED = auto()
    TOKEN_WANTED = auto()
    TOKEN_REFUSED_401 = auto()
    TOKEN_REFUSED_200 = auto()
    TOKEN_UNREADABLE = auto()
    TOKEN_DROPPED = auto()


_MANY = 25
_TOO_MANY = 100_000

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
        Scenario.TOO_MANY_SENDS: ScenarioSpec(
            "Accepted, too many buyers",
            "#too-many-buyers",
            f"Accepted, with {_TOO_MANY:,} buyers (return sends) or agents (transfer), which nobody can read.",
            buyers=_TOO_MANY,
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
        Scenario.BYTE_ORDER_MARK: ScenarioSpec(
            "Accepted, with a byte order mark",
            "#bom",
            "Accepted, in UTF-8 that begins with a byte order mark.",
            shape=Shape.BYTE_ORDER_MARK,
        ),
        Scenario.UTF_16: ScenarioSpec("Accepted, in UTF-16", "#utf-16", "Accepted, in UTF-16.", shape=Shape.UTF_16),
        Scenario.WRONG_CONTENT_TYPE: ScenarioSpec(
            "Accepted, wrong Content-Type",
            "#content-type",
            "Accepted, in an answer that calls itself a web page (text/html).",
            shape=Shape.WRONG_CONTENT_TYPE,
        ),
        Scenario.LOWER_CASE_KEYS: ScenarioSpec(
            "Accepted, keys in lower case",
            "#lower-case",
            "Accepted, with all names of the answer in lower case.",
            shape=Shape.LOWER_CASE_KEYS,
        ),
        Scenario.MARKUP: ScenarioSpec(
            "Accepted, HTML in its texts",
            "#markup",
            "Accepted, with HTML in the details and in the names of buyers and agents: bold type, and a picture.",
            shape=Shape.MARKUP,
        ),
        Scenario.LONG_TEXTS: ScenarioSpec(
            "Accepted, very long texts",
            "#long-texts",
            "Accepted, with details and names of buyers and agents of a million characters each.",
            shape=Shape.LONG_TEXTS,
        ),
        Scenario.TWO_ANSWERS: ScenarioSpec(
            "Accepted, a second answer behind it",
            "#two-answers",
            "Accepted, and right behind that answer, on the same connection, a rejection that belongs to no lead.",
            shape=Shape.TWO_ANSWERS,
        ),
        Scenario.SLOW: ScenarioSpec(
            "Accepted, slowly",
            "#slow",
            "Takes the lead, and answers after five seconds that it is accepted.",
            slow=True,
        ),
        Scenario.UNAUTHORIZED_401: ScenarioSpec(
            "Refused: 401 Unauthorized",
            "#unauthorized",
            "Turns the lead away with HTTP 401.",
            shape=Shape.UNAUTHORIZED,
        ),
        Scenario.FORBIDDEN_403: ScenarioSpec(
            "Refused: 403 Forbidden", "#forbidden", "Turns the lead away with HTTP 403.", shape=Shape.FORBIDDEN
        ),
        Scenario.TOO_MANY_429: ScenarioSpec(
            "Refused: 429 Too Many Requests",
            "#too-many",
            "Turns the lead away with HTTP 429, to be tried again after two minutes.",
            shape=Shape.TOO_MANY,
        ),
        Scenario.HTML_200: ScenarioSpec(
            "Unreadable: sign-in page",
            "#sign-in",
            "Answers HTTP 200 with a web page, as a network does where one has to sign in; the lead is not taken.",
            shape=Shape.SIGN_IN_PAGE,
        ),
        Scenario.HTML_500: ScenarioSpec(
            "Unreadable: error page",
            "#error-500",
            "Takes the lead, and answers HTTP 500 with a web page.",
            shape=Shape.ERROR_PAGE,
        ),
        Scenario.EMPTY: ScenarioSpec(
            "Unreadable: empty", "#empty", "Takes the lead, and answers HTTP 200 with nothing in it.", shape=Shape.EMPTY
        ),
        Scenario.EXTERNAL_ENTITY: ScenarioSpec(
            "Unreadable: external entity",
            "#external-entity",
            "Takes the lead, and answers XML whose document type asks for a file of this computer and for a web page.",
            shape=Shape.EXTERNAL_ENTITY,
        ),
        Scenario.ENTITY_BOMB: ScenarioSpec(
            "Unreadable: entity bomb",
            "#entity-bomb",
            "Takes the lead, and answers XML whose document type makes 3 GB of a few characters.",
            shape=Shape.ENTITY_BOMB,
        ),
        Scenario.DEEP: ScenarioSpec(
            "Unreadable: nested too deep",
            "#deep",
            "Takes the lead, and answers JSON that is nested 200,000 levels deep.",
            shape=Shape.DEEP,
        ),
        Scenario.HUGE: ScenarioSpec(
            "Unreadable: huge", "#huge", "Takes the lead, announces an answer of 2 GB, and sends it.", shape=Shape.HUGE
        ),
        Scenario.GZIP_BOMB: ScenarioSpec(
            "Unreadable: gzip bomb",
            "#gzip-bomb",
            "Takes the lead, and answers 300 kB of gzip that unpack to 300 MB.",
            shape=Shape.GZIP_BOMB,
        ),
        Scenario.DRIP: ScenarioSpec(
            "Unreadable: dripping",
            "#drip",
            "Takes the lead, and sends a byte of its answer every fifth of a second, without an end.",
            shape=Shape.DRIP,
        ),
        Scenario.CUT_OFF: ScenarioSpec(
            "Unreadable: cut off",
            "#cut-off",
            "Takes the lead, sends half of its answer and closes the connection.",
            shape=Shape.CUT_OFF,
        ),
        Scenario.CUT_OFF_CHUNKED: ScenarioSpec(
            "Unreadable: cut off, in chunks",
            "#cut-off-chunked",
            "Takes the lead, sends half of its answer in chunks and closes the connection without the last one.",
            shape=Shape.CUT_OFF_CHUNKED,
        ),
        Scenario.SILENCE: ScenarioSpec(
            "No answer: silence",
            "#silence",
            "Takes the lead, says nothing and keeps the connection open.",
            shape=Shape.SILENCE,
        ),
        Scenario.RESET: ScenarioSpec(
            "No answer: connection reset",
            "#reset",
            "Does not look at the lead, and resets the connection.",
            shape=Shape.RESET,
        ),
        Scenario.DROPPED: ScenarioSpec(
            "No answer: connection dropped",
            "#dropped",
            "Takes the lead, and closes the connection without an answer.",
            shape=Shape.NONE,
        ),
        Scenario.TOKEN_WANTED: ScenarioSpec(
            "Token: wanted",
            "#token-wanted",
            "As documented with a token that its token server gave and that has not expired; else turned away with "
            "HTTP 401.",
            knows_duplicates=True,
            wants_token=True,
        ),
        Scenario.TOKEN_REFUSED_401: ScenarioSpec(
            "Token: refused, 401",
            "#token-401",
            "The token server answers HTTP 401; a lead is answered as documented.",
            knows_duplicates=True,
            token=TokenAnswer.REFUSED_401,
        ),
        Scenario.TOKEN_REFUSED_200: ScenarioSpec(
            "Token: refused, 200 with an error",
            "#token-error",
            "The token server answers HTTP 200 with an error and an empty token; a lead is answered as documented.",
            knows_duplicates=True,
            token=TokenAnswer.REFUSED_200,
        ),
        Scenario.TOKEN_UNREADABLE: ScenarioSpec(
            "Token: unreadable",
            "#token-unreadable",
            "The token server answers with a web page; a lead is answered as documented.",
            knows_duplicates=True,
            token=TokenAnswer.UNREADABLE,
        ),
        Scenario.TOKEN_DROPPED: ScenarioSpec(
            "Token: no answer",
            "#token-dropped",
            "The token server closes the connection without an answer; a lead is answered as documented.",
            knows_duplicates=True,
            token=TokenAnswer.DROPPED,
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
