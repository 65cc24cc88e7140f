"""The labelled samples: what each is, and what must be found in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

SAMPLES = Path(__file__).parent.parent / "samples"
DOCUMENTATION = SAMPLES / "documentation"


@dataclass(frozen=True)
class Label:
    """What must be found of one field."""

    name: str
    kind: str
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Labelled:
    """A sample and its labels."""

    path: Path
    facts: Mapping[str, str]
    fields: tuple[Label, ...] = field(default=())

    @property
    def data(self) -> bytes:
        return self.path.read_bytes()


def _label(line: str) -> Label:
    name, kind, required, choices = (*(part.strip() for part in line.split("|", 3)), "", "", "")[:4]
    return Label(name, kind, required == "required", tuple(own.strip() for own in choices.split(", ") if own.strip()))


def read_labels(path: Path, sample: Path) -> Labelled:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    facts = dict(line.split(":", 1) for line in lines if " | " not in line)
    facts = {key: value.strip() for key, value in facts.items()}
    return Labelled(sample, facts, tuple(_label(line) for line in lines if " | " in line))


def _sample_of(labels: Path) -> Path:
    return next(own for own in sorted(labels.parent.glob(f"{labels.stem}.*")) if own.suffix != ".labels")


LABELLED = tuple(read_labels(own, _sample_of(own)) for own in sorted(SAMPLES.glob("*.labels")))


def _documented(name: str, operation: str, fields: str = "", facts: Mapping[str, str] | None = None) -> Labelled:
    told = {"operation": operation, "encoding": name.split("_")[1], "endpoint": "https://leads.leadexec.net"}
    labels = tuple(_label(own.replace("=", "|")) for own in fields.split())
    return Labelled(DOCUMENTATION / f"{name}.http", told | dict(facts or {}), labels)


_NAMES = "FirstName=text LastName=text"
DOCUMENTED = (
    *(
        _documented(f"{mode}_{encoding}{late}", mode)
        for mode in ("general", "redirect", "returnsends", "transfer", "call")
        for encoding in ("form", "xml")
        for late in ("", "_async")
        if (mode, late) != ("redirect", "_async")
    ),
    *(_documented(f"{mode}_json", mode, _NAMES) for mode in ("general", "returnsends", "transfer", "call", "update")),
    _documented("update_form", "update"),
    _documented("duplicate_form", "duplicate", "email=email"),
    _documented("duplicate_json", "duplicate", "Email=email"),
    _documented("ping_form", "ping"),
    _documented("ping_form_async", "ping"),
    _documented("ping_json", "ping", facts={"vid": "18", "lid": "1", "aid": "23"}),
)
PROGRAMS = tuple(
    read_labels(DOCUMENTATION / "code.labels", DOCUMENTATION / f"code_{language}.txt")
    for language in ("csharp", "php", "perl", "java")
)
