"""What the built-in receiver can be told to answer, as one table: it drives the receiver, its menu and the README."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from leadexec_desktop.protocol.answers import ResponseType
from leadexec_desktop.sandbox.fault_scenarios import FAULTS
from leadexec_desktop.sandbox.scenario_spec import Fate, Known, OrderMade, Redirecting, Scenario, ScenarioSpec, Shape

__all__ = ["SCENARIOS", "Scenario", "trigger_table", "triggered"]

_MANY = 25
_TOO_MANY = 100_000


def _rejected(
    kind: ResponseType, trigger: str, details: str, *, beside: str = "", known: Known = Known.IF_TAKEN
) -> ScenarioSpec:
    return ScenarioSpec(
        f"Rejected: {kind.name}",
        trigger,
        f"Rejected, ResponseType {kind.value}{beside}.",
        response_type=kind,
        details=details,
        known=known,
    )


SCENARIOS: Mapping[Scenario, ScenarioSpec] = MappingProxyType(
    {
        Scenario.AS_DOCUMENTED: ScenarioSpec(
            "As documented",
            "#documented",
            "Answers as the documentation of the lead's mode does: accepted, with two buyers or agents, or a redirect; "
            "an asynchronous lead is queued. A lead that it took before is a duplicate, but for the call lead of a "
            "transfer.",
            knows_duplicates=True,
        ),
        Scenario.ACCEPT_ALL: ScenarioSpec(
            "Accepted, even again", "#accepted", "As documented, but the same lead is accepted again."
        ),
        Scenario.QC_REVIEW: ScenarioSpec(
            "Accepted, review pending",
            "#review",
            "Accepted, and waiting for the review by quality control, which lets the lead pass a little later.",
            fate=Fate.REVIEWED,
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
        Scenario.SYSTEM_ID_MISSING: _rejected(
            ResponseType.System_ID_Missing, "#system-id", "The system identifier is missing from the post."
        ),
        Scenario.LEAD_TYPE_ID_MISSING: _rejected(
            ResponseType.LeadType_ID_Missing, "#lead-type", "The lead type identifier is missing from the post."
        ),
        Scenario.VENDOR_ID_MISSING: _rejected(
            ResponseType.Vendor_ID_Missing, "#vendor", "The lead source identifier is missing from the post."
        ),
        Scenario.NO_ACCOUNT_FOUND: _rejected(
            ResponseType.No_Account_Found, "#no-account", "No campaign was found for this lead."
        ),
        Scenario.OUTSIDE_CRITERIA: _rejected(
            ResponseType.Outside_Criteria, "#outside", "The lead is outside of the campaign's criteria."
        ),
        Scenario.DUPLICATE_LEAD: _rejected(
            ResponseType.Duplicate_Lead,
            "#duplicate",
            "Duplicate Lead, 12345678 Last Received On: 12/28/2022 3:29:34 PM UTC",
            beside="; a duplicate check finds a lead",
            known=Known.SAME_SOURCE,
        ),
        Scenario.ACCOUNT_DISABLED: _rejected(ResponseType.Account_Disabled, "#disabled", "The campaign is disabled."),
        Scenario.POST_OVER_MAX: _rejected(
            ResponseType.Post_Over_Max, "#over-max", "The campaign has received its maximum of leads for today."
        ),
        Scenario.DATA_ERRORS: _rejected(
            ResponseType.Data_Errors,
            "#data-errors",
            "Value(s) for Phone missing from post or invalid.",
            beside="; the details name the field Phone",
        ),
        Scenario.QUEUE_REFUSED: ScenarioSpec(
            "Queue refused",
            "#queue-refused",
            "An asynchronous lead is not queued (QueueSuccessful false); any other is accepted.",
            queues=False,
        ),
        Scenario.LATER_REJECTED: ScenarioSpec(
            "Queued, rejected later",
            "#later-rejected",
            "An asynchronous lead is rejected once it is processed, ResponseType 5; any other at once.",
            response_type=ResponseType.Outside_Criteria,
            details="The lead turned out to be outside of the campaign's criteria.",
        ),
        Scenario.NEVER_DECIDED: ScenarioSpec(
            "Queued, never decided",
            "#never-decided",
            "An asynchronous lead is processed for ever; any other is accepted.",
            fate=Fate.NEVER_DECIDED,
        ),
        Scenario.REVIEW_REJECTED: ScenarioSpec(
            "Accepted, rejected by the review",
            "#review-rejected",
            "Accepted, and waiting for the review by quality control, which rejects the lead a little later.",
            fate=Fate.REVIEW_REJECTED,
            fate_reason="The phone number is not in service.",
        ),
        Scenario.LATER_RETURNED: ScenarioSpec(
            "Accepted, returned later",
            "#later-returned",
            "Accepted, and returned a little later.",
            fate=Fate.RETURNED,
            fate_reason="The caller did not ask for a quote.",
        ),
        Scenario.WILL_NOT_ACCEPT: ScenarioSpec(
            "Ping not accepted",
            "#will-not-accept",
            "A ping is not accepted; a lead is rejected, ResponseType 5.",
            response_type=ResponseType.Outside_Criteria,
            details="No coverage found",
        ),
        Scenario.NO_ORDER: ScenarioSpec(
            "Ping accepted, without an order",
            "#no-order",
            "A ping is accepted without an order ID, and so without an expiry; a lead is accepted.",
            order=OrderMade.NONE,
        ),
        Scenario.SHORT_ORDER: ScenarioSpec(
            "Ping accepted, order expires soon",
            "#short-order",
            "The order of a ping expires after ten seconds; a lead is accepted.",
            order=OrderMade.SHORT,
        ),
        Scenario.DUPLICATE_ELSEWHERE: ScenarioSpec(
            "Duplicate of another source",
            "#duplicate-elsewhere",
            "A duplicate check finds a lead of another source, without a lead ID; a lead is rejected, ResponseType 6.",
            response_type=ResponseType.Duplicate_Lead,
            details="Duplicate Lead, Last Received On: 12/28/2022 3:29:34 PM UTC",
            known=Known.OTHER_SOURCE,
        ),
        Scenario.DOC_MALFORMED: ScenarioSpec(
            "Malformed, as in the documentation",
            "#malformed",
            "Accepted, in the words of the documentation's faulty sample for that mode and response type; where it has "
            "none, with numbers as text, True for true, an array for an object or a namespace that nobody asked for.",
            shape=Shape.MALFORMED,
        ),
        **FAULTS,
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
