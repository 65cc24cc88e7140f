"""The types that tables name, as kinds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from leadexec_desktop.profiles.model import FieldKind


@dataclass(frozen=True, slots=True)
class TypeClue:
    """What a table's type says.

    Attributes:
        kind: The kind it speaks of.
        is_strong: It holds whatever the name says; a "string" or "number" may be anything.
        is_list: It is one of several values, which stand elsewhere.
    """

    kind: FieldKind
    is_strong: bool = True
    is_list: bool = False


_STRONG: Mapping[FieldKind, str] = MappingProxyType(
    {
        FieldKind.EMAIL: "email,e mail,email address,e mail address,mail",
        FieldKind.PHONE: "phone,us phone,us canada phone,telephone,phone number,phonenumber,tel,us phone number",
        FieldKind.POSTAL_CODE: "zip,zip code,us zip,us zip code,postal code,zipcode,postalcode,postcode",
        FieldKind.STATE: "state,us state,state code,state abbreviation,province,us states",
        FieldKind.IP: "ip,ip address,ipaddress,ipv4,ip v4",
        FieldKind.URL: "url,uri,link,web address,website",
        FieldKind.DATE: "date,us date,date only",
        FieldKind.DATETIME: "datetime,date time,timestamp,date and time,datetime2,date time utc",
        FieldKind.TIME: "time,time of day",
        FieldKind.BOOLEAN: "bool,boolean,bit,yes no,true false,flag,checkbox,y n,yesno",
        FieldKind.MONEY: "currency,money,dollar,dollars,usd,us dollars,amount,price",
        FieldKind.MULTILINE: "textarea,text area,memo,multiline,long text,multi line,multi line text,paragraph,"
        "longtext",
    }
)
_WEAK: Mapping[FieldKind, str] = MappingProxyType(
    {
        FieldKind.INTEGER: "int,integer,whole number,bigint,smallint,tinyint,long,short,large number,int32,int64,"
        "digits",
        FieldKind.DECIMAL: "number,numeric,num,decimal,float,double,real,percentage,percent,numerical",
        FieldKind.TEXT: "string,varchar,nvarchar,char,alpha,alphanumeric,alpha numeric,text,str,us address,"
        "guid,free text",
    }
)
_LISTS = (
    "enum,list,dropdown,drop down,set,select,option,options,picklist,pick list,radio,lookup,choice,selection,"
    "dropdown list"
)

_CLUES: Mapping[str, TypeClue] = MappingProxyType(
    {word: TypeClue(kind) for kind, words in _STRONG.items() for word in words.split(",")}
    | {word: TypeClue(kind, is_strong=False) for kind, words in _WEAK.items() for word in words.split(",")}
    | {word: TypeClue(FieldKind.CHOICE, is_strong=False, is_list=True) for word in _LISTS.split(",")}
)
_NOT_A_WORD = re.compile(r"[\W_]+")
_IN_BRACKETS = re.compile(r"[(\[<{][^)\]>}]{0,60}[)\]>}]")
_LENGTH_IN_BRACKETS = re.compile(r"[(\[]\s*(?:max\.?\s*)?(\d{1,5})\s*(?:chars?|characters?)?\s*[)\]]", re.IGNORECASE)
_LENGTHS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bmax(?:imum)?\.?(?: length)?(?: of)?[ :=]{1,3}(\d{1,5})(?: (?:characters|chars?))?\b(?![.,%]?\d| ?%)",
        r"<=? ?LENGTH ?<=? ?(\d{1,5})\b",
        r"\b(?:up to|at most) (\d{1,5}) (?:characters|chars|letters)\b",
        r"\b(\d{1,5}) (?:characters|chars) (?:max|maximum|at most|or fewer|or less)\b",
    )
)
_MOST_LOOKED_AT = 300


def type_clue(word: str) -> TypeClue | None:
    """What a table's type says; None if it is none that is known."""
    bare = _NOT_A_WORD.sub(" ", _IN_BRACKETS.sub(" ", word[:_MOST_LOOKED_AT])).strip().casefold()
    return _CLUES.get(bare)


def length_in_type(word: str) -> int | None:
    """The length behind a type, as in `String (50)`; None if there is none."""
    found = _LENGTH_IN_BRACKETS.search(word[:_MOST_LOOKED_AT])
    return int(found[1]) or None if found else None


def length_in_words(text: str) -> int | None:
    """The greatest length that a description names, as in `max 50 characters`; None if it names none."""
    for pattern in _LENGTHS:
        found = pattern.search(text[:_MOST_LOOKED_AT])
        if found:
            return int(found[1]) or None
    return None
