"""The receiver's documentation as it concerns a request, copied by hand: paths, parameters, and their lines.

Independent of the program's own tables on purpose: a walk judges what went out by this.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

MODES = ("general", "redirect", "returnsends", "transfer", "call")
QUESTIONS = ("ping", "duplicate", "update")
ENCODINGS = ("form", "xml", "json")
RESPONSES = ("json", "xml")
REDIRECTS = ("manualredirect", "autoredirect")


@dataclass(frozen=True)
class Section:
    """How one mode is sent in one encoding.

    Attributes:
        sample: Line of its sample of a request that is answered at once.
        async_sample: The same of one that is answered later; None where there is none.
        parameters: The lines of each parameter by where it stands in the request: in the table of parameters, and in
            the sample where that spells it otherwise. `Authorization` and `path` are the token and the path's segments.
    """

    sample: int
    async_sample: int | None
    parameters: MappingProxyType[str, tuple[int, ...]]


def _section(sample: int, async_sample: int | None, parameters: str) -> Section:
    placed = (each.split() for each in parameters.split(","))
    lines = {place: tuple(int(line) for line in told.split("/")) for place, told in placed}
    return Section(sample, async_sample, MappingProxyType(lines))


DOCUMENTED = MappingProxyType(
    {
        ("general", "form"): _section(
            62,
            80,
            "Authorization 9, vid 13, lid 17, aid 21, password 24, orderid 28, path 32, returnurl 36",
        ),
        ("redirect", "form"): _section(
            210,
            None,
            "Authorization 161, vid 165, lid 169, aid 173, password 176, path 180/184",
        ),
        ("returnsends", "form"): _section(
            291,
            349,
            "Authorization 232, vid 236, lid 240, aid 244, password 247, path 251, returnurl 255",
        ),
        ("transfer", "form"): _section(
            421,
            474,
            "Authorization 365, vid 369, lid 373, aid 377, password 380, path 384, returnurl 387",
        ),
        # Line 552 prints /insert/transfer/ in the path: a slip, the other five samples of call leads say calldata.
        ("call", "form"): _section(
            552,
            570,
            "Authorization 490, vid 494, lid 498, aid 502, password 505, ivrnumber 509, callduration 513, "
            "callresult 517, calldate 520, path 523, returnurl 526",
        ),
        ("general", "xml"): _section(
            638,
            656,
            "Authorization 586, Leads@vid 590, Leads@lid 594, Leads@aid 598, Leads@password 601, "
            "Lead@reference 605, path 608, Leads@returnurl 612",
        ),
        ("redirect", "xml"): _section(
            724,
            None,
            "Authorization 672, Leads@vid 676, Leads@lid 680, Leads@aid 684, Leads@password 687, "
            "Lead@reference 691, path 694/698",
        ),
        ("returnsends", "xml"): _section(
            808,
            866,
            "Authorization 746, Leads@vid 750, Leads@lid 754, Leads@aid 758, Leads@password 761, "
            "Lead@reference 765, path 768, Leads@returnurl 772",
        ),
        ("transfer", "xml"): _section(
            941,
            994,
            "Authorization 882, Leads@vid 886, Leads@lid 890, Leads@aid 894, Leads@password 897, "
            "Lead@reference 901, path 904, Leads@returnurl 907",
        ),
        ("call", "xml"): _section(
            1075,
            1093,
            "Authorization 1010, Leads@vid 1014, Leads@lid 1018, Leads@aid 1022, Leads@password 1025, "
            "Lead@reference 1029, Lead/IVRNumber 1032/1075, Lead/CallDuration 1036/1075, "
            "Lead/CallResult 1040/1075, Lead/CallDate 1043/1075, path 1046, Leads@returnurl 1049",
        ),
        # The asynchronous samples of the JSON sections print an XML request: a slip.
        ("general", "json"): _section(
            1167,
            1211,
            "Authorization 1109, source/vid 1113, source/lid 1117, source/aid 1121, source/password 1124, "
            "source/sendDelay 1128, properties/reference 1131, properties/noSell 1134, path 1137, "
            "source/returnURL 1141/1178",
        ),
        ("returnsends", "json"): _section(
            1295,
            1381,
            "Authorization 1227, source/vid 1231, source/lid 1235, source/aid 1239, source/password 1242, "
            "source/sendDelay 1246, properties/reference 1249, properties/noSell 1252, path 1255, "
            "source/returnURL 1259/1306",
        ),
        ("transfer", "json"): _section(
            1463,
            1544,
            "Authorization 1397, source/vid 1401, source/lid 1405, source/aid 1409, source/password 1412, "
            "source/sendDelay 1416, properties/reference 1419, properties/noSell 1422, path 1425, "
            "source/returnURL 1429/1474",
        ),
        ("call", "json"): _section(
            1632,
            1682,
            "Authorization 1560, source/vid 1564, source/lid 1568, source/aid 1572, source/password 1575, "
            "source/sendDelay 1579, properties/reference 1582, properties/noSell 1585, "
            "properties/ivrNumber 1588/1650, properties/callDuration 1592/1651, "
            "properties/callResult 1596/1652, properties/callDate 1599/1653, path 1602, "
            "source/returnURL 1606/1643",
        ),
    }
)
"""What each mode has in each encoding; what is not here, the receiver does not take."""

DOCUMENTED_QUESTIONS = MappingProxyType(
    {
        # The table of a ping calls its return URL a URL segment (line 1948); its sample has it in the body.
        ("ping", "form"): _section(
            1967,
            2001,
            "Authorization 1925, vid 1929, lid 1933, aid 1937, password 1941, path 1945, returnurl 1948/2001",
        ),
        ("ping", "json"): _section(
            1968,
            None,
            "Authorization 1925/1971, source/vid 1929/1974, source/lid 1933/1975, source/aid 1937/1976, "
            "source/password 1941/1977, path 1945",
        ),
        ("duplicate", "form"): _section(
            1888,
            None,
            "Authorization 1856, vid 1860, lid 1864, aid 1868, password 1872, path 1888",
        ),
        ("duplicate", "json"): _section(
            1889,
            None,
            "Authorization 1856/1892, source/vid 1860/1895, source/lid 1864/1896, source/aid 1868/1897, "
            "source/password 1872/1898, path 1889",
        ),
        ("update", "form"): _section(
            1739,
            None,
            "Authorization 1698, vid 1702, lid 1706, lpleaduid 1710, processDelivery 1714, path 1739",
        ),
        # Line 1840 prints an asynchronous call lead under it: a slip.
        ("update", "json"): _section(
            1800,
            None,
            "Authorization 1761, source/vid 1765, source/lid 1769, properties/leadUID 1773/1812, "
            "properties/processDelivery 1777/1813, path 1800",
        ),
    }
)
"""The same of what is asked about a lead. A status request has nothing but its path (line 133)."""

PATHS = MappingProxyType(
    {
        "general": "/processor/insert/general/{response}",
        "redirect": "/processor/insert/{redirect}/{response}",
        "returnsends": "/processor/insert/returnsends/{response}",
        "transfer": "/processor/insert/transfer/{response}",
        "call": "/processor/insert/calldata/{response}",
        "ping": "/processor/insert/ping/{response}",
        "duplicate": "/processor/duplicate/check",
        "update": "/processor/update/{response}",
    }
)
_EVERY = DOCUMENTED | DOCUMENTED_QUESTIONS
CONTENT_TYPES = MappingProxyType(
    # The documentation writes x-www-form-urlencoded for the first: this is its registered name.
    {"form": "application/x-www-form-urlencoded", "xml": "application/xml", "json": "application/json"}
)


@dataclass(frozen=True)
class Combination:
    """One way to submit a lead, or to ask about one; `redirect` is empty but for redirects."""

    mode: str
    encoding: str
    response: str
    is_async: bool
    redirect: str = ""

    @property
    def is_documented(self) -> bool:
        section = _EVERY.get((self.mode, self.encoding))
        return section is not None and (section.async_sample is not None or not self.is_async)

    @property
    def section(self) -> Section:
        return _EVERY[self.mode, self.encoding]

    @property
    def path(self) -> str:
        path = PATHS[self.mode].format(response=self.response, redirect=self.redirect)
        return f"{path}/async" if self.is_async else path

    @property
    def parameters(self) -> dict[str, tuple[int, ...]]:
        """The parameters of its body: a return URL only when it is answered later, an order ID only when at once."""
        return {
            place: lines
            for place, lines in self.section.parameters.items()
            if place not in ("Authorization", "path")
            and not (key_of(place) == "returnurl" and not self.is_async)
            and not (key_of(place) == "orderid" and self.is_async)
        }

    def __str__(self) -> str:
        when = "async" if self.is_async else "sync"
        return " ".join(part for part in (self.mode, self.redirect, self.encoding, self.response, when) if part)


def key_of(place: str) -> str:
    """A parameter's name in lower case, wherever it stands."""
    return place.replace("@", "/").rpartition("/")[2].lower()


def every_combination() -> Iterator[Combination]:
    """All that can be chosen, documented or not."""
    for mode in MODES:
        for redirect in REDIRECTS if mode == "redirect" else ("",):
            for encoding in ENCODINGS:
                for is_async in (False, True):
                    for response in RESPONSES:
                        yield Combination(mode, encoding, response, is_async, redirect)


def every_question() -> Iterator[Combination]:
    """The same of what is asked about a lead; the answer's type is in no path of a duplicate check."""
    for mode in QUESTIONS:
        for encoding in ENCODINGS:
            for is_async in (False, True):
                for response in RESPONSES if mode != "duplicate" else ("json",):
                    yield Combination(mode, encoding, response, is_async)


POSSIBLE = tuple(each for each in every_combination() if each.is_documented)
FORBIDDEN = tuple(each for each in every_combination() if not each.is_documented)

POSSIBLE_QUESTIONS = tuple(each for each in every_question() if each.is_documented)
FORBIDDEN_QUESTIONS = tuple(each for each in every_question() if not each.is_documented)
