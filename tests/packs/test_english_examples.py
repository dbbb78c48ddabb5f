"""The English rules find what stands beside them as found, and leave the rest alone."""

from __future__ import annotations

import pytest

from rules.detection import Detector
from rules.facts import Direction
from rules.language import load_rules
from rules.language.rule import Rule
from rules.language.schema import ExampleText
from tests.builders import a_message

RULES = load_rules(["en"])
DETECTOR = Detector(ruleset=RULES)
EXAMPLES = [
    pytest.param(rule, example, finds, id=f"{rule.id}:{example.text[:40]}")
    for rule in RULES.rules
    for finds, example in rule.examples
]


@pytest.mark.parametrize(("rule", "example", "finds"), EXAMPLES)
def test_a_rule_keeps_to_its_examples(rule: Rule, example: ExampleText, finds: bool) -> None:
    direction = example.direction or rule.direction or Direction.OUTBOUND
    message = a_message(
        example.text,
        outbound=direction is Direction.OUTBOUND,
        subject=example.subject,
        attachments=example.attachments,
        language="en",
    )
    evidence = [signal.evidence for signal in DETECTOR.detect(message) if signal.kind is rule.kind]
    assert bool(evidence) is finds
    if finds and example.evidence:
        assert any(example.evidence in each or each in example.evidence for each in evidence)
