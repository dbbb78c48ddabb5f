"""Every text, in every form, with nouns of every sort, with and without all that may be unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from rules.drafting.occasion import Occasion
from rules.drafting.templates import FORMS, Templates
from rules.drafting.writing import Writer
from rules.facts import Register
from rules.signals import Act
from tests.occasions import MEXICO, SITUATIONS, an_occasion

THINGS = {
    "es": (
        *("el presupuesto", "la factura", "las fotos", "los planos", "el acta", "los planos y la memoria"),
        *("120 sillas", "si caben las 15", None),
    ),
    "en": ("the quote", "the photos", "the plans and the report", "120 chairs", "whether all 15 fit", None),
}
VARIANTS: dict[str, dict[str, Any]] = {
    "with all that is known": {},
    "without what may be unknown": {"due": None, "amount": None},
    "said and due on the same day": {"due": "2026-03-09"},
    "across the end of a month": {"made": "2026-03-30 10:00", "due": "2026-04-03", "today": "2026-04-06"},
    "across the end of a year": {"made": "2025-12-30 10:00", "due": "2026-01-02", "today": "2026-01-26"},
    "by several of us": {"many": True},
    "in America": {"zone": MEXICO},
    "by several of us in America, without a subject": {"zone": MEXICO, "many": True, "subject": ""},
}
DAY = re.compile(
    r"(?i)\b(?:el|del|al) (?:(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo) )?\d{1,2}\b|ese mismo día"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b\d{1,2} (?:December|March)|(?:December|March) \d{1,2}"
)
NEEDS_NO_THING = ("inquiry", "meeting", "farewell.goodbye", "rescue.6months")
FORM_NAMES = [(language, form) for language, forms in FORMS.items() for form in forms]


@pytest.fixture(scope="module")
def writer() -> Writer:
    return Writer(Templates())


def occasions(situation: str, language: str, form: Register) -> Iterator[tuple[str, Occasion]]:
    """Every noun in the two plainest cases, and some nouns in every case."""
    for act in Act if situation == "promise" else [Act.SEND]:
        for rank, thing in enumerate(THINGS[language]):
            for number, (name, variant) in enumerate(VARIANTS.items()):
                if number < 2 or rank % 4 == number % 4:
                    yield f"{thing}, {act}, {name}", an_occasion(situation, thing, form=form, act=act, **variant)


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize(("language", "form"), FORM_NAMES)
def test_a_text_can_be_written_for_every_noun_and_for_none(
    writer: Writer, situation: str, language: str, form: Register
) -> None:
    for name, occasion in occasions(situation, language, form):
        draft = writer.draft(occasion)  # raises where a lint of drafts refuses it
        body = draft.text.split("\n\n", 1)[1].rsplit("\n\n", 1)[0]
        assert 40 <= words(draft.text) <= 110, (name, words(draft.text), draft.text)
        opening = " ".join(sentences(body)[:2])
        assert DAY.search(opening), (name, opening)
        if not situation.startswith(NEEDS_NO_THING) and occasion.commitment.subject:
            assert names_something(opening, occasion), (name, opening)
        assert draft.title.startswith("Re: ") == (situation != "meeting")


@pytest.mark.parametrize("situation", [*SITUATIONS, "acceptance.start", "complaint.cause"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_a_task_says_what_to_do_and_shows_what_was_said(writer: Writer, situation: str, language: str) -> None:
    for name, occasion in occasions(situation, language, FORMS[language][0]):
        task = writer.task(occasion)
        assert len(task.title) <= 70, (name, task.title)
        assert not re.search(r"None|\{|\}|«»|“”|  | ,|\b(?:de|a) el \b|\b(?:tu|tus|vuestr\w+|te|os)\b", task.title), (
            name
        )
        assert occasion.commitment.evidence in task.text, name
        for command in ("dismiss", "snooze", "why"):
            assert f"prometido {command} abc123" in task.text


def words(text: str) -> int:
    """Count the words of a draft: signature, numbered agreements and their questions aside."""
    counted = [line for line in text.rsplit("\n", 2)[0].splitlines() if not re.match(r"–|\d\. ", line)]
    return len(re.findall(r"[^\W_][\w'’.,/]*", "\n".join(counted)))


def sentences(body: str) -> list[str]:
    return re.split(r"(?<=[.?])\s+", body.replace("\n\n", " "))


def names_something(opening: str, occasion: Occasion) -> bool:
    commitment = occasion.commitment
    known = [commitment.object or "\0", "propuesta", "proposal", "respuesta", "reply", "ocurrido", "what happened"]
    about = ["la reforma de la cocina", "Kitchen renovation", "presupuesto"]
    return bool(re.search("[«“](?!\\[)", opening)) or any(each in opening for each in [*known, *about])
