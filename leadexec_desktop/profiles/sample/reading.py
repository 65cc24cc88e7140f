"""A sample read: what it is, what stands in it, and the fields and facts that follow from that."""

import re
from collections.abc import Iterator
from dataclasses import replace

from leadexec_desktop.profiles.model import FieldKind
from leadexec_desktop.profiles.names import why_no_wire_name
from leadexec_desktop.profiles.sample.binary import why_no_text, why_not_this_file
from leadexec_desktop.profiles.sample.bodies import encoding_seen
from leadexec_desktop.profiles.sample.curl import command_in, read_curl
from leadexec_desktop.profiles.sample.facts import Facts, facts_of
from leadexec_desktop.profiles.sample.grid import Grid, aligned_grids, html_grids, pipe_grids, separated_grid
from leadexec_desktop.profiles.sample.guessing import proposed
from leadexec_desktop.profiles.sample.http_text import read_http, request_in
from leadexec_desktop.profiles.sample.json_body import read_json
from leadexec_desktop.profiles.sample.model import ProposedField, RawField, RawSample, Sample, SampleError, SampleKind
from leadexec_desktop.profiles.sample.pairs import is_form, one_a_line, read_form, read_lines, read_url
from leadexec_desktop.profiles.sample.program import read_program
from leadexec_desktop.profiles.sample.rows import named_lines, one_column, row_fields
from leadexec_desktop.profiles.sample.secrecy import holds_secret, may_be_secret
from leadexec_desktop.profiles.sample.sheet import cells_of, is_sheet, sheet_grids
from leadexec_desktop.profiles.sample.table import table_fields
from leadexec_desktop.profiles.sample.type_words import type_clue
from leadexec_desktop.profiles.typed_text import visible
from leadexec_desktop.protocol.body_text import text_of
from leadexec_desktop.protocol.parameters import is_xml_name
from leadexec_desktop.protocol.values import Encoding

LARGEST_BYTES = 5_000_000
"""Of a sample; a larger one is refused."""

MOST_FIELDS = 500
_MOST_NAMED = 5
_LONGEST_SHOWN = 40

_HTML = re.compile(r"<(?:table|!doctype html|html|tbody|tr)\b", re.IGNORECASE)
_CODE = re.compile(r"\s*<(?:\?php|%)", re.IGNORECASE)
_URL = re.compile(r"\s*(https?://\S+)\s*")
_URL_BEHIND_WORDS = re.compile(r"[^=&\n]{1,80}?(https?://[^\s?]{1,500}+\?\S++)\s*+$", re.IGNORECASE)
"""As in `Post to: https://…?vid=…`."""

_NO_SAMPLE = (
    "No field names were found in this. What can be read: a request (an address with its query, form pairs, XML, JSON, "
    "a cURL line), a table of fields copied from a page or a sheet, or a CSV or XLSX file whose first row names the "
    "columns."
)


def read_sample(data: bytes | str, file_name: str = "") -> Sample:
    """What a pasted or opened sample tells of a source. Total: anything gives a sample or a clear refusal.

    Args:
        data: A file's bytes, or text.
        file_name: The file's name, if it was one.

    Raises:
        SampleError: Nothing can be made of it.
    """
    if len(data) > LARGEST_BYTES:
        raise SampleError(f"This is too large: {LARGEST_BYTES // 1_000_000} MB at most. Keep a few rows of it.")
    if isinstance(data, bytes) and is_sheet(data):
        raw = _of_sheet(data)
    else:
        text = _text(data) if isinstance(data, bytes) else _whole(data).removeprefix("\ufeff")
        if why := why_no_text(text):
            raise SampleError(why)
        raw = _of_text(text, file_name.rpartition(".")[2].casefold())
    raw = _cleaned(raw)
    facts = facts_of(raw)
    if not facts.fields and not (raw.fields or facts.endpoint):
        raise SampleError(_NO_SAMPLE)
    return _sample(raw, facts)


def _text(data: bytes) -> str:
    if why := why_not_this_file(data):
        raise SampleError(why)
    text, _ = text_of(data, "")
    return text.removeprefix("\ufeff")


def _whole(text: str) -> str:
    """The text without halves of characters, which nothing can carry; a question mark stands for each."""
    return text.encode("utf-8", errors="replace").decode("utf-8")


def _cleaned(raw: RawSample) -> RawSample:
    """With names as they can be seen: a mark that hides in `password` would hide the password."""
    fields = tuple(
        _without_secrets(replace(each, name=visible(_whole(each.name)), values=tuple(map(_whole, each.values))))
        for each in raw.fields
        if not holds_secret(each.name)
    )
    left_out = len(raw.fields) - len(fields)
    remarks = (*raw.remarks, f"Left out, since a secret stood where a name should: {left_out}.")
    return replace(
        raw, fields=tuple(each for each in fields if each.name), remarks=remarks if left_out else raw.remarks
    )


def _without_secrets(raw: RawField) -> RawField:
    """With no text for people that has a secret in it: they come into the profile's file."""
    return replace(
        raw,
        label=_free(raw.label),
        type_word=_free(raw.type_word),
        allowed=_free(raw.allowed),
        description=_free(raw.description),
        section=_free(raw.section),
    )


def _free(text: str) -> str:
    return "" if holds_secret(text) else text


def _of_sheet(data: bytes) -> RawSample:
    grids = sheet_grids(data)
    prose = "\n".join(cells_of(grids))
    return _of_grids(grids, prose) or RawSample(SampleKind.ROWS)


def _of_text(text: str, ending: str) -> RawSample:
    if not visible(text):
        raise SampleError("There is nothing in it yet.")
    for find in _FINDERS:
        found = find(text) if ending not in {"csv", "tsv"} or find in {_separated, _column} else None
        if found is not None:
            return found
    raise SampleError(_NO_SAMPLE)


# ------------------------------------------------------------------ what it is, from the surest
def _command(text: str) -> RawSample | None:
    command = command_in(text)
    return read_curl(command) if command else None


def _request(text: str) -> RawSample | None:
    request = request_in(text)
    return read_http(request) if request else None


def _page(text: str) -> RawSample | None:
    if not _HTML.search(text):
        return None
    grids, prose = html_grids(text)
    found = _of_grids(grids, prose)
    if found is not None:
        return found
    raise SampleError(
        "This web page has no table of fields. Copy the table itself, with its header, then paste it again."
    )


def _document(text: str) -> RawSample | None:
    if _CODE.match(text):
        return None
    match encoding_seen(text):
        case Encoding.JSON:
            return read_json(text)
        case Encoding.XML:
            from leadexec_desktop.profiles.sample.xml_body import read_xml  # noqa: PLC0415 - beside its only use

            return read_xml(text)
        case _:
            return None


def _address(text: str) -> RawSample | None:
    found = _URL.fullmatch(text) or _URL_BEHIND_WORDS.match(text)
    return read_url(found[1]) if found else None


def _pairs(text: str) -> RawSample | None:
    return read_form(text) if is_form(text) else None


def _pipes(text: str) -> RawSample | None:
    grids = pipe_grids(text)
    return _of_grids(grids, text) if grids else None


def _program(text: str) -> RawSample | None:
    return read_program(text)


def _tabbed(text: str) -> RawSample | None:
    """A table copied from a page or a sheet; two columns that are no documentation may be names and values."""
    header = text.lstrip("\n\r").partition("\n")[0]
    grid = separated_grid(text) if "\t" in header else None
    if grid is None or not ("\t" in header.strip().partition("\t")[2] or table_fields([grid])):
        return None
    return _of_grids([grid], text)


def _aligned(text: str) -> RawSample | None:
    """A table set out with blanks; of documentation alone, as prose has wide gaps too."""
    grid = next((grid for grid in aligned_grids(text) if table_fields([grid])), None)
    return None if grid is None else _of_grids([grid], text)


def _lines(text: str) -> RawSample | None:
    return read_lines(text)


def _joined(text: str) -> RawSample | None:
    lines = one_a_line(text)
    return None if lines is None else read_lines(lines)


def _separated(text: str) -> RawSample | None:
    grid = separated_grid(text)
    return None if grid is None else _of_grids([grid], text)


def _names(text: str) -> RawSample | None:
    fields = named_lines(text)
    return RawSample(SampleKind.ROWS, fields) if fields else None


def _column(text: str) -> RawSample | None:
    fields = one_column(text)
    return RawSample(SampleKind.ROWS, fields) if fields else None


_FINDERS = (
    _command,
    _request,
    _page,
    _document,
    _address,
    _pairs,
    _pipes,
    _tabbed,
    _aligned,
    _program,
    _lines,
    _joined,
    _separated,
    _names,
    _column,
)


def _of_grids(grids: list[Grid], prose: str) -> RawSample | None:
    fields = table_fields(grids)
    if fields:
        return RawSample(SampleKind.TABLE, fields, prose=prose)
    fields = row_fields(grids)
    return RawSample(SampleKind.ROWS, fields) if fields else None


# ------------------------------------------------------------------ what follows
def _sample(raw: RawSample, facts: Facts) -> Sample:
    remarks = [*raw.remarks, *facts.remarks]
    fields = tuple(proposed(each) for each in _usable(facts.fields, remarks))
    if not fields:
        remarks.append("The sample names no fields of the lead itself; the profile keeps those that it has.")
    remarks += _remarks_on(fields, raw)
    return Sample(
        raw.kind,
        fields,
        facts.endpoint,
        facts.ids.get("vid"),
        facts.ids.get("lid"),
        facts.ids.get("aid"),
        facts.operation,
        raw.encoding,
        facts.response,
        facts.return_url,
        facts.secrets,
        tuple(dict.fromkeys(remarks)),
        facts.is_async,
        facts.client_id,
        facts.token_url,
    )


def _usable(fields: tuple[RawField, ...], remarks: list[str]) -> Iterator[RawField]:
    """The fields whose names can go on the wire, each name once, upper and lower case aside."""
    seen: dict[str, str] = {}
    twins: list[str] = []
    unfit = 0
    for each in fields:
        name = each.name
        if why_no_wire_name(name) is not None:
            unfit += 1
        elif name.casefold() in seen:
            twins.append(name)
        elif len(seen) == MOST_FIELDS:
            remarks.append(f"There are more than {MOST_FIELDS} names; the first {MOST_FIELDS} are shown.")
            break
        else:
            seen[name.casefold()] = name
            yield each
    if unfit:
        remarks.append(f"Names that cannot go on the wire, being too long or having strange signs: {unfit}; left out.")
    if twins:
        remarks.append(f"Named more than once, and taken once: {_named(twins)}.")


def _remarks_on(fields: tuple[ProposedField, ...], raw: RawSample) -> Iterator[str]:
    doubtful = [field.spec.name for field in fields if may_be_secret(field.spec.name)]
    if doubtful:
        yield f"Perhaps secrets, so not in use unless you tick them: {_named(doubtful)}."
    unfit = [field.spec.name for field in fields if not is_xml_name(field.spec.name)]
    if unfit:
        yield (
            f"No XML names: {_named(unfit)}. While they are in the form, its leads go as form or JSON, not XML. Make "
            "sure that these are the names on the wire, and not titles."
        )
    specs = [field.spec for field in fields]
    words = [spec.name for spec in specs if spec.kind is FieldKind.BOOLEAN and spec.wire_format == "yes/no"]
    if words:
        yield f"Sent as yes or no in small letters: {_named(words)}. If the source insists on capitals, take a choice."
    lists = {each.name for each in raw.fields if (clue := type_clue(each.type_word)) is not None and clue.is_list}
    without = [spec.name for spec in specs if spec.name in lists and not spec.choices]
    if without:
        yield f"Lists whose values the sample does not name, taken as text: {_named(without)}."
    sheet_codes = {each.name for each in raw.fields if raw.kind is SampleKind.ROWS and _has_lost_zeros(each)}
    lost = [spec.name for spec in specs if spec.kind is FieldKind.POSTAL_CODE and spec.name in sheet_codes]
    if lost:
        yield f"The sheet has lost the leading zeros of {_named(lost)}; the form keeps them."


def _has_lost_zeros(raw: RawField) -> bool:
    return any(value.isdecimal() and len(value) < 5 for value in raw.values)  # noqa: PLR2004 - digits of a ZIP


def _named(names: list[str]) -> str:
    shown = [f"“{name[:_LONGEST_SHOWN]}”" for name in names[:_MOST_NAMED]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")
