"""The names of the scenarios, and what a row of their table says: verdict, consequences, look of the answer."""

from dataclasses import dataclass
from enum import StrEnum, auto

from leadexec_desktop.protocol.answers import ResponseType


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
    LATER_REJECTED = auto()
    NEVER_DECIDED = auto()
    REVIEW_REJECTED = auto()
    LATER_RETURNED = auto()
    WILL_NOT_ACCEPT = auto()
    NO_ORDER = auto()
    SHORT_ORDER = auto()
    DUPLICATE_ELSEWHERE = auto()
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
    BYTE_ORDER_MARK = auto()
    """As documented, in UTF-8 with a byte order mark."""
    UTF_16 = auto()
    """As documented, in UTF-16."""
    WRONG_CONTENT_TYPE = auto()
    """As documented, called a web page."""
    LOWER_CASE_KEYS = auto()
    """As documented, the names of its parts in lower case."""
    MARKUP = auto()
    """As documented, with HTML in its texts."""
    LONG_TEXTS = auto()
    """As documented, with texts of a million characters."""
    TWO_ANSWERS = auto()
    """As documented, and another lead's answer right behind it on the same connection."""

    UNAUTHORIZED = auto()
    """HTTP 401: the token was not taken."""
    FORBIDDEN = auto()
    """HTTP 403."""
    TOO_MANY = auto()
    """HTTP 429, with a Retry-After."""

    SIGN_IN_PAGE = auto()
    """A network's sign-in page, HTTP 200."""
    ERROR_PAGE = auto()
    """A web server's error page, HTTP 500."""
    EMPTY = auto()
    """HTTP 200 without a body."""
    EXTERNAL_ENTITY = auto()
    """XML with a document type that wants a file of the reader's computer and one of the network."""
    ENTITY_BOMB = auto()
    """XML with a document type that makes gigabytes of a few characters."""
    DEEP = auto()
    """JSON of 200,000 levels."""
    HUGE = auto()
    """2 GB announced, and they come."""
    GZIP_BOMB = auto()
    """A few hundred kB of gzip that unpack to hundreds of MB."""
    DRIP = auto()
    """A byte now and then, without an end."""
    CUT_OFF = auto()
    """Half of what Content-Length announced, then the connection is closed."""
    CUT_OFF_CHUNKED = auto()
    """Half an answer in chunks, the last of them missing."""

    SILENCE = auto()
    """Nothing, on a connection that stays open."""
    RESET = auto()
    """Nothing: the connection is reset, the lead is not looked at."""
    NONE = auto()
    """Nothing: the connection is closed."""


class Fate(StrEnum):
    """What becomes of an accepted lead after its answer."""

    KEPT = auto()
    """Nothing more."""
    REVIEWED = auto()
    """Quality control looks at it for a while, and lets it pass."""
    REVIEW_REJECTED = auto()
    """Quality control looks at it for a while, and rejects it."""
    RETURNED = auto()
    """It is given back after a while."""
    NEVER_DECIDED = auto()
    """If it is asynchronous: not even that it is accepted."""


class OrderMade(StrEnum):
    """The order that comes of a ping that is accepted."""

    LASTING = auto()
    SHORT = auto()
    """It expires within seconds."""
    NONE = auto()


class Known(StrEnum):
    """Which lead a duplicate check finds."""

    IF_TAKEN = auto()
    """One that was taken before; none if there was none."""
    SAME_SOURCE = auto()
    """The same, or that of the documentation's sample."""
    OTHER_SOURCE = auto()
    """One that has no lead ID here, since it came from another source."""


class TokenAnswer(StrEnum):
    """What the token server answers to one that may have a token."""

    GIVEN = auto()
    """A token."""
    REFUSED_401 = auto()
    """None: HTTP 401."""
    REFUSED_200 = auto()
    """None: HTTP 200 with an `error`, as the platform's own does."""
    UNREADABLE = auto()
    """A web page."""
    DROPPED = auto()
    """Nothing: the connection is closed."""


@dataclass(frozen=True, slots=True)
class ScenarioSpec:
    """One row of the table.

    Attributes:
        label: Its name in the menu.
        trigger: A field with this value picks the scenario for that request alone, and for what becomes of its lead.
        description: What it does, for a person.
        response_type: The verdict on a lead, a ping or an update.
        details: The verdict in words.
        fate: What becomes of an accepted lead later.
        fate_reason: Why, in the receiver's words.
        redirecting: Where an accepted lead sends the caller, and how.
        buyers: How many Sends or ClientInfos an accepted lead has, in the modes that answer them.
        knows_duplicates: A lead that was taken before is rejected as a duplicate.
        queues: QueueSuccessful of an asynchronous lead or ping.
        order: The order that comes of a ping.
        known: Which lead a duplicate check finds.
        shape: What the answer looks like.
        slow: It comes late.
        token: What the token server answers; a lead that comes all the same is answered as documented.
        wants_token: A lead is taken only with a token that the token server gave and that has not expired.
    """

    label: str
    trigger: str
    description: str
    response_type: ResponseType = ResponseType.No_Error
    details: str = "Lead was accepted"
    fate: Fate = Fate.KEPT
    fate_reason: str = ""
    redirecting: Redirecting = Redirecting.BY_MODE
    buyers: int = 2
    knows_duplicates: bool = False
    queues: bool = True
    order: OrderMade = OrderMade.LASTING
    known: Known = Known.IF_TAKEN
    shape: Shape = Shape.DOCUMENTED
    slow: bool = False
    token: TokenAnswer = TokenAnswer.GIVEN
    wants_token: bool = False
