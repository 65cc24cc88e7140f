"""Whatever receivers answer and computers do: none is asked for too soon, none is forgotten, none after its end."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from leadexec_desktop.services.back_off import BACK_OFF_S, JITTER, OUTAGE_S
from leadexec_desktop.store.folder import DataFolder
from leadexec_desktop.store.opening import Store, open_ephemeral, open_store
from leadexec_desktop.store.vault import MemoryVault
from tests.depth import examples

from .bench import OPEN, Bench, Ending, answer
from .followed import (
    ACCEPTED,
    IN_REVIEW,
    NO_ANSWER,
    NO_CONNECTION,
    QC_REJECTED,
    REJECTED,
    RETURNED,
    UNDECIDED,
    UNHEARD_OF,
    Followed,
    Question,
    run,
    status_path,
)

A_DAY = timedelta(days=1)
LAST_WAIT = timedelta(seconds=BACK_OFF_S[-1] * (1 + JITTER) + OUTAGE_S[-1] * 2)
FOR_A_DAY = replace(OPEN, follow_days=1)


def assert_polite(questions: list[Question]) -> None:
    """The questions about one lead, as its receiver saw them, kept to the table of waits."""
    for asked, (earlier, later) in enumerate(pairwise(question.at_utc for question in questions), 1):
        assert later - earlier >= timedelta(seconds=BACK_OFF_S[min(asked, len(BACK_OFF_S) - 1)]), asked


def schedule(store: Store) -> set[str]:
    with store.database.read() as cursor:
        return {row["delivery_id"] for row in cursor.execute("SELECT delivery_id FROM follows").fetchall()}


# ------------------------------------------------------------------ any life

MIDDLES = st.sampled_from(
    [
        *(UNHEARD_OF, UNDECIDED, IN_REVIEW, ACCEPTED, answer("", 403), answer("<html>"), answer("", 429)),
        *(answer("", 503), answer("", 429, Retry_After="3600"), answer("", 404, Retry_After="60")),
        *(NO_ANSWER, NO_CONNECTION, KeyboardInterrupt(), RuntimeError()),
    ]
)
ENDS = st.sampled_from([RETURNED, REJECTED, QC_REJECTED, ACCEPTED, UNDECIDED])
WORDS = {id(RETURNED): "returned", id(REJECTED): "rejected", id(QC_REJECTED): "rejected", id(ACCEPTED): "accepted"}
LIVES = st.lists(st.tuples(st.lists(MIDDLES, max_size=5), ENDS), min_size=1, max_size=3)
EVENTS = st.lists(
    st.tuples(
        st.sampled_from([1.0, 2.2, 15.0, 61.0, 700.0, 5000.0]),
        st.sampled_from(["restart", "silence", "no network", "well again"]),
    ),
    max_size=5,
)


class World:
    """Leads that are followed by a program that dies and starts again, over a network that comes and goes."""

    def __init__(self, store: Store, random: Callable[[], float]) -> None:
        self.followed = Followed(store)
        self._random = random
        self._answers = self.followed.receiver.ending_of
        self._weather: Ending | None = None
        self.followed.receiver.ending_of = self._ending_of
        self.start()

    def start(self) -> None:
        self.followed.start_following(self._random)

    def happen(self, event: str) -> None:
        if event == "restart":
            self.start()
        else:
            self._weather = {"silence": NO_ANSWER, "no network": NO_CONNECTION}.get(event)

    def _ending_of(self, url: str, at: datetime) -> Ending:
        return self._answers(url, at) if self._weather is None else self._weather

    def run(self, seconds: float) -> None:
        """Follows for so long; a program that dies is started again."""
        clock = self.followed.clock
        end = clock.at + timedelta(seconds=seconds)
        while clock.at < end:
            try:
                run(self.followed.following, clock, end)
            except KeyboardInterrupt:
                self.start()
            except RuntimeError:
                pass


@examples(30)
@given(lives=LIVES, events=EVENTS, seed=st.integers(0, 9))
def test_any_life_through_any_weather(
    lives: list[tuple[list[Ending], Ending]], events: list[tuple[float, str]], seed: int
) -> None:
    store = open_ephemeral()
    try:
        world = World(store, Random(seed).random)
        followed = world.followed
        for number, (middle, end) in enumerate(lives, 1):
            followed.queue(number, *middle, end, destination=FOR_A_DAY)
        begun = {each.id: each.created_at_utc for each in followed.bench.everything()}
        for seconds, event in events:
            world.run(seconds)
            world.happen(event)
            for delivery_id in begun:
                assert (delivery_id in schedule(store)) is (followed.word(delivery_id) not in ("returned", "rejected"))
        world.happen("well again")
        world.run(3 * A_DAY.total_seconds())
        assert schedule(store) == set()
        for number, (_, end) in enumerate(lives, 1):
            questions = [own for own in followed.receiver.log if own.url == status_path(number)]
            assert_polite(questions)
            assert followed.word(f"d{number}") == WORDS.get(id(end), followed.word(f"d{number}"))
            last = questions[-1].at_utc - begun[f"d{number}"]
            assert (last >= A_DAY - timedelta(seconds=1)) is (end in (ACCEPTED, UNDECIDED))
            assert last <= A_DAY + LAST_WAIT
    finally:
        store.close()


# ------------------------------------------------------------------ five hundred

LEADS = 500
OUTAGE = (timedelta(minutes=4), timedelta(minutes=40))


@dataclass(frozen=True)
class Kind:
    """How the receiver decides of a lead by and by: the answer, and from which age of the lead on."""

    stages: tuple[tuple[float, Ending], ...]
    word: str

    def at(self, age_s: float) -> Ending:
        return next(ending for from_s, ending in reversed(self.stages) if age_s >= from_s)


KINDS = (
    Kind(((0, UNHEARD_OF), (5, ACCEPTED), (3600, RETURNED)), "returned"),
    Kind(((0, UNDECIDED), (20, REJECTED)), "rejected"),
    Kind(((0, UNDECIDED), (10, IN_REVIEW), (300, QC_REJECTED)), "rejected"),
    Kind(((0, UNHEARD_OF), (60, IN_REVIEW), (7200, ACCEPTED), (30_000, RETURNED)), "returned"),
    Kind(((0, RETURNED),), "returned"),
    Kind(((0, answer("<html>", 403)), (30, ACCEPTED), (100, RETURNED)), "returned"),
    Kind(((0, UNDECIDED), (1000, REJECTED)), "rejected"),
    Kind(((0, answer("")), (8, REJECTED)), "rejected"),
    Kind(((0, IN_REVIEW), (15, RETURNED)), "returned"),
    Kind(((0, UNDECIDED), (2, ACCEPTED)), "accepted"),
)


def test_five_hundred_leads_across_restarts_and_an_outage(folder: DataFolder, vault: MemoryVault) -> None:
    """None is forgotten, and none is asked for more often than the table of waits says: by the receiver's own log."""
    store = open_without_fsync(folder, vault)
    followed = Followed(store)
    clock = followed.clock
    begun: dict[str, datetime] = {}
    random = Random(20261103)
    outage = tuple(clock.at + each for each in OUTAGE)
    numbers = {status_path(number): number for number in range(1, LEADS + 1)}

    def ending_of(url: str, at: datetime) -> Ending:
        if outage[0] <= at < outage[1]:
            return NO_ANSWER if random.random() < 0.5 else NO_CONNECTION
        return KINDS[numbers[url] % len(KINDS)].at((at - begun[url]).total_seconds())

    followed.receiver.ending_of = ending_of
    for url, number in numbers.items():
        followed.queue(number, destination=FOR_A_DAY)
        begun[url] = clock.at
        clock.pass_s(-1.0)  # a line that is answered in a quarter of a second
    followed.start_following(random.random)

    for minutes in (1, 3, 10, 15, 20, 60):
        run(followed.following, clock, clock.at + timedelta(minutes=minutes))
        followed.following.stop()
        followed.store.close()
        store = open_without_fsync(folder, vault)
        followed = restarted(followed, store, random)
    run(followed.following, clock, clock.at + 2 * A_DAY)

    log = followed.receiver.log
    assert schedule(store) == set()
    words = {each.id: each.outcome for each in store.deliveries.page(None, LEADS)}
    assert words == {f"d{number}": KINDS[number % len(KINDS)].word for number in range(1, LEADS + 1)}
    by_lead: dict[str, list[Question]] = {url: [] for url in numbers}
    for question in log:
        by_lead[question.url].append(question)
    for url, questions in by_lead.items():
        assert_polite(questions)
        ends = [own for own in questions if own.at_utc >= outage[1] or own.at_utc < outage[0]]
        kind = KINDS[numbers[url] % len(KINDS)]
        finals = [own for own in ends if kind.word != "accepted" and kind.stages[-1][0] <= age_s(own, begun[url])]
        assert len(finals) == (0 if kind.word == "accepted" else 1)
        assert finals in ([], questions[-1:])
    during = [own for own in log if outage[0] <= own.at_utc < outage[1]]
    assert 0 < len(during) <= len(OUTAGE_S) * 6  # each restart begins with the first pause
    store.close()


def age_s(question: Question, begun: datetime) -> float:
    return (question.at_utc - begun).total_seconds()


def open_without_fsync(folder: DataFolder, vault: MemoryVault) -> Store:
    """What the disk does is no business of these tests, and would take most of their time."""
    store = open_store(folder, vault)
    with store.database.read() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")
    return store


def restarted(before: Followed, store: Store, random: Random) -> Followed:
    """The same world with the program started anew: the receiver and its log are what they were."""
    bench = Bench(store)
    bench.clock = before.clock
    after = Followed(store, bench)
    after.receiver = before.receiver
    after.start_following(random.random)
    return after
