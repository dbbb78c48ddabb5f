"""The second reader: a small linear model that reads clauses, and the grammar's word on them."""

from __future__ import annotations

from rules.model.reader import Reader, load

__all__ = ["Reader", "load"]
