"""The languages that can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rules.grammar.clause import Mood, Role
from rules.grammar.english import ENGLISH
from rules.grammar.spanish import SPANISH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rules.grammar.clause import Grammar

RECIPIENT_SIGNS: Final[Mapping[str, Mapping[Role, str]]] = {
    "es": {
        Role.READER: r"\b(?:te|os|les?|se l[ao]s?|contigo|ti|uste(?:d|des)|u?v?ds?|vosotr[oa]s)\b"
        r"|\w{2,}(?:[aei]r|[ai]?endo|ando)(?:te|os|les?|[st]el[ao]s?|osl[ao]s?)\b|\b(?:a|en|por|con|para)\s(?:su|tu|vuestr[oa])\b",
        Role.AUTHOR: r"\b(?:me|nos)\b|\w{2,}(?:me|nos)(?:l[aoe]s?)?\b",
    },
    "en": {Role.READER: r"\b(?:you|u|ye|ya|y'all)", Role.AUTHOR: r"\b(?:me|us|our|my|gimme|lemme|lets|let's)\b"},
}
"""RE2 patterns of what a sentence must hold for a verb to have such a recipient."""
MOOD_SIGNS: Final[Mapping[str, Mapping[Mood, str]]] = {
    "es": {Mood.QUESTION: r"[?¿]", Mood.NEGATED: r"\b(?:no|nunca|jamas|ni|tampoco|nadie|ningun[oa]?|nada)\b"},
    "en": {
        Mood.QUESTION: r"\?|\b(?:can|could|would|will|do|does|did|is|are|have|has|whats?|when|where|how|who|which)\b",
        Mood.NEGATED: r"n't\b|\b(?:no\w*|never|neither|none|cannot|\w+nt|without|hardly)\b",
    },
}
"""RE2 patterns of what a sentence must hold to be in such a mood."""
GRAMMARS: Final[Mapping[str, Grammar]] = {"es": SPANISH, "en": ENGLISH}
