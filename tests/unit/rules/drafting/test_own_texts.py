"""The user's own texts: what they may do, and how what is wrong with them is told."""

from __future__ import annotations

from typing import Any

import pytest

from rules.drafting.templates import TemplateFault, Templates, TextFault
from rules.drafting.trial import faults_of_texts
from rules.drafting.writing import Writer
from rules.facts import Register
from tests.occasions import an_occasion

MINE = "{{ Said_day }} te prometí {{ thing }}{% if due_day %} para {{ due_day }}{% endif %}. Te {{ it }} mando «[día]»."


def faults(texts: dict[str, Any], language: str = "es") -> list[TextFault]:
    return list(faults_of_texts(language, texts))


def test_a_text_of_ones_own_takes_the_place_of_the_packs_and_the_others_stay() -> None:
    texts: dict[str, Any] = {"promise.send": {"tú": MINE}}
    assert faults(texts) == []
    writer = Writer(Templates({"es": texts}))
    mine = writer.draft(an_occasion(form=Register.TU)).text
    assert "El lunes 9 te prometí el presupuesto para el viernes 13. Te lo mando «[día]»." in mine
    assert "El lunes 9 le dije" in writer.draft(an_occasion()).text


def test_it_is_turned_into_the_plural_too() -> None:
    writer = Writer(Templates({"es": {"promise.send": {"tú": MINE}}}))
    text = writer.draft(an_occasion(form=Register.TU, evidence="te enviaremos el presupuesto")).text
    assert "te prometimos el presupuesto para el viernes 13. Te lo mandamos «[día]»." in text


def test_a_task_of_ones_own_is_written_too() -> None:
    texts: dict[str, Any] = {"promise.send": {"task": {"title": "¡{{ thing }}!", "line": "Va."}}}
    assert faults(texts) == []
    assert Writer(Templates({"es": texts})).task(an_occasion()).title == "¡el presupuesto!"


@pytest.mark.parametrize(
    ("texts", "path", "line", "what"),
    [
        (
            {"promise.sent": {"tú": "x"}},
            ("promise.sent",),
            0,
            'no situation "promise.sent"; did you mean "promise.send"?',
        ),
        ({"promise.send": {"tu": "x"}}, ("promise.send", "tu"), 0, 'no text "tu" here; expected usted or tú or'),
        ({"promise.send": {"task": "x"}}, ("promise.send", "task"), 0, "expected title and line"),
        ({"promise.send": {"tú": {"a": "x"}}}, ("promise.send", "tú"), 0, "expected a text"),
        (
            {"promise.send": {"task": {"name": "x"}}},
            ("promise.send", "task", "name"),
            0,
            'no part "name" of a task; expected title or line',
        ),
        (
            {"promise.send": {"tú": "a\n{{ thng }}"}},
            ("promise.send", "tú"),
            2,
            'no value "thng"; did you mean "thing"?',
        ),
        ({"promise.send": {"tú": "a\n{{ thing"}}, ("promise.send", "tú"), 2, "not a template: "),
        ({"promise.send": {"tú": "{{ range(9) }}"}}, ("promise.send", "tú"), 1, "not allowed here (call)"),
        ({"promise.send": {"tú": "{{ 'a' * 9 }}"}}, ("promise.send", "tú"), 1, "not allowed here (mul)"),
        ({"promise.send": {"tú": "{{ thing.__class__ }}"}}, ("promise.send", "tú"), 1, 'no part "__class__"'),
        ({"promise.send": {"tú": "{{ thing['x'] }}"}}, ("promise.send", "tú"), 1, "not allowed here (getitem)"),
        ({"promise.send": {"tú": "{{ thing | center(99) }}"}}, ("promise.send", "tú"), 1, 'no filter "center"'),
        ({"promise.send": {"tú": "{% set a = 1 %}"}}, ("promise.send", "tú"), 1, "not allowed here (assign)"),
        ({"promise.send": {"tú": "{% include 'x' %}"}}, ("promise.send", "tú"), 1, "not allowed here (include)"),
        (
            {"merged.many": {"tú": "{% for a in items %}{% for b in items %}x{% endfor %}{% endfor %}"}},
            ("merged.many", "tú"),
            1,
            "a loop inside a loop",
        ),
        ({"promise.send": {"tú": "Le escribo a usted por {{ thing }}."}}, ("promise.send", "tú"), 0, "another form of"),
        ({"promise.send": {"tú": "Va {{ thing }} hoy."}}, ("promise.send", "tú"), 0, "relative time: hoy"),
        ({"promise.send": {"tú": "¿Vale {{ thing }}? ¿Sí?"}}, ("promise.send", "tú"), 0, "more than one question"),
        ({"promise.send": {"tú": "¡Va {{ thing }}!"}}, ("promise.send", "tú"), 0, "shouting"),
        (
            {"promise.send": {"tú": "Va {{ valid_day }} de {{ Thing }} «[a»"}},
            ("promise.send", "tú"),
            0,
            "does not close",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    texts: dict[str, Any], path: tuple[str, ...], line: int, what: str
) -> None:
    [fault] = faults(texts)
    assert (fault.path, fault.line) == (path, line)
    assert what in fault.what


def test_all_faults_are_told_at_once() -> None:
    assert len(faults({"x": {}, "promise.send": {"tú": "{{ a }} {{ b }}", "xx": "x"}})) == 4


def test_the_packs_own_texts_pass_what_is_asked_of_the_users() -> None:
    for language in ("es", "en"):
        own = Templates()
        for situation in own.situations(language):
            forms = [form.value for form in Register if own.has(language, situation, form.value)]
            texts = {situation: {form: own.text(language, situation, form) for form in forms}}
            assert faults(texts, language) == []


def test_a_value_that_is_not_known_is_asked_for_but_never_printed() -> None:
    own = Templates({"es": {"promise.send": {"tú": "{% if firm %}{{ firm }}{% else %}nada{% endif %}"}}})
    assert own.body("es", "promise.send", "tú", {"firm": ""}) == "nada"
    assert own.body("es", "promise.send", "tú", {"firm": "Norte"}) == "Norte"
    with pytest.raises(TemplateFault, match="firm"):
        Templates({"es": {"promise.send": {"tú": "{{ firm }}"}}}).body("es", "promise.send", "tú", {"firm": ""})
