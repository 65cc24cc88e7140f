"""What is wrong with a profile that is well-formed: each complaint at its place."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from leadexec_desktop.profiles.addresses import url_of, why_no_endpoint
from leadexec_desktop.profiles.field_problems import field_problems
from leadexec_desktop.profiles.model import SourceProfile, xml_unfit_field
from leadexec_desktop.profiles.names import why_no_name
from leadexec_desktop.profiles.secret_keys import has_password, has_secret_parameter
from leadexec_desktop.protocol.operations import OPERATIONS, why_no_async, why_no_encoding
from leadexec_desktop.protocol.values import SUBMIT_MODES, AuthScheme, Encoding, Operation

SHORTEST_TIMEOUT_S = 1
LONGEST_TIMEOUT_S = 600
MOST_FOLLOW_DAYS = 3650
_GREATEST_ID = 2**63 - 1
"""What a database's integer holds; the documentation names no limit."""


class Problem(NamedTuple):
    """Something wrong with a profile.

    Attributes:
        place: Where, as a path in its file: `fields[3].pattern`.
        reason: What is wrong with the value there and what is expected: a sentence whose subject is the place.
    """

    place: str
    reason: str


def problems_of(profile: SourceProfile) -> list[Problem]:
    """What is wrong with a profile, in the order of its keys; nothing if it can be used."""
    return [problem for check in _CHECKS for problem in check(profile)]


def _names(profile: SourceProfile) -> Iterator[Problem]:
    for place, name in (("id", profile.id), ("name", profile.name)):
        reason = why_no_name(name)
        if reason is not None:
            yield Problem(place, reason)


def _endpoint(profile: SourceProfile) -> Iterator[Problem]:
    reason = why_no_endpoint(profile.endpoint)
    if reason is not None:
        yield Problem("endpoint", reason)


def _ids(profile: SourceProfile) -> Iterator[Problem]:
    ids = {"vid": profile.vid, "lid": profile.lid}
    ids |= {f"campaigns[{index}].aid": campaign.aid for index, campaign in enumerate(profile.campaigns)}
    for place, number in ids.items():
        if isinstance(number, bool) or not 0 <= number <= _GREATEST_ID:
            yield Problem(place, "must be a whole number, 0 or more.")


def _campaigns(profile: SourceProfile) -> Iterator[Problem]:
    seen: set[int] = set()
    for index, campaign in enumerate(profile.campaigns):
        if campaign.aid in seen:
            yield Problem(f"campaigns[{index}].aid", "stands twice among the campaigns.")
        seen.add(campaign.aid)
        reason = why_no_name(campaign.name) if campaign.name else None
        if reason is not None:
            yield Problem(f"campaigns[{index}].name", reason)


def _auth(profile: SourceProfile) -> Iterator[Problem]:
    auth = profile.auth
    if auth.token_url:
        reason = why_no_endpoint(auth.token_url, may_have_query=True)
        if reason is not None:
            yield Problem("auth.token_url", reason)
        elif has_secret_parameter(auth.token_url):
            reason = "has a parameter with a secret; leave it out, the client secret goes to the keyring."
            yield Problem("auth.token_url", reason)
    if auth.client_id:
        reason = why_no_name(auth.client_id)
        if reason is not None:
            yield Problem("auth.client_id", reason)
    if auth.scheme is AuthScheme.CLIENT_CREDENTIALS and not auth.client_id:
        yield Problem("auth.client_id", 'is empty, but the scheme "client_credentials" needs it.')


def _operations(profile: SourceProfile) -> Iterator[Problem]:
    if not profile.operations:
        yield Problem("operations", "is empty: nothing could be done with the profile.")
    seen: set[Operation] = set()
    for index, operation in enumerate(profile.operations):
        if operation in seen:
            yield Problem(f"operations[{index}]", f'is "{operation}" a second time.')
        seen.add(operation)


def _default_mode(profile: SourceProfile) -> Iterator[Problem]:
    mode = profile.defaults.mode
    permitted = [own for own in SUBMIT_MODES if own in profile.operations]
    if mode not in SUBMIT_MODES:
        yield Problem("defaults.mode", f"must be one of {', '.join(SUBMIT_MODES)}.")
    elif permitted and mode not in permitted:
        yield Problem("defaults.mode", f'is "{mode}", which is not among the operations.')


def _default_shape(profile: SourceProfile) -> Iterator[Problem]:
    defaults = profile.defaults
    no_encoding = why_no_encoding(defaults.mode, defaults.encoding) if OPERATIONS[defaults.mode].encodings else None
    unfit = xml_unfit_field(profile) if defaults.encoding is Encoding.XML else None
    if no_encoding is not None:
        yield Problem("defaults.encoding", f'is "{defaults.encoding}". {no_encoding}')
    elif unfit is not None:
        at = next(index for index, field in enumerate(profile.fields) if field.name == unfit)
        yield Problem("defaults.encoding", f'is "xml", but the name of fields[{at}] is no XML name.')
    no_async = why_no_async(defaults.mode, defaults.encoding) if defaults.is_async else None
    if no_async is not None:
        yield Problem("defaults.async", f"is true. {no_async}")


def _default_rest(profile: SourceProfile) -> Iterator[Problem]:
    defaults = profile.defaults
    if defaults.return_url and url_of(defaults.return_url) != defaults.return_url:
        yield Problem("defaults.return_url", "is no address such as https://example.com/leads.")
    elif has_password(defaults.return_url):
        yield Problem("defaults.return_url", "has a password in it; leave it out, profiles hold no secret.")
    if defaults.aid is not None and defaults.aid not in {campaign.aid for campaign in profile.campaigns}:
        yield Problem("defaults.aid", "is not among the campaigns.")


def _times(profile: SourceProfile) -> Iterator[Problem]:
    if not SHORTEST_TIMEOUT_S <= profile.timeout_s <= LONGEST_TIMEOUT_S:  # so written, it refuses NaN too
        yield Problem("timeout_s", f"must be from {SHORTEST_TIMEOUT_S} to {LONGEST_TIMEOUT_S} seconds.")
    if not 0 <= profile.follow_days <= MOST_FOLLOW_DAYS:
        yield Problem("follow_days", f"must be from 0 to {MOST_FOLLOW_DAYS} days.")
    if profile.retention_days is not None and profile.retention_days < 1:
        yield Problem("retention_days", "must be 1 or more; leave it out to keep history for ever.")


def _fields(profile: SourceProfile) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for index, field in enumerate(profile.fields):
        for key, reason in field_problems(field):
            yield Problem(f"fields[{index}].{key}", reason)
        # Upper and lower case do not tell two parameters apart for the receiver.
        twin = first.setdefault(field.name.casefold(), index)
        if twin != index:
            yield Problem(f"fields[{index}].name", f"is the name of fields[{twin}] too, upper and lower case aside.")


_CHECKS: tuple[Callable[[SourceProfile], Iterator[Problem]], ...] = (
    _names,
    _endpoint,
    _ids,
    _campaigns,
    _auth,
    _operations,
    _default_mode,
    _default_shape,
    _default_rest,
    _times,
    _fields,
)
