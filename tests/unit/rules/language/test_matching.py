"""A rule sees what its descriptions say, and nothing else."""

from __future__ import annotations

import pytest

from rules.language import Hit, RuleSet, load_rules
from rules.reading import read
from rules.signals import Confidence
from tests.builders import a_message

HEAD = """\
lexicons:
  send: {verbs: "enviar, mandar"}
  promise: {verbs: "encargar, comprometer"}
  papers: {nouns: "plano, albarán"}
rules:
  - id: mine
    title: De prueba
    kind: promise
    version: 1
    languages: es
    description: De prueba.
    examples: {finds: [x], ignores: [y]}
"""


def rules_of(body: str) -> RuleSet:
    indented = "".join(f"    {line}\n" for line in body.strip().splitlines())
    return load_rules((), [("mine.yaml", HEAD + indented)])


def hits_in(body: str, text: str, **message: object) -> tuple[Hit, ...]:
    return rules_of(body).match(read(a_message(text, language="es", **message)))  # type: ignore[arg-type]


def found(body: str, text: str, **message: object) -> list[str]:
    return [text[hit.start : hit.end] for hit in hits_in(body, text, **message)]


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        ("verb: {lexicon: send}", "Le mando el plano."),
        ("verb: {except: send}", "Le paso el plano."),
        ("verb: {person: first, tense: [future]}", "Le mandaremos el plano."),
        ("verb: {plural: true, person: first}", "Le mandamos el plano."),
        ("verb: {direct: true, lexicon: send}", "Se lo mando."),
        ("verb: {passive: true, lexicon: send}", "Será enviado mañana."),
        ("verb: {auxiliary: promise}", "Me encargo de pagar."),
        ("verb: {auxiliary: required}", "Me encargo de pagar."),
        ("{verb: {lexicon: send, auxiliary: absent}}", "Le mando el plano."),
        ("{verb: {lexicon: send}, subject: author}", "Le mando el plano."),
        ("{verb: {lexicon: send}, recipient: [reader]}", "Le mando el plano."),
        ("{verb: {lexicon: send}, link: main}", "Le mando el plano."),
        ("{verb: {lexicon: send}, modality: question}", "¿Le mando el plano?"),
        ("{verb: {lexicon: send}, waits_on: reader}", "Cuando usted me pague le mando el plano."),
        ("{verb: {lexicon: send}, time: required}", "En breve le mando el plano."),
        ("{verb: {lexicon: send}, time: dated}", "Mañana le mando el plano."),
        ("{verb: {lexicon: send}, time: absent}", "Le mando el plano."),
        ("{verb: {person: first}, complement: required}", "Le confirmo que llega mañana."),
        ("object: {lexicon: papers}", "Le mando los planos."),
        ("{verb: {lexicon: send}, object: required}", "Le mando una foto."),
        ("{verb: {lexicon: send}, object: absent}", "Se lo mando."),
        ("mentions: papers", "Del plano se encarga Ana."),
        ("text: 'plano (?:nuevo|viejo)'", "El plano viejo."),
        ("text: '{papers}'", "Los albaranes."),
        ("{text: plano, sentence: cocina}", "El plano es de la cocina."),
        ("{text: plano, message: urge}", "El plano. Nos urge."),
        ("{text: plano, subject_line: reforma}", "El plano."),
        ("{text: plano, direction: outbound}", "El plano."),
        ("{text: plano, attachments: absent}", "El plano."),
        ("{text: plano, links: absent}", "El plano."),
        ("{text: plano, position: first}", "El plano. La foto."),
        ("{text: foto, position: last}", "El plano. La foto."),
        ("direction: outbound", "El plano."),
    ],
)
def test_a_description_fits(condition: str, text: str) -> None:
    assert found(f"looks_for: [{condition if condition.startswith('{') else '{' + condition + '}'}]", text)


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        ("verb: {lexicon: send}", "Le paso el plano."),
        ("verb: {except: send}", "Le mando el plano."),
        ("verb: {lexicon: send}", "Los planos."),
        ("verb: {lexicon: send, direct: true}", "Le mando el plano."),
        ("{verb: {lexicon: send}, recipient: author}", "Le mando el plano."),
        ("{verb: {lexicon: send}, subject: reader}", "Le mando el plano."),
        ("{verb: {lexicon: send}, time: dated}", "En breve le mando el plano."),
        ("{verb: {lexicon: send}, time: absent}", "Mañana le mando el plano."),
        ("{verb: {lexicon: send}, modality: question}", "Le mando el plano. ¿Vale?"),
        ("object: {lexicon: papers}", "Del plano se encarga Ana."),
        ("{verb: {lexicon: send}, text: plano}", "Le mando la foto y queda el plano."),
        ("{text: plano, sentence: cocina}", "El plano. La cocina."),
        ("{text: plano, message: urge}", "El plano."),
        ("{text: plano, subject_line: obra}", "El plano."),
        ("{text: plano, direction: inbound}", "El plano."),
        ("{text: plano, attachments: required}", "El plano."),
        ("{text: plano, links: required}", "El plano."),
        ("{text: plano, position: last}", "El plano. La foto."),
    ],
)
def test_a_description_does_not_fit(condition: str, text: str) -> None:
    assert not found(f"looks_for: [{condition if condition.startswith('{') else '{' + condition + '}'}]", text)


@pytest.mark.parametrize(
    ("exception", "text"),
    [
        ("modality: negated", "No le mando el plano."),
        ("text: antiguo", "Le mando el plano antiguo."),
        ("sentence: broma", "Le mando el plano, es broma."),
        ("attachments: absent", "Le mando el plano."),
    ],
)
def test_an_exception_takes_the_force_out(exception: str, text: str) -> None:
    assert not found(f"looks_for: [{{verb: {{lexicon: send}}}}]\nunless: [{{{exception}}}]", text)


def test_an_exception_that_does_not_fit_changes_nothing() -> None:
    exceptions = "[{modality: negated}, {text: foto}, {sentence: foto}, {direction: inbound}]"
    body = f"looks_for: [{{text: plano}}]\nunless: {exceptions}"
    assert found(body, "Le mando el plano. La foto no la mando.") == ["plano"]
    assert found(body, "El plano") == ["plano"]


def test_the_direction_of_a_rule_holds_for_all_it_looks_for() -> None:
    body = "direction: inbound\nlooks_for: [{text: plano}]"
    assert not found(body, "El plano.")
    assert found(body, "El plano.", outbound=False)


@pytest.mark.parametrize(
    ("condition", "text", "evidence"),
    [
        ("verb: {lexicon: send}", "Hola. Mañana le mando el plano, y ya.", "Mañana le mando el plano"),
        ("text: plano", "Mañana le mando el plano.", "plano"),
        ("text: plano, evidence: clause", "Si llega, mañana le mando el plano.", "mañana le mando el plano"),
        ("text: aquel, evidence: clause", "Aquel plano", "Aquel"),
        ("text: plano, evidence: sentence", "Mañana le mando el plano.", "Mañana le mando el plano."),
        ("verb: {lexicon: send}, text: plano, evidence: match", "Mañana le mando el plano.", "plano"),
        ("verb: {lexicon: send}, evidence: period", "Si llega lo mando cuando diga.", "Si llega lo mando cuando diga"),
        ("verb: {person: first}, complement: required", "Le digo que llega ya.", "Le digo que llega ya"),
    ],
)  # fmt: skip
def test_the_evidence_is_what_the_rule_asks_for(condition: str, text: str, evidence: str) -> None:
    assert found(f"looks_for: [{{{condition}}}]", text)[0] == evidence


def test_confidence_and_holding_are_those_of_the_description() -> None:
    body = "looks_for: [{verb: {lexicon: send}, confidence: sure, holding: true}]"
    (hit,) = hits_in(body, "Le mando el plano.")
    assert (hit.confidence, hit.holding) == (Confidence.SURE, True)


def test_an_experimental_rule_never_makes_more_than_a_maybe() -> None:
    body = "status: experimental\nlooks_for: [{verb: {lexicon: send}, confidence: sure}]"
    assert hits_in(body, "Le mando el plano.")[0].confidence is Confidence.MAYBE


def test_a_rule_says_when_it_only_renews_what_is_owed() -> None:
    body = "looks_for: [{verb: {lexicon: send}}]\nholding_when: [{sentence: sigo}]"
    assert hits_in(body, "Sigo en ello, le mando el plano.")[0].holding
    assert not hits_in(body, "Le mando el plano.")[0].holding


def test_a_language_without_rules_or_grammar_has_no_hits() -> None:
    rules = rules_of("looks_for: [{text: plano}]")
    assert rules.match(read(a_message("The plano.", language="en"))) == ()
    assert rules.match(read(a_message("Le plano.", language="fr"))) == ()


def test_quotation_marks_open_across_sentences() -> None:
    body = "looks_for: [{verb: {lexicon: send}}]\nunless: [{modality: reported}]"
    assert not found(body, 'Decía: "Espere. Le mando el plano." Y nada.')


def test_many_rules_find_what_each_alone_finds() -> None:
    rules = load_rules(["es"]).rules
    text = "Mañana le mando el plano. ¿Me confirma la medida? Si se decide, me avisa."
    reading = read(a_message(text, language="es"))
    together = {(hit.rule.id, hit.number, hit.start) for hit in RuleSet(rules, {}).match(reading)}
    alone = {(hit.rule.id, hit.number, hit.start) for rule in rules for hit in RuleSet([rule], {}).match(reading)}
    assert together == alone
    assert together
