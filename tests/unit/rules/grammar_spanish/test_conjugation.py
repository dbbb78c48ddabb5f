"""Spanish verbs in their forms."""

from __future__ import annotations

import pytest

from rules.grammar.clause import Person, Tense
from rules.grammar.spanish import SPANISH
from rules.grammar.spanish.conjugation import LEMMAS, conjugate
from rules.grammar.spanish.morphology import analyse
from rules.grammar.spanish.spellings import forms_of as forms_spelled
from rules.text import fold


def forms_of(lemma: str, tense: Tense, person: Person, *, plural: bool = False) -> set[str]:
    return {
        form.spelled for form in conjugate(lemma) if (form.tense, form.person, form.plural) == (tense, person, plural)
    }


@pytest.mark.parametrize(
    ("lemma", "tense", "person", "plural", "spelled"),
    [
        ("enviar", Tense.PRESENT, Person.FIRST, False, "envío"),
        ("pedir", Tense.PRESENT, Person.FIRST, False, "pido"),
        ("devolver", Tense.PRESENT, Person.FIRST, False, "devuelvo"),
        ("jugar", Tense.PRESENT, Person.THIRD, False, "juega"),
        ("conocer", Tense.PRESENT, Person.FIRST, False, "conozco"),
        ("construir", Tense.PRESENT, Person.THIRD, False, "construye"),
        ("recoger", Tense.PRESENT, Person.FIRST, False, "recojo"),
        ("mantener", Tense.PRESENT, Person.FIRST, False, "mantengo"),
        ("haber", Tense.PRESENT, Person.THIRD, False, "hay"),
        ("mandar", Tense.PRESENT, Person.SECOND, True, "mandáis"),
        ("mandar", Tense.PRESENT, Person.SECOND, False, "mandás"),
        ("salir", Tense.FUTURE, Person.FIRST, True, "saldremos"),
        ("satisfacer", Tense.FUTURE, Person.FIRST, False, "satisfaré"),
        ("querer", Tense.CONDITIONAL, Person.FIRST, False, "querría"),
        ("hacer", Tense.PAST, Person.THIRD, False, "hizo"),
        ("traducir", Tense.PAST, Person.FIRST, False, "traduje"),
        ("leer", Tense.PAST, Person.THIRD, False, "leyó"),
        ("dormir", Tense.PAST, Person.THIRD, True, "durmieron"),
        ("buscar", Tense.PAST, Person.FIRST, False, "busqué"),
        ("pagar", Tense.SUBJUNCTIVE, Person.THIRD, False, "pague"),
        ("averiguar", Tense.SUBJUNCTIVE, Person.FIRST, False, "averigüe"),
        ("seguir", Tense.SUBJUNCTIVE, Person.FIRST, False, "siga"),
        ("dormir", Tense.SUBJUNCTIVE, Person.FIRST, True, "durmamos"),
        ("decir", Tense.IMPERATIVE, Person.SECOND, False, "di"),
        ("decir", Tense.IMPERATIVE, Person.SECOND, False, "decí"),
        ("mandar", Tense.IMPERATIVE, Person.SECOND, True, "mandad"),
        ("proponer", Tense.PARTICIPLE, Person.NONE, False, "propuesto"),
        ("resolver", Tense.PARTICIPLE, Person.NONE, False, "resuelto"),
        ("inscribir", Tense.PARTICIPLE, Person.NONE, True, "inscritas"),
        ("leer", Tense.PARTICIPLE, Person.NONE, False, "leído"),
        ("pedir", Tense.GERUND, Person.NONE, False, "pidiendo"),
        ("traer", Tense.GERUND, Person.NONE, False, "trayendo"),
    ],
)
def test_a_verb_is_conjugated_as_it_is_spelled(
    lemma: str, tense: Tense, person: Person, plural: bool, spelled: str
) -> None:
    assert spelled in forms_of(lemma, tense, person, plural=plural)


def test_every_verb_has_the_forms_of_every_tense() -> None:
    for lemma in LEMMAS:
        assert {form.tense for form in conjugate(lemma)} >= set(Tense) - {
            Tense.PROGRESSIVE,
            Tense.GOING_TO,
            Tense.PERFECT,
        }, lemma


@pytest.mark.parametrize(
    ("word", "lemma", "tense", "clitics"),
    [
        ("enviárselo", "enviar", Tense.INFINITIVE, ("se", "lo")),
        ("mandaros", "mandar", Tense.INFINITIVE, ("os",)),
        ("mándamelo", "mandar", Tense.IMPERATIVE, ("me", "lo")),
        ("envíenos", "enviar", Tense.IMPERATIVE, ("nos",)),
        ("decidnos", "decir", Tense.IMPERATIVE, ("nos",)),
        ("avisame", "avisar", Tense.IMPERATIVE, ("me",)),
        ("haciéndolo", "hacer", Tense.GERUND, ("lo",)),
        ("sentémonos", "sentar", Tense.SUBJUNCTIVE, ("nos",)),
    ],
)
def test_pronouns_are_taken_off_the_verb_they_are_written_on_to(
    word: str, lemma: str, tense: Tense, clitics: tuple[str, ...]
) -> None:
    found = analyse(word, fold(word), accents=True)
    if tense is Tense.SUBJUNCTIVE:
        assert found is None  # too rare to tell from nouns
        return
    assert found is not None
    assert found.enclitics == clitics
    assert (lemma, tense) in {(form.lemma, form.tense) for form in found.forms}


def test_a_missing_accent_counts_only_where_the_author_writes_none() -> None:
    careful = analyse("envio", "envio", accents=True)
    hurried = analyse("llame", "llame", accents=False)
    assert careful is not None
    assert {form.spelled for form in careful.forms} >= {"envío"}
    assert hurried is not None
    assert {form.spelled for form in hurried.forms} == {"llame", "llamé"}
    assert {form.spelled for form in analyse("llame", "llame", accents=True).forms} == {"llame"}  # type: ignore[union-attr]


@pytest.mark.parametrize("word", ["mesa", "contigo", "Madrid", "septiembre"])
def test_a_word_that_is_no_verb_has_no_forms(word: str) -> None:
    assert analyse(word, fold(word), accents=True) is None


def test_a_future_is_known_by_its_ending_whatever_the_verb() -> None:
    word = analyse("tuitearé", "tuiteare", accents=True)
    assert word is not None
    assert (word.forms[0].tense, word.forms[0].person) == (Tense.FUTURE, Person.FIRST)


def test_a_verb_of_somebody_s_own_lexicon_is_learnt() -> None:
    assert SPANISH.knows("tuitear")
    assert not forms_spelled("tuiteo")
    assert "tuiteo" in SPANISH.forms("tuitear")
    assert forms_spelled("tuiteo")[0].lemma == "tuitear"
    assert not SPANISH.knows("presupuesto")


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("precio", {"precio", "precios"}),
        ("cotizacion", {"cotizacion", "cotizaciones"}),
        ("vez", {"vez", "veces"}),
        ("jueves", {"jueves"}),
    ],
)
def test_a_noun_has_its_plural(word: str, forms: set[str]) -> None:
    assert SPANISH.inflect(word) == forms


def test_a_sign_names_what_a_sentence_with_such_a_verb_must_hold() -> None:
    import re  # noqa: PLC0415 - only this test reads the patterns

    first = SPANISH.sign(frozenset({Person.FIRST}), frozenset({Tense.PRESENT}))
    assert re.search(first, "le envio el plano")
    assert not re.search(first, "el plano es nuevo")
    to_come = SPANISH.sign(frozenset({Person.FIRST}), frozenset({Tense.FUTURE}))
    assert re.search(to_come, "lo mandaremos")
    assert not re.search(to_come, "lo mando")
    assert re.search(SPANISH.sign(frozenset({Person.THIRD}), frozenset({Tense.FUTURE})), "le llamara")
    assert SPANISH.sign(frozenset({Person.THIRD}), frozenset()) == ""
