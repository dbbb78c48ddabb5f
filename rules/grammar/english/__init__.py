"""The grammar of English mail: British, Irish, American, Indian, and that of people who learnt it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.grammar.clause import Person, Tense
from rules.grammar.english.clauses import parse
from rules.grammar.english.verbs import KNOWN, Form, conjugate

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from rules.grammar.clause import Clause, Context
    from rules.reading.reading import Sentence

_SHORT = {
    "be": frozenset("be am is are was were been being s m re im hes shes thats".split()),  # noqa: SIM905 - a list of words reads best as words
    "have": frozenset("have has had having ve d s ive weve gotta".split()),  # noqa: SIM905 - a list of words reads best as words
}
"""Verbs that contractions hide: "I've", "we're"."""
_FORMS = {
    Tense.PRESENT: (Form.BASE, Form.THIRD),
    Tense.PROGRESSIVE: (Form.GERUND,),
    Tense.FUTURE: (Form.BASE, Form.GERUND, Form.PARTICIPLE),
    Tense.GOING_TO: (Form.BASE,),
    Tense.CONDITIONAL: (Form.BASE, Form.GERUND, Form.PARTICIPLE),
    Tense.PAST: (Form.BASE, Form.PAST, Form.PARTICIPLE, Form.GERUND),
    Tense.PERFECT: (Form.PARTICIPLE, Form.GERUND),
    Tense.SUBJUNCTIVE: (Form.BASE,),
    Tense.IMPERATIVE: (Form.BASE,),
    Tense.INFINITIVE: (Form.BASE,),
    Tense.GERUND: (Form.GERUND,),
    Tense.PARTICIPLE: (Form.PARTICIPLE,),
}
_SIGNS = {
    Tense.FUTURE: r"\b(?:will|wil|ll|wont|won't|shall|shan't|ill|well|youll|theyll|itll|should|shld|sd|going|i'ma)\b",
    Tense.GOING_TO: r"\b(?:going to|gonna)\b",
    Tense.PROGRESSIVE: r"\w{2,}ing?\b",
    Tense.CONDITIONAL: r"\b(?:would|wld|could|cld|might|d|wouldn't|couldn't|wouldnt|couldnt|youd|theyd)\b",
}


class English:
    """The :class:`rules.grammar.clause.Grammar` of English."""

    language = "en"
    enclitics = ""
    time_sign = (
        r"\d|\b(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?s?\b|"
        r"\b(?:today|tonight|tomorrow|tmrw|tmr|tmw|tomoz|2moro|tomorow|now|soon|shortly|asap|later|eod|eow|eom|cob|cop|noon|midday|midnight|lunch|lunchtime|"
        r"morning|afternoon|evening|night|day|days|week|weeks|wk|wks|weekend|month|months|quarter|year|fortnight|hour|hours|hrs|minute|minutes|mins|"
        r"january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|"
        r"spring|summer|autumn|fall|winter|easter|christmas|xmas|end|close|moment|jiffy|once|before|after|when|return|course|possible|time|"
        r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|next|then|"
        r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|couple|few|promptly|immediately|"
        r"sec|secs|tick|mo|bit|arvo|midweek|breakfast|dinner|teatime|smoko|elevenses|dawn|dusk|sunup|sunrise|sundown|sunset|daybreak|light|beforehand|q[1-4]|"
        r"momentarily|eventually|latest|until|till|straight|right|play|business|overnight|receipt|arrival)\b"
    )

    def parse(self, sentence: Sentence, context: Context) -> tuple[Clause, ...]:
        """Say what a sentence says, clause by clause, in order."""
        return parse(sentence, context)

    def knows(self, lemma: str) -> bool:
        """Tell whether a verb of a lexicon can be conjugated: every one can, "be with" and "let know" included."""
        first = lemma.split(" ", maxsplit=1)[0]
        return first in KNOWN or (first.isalpha() and first.islower())

    def forms(
        self, lemma: str, persons: AbstractSet[Person] = frozenset(), tenses: AbstractSet[Tense] = frozenset()
    ) -> frozenset[str]:
        """Give the one-word forms that a group of those tenses can contain; the passive's participle always counts."""
        del persons  # only the third person of the present differs, which saves nothing
        first = lemma.split(" ", maxsplit=1)[0]
        if first in _SHORT:
            return _SHORT[first]
        found = conjugate(first)
        wanted = {form for tense in tenses for form in _FORMS[tense]} | {Form.PARTICIPLE} if tenses else set(Form)
        return frozenset(word for form in wanted for word in found[form])

    def sign(self, persons: AbstractSet[Person], tenses: AbstractSet[Tense]) -> str:
        """Give a pattern that every sentence with a verb of those tenses holds; the present has none."""
        del persons
        if not tenses or not tenses <= _SIGNS.keys():
            return ""
        return "|".join(_SIGNS[tense] for tense in sorted(tenses))

    def inflect(self, word: str) -> frozenset[str]:
        """Give a noun and its plural."""
        if word.endswith("y") and word[-2:-1] not in set("aeiou"):
            return frozenset({word, word[:-1] + "ies"})
        if word.endswith(("s", "x", "z", "ch", "sh")):
            return frozenset({word, word + "es"})
        return frozenset({word, word + "s"})


ENGLISH = English()
