"""A queued lead's life, as its receiver tells it: what is asked and when, what is learnt, when that ends."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from threading import Thread

import pytest

from leadexec_desktop.protocol.delivery import Delivery, DeliveryEvent, DeliveryState, Destination
from leadexec_desktop.protocol.known_lead import StatusQuery
from leadexec_desktop.protocol.outcome import Outcome, OutcomeKind
from leadexec_desktop.protocol.values import SUBMIT_MODES, AuthScheme, Operation, RequestShape
from leadexec_desktop.services.back_off import BACK_OFF_S, JITTER, LONGEST_S, OUTAGE_S, outage_s, wait_s
from leadexec_desktop.services.following import Step, follow_of, query_of
from leadexec_desktop.store.deliveries import NoSuchDeliveryError
from leadexec_desktop.store.errors import DamagedDatabaseError, StorageError
from leadexec_desktop.store.folder import DataFolder
from leadexec_desktop.store.opening import Store, open_store
from leadexec_desktop.store.vault import MemoryVault
from leadexec_desktop.transport.errors import NoAnswerError, NotSentError

from .bench import AT, OPEN, Bench, Ending, answer, request
from .followed import (
    ACCEPTED,
    IN_REVIEW,
    NO_ANSWER,
    NO_CONNECTION,
    QC_REJECTED,
    REJECTED,
    RETURNED,
    TOOK_S,
    UNDECIDED,
    UNHEARD_OF,
    Followed,
    gaps_s,
    guid,
    queued,
    queued_lead,
    status,
    status_path,
)

WIND = Destination("wind", "Wind", "https://wind.example/lx")
DAY_S = 86_400.0


@pytest.fixture
def followed(store: Store) -> Followed:
    return Followed(store)


# ------------------------------------------------------------------ waits


@pytest.mark.parametrize("random", [0.0, 0.5, 1.0])
def test_waits_are_those_of_the_table_or_somewhat_longer(random: float) -> None:
    for tries, wait in enumerate([*BACK_OFF_S, BACK_OFF_S[-1], BACK_OFF_S[-1]]):
        assert wait_s(tries, lambda: random) == wait * (1 + JITTER * random) < LONGEST_S
    assert [outage_s(failures) for failures in range(1, 8)] == [*OUTAGE_S, OUTAGE_S[-1], OUTAGE_S[-1]]
    for table in (BACK_OFF_S, OUTAGE_S):
        assert list(table) == sorted(table)


# ------------------------------------------------------------------ which leads are followed, and by what

OWN_URL = "https://leads.example/information/status/7"
QUERIES: dict[str, tuple[str, str, str, StatusQuery | None]] = {
    "a PostID": ("https://leads.example", guid(1), "", StatusQuery(guid(1))),
    "a PostID comes first": ("https://leads.example", guid(1), OWN_URL, StatusQuery(guid(1))),
    "a PostID that is none, and a StatusURL": ("https://leads.example", "7", OWN_URL, StatusQuery(url=OWN_URL)),
    "the same origin, written otherwise": (
        "https://leads.example/prefix",
        "",
        "https://LEADS.example:443/s?id=7",
        StatusQuery(url="https://LEADS.example:443/s?id=7"),
    ),
    "another host": ("https://leads.example", "", "https://other.example/information/status/7", None),
    "another scheme": ("https://127.0.0.1", "", "http://127.0.0.1/information/status/7", None),
    "another port": ("https://leads.example", "", "https://leads.example:8443/information/status/7", None),
    "no address": ("https://leads.example", "", "soon", None),
    "a name before the host": ("https://leads.example", "", "https://a@leads.example/status", None),
    "neither": ("https://leads.example", "", "", None),
}


@pytest.mark.parametrize("case", QUERIES)
def test_what_is_asked_by_itself(case: str) -> None:
    endpoint, post_id, status_url, expected = QUERIES[case]
    assert query_of(replace(OPEN, endpoint=endpoint), post_id, status_url) == expected


QUEUED = Outcome(OutcomeKind.QUEUED, "", post_id=guid(1))


def delivery(operation: Operation = Operation.GENERAL, follow_days: int = 7) -> Delivery:
    made = replace(request(Operation.GENERAL), shape=RequestShape(operation, is_async=True))
    return Delivery("d1", AT - timedelta(days=30), replace(OPEN, follow_days=follow_days), made)


@pytest.mark.parametrize("operation", SUBMIT_MODES)
def test_a_queued_lead_is_followed_from_its_answer_on(operation: Operation) -> None:
    """However long it had waited in the outbox."""
    follow = follow_of(delivery(operation, follow_days=3), QUEUED, AT)
    assert follow is not None
    assert (follow.delivery_id, follow.query, follow.tries) == ("d1", StatusQuery(guid(1)), 0)
    assert follow.until_utc == AT + timedelta(days=3)
    assert 2.0 <= (follow.due_at_utc - AT).total_seconds() <= 2.5


@pytest.mark.parametrize(
    "lead, outcome",
    [
        (delivery(Operation.PING), QUEUED),  # its answer goes to the return URL alone
        (delivery(follow_days=0), QUEUED),
        (delivery(), replace(QUEUED, post_id="")),
        (delivery(), replace(QUEUED, post_id="", status_url="https://other.example/7")),
        *((delivery(), replace(QUEUED, kind=kind)) for kind in OutcomeKind if kind is not OutcomeKind.QUEUED),
    ],
)
def test_what_is_not_followed(lead: Delivery, outcome: Outcome) -> None:
    assert follow_of(lead, outcome, AT) is None


def test_the_row_of_the_schedule_is_written_in_the_same_step_as_the_answer(followed: Followed) -> None:
    with followed.store.database.write() as cursor:
        cursor.execute("CREATE TRIGGER no_room BEFORE INSERT ON follows BEGIN SELECT RAISE(ABORT, 'full'); END")
    with pytest.raises(StorageError):
        followed.queue()
    left = followed.store.deliveries.get("d1")
    assert (left.state, followed.is_followed()) == (DeliveryState.SENDING, False)  # not answered, and nobody asks
    with followed.store.database.write() as cursor:
        cursor.execute("DROP TRIGGER no_room")
    (written,) = followed.bench.sending.write_ends()
    assert (written.outcome, followed.is_followed()) == ("queued", True)


def test_a_lead_that_is_answered_at_once_is_not_followed(bench: Bench) -> None:
    bench.send(request())
    assert bench.store.follows.first() is None


@pytest.mark.parametrize(
    "answered, days, said",
    [
        (queued(guid(1)), 7, "It is followed from here."),
        (queued("", OWN_URL), 7, "It is followed from here."),
        (queued("", "https://other.example/7"), 7, "It is not followed by itself: ask on Status"),
        (queued(guid(1)), 0, "It is not followed by itself: ask on Status"),
        (queued(), 7, "It cannot be followed"),
    ],
)
def test_history_says_whether_a_queued_lead_is_followed(
    followed: Followed, answered: Ending, days: int, said: str
) -> None:
    followed.bench.line.ending = answered
    followed.bench.send(queued_lead(), replace(OPEN, follow_days=days))
    assert said in followed.bench.history.detail("d1").outcome.sentence
    assert followed.is_followed() is ("followed from here" in said)


# ------------------------------------------------------------------ one life


def test_a_lead_from_its_queue_to_its_return(followed: Followed) -> None:
    followed.queue(1, UNHEARD_OF, UNDECIDED, IN_REVIEW, IN_REVIEW, ACCEPTED, ACCEPTED, RETURNED)
    begun = followed.clock.at
    words = []
    while followed.is_followed():
        news = followed.ask()
        words.append((followed.word(), "" if news is None else news.outcome))
    assert words == [
        ("queued", ""),
        ("queued", ""),
        ("accepted", "accepted"),
        ("accepted", ""),
        ("accepted", ""),
        ("accepted", ""),
        ("returned", "returned"),
    ]
    assert [(own.outcome, own.reason, own.price) for own in followed.told] == [
        ("accepted", "review pending", Decimal("9.5")),
        ("accepted", "", Decimal("12.5")),
        ("returned", "Never reached", Decimal(0)),
    ]
    waits = gaps_s([0.0, *followed.receiver.asked_at_s(status_path(1), begun)])
    assert waits[0] == pytest.approx(2.0, abs=0.51)
    assert waits[1:] == pytest.approx([wait + TOOK_S for wait in BACK_OFF_S[1:7]])
    assert followed.following.step() == Step(None)
    assert followed.run(30 * DAY_S) == []
    assert len(followed.receiver.log) == 7


@pytest.mark.parametrize(
    "life, word, reason, price",
    [
        ((UNDECIDED, REJECTED), "rejected", "Outside criteria", None),
        ((ACCEPTED, QC_REJECTED), "rejected", "Wrong number", Decimal("12.5")),
        ((RETURNED,), "returned", "Never reached", Decimal(0)),
    ],
)
def test_what_is_final_is_asked_no_more(
    followed: Followed, life: tuple[Ending, ...], word: str, reason: str, price: Decimal | None
) -> None:
    followed.queue(1, *life)
    followed.run(DAY_S)
    after = followed.store.deliveries.get("d1")
    assert (after.outcome, after.reason, after.price) == (word, reason, price)
    assert len(followed.receiver.log) == len(life)
    assert not followed.is_followed()


@pytest.mark.parametrize(
    "ending", [answer("", 401), answer("no", 403), answer("<html>sign in</html>"), answer(""), answer('{"a": 1}')]
)
def test_an_answer_that_tells_nothing_changes_nothing_and_counts_as_asked(followed: Followed, ending: Ending) -> None:
    before = followed.queue(1, ending, ending, ACCEPTED)
    followed.queue(2, ACCEPTED)
    begun = followed.clock.at
    followed.run(60)
    assert followed.receiver.asked_at_s(status_path(2), begun) != []
    waits = gaps_s(followed.receiver.asked_at_s(status_path(1), begun))
    assert waits[:2] == [pytest.approx(3, abs=1), pytest.approx(5, abs=1)]
    assert [(own.id, own.outcome) for own in followed.told] == [("d2", "accepted"), ("d1", "accepted")]
    assert followed.bench.history.detail(before.id).timeline[-1].outcome == "accepted"


def test_a_followed_lead_is_asked_for_where_it_was_sent_whatever_its_profile_is_now(followed: Followed) -> None:
    followed.queue(1, RETURNED, destination=replace(WIND, profile_id=OPEN.profile_id))
    followed.run(60)
    assert [question.url for question in followed.receiver.log] == [status_path(1, WIND.endpoint)]


def test_a_status_url_is_asked_as_it_stands(followed: Followed) -> None:
    url = "https://leads.example/information/status/7?key=a%20b"
    followed.queue(1, RETURNED, status_url=url)
    followed.run(60)
    assert [question.url for question in followed.receiver.log] == [url]


def test_no_password_and_no_token_goes_with_a_question(followed: Followed) -> None:
    guarded = replace(OPEN, password=True, scheme=AuthScheme.BEARER)
    for kind in ("password", "token"):
        followed.store.credentials.set("solar", kind, "planted-secret")  # type: ignore[arg-type]
    followed.queue(1, RETURNED, destination=guarded)
    followed.run(60)
    assert (len(followed.receiver.log), followed.receiver.secrets) == (1, [""])


# ------------------------------------------------------------------ what history shows


def test_the_detail_of_a_followed_lead(followed: Followed) -> None:
    followed.bench.line.ending = queued(guid(1), OWN_URL)
    followed.life[status_path(1)] = [IN_REVIEW, RETURNED]
    followed.bench.send(queued_lead())
    followed.ask()
    outcome = followed.bench.history.detail("d1").outcome
    assert (outcome.kind, outcome.lead_id, outcome.post_id, outcome.status_url) == (
        "accepted",
        "4711",
        guid(1),
        OWN_URL,
    )
    assert "quality control has not decided yet" in outcome.sentence
    at = followed.clock.at
    followed.ask()
    detail = followed.bench.history.detail("d1")
    outcome = detail.outcome
    assert (outcome.kind, outcome.reason, outcome.price) == ("returned", "Never reached", Decimal(0))
    assert outcome.sentence == "The lead was returned: it is not paid for."
    assert (outcome.post_id, outcome.status_url) == (guid(1), OWN_URL)
    assert outcome.status is not None
    assert outcome.status.returned.date_of_return == "11/5/2026 1:00:00 PM"
    assert detail.learnt is not None
    assert detail.learnt.answer == RETURNED
    assert [(entry.event, entry.outcome, entry.reason) for entry in detail.timeline] == [
        (DeliveryEvent.CLAIMED, "sending", ""),
        (DeliveryEvent.ANSWER_READ, "queued", ""),
        (DeliveryEvent.STATUS_LEARNT, "accepted", "review pending"),
        (DeliveryEvent.STATUS_LEARNT, "returned", "Never reached"),
    ]
    assert detail.timeline[-2].at_utc == at
    assert detail.exchange is not None
    assert detail.exchange.answer == followed.bench.line.ending


def test_what_a_later_answer_leaves_out_is_still_known(followed: Followed) -> None:
    followed.queue(1, ACCEPTED, status(IsValid=True), RETURNED)
    followed.ask()
    followed.ask()
    outcome = followed.bench.history.detail("d1").outcome
    assert (outcome.kind, outcome.lead_id, outcome.price) == ("accepted", "4711", Decimal("12.5"))


@pytest.mark.parametrize("accepted", [ACCEPTED, status(IsValid=True), status(IsValid=True, Price=None)])
def test_the_same_again_is_written_once(followed: Followed, accepted: Ending) -> None:
    followed.queue(1, ACCEPTED, *[accepted] * 9, RETURNED)
    while followed.is_followed():
        followed.ask()
    entries = [entry for entry in followed.bench.history.detail("d1").timeline if entry.outcome == "accepted"]
    assert len(entries) == (1 if accepted is ACCEPTED else 2)


def test_what_the_documentation_does_not_know_is_no_news(followed: Followed) -> None:
    """A time of day, say, in each answer."""
    followed.queue(1, *(status(IsValid=True, LeadIdentifier=4711, Now=number) for number in range(9)), RETURNED)
    while followed.is_followed():
        followed.ask()
    assert len(followed.bench.history.detail("d1").timeline) == 4


# ------------------------------------------------------------------ outages


@pytest.mark.parametrize("ending", [NO_CONNECTION, NO_ANSWER, answer("", 503), answer("<html>", 429)])
def test_an_outage_pauses_the_leads_of_that_receiver_and_no_others(followed: Followed, ending: Ending) -> None:
    for number in (1, 2, 3):
        followed.queue(number, ending)
    followed.queue(4, UNDECIDED, destination=WIND)
    begun = followed.clock.at
    followed.run(300)
    times = sorted(at for number in (1, 2, 3) for at in followed.receiver.asked_at_s(status_path(number), begun))
    tried = times if not isinstance(ending, NotSentError) else []
    longest = 15 if isinstance(ending, NoAnswerError) else 1
    assert all(gap >= pause for gap, pause in zip(gaps_s(tried), OUTAGE_S, strict=False))
    assert all(gap <= pause + longest + 1 for gap, pause in zip(gaps_s(tried), OUTAGE_S, strict=False))
    others = gaps_s(followed.receiver.asked_at_s(status_path(4, WIND.endpoint), begun))
    assert len(others) >= 7
    assert all(gap >= wait for gap, wait in zip(others, BACK_OFF_S[1:], strict=False))


def test_a_pause_grows_with_each_failure_and_begins_anew_after_an_answer(followed: Followed) -> None:
    followed.queue(1, *[NO_CONNECTION] * 7, UNDECIDED, NO_CONNECTION, UNDECIDED)
    pauses = []
    for _ in range(9):
        followed.ask()
        follow = followed.store.follows.first()
        assert follow is not None
        pauses.append((follow.due_at_utc - followed.clock.at).total_seconds())
    assert pauses == pytest.approx([30, 60, 120, 300, 600, 600, 600, BACK_OFF_S[1], 30], abs=0.001)
    follow = followed.store.follows.first()
    assert follow is not None
    assert follow.tries == 1  # what never left was no question


def test_a_question_that_may_have_reached_the_receiver_counts(followed: Followed) -> None:
    followed.queue(1, *[UNDECIDED] * 12, NO_ANSWER, ACCEPTED)
    begun = followed.clock.at
    followed.run(3 * DAY_S)
    gaps = gaps_s(followed.receiver.asked_at_s(status_path(1), begun))
    assert all(gap >= wait for gap, wait in zip(gaps[:15], BACK_OFF_S[1:], strict=True))


@pytest.mark.parametrize("ending", [NO_CONNECTION, NO_ANSWER, answer("", 500)])
def test_a_lead_to_which_no_answer_ever_comes_does_not_keep_the_others_waiting(
    followed: Followed, ending: Ending
) -> None:
    followed.queue(1, ending)
    for number in range(2, 12):
        followed.queue(number, UNDECIDED, ACCEPTED, RETURNED)
    followed.run(3600)
    assert [followed.word(f"d{number}") for number in range(1, 12)] == ["queued", *["returned"] * 10]
    assert followed.is_followed()


@pytest.mark.parametrize("code", [429, 503])
def test_a_receiver_that_asks_for_patience_gets_it(followed: Followed, code: int) -> None:
    followed.queue(1)
    followed.queue(2)
    followed.queue(3, RETURNED, destination=WIND)
    begun = followed.clock.at
    patience = answer("", code, Retry_After="900")

    def ending_of(url: str, at: datetime) -> Ending:
        return patience if url.startswith(OPEN.endpoint) and at < begun + timedelta(seconds=800) else RETURNED

    followed.receiver.ending_of = ending_of
    followed.run(800)
    assert len(followed.receiver.log) == 2  # one of the two, and the other receiver's
    followed.run(800)
    first, second = (followed.receiver.asked_at_s(status_path(number), begun) for number in (1, 2))
    assert min(first[-1], second[-1]) >= 900
    assert followed.receiver.asked_at_s(status_path(3, WIND.endpoint), begun)[0] < 10


def test_one_lead_may_be_asked_for_later_without_the_others(followed: Followed) -> None:
    followed.queue(1, answer("", 404, Retry_After="120"), RETURNED)
    followed.queue(2, UNDECIDED, RETURNED)
    begun = followed.clock.at
    followed.run(300)
    assert followed.receiver.asked_at_s(status_path(1), begun)[1] >= 120
    assert followed.receiver.asked_at_s(status_path(2), begun)[1] < 10


# ------------------------------------------------------------------ its end


def test_after_its_days_an_accepted_lead_is_followed_no_more(followed: Followed) -> None:
    followed.queue(1, UNDECIDED, ACCEPTED, destination=replace(OPEN, follow_days=2))
    begun = followed.clock.at
    followed.run(10 * DAY_S)
    assert (followed.word(), followed.is_followed()) == ("accepted", False)
    last = followed.receiver.asked_at_s(status_path(1), begun)[-1]
    assert 2 * DAY_S <= last <= 2 * DAY_S + BACK_OFF_S[-1] * (1 + JITTER)


def test_a_program_that_was_off_for_longer_asks_once_more(followed: Followed) -> None:
    followed.queue(1, *[NO_CONNECTION] * 3, RETURNED)
    followed.clock.pass_s(30 * DAY_S)  # the network is not there yet
    followed.start_following()
    assert [own.outcome for own in followed.run(3600)] == ["returned"]


@pytest.mark.parametrize("ending", [NO_CONNECTION, NO_ANSWER, answer("", 502)])
def test_a_receiver_that_is_gone_for_good_is_given_up_after_the_days(followed: Followed, ending: Ending) -> None:
    for number in range(3):
        followed.queue(number, ending, destination=replace(OPEN, follow_days=1))
    followed.run(0.9 * DAY_S)
    assert followed.is_followed()
    followed.run(0.5 * DAY_S)
    assert not followed.is_followed()
    assert {followed.word(f"d{number}") for number in range(1, 4)} == {"queued"}


def test_a_lead_that_was_forgotten_is_not_asked_for(followed: Followed) -> None:
    followed.queue(1)
    with followed.store.database.write() as cursor:
        cursor.execute("DELETE FROM deliveries")
    assert (followed.run(DAY_S), followed.receiver.log, followed.is_followed()) == ([], [], False)


def forget(followed: Followed) -> None:
    with followed.store.database.write() as cursor:
        cursor.execute("DELETE FROM deliveries WHERE id = 'd1'")


@pytest.mark.parametrize("last", [UNDECIDED, ACCEPTED, RETURNED, NO_ANSWER, NO_CONNECTION])
def test_a_lead_that_is_forgotten_while_it_is_asked_for(followed: Followed, last: Ending) -> None:
    followed.queue(1, last)
    followed.queue(2, RETURNED)

    def ending_of(url: str, _at: object) -> Ending:
        if url == status_path(1):
            forget(followed)
        return followed.life[url][0]

    followed.receiver.ending_of = ending_of
    assert [(own.id, own.outcome) for own in followed.run(DAY_S)] == [("d2", "returned")]
    assert (len(followed.receiver.log) <= 2, followed.is_followed()) == (True, False)


def test_a_damaged_lead_does_not_keep_the_others_waiting(folder: DataFolder, vault: MemoryVault) -> None:
    followed = Followed(open_store(folder, vault))
    for number in (1, 2):
        followed.queue(number, RETURNED)
    with followed.store.database.write() as cursor:
        cursor.execute("UPDATE deliveries SET request = '{' WHERE id = 'd1'")
    followed.clock.pass_s(60)
    with pytest.raises(DamagedDatabaseError):
        followed.following.step()
    step = followed.following.step()
    assert step.news is not None
    assert step.news.id == "d2"
    followed.store.close()


def test_a_mistake_of_the_program_s_does_not_keep_the_others_waiting(followed: Followed) -> None:
    for number in (1, 2):
        followed.queue(number, RuntimeError("a mistake") if number == 1 else RETURNED)
    followed.clock.pass_s(60)
    with pytest.raises(RuntimeError):
        followed.following.step()
    assert (step := followed.following.step()).news is not None
    assert followed.following.step().next_in_s == pytest.approx(3.0, abs=1)
    assert step.next_in_s == 0.0


# ------------------------------------------------------------------ stopped, and begun again


@pytest.mark.parametrize(
    "ending, waits",
    [(NotSentError("cancelled", cancelled=True), False), (NoAnswerError("cancelled", cancelled=True), True)],
)
def test_stop_breaks_off_and_the_schedule_stays(followed: Followed, ending: Ending, waits: bool) -> None:
    followed.queue(1, ending, RETURNED)
    followed.clock.pass_s(60)
    followed.receiver.ending_of = stopping(followed, followed.receiver.ending_of)
    assert followed.following.step() == Step(0.0)
    assert followed.following.step() == Step(None)
    assert (followed.word(), followed.is_followed()) == ("queued", True)
    first = followed.start_following().step()
    assert first.next_in_s == (pytest.approx(BACK_OFF_S[1], abs=0.01) if waits else 0.0)
    assert followed.run(60) or first.news


def stopping(followed: Followed, ending_of: Callable[..., Ending]) -> Callable[..., Ending]:
    def ends(*asked: object) -> Ending:
        followed.following.stop()
        return ending_of(*asked)

    return ends


def test_whoever_is_stopped_before_asks_nothing(followed: Followed) -> None:
    followed.queue(1)
    followed.following.stop()
    assert (followed.run(DAY_S), followed.receiver.log) == ([], [])


def test_a_program_that_dies_while_it_asks_does_not_ask_sooner(followed: Followed) -> None:
    followed.queue(1, KeyboardInterrupt(), RETURNED)
    begun = followed.clock.at
    with pytest.raises(KeyboardInterrupt):
        followed.ask()
    followed.start_following()
    followed.run(60)
    first, second = followed.receiver.asked_at_s(status_path(1), begun)
    assert second - first >= BACK_OFF_S[1] - 1e-6


def test_a_program_that_dies_with_the_last_news_does_not_ask_again(followed: Followed) -> None:
    followed.queue(1, RETURNED)

    def dies(_delivery: Delivery) -> None:
        raise KeyboardInterrupt

    followed.start_following(changed=dies)
    with pytest.raises(KeyboardInterrupt):
        followed.ask()
    assert (followed.word(), followed.is_followed()) == ("returned", False)


# ------------------------------------------------------------------ the computer's clock


@pytest.mark.parametrize("restarts", [True, False])
def test_a_clock_that_is_set_back_forgets_nothing(followed: Followed, restarts: bool) -> None:
    followed.queue(1, *[UNDECIDED] * 9, RETURNED)
    followed.queue(2, UNDECIDED)
    followed.run(600)
    followed.clock.pass_s(-400 * DAY_S)
    begun = followed.clock.at
    if restarts:
        followed.start_following()
    followed.queue(3, *[UNDECIDED] * 30)
    followed.run(2 * DAY_S)
    assert followed.word("d1") == "returned"
    assert min(followed.receiver.asked_at_s(status_path(2), begun)[-5:]) <= 2 * DAY_S


def test_a_clock_that_is_set_forward_asks_sooner_and_goes_on(followed: Followed) -> None:
    followed.queue(1, UNDECIDED, UNDECIDED, UNDECIDED, RETURNED)
    followed.run(4)
    followed.clock.pass_s(3 * DAY_S)
    followed.run(600)
    assert followed.word() == "returned"


# ------------------------------------------------------------------ a person asks too


def test_a_status_that_a_person_asked_for_is_taken_in(followed: Followed) -> None:
    followed.queue(1)
    assert followed.following.tell("d1", UNHEARD_OF) is None
    news = followed.following.tell("d1", ACCEPTED)
    assert news is not None
    assert (news.outcome, followed.told, followed.is_followed()) == ("accepted", [news], True)
    assert followed.following.tell("d1", ACCEPTED) is None
    returned = followed.following.tell("d1", RETURNED)
    assert returned is not None
    assert (returned.outcome, followed.is_followed(), followed.receiver.log) == ("returned", False, [])


def test_news_of_a_lead_that_was_answered_at_once_leaves_its_word(followed: Followed) -> None:
    followed.bench.send(request())
    assert followed.following.tell("d1", RETURNED) is None
    assert (followed.word(), followed.told) == ("accepted", [])
    with pytest.raises(NoSuchDeliveryError):
        followed.following.tell("absent", RETURNED)


@pytest.mark.parametrize("late", [UNDECIDED, ACCEPTED, IN_REVIEW])
def test_an_answer_that_a_person_s_question_overtook_changes_nothing(followed: Followed, late: Ending) -> None:
    """Neither the word that is final, nor that the lead is asked for no more."""
    followed.queue(1, late)

    def ending_of(_url: str, _at: object) -> Ending:
        followed.following.tell("d1", RETURNED)
        return late

    followed.receiver.ending_of = ending_of
    followed.run(DAY_S)
    assert (followed.word(), len(followed.receiver.log), followed.is_followed()) == ("returned", 1, False)
    assert followed.bench.history.detail("d1").outcome.kind == "returned"


def test_whoever_comes_later_with_what_was_before_is_overtaken_too(followed: Followed) -> None:
    followed.queue(1, RETURNED)
    followed.ask()
    assert followed.following.tell("d1", ACCEPTED) is None
    assert followed.word() == "returned"


def test_a_person_and_the_program_at_once(followed: Followed) -> None:
    followed.queue(1, *[ACCEPTED, UNDECIDED] * 20)
    threads = [Thread(target=lambda: [followed.following.tell("d1", ACCEPTED) for _ in range(20)]) for _ in range(3)]
    for thread in threads:
        thread.start()
    followed.run(600)
    for thread in threads:
        thread.join()
    assert [own.outcome for own in followed.told] == ["accepted"]
    assert len(followed.bench.history.detail("d1").timeline) == 3
