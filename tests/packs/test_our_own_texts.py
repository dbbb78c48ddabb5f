"""What our own drafts promise once their user has written the day in is found."""

from __future__ import annotations

import re
from datetime import date

import pytest

from rules.detection import Detector
from rules.drafting.samples import mails
from rules.drafting.templates import FORMS, Templates
from rules.drafting.writing import Unwritable, Writer
from rules.facts import Register
from rules.language.loading import load_rules
from rules.model import load
from rules.signals import Kind
from tests.builders import a_message

RULES = load_rules(("es", "en"))
DETECTOR = Detector(RULES, load(frozenset(rule.id for rule in RULES.rules if rule.outright)))
WRITER = Writer(Templates())
SITUATIONS = (
    *("promise.send", "promise.answer", "promise.clause", "promise.quoted", "promise.rest", "promise.twice"),
    *("inquiry", "merged.two", "merged.many"),
)
DAY = {"es": "el viernes 20", "en": "Friday"}
OTHER = {"es": "la medida del hueco", "en": "the width of the gap"}


def texts(situation: str, language: str, form: Register) -> set[str]:
    """Write the drafts of a situation and fill their places in, as the user does before he sends them."""

    def filled(place: re.Match[str]) -> str:
        return DAY[language] if re.search("día|day", place[0]) else OTHER[language]

    found = set()
    for occasion, *also in mails(situation, language, form):
        if also or WRITER.situation_of(occasion) == situation:
            try:
                found.add(re.sub(r"«\[.*?\]»", filled, WRITER.draft(occasion, also).text))
            except Unwritable:
                continue  # nothing named: there is no such draft
    return found


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize(("language", "form"), [(language, form) for language in FORMS for form in FORMS[language]])
def test_a_draft_promises_the_day_that_was_written_into_it(situation: str, language: str, form: Register) -> None:
    written = texts(situation, language, form)
    assert written
    for text in written:
        signals = DETECTOR.detect(a_message(text, when="2026-03-17 10:00", subject="Re: Reforma de la cocina"))
        assert date(2026, 3, 20) in {signal.due for signal in signals if signal.kind is Kind.PROMISE}, text
