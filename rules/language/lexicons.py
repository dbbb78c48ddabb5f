"""Lexicons: named lists of infinitives, nouns and phrases that rules speak of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rules.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rules.grammar.clause import Grammar
    from rules.language.schema import LexiconText


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A list of words: infinitives, and folded nouns (with their plurals) and phrases."""

    verbs: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


@dataclass(slots=True)
class Lexicons:
    """The lexicons of one language, by name."""

    grammar: Grammar
    named: dict[str, Lexicon] = field(default_factory=dict)
    _patterns: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, text: LexiconText) -> list[tuple[str, str]]:
        """Add one, replacing another of its name; give what is wrong with it as (key, what)."""
        faults = [("verbs", f'"{verb}" is no verb that can be conjugated; expected an infinitive')
                  for verb in text.verbs if not self.grammar.knows(verb)]  # fmt: skip
        faults += [("includes", f'unknown lexicon "{other}"') for other in text.includes if other not in self.named]
        included = [self.named[other] for other in text.includes if other in self.named]
        verbs = frozenset(text.verbs).union(*(lexicon.verbs for lexicon in included))
        words = frozenset(map(fold, text.phrases)).union(
            *(self.grammar.inflect(fold(noun)) for noun in text.nouns), *(lexicon.words for lexicon in included)
        )
        self.named[name] = Lexicon(verbs, words)
        self._patterns.pop(name, None)
        return faults

    def verbs(self, names: Iterable[str]) -> frozenset[str]:
        """Give the infinitives of several lexicons."""
        return frozenset().union(*(self.named[name].verbs for name in names))

    def verbs_if_any(self, name: str) -> frozenset[str]:
        """Give the infinitives of a lexicon that a pack may leave out."""
        return self.named[name].verbs if name in self.named else frozenset()

    def pattern(self, names: Iterable[str]) -> str:
        """Give an RE2 pattern that finds any form of any word of several lexicons; empty for none."""
        return "|".join(self._pattern(name) for name in names)

    def _pattern(self, name: str) -> str:
        if name not in self._patterns:
            lexicon = self.named[name]
            forms = frozenset[str]().union(*(self.grammar.forms(verb) for verb in lexicon.verbs))
            # "re:" ends in a sign, behind which no word ends.
            signed = {word for word in lexicon.words if not word[-1].isalnum()}
            parts = [alternation(lexicon.words - signed)] if lexicon.words - signed else []
            parts += [alternation(forms) + self.grammar.enclitics] if forms else []
            parts = [rf"(?:{'|'.join(parts)})\b"] if parts else []
            self._patterns[name] = rf"\b(?:{'|'.join([*parts, *map(re.escape, sorted(signed))])})"
        return self._patterns[name]


def alternation(words: Iterable[str]) -> str:
    """Give a pattern for any of the words; a blank in one stands for any white space."""
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words)) + ")"
