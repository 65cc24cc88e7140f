"""A request's body, whatever it is written in."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from leadexec_desktop.profiles.sample.json_body import read_json
from leadexec_desktop.profiles.sample.model import RawSample
from leadexec_desktop.profiles.sample.pairs import read_form
from leadexec_desktop.profiles.sample.xml_body import read_xml
from leadexec_desktop.protocol.values import Encoding

_READERS: Mapping[Encoding, Callable[[str], RawSample]] = MappingProxyType(
    {Encoding.FORM: read_form, Encoding.JSON: read_json, Encoding.XML: read_xml}
)


def read_body(text: str, said: Encoding | None) -> RawSample:
    """The fields of a body. Its first sign decides, whatever its Content-Type says.

    Args:
        text: The body.
        said: What its Content-Type says; None if it says nothing.

    Raises:
        SampleError: It cannot be read.
    """
    return _READERS[encoding_seen(text) or said or Encoding.FORM](text)


def encoding_seen(text: str) -> Encoding | None:
    """What a body's first sign says of it; None if that says nothing."""
    first = text.lstrip()[:1]
    if first == "<":
        return Encoding.XML
    return Encoding.JSON if first in {"{", "["} else None


def encoding_named(content_type: str) -> Encoding | None:
    """The encoding that a Content-Type names; None if it is none of the three."""
    media_type = content_type.partition(";")[0].strip().casefold()
    if media_type.endswith(("/json", "+json")):
        return Encoding.JSON
    if media_type.endswith(("/xml", "+xml")):
        return Encoding.XML
    return Encoding.FORM if media_type.endswith("x-www-form-urlencoded") else None
