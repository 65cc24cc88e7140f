"""The fuzzer, in small: every input that is kept, and a few thousand made of them; the same on every run."""

import pytest

from leadexec_desktop.protocol.delivery import DeliveryState
from leadexec_desktop.protocol.operations import OPERATIONS, AnswerKind
from leadexec_desktop.protocol.outcome import OutcomeKind

from .inputs import KINDS, Input, corpus, kept_inputs, read_input, written_input
from .running import input_of, run
from .targets import SHAPES, check, outcomes_of

KNOWN = [one for kind in KINDS for one in corpus()[kind]]
STATES = {state.value for state in DeliveryState}
SEED = 14
INPUTS = 4_000
REACHED = {
    "answer": {"accepted", "rejected", "queued", "will accept", "duplicate", "refused", "unreadable"},
    "packed": {"whole"},
    "profile": {"read"},
    "request": {"taken"},
}


@pytest.mark.parametrize("one", KNOWN, ids=[f"{one.kind}: {one.name}" for one in KNOWN])
def test_what_is_known_is_taken_or_refused(one: Input) -> None:
    assert check(one)


def test_what_is_known_comes_to_every_end() -> None:
    outcomes = [outcome for one in KNOWN if one.kind == "answer" for _, outcome in outcomes_of(one)]
    assert {outcome.kind for outcome in outcomes} == {word for word in OutcomeKind if word.value not in STATES}
    requests = {check(one) for one in KNOWN if one.kind == "request"}
    assert requests >= {"taken", "updated", "200", "400", "401", "404", "405", "415"}


@pytest.mark.parametrize("one", [one for one in KNOWN if one.kind == "answer"], ids=lambda one: one.name)
def test_an_answer_means_something_to_a_request_of_any_shape(one: Input) -> None:
    outcomes = outcomes_of(one)
    assert len(outcomes) == len(SHAPES) == 72
    # What answers a lead answers an update, and neither a ping nor a status request.
    for kind in AnswerKind:
        prices = {outcome.price for shape, outcome in outcomes if OPERATIONS[shape.operation].answer is kind}
        assert len(prices) == 1


def test_a_few_thousand_mutated_inputs() -> None:
    tallies = run(SEED, range(INPUTS))
    assert [failure for tally in tallies.values() for failure in tally.failures] == []
    assert sum(tally.count for tally in tallies.values()) == INPUTS
    # They get to the far side of every decoder, and are not all turned away at its door.
    for kind, words in REACHED.items():
        assert words <= tallies[kind].words.keys()


def test_a_seed_and_a_number_make_one_input() -> None:
    known = corpus()
    first, again, other = (input_of(seed, 77, known) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_an_input_is_kept_as_it_is() -> None:
    known = corpus()
    made = [input_of(3, number, known) for number in range(300)]
    for one in (*kept_inputs(), *made):
        assert read_input(one.kind, written_input(one), one.name) == one


def test_the_corpus_stays_small() -> None:
    assert sum(len(written_input(one)) for one in kept_inputs()) < 500_000
