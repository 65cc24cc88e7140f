"""What a field's name says of its kind."""

import re
from dataclasses import dataclass

from leadexec_desktop.profiles.model import FieldKind
from leadexec_desktop.profiles.sample.names import words_of


@dataclass(frozen=True, slots=True)
class NameClue:
    """What a name says.

    Attributes:
        kind: The kind it speaks of.
        is_strong: It holds against a table's "string" or "number", and without any value.
        is_free: Its values are anybody's own: few that come back make no list of choices.
        is_sensitive: It is not for every eye.
    """

    kind: FieldKind
    is_strong: bool = True
    is_free: bool = True
    is_sensitive: bool = False


_WEAK_NUMBER = NameClue(FieldKind.INTEGER, is_strong=False, is_free=False)
_WEAK_DECIMAL = NameClue(FieldKind.DECIMAL, is_strong=False, is_free=False)
_MONEY = NameClue(FieldKind.MONEY, is_strong=False, is_free=False)
_TEXT = NameClue(FieldKind.TEXT, is_strong=False)
_LISTED = NameClue(FieldKind.TEXT, is_strong=False, is_free=False)
_CODE = NameClue(FieldKind.TEXT)
_SECRET_CODE = NameClue(FieldKind.TEXT, is_sensitive=True)
_BOOLEAN = NameClue(FieldKind.BOOLEAN, is_strong=False, is_free=False)
_LONG = NameClue(FieldKind.MULTILINE)

# Of a name that ends in one of these, what stands before does not say what it holds.
_OF_SOMETHING = (
    "type|source|company|provider|frequency|purpose|lender|status|reason|range|method|bank|carrier|domain|code|kind"
    "|employer|name|option|plan|verified|valid|preference|country|category|level|period|currency|class|grade|rating"
)
_MONEY_WORDS = (
    "amount|amt|income|salary|price|cost|costs|budget|debt|debts|balance|payment|bill|premium|rent|value|worth|fee"
    "|owed|equity|revenue|wage|wages|cash|savings|assets|dollars|money|usd|bid|expense|expenses|payout|earnings|loan"
)
_COUNT_WORDS = (
    "number of|num of|no of|nr of|num|count|qty|quantity|age|year|years|month|months|days|weeks|bedrooms|bathrooms|beds"
    "|baths|dependents|dependants|children|kids|employees|miles|mileage|square feet|square footage|sq ft|sqft|score"
    "|units|floors|stories|how many|vehicles|drivers|height|weight|size|rooms|windows|doors|tickets|accidents"
)

_FLAG_WORDS = (
    "opt ?in|optin|opted in|home ?owner|consent|agree|agreed|bankruptcy|veteran|military|employed|insured|smoker"
    "|tobacco|dnc|owner occupied|direct deposit|citizen|attorney|at fault|flag|occupied|retired"
)
_PLAIN_WORDS = (
    r"\w*name|first|last|middle|address|addr|street|city|town|county|country|company|employer|occupation|suite|apt"
    r"|unit|make|model|id|key|campaign|agent|sub|neighborhood|title|job"
)

_CLUES: tuple[tuple[re.Pattern[str], NameClue], ...] = tuple(
    (re.compile(pattern), clue)
    for pattern, clue in (
        (r"\b(ssn|social security|tax id|itin|ein)\b", _SECRET_CODE),
        (r"\b(account|acct|card|credit card) (number|num|no|nbr)\b|\bcvv\b", _SECRET_CODE),
        (r"\b(ext|extension)( number)?$|\blast ?(4|four)\b|\bzip 4$|\bplus 4$", _CODE),
        (
            r"\b(routing|aba|policy|licen[sc]e|member|claim|case|order|plate|reference|serial)( number| num| no| nbr)$",
            _CODE,
        ),
        (r"\bvin\b|\brouting\b|\baba\b", _CODE),
        (r"\b(jornaya|journaya|leadi ?d|lead ?i ?d)\b|\btrusted ?form (token|id|cert id)\b", _CODE),
        (r"\btrusted ?form\b", NameClue(FieldKind.URL)),
        (r"\b(user agent|browser)\b", _CODE),
        (r"\b(phone|telephone|mobile|cell|e ?mail) (type|country|carrier|domain|status|provider|label)$", _TEXT),
        (r"\b(opt ?in|consent|signup|agreed|optin) (date|time|ts|timestamp|date ?time)$", NameClue(FieldKind.DATETIME)),
        (r"^(is|has|have|had|are|did|do|does|was|were|will|can|owns|wants|needs)\b", _BOOLEAN),
        (r"\b(e ?mail|eml)\b(?! (opt|consent|verified|valid|ok))", NameClue(FieldKind.EMAIL)),
        (r"\bip\b|\bip ?addr(ess)?\b", NameClue(FieldKind.IP)),
        (r"\b(url|uri|web ?site|web ?page|landing ?page|referr?er|link|home ?page)$|\burl\b", NameClue(FieldKind.URL)),
        (r"\b(zip|zip ?code|postal ?code|post ?code|postal)\b", NameClue(FieldKind.POSTAL_CODE)),
        (r"\b(state|province)( code| abbr| abbreviation| name)?( \d)?$|^(us )?(st|prov)$", NameClue(FieldKind.STATE)),
        (r"\b(\w*phone|tel|telephone|fax|phone ?number)\b(?! (ok|verified|consent|opt))", NameClue(FieldKind.PHONE)),
        (r"\b(mobile|cell|cellular)( number| no| num| \d)?$|^(call ?back|contact) number$", NameClue(FieldKind.PHONE)),
        (r"\bbirth (year|month)\b|\byear of birth\b", _WEAK_NUMBER),
        (r"\b(dob|birth ?date|date of birth|birth ?day)\b", NameClue(FieldKind.DATE)),
        (r"\b(time ?stamp|date ?time|ts|created|submitted)$|\w (at|datetime)$", NameClue(FieldKind.DATETIME)),
        (r"\bdate\b(?! (type|format))|\w on$|\b(expiration|expiry|expires)$", NameClue(FieldKind.DATE)),
        (r"\b(comments?|notes?|remarks?|message|description|details|narrative|explanation|disclosure|summary)$", _LONG),
        (r"\b(tcpa|consent|disclosure|legal|disclaimer) (text|language|wording|statement|verbiage|copy)$", _LONG),
        (r"\b(additional|other) info(rmation)?$|\b(special )?instructions$", _LONG),
        (r"\b(own|owns|owned) (or )?(rent|rents|rented)\b|\b(rent|rents|rented) (or )?(own|owns)\b", _LISTED),
        (
            rf"\b({_FLAG_WORDS})$",
            _BOOLEAN,
        ),
        (rf"\b({_OF_SOMETHING})$", _TEXT),
        (r"\b(rate|percent|percentage|pct|ratio|apr|kwh|ltv|latitude|longitude|lat|lng|lon)\b", _WEAK_DECIMAL),
        (rf"\b({_COUNT_WORDS})\b", _WEAK_NUMBER),
        (rf"\b({_MONEY_WORDS})\b", _MONEY),
        (
            rf"\b({_PLAIN_WORDS})\b",
            _TEXT,
        ),
    )
)
"""From the surest to the least sure; each pattern is looked for in the words of the name."""

_LISTED_TEXT = re.compile(rf"\b({_OF_SOMETHING}|make|campaign|title|plan)$")


def clue_of(name: str) -> NameClue | None:
    """What a name says of its kind; None if it says nothing."""
    words = words_of(name)
    clue = next((clue for pattern, clue in _CLUES if pattern.search(words)), None)
    if clue is _TEXT and _LISTED_TEXT.search(words) and not words.endswith("name"):
        return None  # text, unless few values come back: a status, a type
    return clue
