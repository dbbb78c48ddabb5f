"""Spanish of both shores: idiomatic, dry, hurried, courteous; and what only looks like it."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from rules.detection import Detector
from rules.language import load_rules
from tests.builders import a_message

DETECTOR = Detector(ruleset=load_rules(["es"]))
SAID = YAML(typ="safe").load(Path(__file__).with_name("spanish_sentences.yaml").read_text("utf-8"))
CASES = [
    (kind, group["direction"], text, key == "finds")
    for kind, group in SAID.items()
    for key in ("finds", "ignores")
    for text in group.get(key, ())
]


@pytest.mark.parametrize(("kind", "direction", "text", "finds"), CASES)
def test_a_sentence_says_what_people_mean_by_it(kind: str, direction: str, text: str, finds: bool) -> None:
    message = a_message(
        f"Buenos días:\n\n{text}\n\nUn saludo,\nAna",
        outbound=direction == "outbound",
        subject="Presupuesto",
        language="es",
    )
    assert (kind in {signal.kind for signal in DETECTOR.detect(message)}) is finds
