"""The Spanish rules find what stands beside them as found, and leave the rest alone."""

from __future__ import annotations

import pytest

from daemon.cli.trials import Trial, try_examples
from rules.language import load_rules

TRIALS = [pytest.param(trial, id=f"{trial.rule.id}:{trial.text[:40]}") for trial in try_examples(load_rules(["es"]))]


@pytest.mark.parametrize("trial", TRIALS)
def test_a_rule_keeps_to_its_examples(trial: Trial) -> None:
    assert trial.passed, trial.found
