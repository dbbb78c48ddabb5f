"""The vocabulary of English grammar, as ``vocabulary.yaml`` holds it."""

from __future__ import annotations

from importlib import resources
from typing import Any, Final

from config import shipped_yaml

_DATA: Final[dict[str, Any]] = shipped_yaml.load(
    resources.files("rules.grammar.english").joinpath("vocabulary.yaml").read_text("utf-8"), "vocabulary.yaml"
).data


def _words(name: str) -> frozenset[str]:
    return frozenset(_DATA["classes"][name].split())


MODALS: Final = _words("modals")
BE: Final = _words("be")
HAVE: Final = _words("have")
DO: Final = _words("do")
NOMINATIVE: Final = _words("nominative")
CLITIC_SUBJECTS: Final = _words("clitic_subjects")
OBJECTIVE: Final = _words("objective")
DETERMINERS: Final = _words("determiners")
POSSESSIVES: Final = _words("possessives")
PREPOSITIONS: Final = _words("prepositions")
PARTICLES: Final = _words("particles")
COORDINATORS: Final = _words("coordinators")
WH: Final = _words("wh")
NUMBERS: Final = _words("numbers")
QUANTIFIERS: Final = _words("quantifiers")
NEGATIONS: Final = _words("negations")
CATENATIVES: Final = _words("catenatives")
READINESS: Final = _words("readiness")
SAYING: Final = _words("saying")
STATES: Final = _words("states")
FEELINGS: Final = _words("feelings")
PEOPLE: Final = _words("people")
RELATIVES: Final = _words("relatives")
OUTSIDERS: Final = _words("outsiders") | RELATIVES
OPENINGS: Final = _words("openings")
NO_NAMES: Final = _words("no_names")
HABITS: Final = _words("habits")
RECURRING: Final = _words("recurring")
WISHES: Final = _words("wishes")
COURTESIES: Final = _words("courtesies")
ABBREVIATIONS: Final = _words("abbreviations")
BESIDE_MONTHS: Final = _words("beside_months")
AFTER_VERBS: Final = _words("after_verbs")
AFTER_IMPERATIVES: Final = _words("after_imperatives")
NOUNS_TOO: Final = _words("nouns_too")
ADVERBS: Final = _words("adverbs")
NO_ADVERBS: Final = _words("no_adverbs")
DOUBLED: Final = _words("doubled")
NO_GERUNDS: Final = _words("no_gerunds")
NO_PARTICIPLES: Final = _words("no_participles")
SUBORDINATORS: Final[dict[str, str]] = {word: link for link, words in _DATA["subordinators"].items() for word in words}
"""What introduces a dependent clause, and the :class:`rules.grammar.clause.Link` by which it hangs."""
SPLITS: Final[dict[str, tuple[str, str]]] = {
    word: (pair.split()[0], pair.split()[1]) for word, pair in _DATA["splits"].items()
}
SPELLINGS: Final[dict[str, str]] = _DATA["spellings"]
REGULAR: Final = frozenset(_DATA["regular"].split())
IRREGULAR: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    base: (tuple(past.split("|")), tuple(participle.split("|")))
    for base, past, participle in (entry.split() for entry in _DATA["irregular"].split(";"))
}
"""Past forms and participles of a verb."""


def is_adverb(word: str) -> bool:
    """Tell whether a word may stand between an auxiliary and its verb."""
    return word in ADVERBS or (word.endswith("ly") and len(word) > 4 and word not in NO_ADVERBS)
