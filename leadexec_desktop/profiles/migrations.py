"""Profile files of older formats: each step is one row, which makes a profile of the format after it.

A format is read for ever: when one is added, a row is added here, the file as the last version wrote it goes to the
tests' `formats/`, and nothing else that reads files knows of it.
"""

from collections.abc import Callable, Mapping, Sequence

Migration = Callable[[Mapping[str, object]], Mapping[str, object]]
"""Makes a profile of one format, as JSON has it, one of the next; pure. `format` is none of its business. It gets what
nobody has judged yet, so whatever is not as that format had it must be let pass: it is complained of later."""

OLDEST_FORMAT = 1

MIGRATIONS: tuple[Migration, ...] = ()
"""The first makes format 2 of format 1, the next format 3 of that, and so on."""

FORMAT = OLDEST_FORMAT + len(MIGRATIONS)
"""The format of profile files that this version writes; it reads all up to it."""


def migrated(raw: Mapping[str, object], version: int, migrations: Sequence[Migration]) -> Mapping[str, object]:
    """A profile of the newest format, made from one of an older, step by step.

    Args:
        raw: The profile, as JSON has it, without its `format`.
        version: Its format, from the oldest to the newest.
        migrations: The steps, beginning with the oldest format's.
    """
    for step in migrations[version - OLDEST_FORMAT :]:
        raw = step(raw)
    return raw
