"""The author's number and country reach every word that is ours."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from rules.drafting import voice
from rules.drafting.templates import FORMS, Templates
from rules.drafting.writing import Writer
from rules.facts import Register
from rules.signals import Act
from tests.occasions import MEXICO, an_occasion

SINGULAR = {
    "es": re.compile(
        r"\b(?:yo|me|mí|mi|mis|mío|mía|míos|mías|conmigo)\b"
        r"|\b\w+[rdneaéá]me(?:l[oa]s?)?\b"
        r"|\b(?:\w+ré|dije|hice|pude|puse|tuve|quedé|envié|mandé|dejé|esperé|pregunté|llamé|escribí|respondí|pedí|leí"
        r"|recibí|despedí|prometí|volví|he|sé|soy|voy|doy|estoy|digo|hago|tengo|pongo|puedo|quiero|prefiero|sigo"
        r"|pido|mando|busco|cierro|confirmo|devuelvo|dejo|escribo|guardo|insisto|leo|llamo|necesito|ocupo|propongo"
        r"|resuelvo|respondo|resumo|retomo|vuelvo|agradezco|adelanto|adjunto|agendo|agrego|ahorro|alegro|anoto|añado"
        r"|comento|empiezo|hablo|recibo|respeto|pregunto|iba|debo)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(r"\bI\b|\bI'|\b(?:me|my|mine|myself)\b", re.IGNORECASE),
}
NOT_A_VERB = re.compile(r"\b(?:confirme|tome|informe|firme|llame|nombre)\b", re.IGNORECASE)
MARKED = re.compile(r"«[^«»]*»|“[^“”]*”|\{\{.*?\}\}|\{%.*?%\}")
TEXTS = [
    (language, situation, form.value)
    for language in FORMS
    for situation in Templates().situations(language)
    for form in FORMS[language]
    if Templates().has(language, situation, form.value)
]
WRITER = Writer(Templates())


@pytest.mark.parametrize(("language", "situation", "form"), TEXTS)
def test_no_first_person_singular_is_left_in_a_text_of_several(language: str, situation: str, form: str) -> None:
    text = Templates().text(language, situation, form)
    for country in ((), (voice.american,), (voice.peninsular,)):
        turned = text
        for turn in (*country, voice.plural):
            turned = turn(turned, language)
        own = NOT_A_VERB.sub("", MARKED.sub("", turned))
        assert not SINGULAR[language].search(own), (SINGULAR[language].search(own), own)


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("le dije que le enviaría", "le dijimos que le enviaríamos"),
        ("Le pido disculpas; el retraso es mío.", "Le pedimos disculpas; el retraso es nuestro."),
        ("La demora es mía, disculpá.", "La demora es nuestra, disculpá."),
        ("dígamelo y díganmelo", "díganoslo y dígannoslo"),
        ("decímelo, decídmelo, dímelo", "decínoslo, decídnoslo, dínoslo"),
        ("¿Podría enviárme{{ it }} algo?", "¿Podría enviárnos{{ it }} algo?"),
        ("repetirle mis disculpas por mi último correo", "repetirle nuestras disculpas por nuestro último correo"),
        ("necesita algo de mi parte", "necesita algo de nuestra parte"),
        ("me anunciaba las medidas y le anunciaba las fotos", "nos anunciaba las medidas y le anunciábamos las fotos"),
        ("un paso concreto; te lo paso", "un paso concreto; te lo pasamos"),
        ("Con que me confirme el envío", "Con que nos confirme el envío"),
        ("le escribí «le mando el plano» y «[yo mismo]»", "le decíamos «le mando el plano» y «[yo mismo]»"),
        ("El lunes 9 quedé en llamarle", "El lunes 9 nos comprometimos a llamarle"),
        ("Quiero y me alegro", "Queremos y nos alegramos"),
    ],
)
def test_the_first_person_is_turned_and_nothing_else(one: str, many: str) -> None:
    assert voice.plural(one, "es") == many


def test_english_is_turned_with_its_verbs_and_its_capital() -> None:
    text = "I'm sorry. I said I was sending my plans; it is for me, myself. “I am” and {{ I }} stay."
    turned = "We're sorry. We said we were sending our plans; it is for us, ourselves. “I am” and {{ I }} stay."
    assert voice.plural(text, "en") == turned


def test_no_perfect_tense_is_left_in_the_singular_forms_in_america() -> None:
    perfect = re.compile(r"\b(?:he|ha|has|hemos|han)\s+(?:\w+[ai]do|dicho|hecho|vuelto|visto|escrito)\b")
    for language, situation, form in TEXTS:
        if form in {"usted", "tú"}:
            turned = MARKED.sub("", voice.american(Templates().text(language, situation, form), language))
            assert not perfect.search(turned), (situation, form, perfect.search(turned))


def test_ustedes_is_written_in_spain_as_in_spain() -> None:
    here = WRITER.draft(an_occasion("theirs.1", "las fotos", form=Register.USTEDES)).text
    there = WRITER.draft(an_occasion("theirs.1", "las fotos", form=Register.USTEDES, zone=MEXICO)).text
    assert "todavía no las he recibido" in here
    assert "todavía no las recibo" in there


@pytest.mark.parametrize(
    ("evidence", "message_is_plural", "expected"),
    [
        ("le enviaremos el presupuesto", False, "le dijimos"),
        ("le enviaré el presupuesto", True, "le dije "),
        ("le mando el presupuesto", True, "le dije "),
        ("el viernes se lo paso", True, "le dije "),
        ("presupuesto el viernes", True, "le dijimos"),
        ("presupuesto el viernes", False, "le dije "),
    ],
)
def test_the_number_of_the_promise_decides(evidence: str, message_is_plural: bool, expected: str) -> None:
    assert expected in WRITER.draft(an_occasion(evidence=evidence, many=message_is_plural)).text


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("El jueves te paso los planos y te digo cuándo podemos colocarla", False),
        ("¿Me puede enviar el DNI para que lo presentemos?", False),
        ("Could you send me your passport so that we can open the file?", False),
        ("¿Podría indicarnos la fecha?", True),
        ("Os enviamos la foto", True),
        ("We'll send it", True),
        ("Mañana lo vemos", None),
        ("Nuestro técnico le llamará", None),
    ],
)
def test_the_first_word_that_tells_the_number_decides(said: str, expected: bool | None) -> None:
    assert voice.speaks_as_many(said) is expected


def test_a_sentence_that_begins_in_a_branch_keeps_its_capital() -> None:
    text = "It isn't done.\n\n{% if by_another %}It will be done{% else %}I'll do it{% endif %} soon."
    assert "{% else %}We'll do it" in voice.plural(text, "en")


def test_what_they_promised_is_asked_for_as_we_last_wrote() -> None:
    text = WRITER.draft(an_occasion("theirs.1", "las fotos", many=True, message_id="their message")).text
    assert "nos decía" in text
    assert "no las hemos recibido" in text


def test_a_goodbye_that_was_sent_makes_no_firm_of_its_author() -> None:
    occasion = an_occasion("rescue.1month", message_id="their goodbye")
    sent = replace(occasion.thread[0], id="sent", plural_author=True)
    assert not replace(occasion, thread=(*occasion.thread, sent)).is_plural
    assert replace(occasion, thread=(sent, sent, *occasion.thread)).is_plural


@pytest.mark.parametrize(
    "words", ["nuestro técnico le llamará mañana", "Luis le llamará mañana", "Mañana le llamará mi compañera"]
)
def test_a_promise_for_somebody_else_is_not_taken_on_as_ones_own(words: str) -> None:
    text = WRITER.draft(an_occasion(thing=None, act=Act.CALL, evidence=words)).text
    assert f"«{words}» y sigue pendiente" in text
    assert "Queda resuelto «[" in text


def test_what_is_promised_in_the_first_person_is_ones_own() -> None:
    for words in ("Mañana le llamaré", "I'll call you tomorrow", "We will call you"):
        form = Register.USTED if words.startswith("M") else Register.NEUTRAL
        text = WRITER.draft(an_occasion(thing=None, evidence=words, form=form)).text
        assert "no lo he hecho" in text or "haven't done it" in text


def test_english_is_written_as_in_america_for_america() -> None:
    occasion = an_occasion(thing="the quote", form=Register.NEUTRAL)
    assert "Monday 9 March" in WRITER.draft(occasion).text
    there = WRITER.draft(replace(occasion, zone=MEXICO)).text
    assert "Monday, March 9" in there
    assert "apologize" in there
