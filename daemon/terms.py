"""What conclusions are drawn by."""

from __future__ import annotations

from dataclasses import dataclass

from rules.people import Us
from rules.playbooks import Playbooks
from rules.working_time import WorkingTime


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Who is us, when we work, and what follows what."""

    us: Us
    never: Us
    """People and domains nothing is ever raised for (they match as our side does)."""
    working_time: WorkingTime
    playbooks: Playbooks
    language: str = "es"
    """Of people with no language of their own yet."""
