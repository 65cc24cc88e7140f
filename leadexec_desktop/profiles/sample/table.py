"""Documentation tables: which column says what, and a field a row."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum, auto
from types import MappingProxyType

from leadexec_desktop.profiles.sample.grid import Grid
from leadexec_desktop.profiles.sample.model import RawField
from leadexec_desktop.profiles.sample.names import words_of
from leadexec_desktop.profiles.sample.type_words import type_clue


class Role(StrEnum):
    """What a column says of the fields."""

    NAME = auto()
    WEAK_NAME = auto()
    """It may be the name on the wire, or a person's."""
    LABEL = auto()
    DESCRIPTION = auto()
    TYPE = auto()
    REQUIRED = auto()
    OPTIONAL = auto()
    PING = auto()
    VALUES = auto()
    LENGTH = auto()
    EXAMPLE = auto()
    FORMAT = auto()
    SECTION = auto()


_HEADERS: Mapping[Role, str] = MappingProxyType(
    {
        Role.NAME: "field name,field,fieldname,parameter,param,parameter name,parameter form field name,"
        "post field,posting field,wire name,form field,form field name,xml element,xml tag,"
        "xml field,json key,json field,element name,attribute name,variable,variable name,"
        "field id,post name,post parameter,post variable,api name,api field,system name,"
        "query parameter,http parameter,post key,field key,leadexec field,field post name,"
        "data field",
        Role.WEAK_NAME: "name,key,element,tag,attribute,column,property,column name,property name,argument,code,"
        "lead field,lead field name",
        Role.LABEL: "label,display name,title,friendly name,field label,caption,question,field title,"
        "display label,prompt",
        Role.DESCRIPTION: "description,notes,note,comments,comment,details,contents,content,explanation,remarks,"
        "remark,additional information,instructions,definition,meaning,field description,usage,"
        "info,information,purpose,description notes,notes comments,what it is",
        Role.TYPE: "type,data type,datatype,field type,value type,type of data,data type maxlength,"
        "type length,kind,datatype length",
        Role.REQUIRED: "required,req,req d,mandatory,is required,requirement,required optional,presence,"
        "post required,required in post,required on post,required for post,post,must have,"
        "required field,required y n,req opt,mandatory optional,status",
        Role.OPTIONAL: "optional,is optional",
        Role.PING: "ping required,ping,required in ping,in ping,required for ping,required on ping,ping field",
        Role.VALUES: "allowed values,values,possible values,accepted values,valid values,options,enum,"
        "acceptable values,accepted inputs,choices,list values,value label,values restrictions,"
        "restrictions,permitted values,lookup,value,allowed value,accepted value,enumeration,"
        "lookup values,available values,valid options,list of values,domain,"
        "samples acceptable values,option values,enum values,format accepted values,accepted values format,"
        "format allowed values,allowed values format,format values,values format,format possible values,"
        "possible values format,format valid values,valid values format",
        Role.LENGTH: "max length,length,maxlength,max,size,max size,len,max chars,maximum length,max len,"
        "field length,characters",
        Role.EXAMPLE: "example,sample,sample value,example value,example of value,example values,samples,eg,"
        "examples,sample data",
        Role.FORMAT: "format,pattern,mask,validation,data format,field format,validation rules,rules,constraints",
        Role.SECTION: "section,group,category,area,block,field group",
    }
)
_ROLES: Mapping[str, Role] = MappingProxyType(
    {header: role for role, headers in _HEADERS.items() for header in headers.split(",")}
)

_YES = re.compile(
    r"(?:y|yes|true|t|x|1|r|m|req|required|mandatory|must|always|✓|✔|☑|✅|●|•|\*)\b|[✓✔☑✅●•*]|required\b",
    re.IGNORECASE,
)
_NO = re.compile(
    r"(?:n|no|false|f|0|o|opt|optional|not required|conditional|recommended|preferred|if\b.*|depends.*|na|n/a"
    r"|[-\u2013\u2014✗✘❌])?",
    re.IGNORECASE | re.DOTALL,
)
_IDENTIFIER = re.compile(r"[A-Za-z_$][\w.$:\[\]/-]{0,120}")
_TAIL = re.compile(r"(?:(?:\s|(?<=\S)(?=\())\(?(required|mandatory|optional)\)?|\s?(\*{1,3}))\s?$", re.IGNORECASE)
_MOST_HEADER_ROWS = 25
_SHARE = 0.7
_SHARE_OF_TAILS = 0.25
_LONGEST_NAME = 120
_LONGEST_LINE = 300


def table_fields(grids: Sequence[Grid]) -> tuple[RawField, ...]:
    """The fields of every documentation table among some tables; none if none is one."""
    tables = [(grid.title, fields) for grid in grids if (fields := tuple(_fields(grid)))]
    if len(tables) == 1:
        return tables[0][1]
    # Of several tables, each is a section, by the heading above it.
    return tuple(
        field if field.section else replace(field, section=title) for title, fields in tables for field in fields
    )


def _fields(grid: Grid) -> Iterator[RawField]:
    for at, header in enumerate(grid.rows[:_MOST_HEADER_ROWS]):
        roles = _roles(header, grid.rows[at + 1 :])
        if roles:
            yield from _fields_below(grid, at, roles)
            return


def _roles(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[Role, int]:
    """The column of each role; none if the header is none of a documentation table."""
    found: dict[Role, int] = {}
    names: list[int] = []
    for column, cell in enumerate(header):
        role = _ROLES.get(words_of(cell.replace("'", " ")))
        if role in {Role.NAME, Role.WEAK_NAME}:
            names.append(column)
            found.setdefault(role, column) if role is Role.NAME else None
        elif role is not None:
            found.setdefault(role, column)
    if not names or len(found) + (Role.NAME not in found) < 2:  # noqa: PLR2004 - a name, and something said of it
        return {}
    name = max(names, key=lambda column: (_share(rows, column, _is_identifier), -column))
    is_sure = Role.NAME in found or _is_confirmed(found, name, rows)
    if _share(rows, name, _is_name) < _SHARE or not is_sure:
        return {}
    for other in names:
        if other != name:
            found.setdefault(Role.LABEL, other)
    found[Role.NAME] = name
    return found


def _is_confirmed(found: Mapping[Role, int], name: int, rows: Sequence[Sequence[str]]) -> bool:
    """Whether the cells below are what their headers say: a list of leads has names and notes too."""
    required, typed = found.get(Role.REQUIRED), found.get(Role.TYPE)
    if _share(rows, name, lambda cell: _TAIL.search(_first_line(cell)) is not None) >= _SHARE_OF_TAILS:
        return True
    return (required is not None and _share(rows, required, lambda cell: _required(cell) is not None) >= _SHARE) or (
        typed is not None and _share(rows, typed, lambda cell: type_clue(cell) is not None) >= _SHARE / 2
    )


def _share(rows: Sequence[Sequence[str]], column: int, test: Callable[[str], bool]) -> float:
    cells = [row[column] for row in rows if len(row) > column and row[column].strip() and sum(map(bool, row)) > 1]
    return sum(test(cell) for cell in cells) / len(cells) if cells else 0.0


def _is_identifier(cell: str) -> bool:
    return _IDENTIFIER.fullmatch(_TAIL.sub("", _first_line(cell))) is not None


def _is_name(cell: str) -> bool:
    line = _TAIL.sub("", _first_line(cell))
    return 0 < len(line) <= _LONGEST_NAME and len(line.split()) <= 6 and not line.endswith(".")  # noqa: PLR2004


def _first_line(cell: str) -> str:
    """The name in a cell; some tables put remarks on the lines below it."""
    return cell.strip().partition("\n")[0][:_LONGEST_LINE].strip("`'\"“” \t")


def _required(cell: str) -> bool | None:
    text = cell.strip()
    if _NO.fullmatch(text):
        return False
    return True if _YES.match(text) else None


def _fields_below(grid: Grid, at: int, roles: Mapping[Role, int]) -> Iterator[RawField]:
    section = ""
    usual = sorted(sum(map(bool, row)) for row in grid.rows[at + 1 :])
    is_narrow = not usual or usual[len(usual) * 3 // 4] < 3  # noqa: PLR2004 - a row of two may be full
    header = [words_of(cell) for cell in grid.rows[at]]
    for number, row in enumerate(grid.rows[at + 1 :], at + 1):
        filled = [cell for cell in row if cell.strip()]
        if not filled or [words_of(cell) for cell in row] == header:
            continue
        name = _cell(row, roles, Role.NAME)
        if number in grid.spans or (len(filled) == 1 and not is_narrow and not _is_identifier_row(name, filled[0])):
            section = filled[0].strip().rstrip(":")
        elif name.strip() and _is_name(name):
            yield _field(row, roles, section)


def _is_identifier_row(name: str, only: str) -> bool:
    """Whether a row's only cell is a name that nothing is said of, and no heading."""
    return name == only and re.fullmatch(r"\w*(?:[a-z][A-Z]|_|\d)\w*", name.strip(), re.ASCII) is not None


def _field(row: Sequence[str], roles: Mapping[Role, int], section: str) -> RawField:
    first = _first_line(_cell(row, roles, Role.NAME))
    tail = _TAIL.search(first)
    name = _TAIL.sub("", first)
    said = _required(_cell(row, roles, Role.REQUIRED)) if Role.REQUIRED in roles else None
    if said is None and Role.OPTIONAL in roles:
        said = not _required(_cell(row, roles, Role.OPTIONAL))
    if said is None and tail is not None and Role.REQUIRED not in roles:
        said = (tail[1] or "required").casefold() != "optional"
    in_ping = Role.PING in roles and _required(_cell(row, roles, Role.PING)) is True
    description = "\n".join(
        text for role in (Role.DESCRIPTION, Role.FORMAT) if (text := _cell(row, roles, role)).strip()
    )
    length = _cell(row, roles, Role.LENGTH).strip()
    return RawField(
        name,
        label=_cell(row, roles, Role.LABEL).strip(),
        type_word=_cell(row, roles, Role.TYPE).strip(),
        required=bool(said),
        allowed=_cell(row, roles, Role.VALUES).strip(),
        description=description,
        example=_cell(row, roles, Role.EXAMPLE).strip(),
        max_length=int(length) or None if length.isascii() and length.isdecimal() and len(length) < 6 else None,  # noqa: PLR2004
        section=_cell(row, roles, Role.SECTION).strip() or section,
        in_ping=in_ping,
    )


def _cell(row: Sequence[str], roles: Mapping[Role, int], role: Role) -> str:
    column = roles.get(role)
    return row[column] if column is not None and column < len(row) else ""
