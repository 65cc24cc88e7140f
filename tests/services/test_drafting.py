"""The lead that is being typed, kept and given back; one that this version cannot read stops nothing."""

from collections.abc import Callable
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from leadexec_desktop.protocol.values import SUBMIT_MODES, Encoding, Operation, RedirectKind, ResponseFormat
from leadexec_desktop.services.composing import Chosen
from leadexec_desktop.services.drafting import Drafting
from leadexec_desktop.services.submit_draft import SubmitDraft
from leadexec_desktop.store.folder import DataFolder
from leadexec_desktop.store.opening import Store, open_store
from leadexec_desktop.store.vault import MemoryVault
from tests.depth import examples

from .bench import AT, Clock

CHOSEN = Chosen(
    mode=Operation.TRANSFER,
    redirect=RedirectKind.AUTO,
    encoding=Encoding.JSON,
    response=ResponseFormat.XML,
    is_async=True,
    aid=23,
    return_url="https://example.com/",
    order_id="ORDER-7",
    reference="Desk 7",
    no_sell=True,
    send_delay="1.5",
    ivr_number="8005551212",
    call_duration="95",
    call_result="Sold",
    call_date="11/13/2020 12:15 PM",
)
DRAFT = SubmitDraft(
    "solar",
    CHOSEN,
    {"solar": {"FirstName": "José\n日本 🙂", "SSN": ""}, "wind": {"FirstName": "Jane"}, "sun": {}},
    {"solar": "d1", "wind": "d2"},
    {"wind": CHOSEN, "sun": Chosen(mode=Operation.CALL)},
)


@pytest.fixture
def drafting(store: Store) -> Drafting:
    return Drafting(store.drafts, Clock())


# ------------------------------------------------------------------ there and back

TEXT = st.text(max_size=30)
CHOICES = st.builds(
    Chosen,
    mode=st.sampled_from(SUBMIT_MODES),
    redirect=st.sampled_from(RedirectKind),
    encoding=st.sampled_from(Encoding),
    response=st.sampled_from(ResponseFormat),
    is_async=st.booleans(),
    aid=st.none() | st.integers(),
    no_sell=st.booleans(),
    **{own.name: TEXT for own in fields(Chosen) if own.default == ""},
)
DRAFTS = st.builds(
    SubmitDraft,
    profile_id=TEXT,
    chosen=CHOICES,
    typed=st.dictionaries(TEXT, st.dictionaries(TEXT, TEXT, max_size=3), max_size=3),
    delivery_ids=st.dictionaries(TEXT, TEXT, max_size=3),
    chosen_elsewhere=st.dictionaries(TEXT, CHOICES, max_size=2),
)


@examples(50, HealthCheck.function_scoped_fixture)
@given(draft=DRAFTS)
def test_what_is_kept_comes_back(drafting: Drafting, draft: SubmitDraft) -> None:
    drafting.keep(draft)
    assert drafting.restore() == draft
    drafting.set_aside([draft])
    assert drafting.restore_set_aside() == (draft,)


def test_at_first_there_is_none(drafting: Drafting) -> None:
    assert drafting.restore() is None
    assert drafting.restore_set_aside() == ()


def test_it_outlives_the_program(folder: DataFolder, vault: MemoryVault) -> None:
    store = open_store(folder, vault)
    Drafting(store.drafts, Clock()).keep(DRAFT)
    store.close()
    store = open_store(folder, vault)
    assert Drafting(store.drafts, Clock()).restore() == DRAFT
    store.close()


def test_one_takes_the_place_of_the_one_before(drafting: Drafting, store: Store) -> None:
    drafting.keep(DRAFT)
    later = replace(DRAFT, typed={"solar": {"FirstName": "Jane"}})
    drafting.keep(later)
    assert drafting.restore() == later
    kept = store.drafts.load("submit")
    assert kept is not None
    assert kept.saved_at_utc == AT


def test_the_one_set_aside_is_another(drafting: Drafting) -> None:
    aside = replace(DRAFT, profile_id="wind")
    drafting.keep(DRAFT)
    drafting.set_aside([aside, DRAFT])
    assert (drafting.restore(), drafting.restore_set_aside()) == (DRAFT, (aside, DRAFT))
    drafting.set_aside([DRAFT], aside)
    assert (drafting.restore(), drafting.restore_set_aside()) == (aside, (DRAFT,))
    drafting.set_aside([])
    assert (drafting.restore(), drafting.restore_set_aside()) == (aside, ())
    drafting.set_aside([])


def test_a_draft_may_be_read_only(drafting: Drafting) -> None:
    drafting.keep(SubmitDraft("solar", Chosen(), MappingProxyType({"solar": MappingProxyType({"A": "1"})})))
    assert drafting.restore() == SubmitDraft("solar", Chosen(), {"solar": {"A": "1"}})


# ------------------------------------------------------------------ what this version cannot read


def content_of(store: Store) -> dict[str, Any]:
    Drafting(store.drafts, Clock()).keep(DRAFT)
    kept = store.drafts.load("submit")
    assert kept is not None
    return dict(kept.content)


def without(key: str) -> Callable[[dict[str, Any]], object]:
    return lambda content: {name: value for name, value in content.items() if name != key}


def with_chosen(**changes: object) -> Callable[[dict[str, Any]], object]:
    return lambda content: content | {"chosen": content["chosen"] | changes}


UNREADABLE: dict[str, Callable[[dict[str, Any]], object]] = {
    "nothing": lambda _: {},
    **{f"no {key}": without(key) for key in ("profile_id", "chosen", "typed", "delivery_ids")},
    "a profile that is a number": lambda content: content | {"profile_id": 7},
    "options that are a text": lambda content: content | {"chosen": "general"},
    "options that are a list": lambda content: content | {"chosen": []},
    "no options": lambda content: content | {"chosen": None},
    "a mode of a newer version": with_chosen(mode="auction"),
    "a mode that submits nothing": with_chosen(mode="ping"),
    "a mode that is none": with_chosen(mode=None),
    "an encoding of a newer version": with_chosen(encoding="yaml"),
    "a redirect of a newer version": with_chosen(redirect="no"),
    "a response of a newer version": with_chosen(response="csv"),
    "an option of a newer version": with_chosen(colour="blue"),
    "async as a text": with_chosen(is_async="yes"),
    "no-sell as a number": with_chosen(no_sell=1),
    "a campaign as a text": with_chosen(aid="23"),
    "a campaign as a truth": with_chosen(aid=True),
    "an order ID as a number": with_chosen(order_id=7),
    "no reference": with_chosen(reference=None),
    "typed as a list": lambda content: content | {"typed": [["solar", {}]]},
    "typed without profiles": lambda content: content | {"typed": {"FirstName": "John"}},
    "typed as numbers": lambda content: content | {"typed": {"solar": {"Age": 7}}},
    "nothing typed": lambda content: content | {"typed": None},
    "deliveries as a list": lambda content: content | {"delivery_ids": ["d1"]},
    "options elsewhere as a list": lambda content: content | {"chosen_elsewhere": []},
    "no options elsewhere": lambda content: content | {"chosen_elsewhere": {"wind": None}},
    "an encoding of a newer version elsewhere": lambda content: (
        content | {"chosen_elsewhere": {"wind": content["chosen"] | {"encoding": "yaml"}}}
    ),
    "a delivery that is none": lambda content: content | {"delivery_ids": {"solar": None}},
}


@pytest.mark.parametrize("spoil", UNREADABLE.values(), ids=UNREADABLE)
def test_one_of_an_unknown_shape_is_not_shown_and_not_thrown_away(
    store: Store, drafting: Drafting, spoil: Callable[[dict[str, Any]], Any]
) -> None:
    spoilt = spoil(content_of(store))
    for name in ("submit", "submit, set aside"):
        store.drafts.save(name, spoilt, AT)
    assert (drafting.restore(), drafting.restore_set_aside()) == (None, ())
    drafting.keep(DRAFT)
    for number, name in enumerate(("submit", "submit, set aside")):
        kept = store.drafts.load(f"{name}.kept-1")
        assert kept is not None
        assert kept.content == spoilt
        assert f"“{name}.kept-1”" in drafting.kept_aside[number]
    assert drafting.restore() == DRAFT
    assert len(drafting.kept_aside) == 2


@pytest.mark.parametrize("content", ["[]", '"general"', "7", "null", "John", ""])
def test_one_that_is_no_object_is_not_shown_and_not_thrown_away(store: Store, drafting: Drafting, content: str) -> None:
    content_of(store)
    with store.database.write() as cursor:
        cursor.execute("UPDATE drafts SET content = ?", (content,))
    assert drafting.restore() is None
    assert len(drafting.kept_aside) == 1
    drafting.keep(DRAFT)
    with store.database.read() as cursor:
        rows = cursor.execute("SELECT content FROM drafts WHERE name = 'submit.kept-1'").fetchall()
    assert [row["content"] for row in rows] == [content]


@pytest.mark.parametrize("option", [own.name for own in fields(Chosen)])
def test_an_option_that_an_older_version_did_not_have_is_at_its_default(
    store: Store, drafting: Drafting, option: str
) -> None:
    content = content_of(store)
    older = {name: value for name, value in content["chosen"].items() if name != option}
    store.drafts.save("submit", content | {"chosen": older}, AT)
    default = getattr(Chosen(), option)
    assert drafting.restore() == replace(DRAFT, chosen=replace(CHOSEN, **{option: default}))


def test_one_of_before_options_were_kept_for_every_profile_is_given_back(store: Store, drafting: Drafting) -> None:
    store.drafts.save("submit", cast("dict[str, Any]", without("chosen_elsewhere")(content_of(store))), AT)
    assert drafting.restore() == replace(DRAFT, chosen_elsewhere={})
