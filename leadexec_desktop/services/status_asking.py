"""Status requests: by PostID, or at the StatusURL that an answer gave."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from leadexec_desktop.profiles.model import SourceProfile, destination_of
from leadexec_desktop.protocol.known_lead import StatusQuery, is_guid
from leadexec_desktop.protocol.values import Operation
from leadexec_desktop.services.asking import why_not_permitted
from leadexec_desktop.services.composing import Composed
from leadexec_desktop.services.following import status_request
from leadexec_desktop.transport.outgoing import origin_of, url_problem

_WANTED = "Type a PostID, as in f5666260-1c2c-4bd5-9611-bb1387ca2397, or a StatusURL."


@dataclass(frozen=True, slots=True)
class StatusAsked:
    """What a status request would ask.

    Attributes:
        composed: What would be sent.
        strange_host: The host of a StatusURL that is not the profile's own receiver, and that nobody has agreed to ask
            yet; empty if there is none such.
    """

    composed: Composed
    strange_host: str = ""


def compose_status(profile: SourceProfile, typed: str, who: str = "", *, agreed_host: str = "") -> StatusAsked:
    """Reads what stands on Status.

    Args:
        profile: Whose receiver is asked.
        typed: A PostID or a StatusURL.
        who: Whom it is about; empty if that is not known.
        agreed_host: The other host that a person agreed to ask; empty for none.
    """
    text = typed.strip()
    destination = destination_of(profile, Operation.STATUS)
    query, problem = _query(text)
    is_strange = query is not None and bool(query.url) and origin_of(query.url) != origin_of(profile.endpoint)
    host = urlsplit(text).netloc if is_strange else ""
    strange_host = "" if host == agreed_host else host
    obstacle = why_not_permitted(profile, Operation.STATUS) or problem
    if not obstacle and strange_host:
        obstacle = f"This address is not of this profile's receiver, but of {host}: agree first to ask there."
    request = None if query is None or obstacle else status_request(query)
    shown = who or (f"PostID {text[:8]}…" if is_guid(text) else "")
    return StatusAsked(Composed(request, destination, shown, obstacle=obstacle), strange_host)


def _query(text: str) -> tuple[StatusQuery | None, str]:
    if not text:
        return None, _WANTED
    if is_guid(text):
        return StatusQuery(text), ""
    if "://" not in text:
        return None, f"This is neither. {_WANTED}"
    problem = url_problem(text)
    return (None, problem) if problem else (StatusQuery(url=text), "")
