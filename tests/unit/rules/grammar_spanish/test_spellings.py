"""Which verbs a spelling may be a form of."""

from __future__ import annotations

import pytest

from rules.grammar.spanish.conjugation import LEMMAS, conjugate
from rules.grammar.spanish.spellings import endings_of, first_persons, forms_of, learn, tail_of
from rules.text import fold

OF_ONES_OWN = ("tarifar", "googlear", "wasapear", "recontracar", "sobredescubrir", "autoconducir", "ultrarromper")


def test_most_verbs_follow_a_model_and_have_exactly_its_forms() -> None:
    following = [lemma for lemma in (*LEMMAS, *OF_ONES_OWN) if tail_of(lemma)]
    assert len(following) > len(LEMMAS) * 3 // 4
    for lemma in following:
        tail = tail_of(lemma)
        root = fold(lemma.removesuffix(tail))
        assert {fold(form.spelled) for form in conjugate(lemma)} == {root + ending for ending in endings_of(tail)}


@pytest.mark.parametrize("lemma", ["buscar", "pagar", "empezar", "abrir", "ir", "construir", "enviar", *OF_ONES_OWN])
def test_every_form_of_a_verb_is_found_by_its_spelling(lemma: str) -> None:
    learn(lemma)
    for form in conjugate(lemma):
        assert form in forms_of(fold(form.spelled))


def test_a_spelling_of_several_verbs_gives_the_forms_of_all() -> None:
    assert {form.lemma for form in forms_of("fue")} == {"ir", "ser"}
    assert {form.lemma for form in forms_of("siento")} == {"sentar", "sentir"}


def test_what_is_no_form_of_any_verb_has_none() -> None:
    assert forms_of("jueves") == ()
    assert forms_of("") == ()
    assert {"envio", "busco", "tengo"} <= first_persons()
    assert "jueves" not in first_persons()
