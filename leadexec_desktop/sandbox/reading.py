"""What a request's body holds, while it is read; and the refusal of one that the documentation does not have."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from leadexec_desktop.protocol.answers import ResponseType
from leadexec_desktop.protocol.parameters import Parameter

_SHOWN_LENGTH = 60


class RefusedError(Exception):
    """A request is not as the documentation has it.

    Attributes:
        response_type: The ResponseType that says so.
        details: What is wrong, naming the parameter or the field; never its value, which may be a secret.
    """

    def __init__(self, response_type: ResponseType, details: str) -> None:
        super().__init__(details)
        self.response_type = response_type
        self.details = details


def data_error(details: str) -> RefusedError:
    """The refusal of a request whose data are wrong."""
    return RefusedError(ResponseType.Data_Errors, details)


def shown(name: str) -> str:
    """A name out of a request, fit to stand in any answer: cut short, and without characters that XML cannot carry."""
    return "".join(character if character.isprintable() else "?" for character in name[:_SHOWN_LENGTH])


@dataclass(slots=True)
class Reading:
    """What a body holds, while it is read.

    Attributes:
        names: The parameters that this encoding has, by their names in it.
        parameters: Those found, as text; what is there and empty is an empty text.
        fields: The lead's own fields in order.
    """

    names: Mapping[str, Parameter]
    parameters: dict[Parameter, str] = field(default_factory=dict, repr=False)
    fields: dict[str, str] = field(default_factory=dict, repr=False)

    def put_parameter(self, parameter: Parameter, text: str) -> None:
        """Note a parameter.

        Raises:
            RefusedError: It is there twice.
        """
        if parameter in self.parameters:
            raise data_error(f"The {parameter} is there twice.")
        self.parameters[parameter] = text

    def put_field(self, name: str, text: str) -> None:
        """Note a field of the lead.

        Raises:
            RefusedError: It is there twice, has no name, or a parameter's name.
        """
        if not name:
            raise data_error("A field has no name.")
        spelling = next((own for own in self.names if own.casefold() == name.casefold()), None)
        if spelling is not None:
            raise data_error(
                f"{shown(name)} cannot be a field: the documentation has a parameter {spelling}, not to be sent so."
            )
        if name in self.fields:
            raise data_error(f"The field {shown(name)} is there twice.")
        self.fields[name] = text
