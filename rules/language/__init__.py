"""The rule language: YAML that speaks of grammar, checked strictly and matched as one set."""

from __future__ import annotations

from rules.language.loading import load_rules
from rules.language.matching import Hit, RuleSet
from rules.language.rule import Condition, Rule

__all__ = ["Condition", "Hit", "Rule", "RuleSet", "load_rules"]
