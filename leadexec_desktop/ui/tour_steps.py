"""The leads of the tour, and what the built-in receiver's scenario says must come of each."""

from leadexec_desktop.protocol.values import Operation
from leadexec_desktop.ui.tour import Question, Step

_CALLER = {
    "FirstName": "Ana",
    "LastName": "Núñez-O'Hara",
    "Phone": "(702) 555-0123",
    "Email": "ana@example.com",
    "Address": "12 Main St, Apt #4 & rear",
    "City": "Las Vegas",
    "State": "NV",
    "Zip": "89101",
    "DateOfBirth": "3/4/1990",
    "HomeOwner": "Yes",
    "EstimatedValue": "$250,000",
    "Comments": 'Asked for <a quote> "today" = 100%\nCall back after 5 PM',
}


def _caller(number: int) -> dict[str, str]:
    """Another lead for each step: the built-in receiver knows a duplicate."""
    return {**_CALLER, "Phone": f"(702) 555-01{number:02}", "Email": f"ana{number}@example.com"}


STEPS = (
    Step("general", Operation.GENERAL, _caller(1)),
    Step(
        "redirect",
        Operation.REDIRECT,
        _caller(2),
        press=("submit.redirect.manualredirect", "submit.encoding.xml"),
        redirects=True,
    ),
    Step(
        "returnsends",
        Operation.RETURNSENDS,
        _caller(3),
        press=("submit.encoding.json",),
        sends=(("1234", "Demo Company", "yes", "25.00", ""), ("5679", "Acme Company", "yes", "25.00", "")),
    ),
    Step(
        "transfer",
        Operation.TRANSFER,
        _caller(4),
        press=("submit.encoding.form",),
        client_infos=(
            ("7025551212", "John Smith", "Demo Company", "1234"),
            ("6025551212", "Bob McCarthy", "Acme Company", "5679"),
        ),
    ),
    Step(
        "call",
        Operation.CALL,
        _caller(5),
        typed={
            "submit.call.ivr_number": "8005551212",
            "submit.call.duration": "95",
            "submit.call.result": "Interested",
            "submit.call.date": "11/13/2020 12:15 PM",
        },
    ),
    Step("duplicate", Operation.GENERAL, _caller(1), outcome="rejected"),
)
"""Each of the five modes once, in each of the three encodings, then the first lead again, which is a duplicate."""

_PINGED = _caller(6)
QUESTIONS = (
    Question(
        Operation.PING,
        "will accept",
        typed={f"ping.field.{name}": text for name, text in _PINGED.items()},
        shows={"ping.price": "25.00"},
    ),
    Question(Operation.GENERAL, "accepted", by="ping.post", shows={"submit.outcome.price": "25.00"}),
    Question(Operation.STATUS, "accepted", by="submit.outcome.status", asks_by_itself=True),
    Question(
        Operation.UPDATE,
        "accepted",
        by="status.outcome.update",
        typed={"update.field.Zip": "89102", "update.field.Comments": ""},
        shows={"update.changes": "Nothing was changed yet."},
    ),
    Question(
        Operation.DUPLICATE,
        "duplicate",
        typed={f"duplicate.field.{name}": _PINGED[name] for name in ("Phone", "Email")},
    ),
)
"""A lead's life beside its sending: pinged, posted with its order, asked for, updated, and found again."""
