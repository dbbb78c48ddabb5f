"""English words as written in mail, and the forms of English verbs."""

from __future__ import annotations

import pytest

from rules.grammar.clause import Tense
from rules.grammar.english import ENGLISH
from rules.grammar.english.verbs import Form, lemma
from rules.grammar.english.words import tokenise
from rules.text import fold


def words(text: str) -> list[str]:
    return [token.folded for token in tokenise(text, fold(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'll", ["i", "will"]),
        ("we won’t", ["we", "will", "not"]),
        ("it's", ["it", "is"]),
        ("Femi's", ["femi", "'s"]),
        ("lemme check", ["let", "me", "check"]),
        ("will ping u the link tmrw pls", ["will", "ping", "you", "the", "link", "tomorrow", "please"]),
        ("ill send it", ["i", "will", "send", "it"]),
        ("he fell ill", ["he", "fell", "ill"]),
        ("well below", ["well", "below"]),
        ("a follow-up at 10.30", ["a", "follow-up", "at", "10.30"]),
    ],
)
def test_contractions_and_phone_spelling_are_written_out(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_the_parts_of_a_contraction_share_its_place() -> None:
    first, second = tokenise("I'll", "i'll")
    assert (first.start, first.end, second.start, second.end) == (0, 1, 1, 4)


@pytest.mark.parametrize(
    ("word", "form", "base"),
    [
        ("sent", Form.PAST, "send"),
        ("written", Form.PARTICIPLE, "write"),
        ("dropping", Form.GERUND, "drop"),
        ("cancelling", Form.GERUND, "cancel"),
        ("canceling", Form.GERUND, "cancel"),
        ("tidies", Form.THIRD, "tidy"),
        ("frobnicated", Form.PARTICIPLE, "frobnicate"),
        ("swedging", Form.GERUND, "swedge"),
        ("morning", Form.GERUND, None),
        ("red", Form.PARTICIPLE, None),
        ("table-top", Form.BASE, None),
    ],
)
def test_a_form_is_led_back_to_its_infinitive(word: str, form: Form, base: str | None) -> None:
    assert lemma(word, form) == base


def test_a_future_is_looked_for_by_the_forms_that_can_follow_will() -> None:
    assert ENGLISH.forms("send", tenses=frozenset({Tense.FUTURE})) == {"send", "sending", "sent"}


def test_a_verb_of_two_words_is_looked_for_by_its_first() -> None:
    assert "let" in ENGLISH.forms("let know")
    assert {"be", "is", "s"} <= ENGLISH.forms("be with")


def test_the_present_has_no_sign_and_the_future_has() -> None:
    assert ENGLISH.sign(frozenset(), frozenset({Tense.PRESENT})) == ""
    assert "will" in ENGLISH.sign(frozenset(), frozenset({Tense.FUTURE}))


@pytest.mark.parametrize(
    ("noun", "plural"), [("quote", "quotes"), ("policy", "policies"), ("box", "boxes"), ("day", "days")]
)
def test_a_noun_is_found_in_the_plural_too(noun: str, plural: str) -> None:
    assert ENGLISH.inflect(noun) == {noun, plural}


@pytest.mark.parametrize(("lemma_", "known"), [("send", True), ("let know", True), ("12", False)])
def test_the_linter_can_ask_whether_a_verb_can_be_conjugated(lemma_: str, known: bool) -> None:
    assert ENGLISH.knows(lemma_) is known
