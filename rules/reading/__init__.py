"""From a message to the author's own words, and who speaks to whom, how."""

from __future__ import annotations

from rules.reading.reader import read

__all__ = ["read"]
