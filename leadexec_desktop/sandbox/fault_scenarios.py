"""The rows of the table of scenarios in which something goes wrong between the receiver and its client."""

from collections.abc import Mapping
from types import MappingProxyType

from leadexec_desktop.sandbox.scenario_spec import Scenario, ScenarioSpec, Shape, TokenAnswer


def _without_token(label: str, trigger: str, what: str, token: TokenAnswer) -> ScenarioSpec:
    return ScenarioSpec(
        f"Token: {label}",
        trigger,
        f"The token server {what}; a lead is answered as documented.",
        knows_duplicates=True,
        token=token,
    )


FAULTS: Mapping[Scenario, ScenarioSpec] = MappingProxyType(
    {
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
        Scenario.TOKEN_REFUSED_401: _without_token(
            "refused, 401", "#token-401", "answers HTTP 401", TokenAnswer.REFUSED_401
        ),
        Scenario.TOKEN_REFUSED_200: _without_token(
            "refused, 200 with an error",
            "#token-error",
            "answers HTTP 200 with an error and an empty token",
            TokenAnswer.REFUSED_200,
        ),
        Scenario.TOKEN_UNREADABLE: _without_token(
            "unreadable", "#token-unreadable", "answers with a web page", TokenAnswer.UNREADABLE
        ),
        Scenario.TOKEN_DROPPED: _without_token(
            "no answer", "#token-dropped", "closes the connection without an answer", TokenAnswer.DROPPED
        ),
    }
)
