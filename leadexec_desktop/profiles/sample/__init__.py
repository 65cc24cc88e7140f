"""A field list, and what else a profile needs, out of a pasted or opened sample. Nothing of it is needed to start."""

from leadexec_desktop.profiles.sample.applying import profile_of
from leadexec_desktop.profiles.sample.model import (
    FoundSecret,
    ProposedField,
    Sample,
    SampleError,
    SampleKind,
)
from leadexec_desktop.profiles.sample.reading import LARGEST_BYTES, read_sample

__all__ = [
    "LARGEST_BYTES",
    "FoundSecret",
    "ProposedField",
    "Sample",
    "SampleError",
    "SampleKind",
    "profile_of",
    "read_sample",
]
