"""Rule files are read strictly, and every fault of every file is told at once with its place."""

from __future__ import annotations

import pytest

from config.sources import Faults
from rules.language import RuleSet, load_rules
from rules.signals import Act, Kind

LEXICONS = """\
language: es
lexicons:
  send: {verbs: "enviar, mandar", nouns: envío}
  papers: {nouns: "plano, albarán", phrases: "hoja de ruta"}
  everything: {includes: [send, papers]}
"""
RULE = """\
rules:
  - id: mine
    title: Manda un plano
    kind: promise
    version: 2
    languages: es
    description: De prueba.
    looks_for:
      - verb: {lexicon: send, person: first, tense: [present, future]}
        object: {lexicon: papers}
    examples: {finds: [Le mando el plano.], ignores: [Le mando la foto.]}
"""


def rules_of(*texts: str, packs: tuple[str, ...] = (), disable: tuple[str, ...] = ()) -> RuleSet:
    return load_rules(packs, [(f"{number}.yaml", text) for number, text in enumerate(texts)], disable)


def faults_of(*texts: str, packs: tuple[str, ...] = (), disable: tuple[str, ...] = ()) -> list[str]:
    with pytest.raises(Faults) as caught:
        rules_of(*texts, packs=packs, disable=disable)
    return [str(fault) for fault in caught.value.faults]


def changed(old: str, new: str) -> str:
    assert old in RULE
    return RULE.replace(old, new)


def test_a_rule_keeps_what_its_file_says() -> None:
    (rule,) = rules_of(LEXICONS, RULE).rules
    assert (rule.id, rule.kind, rule.version, rule.language, rule.file, rule.line) == (
        "mine", Kind.PROMISE, 2, "es", "1.yaml", 2,
    )  # fmt: skip
    assert [(finds, example.text) for finds, example in rule.examples] == [
        (True, "Le mando el plano."),
        (False, "Le mando la foto."),
    ]


def test_lexicons_are_known_whatever_the_order_of_the_files() -> None:
    assert len(rules_of(RULE, LEXICONS).rules) == 1


def test_a_rule_of_two_languages_is_two_rules() -> None:
    both = RULE.replace("languages: es", "languages: [es, en]")
    english = "language: en\nlexicons: {send: {verbs: send}, papers: {nouns: drawing}}\n"
    rules = rules_of(LEXICONS, english, both).rules
    assert [rule.language for rule in rules] == ["es", "en"]
    assert [len(rule.examples) for rule in rules] == [2, 0]


def test_a_user_s_rule_replaces_the_pack_s_of_its_id() -> None:
    mine = (
        RULE.replace("id: mine", "id: es-promise-own")
        .replace("{lexicon: papers}", "required")
        .replace("send,", "sending,")
    )
    rules = [rule for rule in rules_of(mine, packs=("es",)).rules if rule.id == "es-promise-own"]
    assert [rule.file for rule in rules] == ["0.yaml"]


def test_a_disabled_rule_is_left_out() -> None:
    assert rules_of(LEXICONS, RULE, disable=("mine",)).rules == ()


def test_both_packs_can_be_read_together() -> None:
    rules = load_rules().rules
    assert {rule.language for rule in rules} == {"es", "en"}
    assert {rule.kind for rule in rules if rule.language == "es"} == set(Kind) - {Kind.MEETING}


def test_the_verbs_of_a_pack_say_what_is_done() -> None:
    acts = load_rules(["es"]).acts["es"]
    assert (acts["enviar"], acts["llamar"], acts["visitar"], acts["contestar"]) == (
        Act.SEND,
        Act.CALL,
        Act.MEET,
        Act.ANSWER,
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (changed("    version: 2\n", ""), '1.yaml:2:5: "version" is missing; expected a number that grows'),
        (changed("kind: promise", "kind: promis"), '1.yaml:4:11: kind: "promis" is not known here'),
        (changed("languages: es", "languages: fr"), '1.yaml:6:16: languages: "fr" is not known here'),
        (changed("object: {", "objet: {"), '1.yaml:10:9: unknown key "objet"; did you mean "object"?'),
        (changed("lexicon: send", "lexicon: sendings"), '1.yaml:9:25: unknown lexicon "sendings"'),
        (changed("lexicon: send", "lexicon: papers"), '1.yaml:9:25: no verbs in "papers"'),
        (changed("{lexicon: papers}", "{lexicon: paper}"), '1.yaml:10:27: unknown lexicon "paper"'),
        (changed("object: {lexicon: papers}", "text: '(?<=a)b'"), "1.yaml:10:15: RE2 refuses the pattern"),
        (changed("object: {lexicon: papers}", "text: '{paper}'"), '1.yaml:10:15: unknown lexicon "paper"'),
        (changed(", ignores: [Le mando la foto.]", ""), '1.yaml:11:15: "ignores" is missing; expected texts'),
        (changed("[Le mando el plano.]", "[]"), "1.yaml:11:23: finds: "),
        (
            changed(
                "- verb: {lexicon: send, person: first, tense: [present, future]}\n        object: {lexicon: papers}",
                "- confidence: sure",
            ),
            "1.yaml:9:9: describes nothing, so that everything would fit",
        ),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place_and_what_was_expected(text: str, fault: str) -> None:
    (told,) = faults_of(LEXICONS, text)
    assert told.startswith(fault)


def test_every_fault_of_every_file_is_told_at_once() -> None:
    told = faults_of(
        "lexicons: {a: {verbs: mesa, includes: b}}",
        "rules: [{id: A}]",
        changed("lexicon: send", "lexicon: sent"),
        "nothing: here",
        packs=("fr",),
        disable=("gone",),
    )
    assert [line.rsplit(":", 3)[0].split(":")[0] for line in told] == [
        "0.yaml", "0.yaml", *["1.yaml"] * 8, "2.yaml", "2.yaml", "3.yaml", "rules.disable", "rules.packs",
    ]  # fmt: skip


def test_a_rule_that_stands_twice_is_a_fault() -> None:
    assert faults_of(LEXICONS, RULE, RULE) == ['2.yaml:2:9: rule "mine" stands twice']
