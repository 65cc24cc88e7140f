"""How the tables of the walks are written: Markdown, a request in a cell."""

from collections.abc import Iterable, Sequence

from .documentation import Combination


def when(combination: Combination) -> str:
    return "async" if combination.is_async else "sync"


def markdown(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in (header, ("---",) * len(header), *rows)]


def request_cell(first: str, headers: Iterable[str], body: str) -> str:
    """The request line, the headers by name (their order means nothing), and the body."""
    assert "`" not in body
    return "<br>".join(_code(line) for line in (first, *sorted(headers), body.replace("\n", "⏎")) if line)


def _code(text: str) -> str:
    return f"`{text}`".replace("|", "\\|")


def lines_cell(combination: Combination, starts_at: int) -> str:
    """The lines of the documentation that ask for a request."""
    section = combination.section
    sample = section.async_sample if combination.is_async else section.sample
    common = {place: section.parameters[place] for place in ("path", "Authorization")}
    placed = ", ".join(
        f"{place} {'/'.join(map(str, lines))}" for place, lines in (common | combination.parameters).items()
    )
    return f"section {starts_at}, sample {sample}: {placed}"
