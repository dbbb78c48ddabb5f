"""The languages that can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rules.grammar.english import ENGLISH
from rules.grammar.spanish.parser import SPANISH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rules.grammar.clause import Grammar

GRAMMARS: Final[Mapping[str, Grammar]] = {"es": SPANISH, "en": ENGLISH}
