"""What is offered for a slip in an e-mail address, and that nothing is offered for a right one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadexec_desktop.profiles.addresses import email_of
from leadexec_desktop.profiles.email_slips import FREQUENT, meant_address

SLIPS = {
    "gmail.com": "gmial.com gmai.com gmal.com gamil.com gnail.com gmaill.com hmail.com GMIAL.COM gmail gmailcom",
    "Gmail.com": "gmail.con gmail.co gmail.cm gmail.comm gmail,com gmail..com gmail.com.",
    "yahoo.com": "yahooo.com yaho.com yhoo.com yahoo.cmo yahoo.co",
    "hotmail.com": "hotmial.com hotmil.com homail.com htomail.cm hotmal.con",
    "outlook.com": "outlok.com outllok.com outlook.co",
    "icloud.com": "iclod.com icoud.com",
    "aol.com": "alo.com aol.con aol.co",
    "comcast.net": "cmocast.net comcst.net comcast.ner",
    "att.net": "att.ner tat.net",
    "sbcglobal.net": "sbcglobl.net sbcgloabl.net",
    "example.com": "example.con example.cmo",
}
MEANT_SO = (
    *FREQUENT,
    *("mail.com", "email.com", "gmx.com", "gmx.net", "yahoo.co.uk", "hotmail.fr", "live.ca", "googlemail.com"),
    *("example.com", "example.org", "comcast.com", "att.com", "love.com", "fox.net", "box.net", "all.com", "ao.com"),
    *("company.co", "пример.рф", "co", "a" * 300),
)


@pytest.mark.parametrize("written, meant", [(own, meant) for meant, slips in SLIPS.items() for own in slips.split()])
def test_a_slip_is_told(written: str, meant: str) -> None:
    assert meant_address(f"jane.doe+x@{written}") == f"jane.doe+x@{meant.lower()}"


@pytest.mark.parametrize("domain", MEANT_SO)
def test_nothing_is_offered_for_what_is_meant_as_it_stands(domain: str) -> None:
    assert meant_address(f"jane@{domain}") == ""


@pytest.mark.parametrize("domain", MEANT_SO)
def test_nothing_is_offered_on_the_way_to_a_right_address(domain: str) -> None:
    address = f"jane@{domain}"[:60]
    assert [meant_address(address[:end], is_whole=False) for end in range(len(address))] == [""] * len(address)


@pytest.mark.parametrize("typed", ["", "jane", "@", "@gmial.com", "jane doe@gmial.com", "a@b@gmial.com", "gmial.com"])
def test_nothing_is_offered_where_no_address_comes_of_it(typed: str) -> None:
    assert meant_address(typed) == ""


@given(st.text(max_size=60) | st.from_regex(r"[a-z]{1,5}@[a-z.,]{0,20}", fullmatch=True))
def test_what_is_offered_is_an_address_that_nothing_is_offered_for(typed: str) -> None:
    meant = meant_address(typed)
    assert meant == "" or email_of(meant) == meant
    assert meant_address(meant) == ""
