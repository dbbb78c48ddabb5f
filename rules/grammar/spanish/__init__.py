"""Spanish: how it is conjugated, and how its clauses are read."""

from __future__ import annotations

from rules.grammar.spanish.parser import SPANISH

__all__ = ["SPANISH"]
