"""The bytes that a press on Send would send, or why they cannot be sent."""

from dataclasses import dataclass

from leadexec_desktop.protocol.encode import CannotEncodeError
from leadexec_desktop.services.composing import Composed
from leadexec_desktop.services.showing import shown


@dataclass(frozen=True, slots=True)
class ShownBytes:
    """What goes, for a person.

    Attributes:
        text: The bytes as text, secrets masked; empty if nothing would go.
        problem: Why they cannot be sent; empty if they can.
        field: The field at fault; empty if it is none.
    """

    text: str = ""
    problem: str = ""
    field: str = ""


def bytes_of(composed: Composed) -> ShownBytes:
    """What would be sent of what was composed; nothing while its request is not there."""
    if composed.request is None:
        return ShownBytes()
    try:
        return ShownBytes(shown(composed.request, composed.destination).text)
    except CannotEncodeError as error:
        return ShownBytes(problem=str(error), field=error.field)
