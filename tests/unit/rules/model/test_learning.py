from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from rules.corpus import Label, Labelled, read_file
from rules.detection import Detector
from rules.facts import Direction
from rules.language import load_rules
from rules.model.bars import choose_bars
from rules.model.fitting import fit
from rules.model.judging import Trial, learn_judge, try_lesson
from rules.model.kinds import KINDS, debtor, is_possible
from rules.model.lessons import Course, Examples, Lesson, gather, take
from rules.model.reader import shipped_weights
from rules.model.scoring import Score, matches
from rules.model.traits import TRAITS
from rules.model.weights import Odds, chances, pack, quantised, unpack
from rules.signals import Kind, Party, Signal
from tests.builders import a_message

PROMISE = KINDS.index(Kind.PROMISE)


@pytest.fixture(scope="module")
def course() -> Course:
    return gather(take(mail) for mail in list(read_file("dev.en"))[:60])


def a_lesson(text: str, *labels: Label) -> Lesson:
    return take(Labelled(message=a_message(text), labels=labels, file="dev.es", firm="estudio.example"))


def a_trial(file: str, *, right: bool) -> Trial:
    text = "Mañana le envío el presupuesto."
    labels = (Label(kind="promise", owes="us", evidence=text[:-1]),) if right else ()
    lesson = take(Labelled(message=a_message(text), labels=labels, file=file, firm="estudio.example"))
    found = Detector(load_rules()).detect_reading(lesson.reading)
    odds = np.full((len(lesson.sheet.units) + 1, len(KINDS)), -9, np.float32)
    return try_lesson(lesson, Odds(odds[:-1], odds[-1]), found)


def test_the_clause_in_the_evidence_carries_the_label() -> None:
    text = "Mañana le envío el presupuesto. El martes estuve en la obra."
    course = gather([a_lesson(text, Label(kind="promise", owes="us", evidence="Mañana le envío el presupuesto"))])
    assert course.clauses.labels[:, PROMISE].tolist() == [1, 0]
    assert course.clauses.labels.sum() == 1


def test_a_subordinate_clause_of_the_evidence_is_left_undecided() -> None:
    text = "En cuanto lo tenga le envío el presupuesto."
    examples = gather([a_lesson(text, Label(kind="promise", owes="us", evidence=text[:-1]))]).clauses
    marked = sorted(zip(examples.labels[:, PROMISE].tolist(), examples.weights[:, PROMISE].tolist(), strict=True))
    assert marked[-1] == (1, 1)
    assert set(marked[:-1]) == {(0, 0)}


def test_kinds_that_the_other_side_raises_are_not_learnt_from_ours() -> None:
    course = gather([a_lesson("Mañana le envío el presupuesto.")])
    for examples in (course.clauses, course.messages):
        assert not examples.weights[:, KINDS.index(Kind.COMPLAINT)].any()


@pytest.mark.parametrize("what", ["clauses", "messages"])
def test_learning_twice_gives_the_same_weights_and_they_know_what_they_saw(course: Course, what: str) -> None:
    examples: Examples = getattr(course, what)
    taught = np.ones(len(examples.labels), bool)
    once, twice = fit(examples, course.parts, taught, 10), fit(examples, course.parts, taught, 10)
    assert np.array_equal(once, twice)
    odds = (examples.rows @ (course.parts @ once[:-1]) + once[-1])[:, PROMISE]
    promised = examples.labels[:, PROMISE] > 0
    assert np.median(odds[promised]) > np.percentile(odds[~promised], 90)


def test_weights_survive_being_packed_and_pack_to_the_same_bytes() -> None:
    weights = shipped_weights()
    packed = pack(weights)
    again = unpack(packed)
    assert pack(again) == packed
    assert np.array_equal(again.table, weights.table)
    assert len(packed) < 2_000_000


def test_rounding_keeps_the_largest_weight_of_each_kind() -> None:
    table, scale = quantised(np.array([[0.5, -2.0], [0.25, 0.0]], np.float32))
    assert np.allclose(table * scale, [[0.5, -2.0], [0.25, 0.0]], atol=0.01)


def test_the_judge_learns_to_trust_the_model_and_the_bars_keep_their_order(course: Course) -> None:
    trials = [try_lesson(each, shipped_weights().odds(each.sheet), ()) for each in course.lessons]
    judge = learn_judge(trials)
    likely = [chances(judge, trial.candidates, trial.traits) for trial in trials]
    right = np.array([each for trial in trials for each in trial.right])
    chance = np.concatenate(likely)
    assert chance[right].mean() > chance[~right].mean() + 0.3
    bars = choose_bars(trials, likely)
    assert (np.diff(bars, axis=1) >= 0).all()


def test_the_rules_are_trusted_as_on_mail_they_were_not_written_with() -> None:
    known = a_trial("dev.es", right=True)
    strange = a_trial("dev-spain.es", right=False)
    judge = learn_judge([known] * 20 + [strange] * 20)
    assert chances(judge, strange.candidates, strange.traits)[0] < 0.3


def test_what_else_a_message_says_is_weighed() -> None:
    text = "Mañana le envío el presupuesto. El lunes le llamo."
    lesson = a_lesson(text)
    alone = a_lesson("Mañana le envío el presupuesto.")
    beside = try_lesson(lesson, shipped_weights().odds(lesson.sheet), ()).traits
    single = try_lesson(alone, shipped_weights().odds(alone.sheet), ()).traits
    peers = TRAITS.index("same kind elsewhere")
    assert beside[0, peers] > single[0, peers]


def test_where_two_candidates_fit_one_label_one_is_right() -> None:
    text = "Mañana le envío el presupuesto y el lunes le llamo."
    lesson = a_lesson(text, Label(kind="promise", owes="us", evidence="Mañana le envío el presupuesto"))
    trial = try_lesson(lesson, shipped_weights().odds(lesson.sheet), ())
    assert sum(trial.right) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_raised_by_one_side_and_a_promise_by_both(kind: Kind) -> None:
    sides = [is_possible(kind, direction) for direction in Direction]
    assert sum(sides) == (2 if kind is Kind.PROMISE else 1)


def test_each_side_owes_its_own_promises() -> None:
    directions = a_message().direction, a_message(outbound=False).direction
    assert [debtor(Kind.PROMISE, each) for each in directions] == [Party.US, Party.THEM]


def test_a_score_counts_each_label_once_and_the_days() -> None:
    label = Label(kind="promise", owes="us", evidence="le envío el presupuesto", due="2026-03-11")
    mail = Labelled(message=a_message(), labels=(label,), file="dev.es", firm="estudio.example")
    found = Signal(
        kind=Kind.PROMISE, owes=Party.US, evidence="Mañana le envío el presupuesto", rule="r", due=date(2026, 3, 11)
    )
    calm = Labelled(message=a_message("Gracias."), labels=(), file="dev.es", firm="estudio.example")
    score = Score()
    score.add(mail, [found, found])
    score.add(calm, [])
    score.add(calm, [found])
    assert score.rates("promise") == (1 / 3, 1.0, 0.5)
    assert (score.due, score.peace) == (1.0, 0.5)


def test_evidence_matches_when_a_third_of_the_shorter_is_one_run() -> None:
    assert matches("le envío el presupuesto", "MAÑANA LE ENVIO EL PRESUPUESTO A PRIMERA HORA")
    assert not matches("le envío el presupuesto", "gracias por la visita")
    assert not matches("", "nada")
