"""A sent draft is read as the user's mail: it promises what it says, once, and nothing that it only quotes."""

from __future__ import annotations

import re

import pytest

from rules.detection import Detector
from rules.drafting.occasion import Occasion
from rules.drafting.templates import FORMS, Templates
from rules.drafting.writing import Writer
from rules.facts import Register
from rules.language.loading import load_rules
from rules.model import load
from rules.signals import Act, Confidence, Kind, Party, Signal
from tests.builders import a_message
from tests.occasions import SITUATIONS, an_occasion

PROMISES = ("promise", "inquiry", "complaint.fast")
"""Texts with a day of ours: it is the promise, new or renewed."""
FORM_NAMES = [form for forms in FORMS.values() for form in forms]
ANSWERS = (
    (r"\bhora\b", "el martes 17 a las 10:00"),
    (r"\bdía\b|cuándo", "el martes 17"),
    (r"quién", "Luis"),
    (r"trimestre", "mayo"),
    (r"\btime\b", "Tuesday 17 March at 10:00"),
    (r"\bday\b|^when$", "Tuesday 17 March"),
    (r"\bwho\b", "Luis"),
    (r"quarter", "May"),
    (r"[áéíóúñ]|\b(?:la|el|los|lo|que|si|un|una|qué)\b", "lo más sencillo"),
    (r"", "the simplest part"),
)
WRITER = Writer(Templates())


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector(load_rules(["es", "en"]), load())


def filled(text: str) -> str:
    """Fill the places as a user does."""

    def fill(match: re.Match[str]) -> str:
        return next(answer for words, answer in ANSWERS if re.search(words, match[1].lower()))

    return re.sub(r"«\[([^\]]*)\]»", fill, text)


def read_back(detector: Detector, *said: Occasion) -> list[Signal]:
    draft = WRITER.draft(said[0], said[1:])
    mail = a_message(
        filled(draft.text),
        when="2026-03-16 10:00",
        subject=draft.title,
        attachments=("plano.pdf",) if said[0].template == "missing_attachment" else (),
        language=said[0].language,
    )
    watched = {Kind.PROMISE, Kind.MISSING_ATTACHMENT}
    found = [each for each in detector.detect(mail) if each.kind in watched and each.owes is Party.US]
    return [each for each in found if each.confidence >= Confidence.LIKELY and not each.conditional]


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("form", FORM_NAMES)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_sent_draft_says_at_most_the_promise_it_makes(
    detector: Detector, situation: str, form: Register, many: bool
) -> None:
    things = ("the quote", "whether it fits", None) if form is Register.NEUTRAL else ("las fotos", "si caben", None)
    for act in (Act.SEND, Act.CALL, Act.ANSWER, Act.DO) if situation == "promise" else (Act.SEND,):
        for thing in things:
            found = read_back(detector, an_occasion(situation, thing, form=form, act=act, many=many))
            assert len(found) <= (situation in PROMISES), (act, thing, found)
            assert all(each.kind is Kind.PROMISE for each in found)


@pytest.mark.parametrize("form", FORM_NAMES)
def test_the_day_the_user_filled_in_is_the_new_day(detector: Detector, form: Register) -> None:
    for thing in ("the quote", None) if form is Register.NEUTRAL else ("las fotos", None):
        [promise] = read_back(detector, an_occasion(thing=thing, form=form))
        assert str(promise.due) == "2026-03-17"


@pytest.mark.parametrize("form", FORM_NAMES)
def test_several_debts_in_one_mail_are_no_new_debts(detector: Detector, form: Register) -> None:
    one, two = ("the quote", "the photos") if form is Register.NEUTRAL else ("el presupuesto", "las fotos")
    first, second = an_occasion(thing=one, form=form), an_occasion(thing=two, form=form, made="2026-03-11 10:00")
    assert len(read_back(detector, first, second)) <= 1
    assert len(read_back(detector, first, an_occasion("theirs.1", two, form=form))) <= 1
