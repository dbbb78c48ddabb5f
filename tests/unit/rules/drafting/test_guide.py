"""The guide for people who write texts names every situation and every value."""

from __future__ import annotations

import re
from pathlib import Path

from config import strict_yaml
from rules.drafting.samples import known_values
from rules.drafting.templates import Templates
from rules.drafting.trial import faults_of_texts

GUIDE = (Path(__file__).parents[4] / "docs" / "drafts.md").read_text("utf-8")
NAMED = set(re.findall(r"`([a-zA-Z_0-9.]+(?:-[a-z]+)?)`", GUIDE))


def test_every_situation_is_in_the_guide() -> None:
    for language in ("es", "en"):
        missing = {name for name in Templates().situations(language) if name not in NAMED}
        assert {name for name in missing if name.removesuffix(".quoted") not in NAMED} == set()


def test_every_value_is_in_the_guide() -> None:
    plain = {name for name in known_values() if name[0].islower() and not name.startswith("of_")}
    assert plain <= NAMED


def test_the_text_shown_in_the_guide_has_no_fault() -> None:
    shown = next(block for block in re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL) if "promise.send" in block)
    texts = strict_yaml.load(shown, "es.yaml").data
    assert list(faults_of_texts("es", texts)) == []
