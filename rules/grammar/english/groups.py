"""Verb groups: where a sentence has a verb, with an auxiliary or without one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rules.grammar.clause import Tense, Token
from rules.grammar.english.auxiliaries import Auxiliaries
from rules.grammar.english.scan import Group
from rules.grammar.english.verbs import Form, lemma
from rules.grammar.english.vocabulary import (
    AFTER_IMPERATIVES,
    AFTER_VERBS,
    BE,
    COORDINATORS,
    COURTESIES,
    DETERMINERS,
    DO,
    HAVE,
    MODALS,
    NEGATIONS,
    NOMINATIVE,
    NOUNS_TOO,
    NUMBERS,
    OBJECTIVE,
    PARTICLES,
    PEOPLE,
    POSSESSIVES,
    PREPOSITIONS,
    QUANTIFIERS,
    SAYING,
    SUBORDINATORS,
    WH,
    is_adverb,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_REDUCED = frozenset(
    {"attached", "enclosed", "let", "read", "put", "cut", "set", "based", "called", "left", "used", "named", "needed"}
)
"""Participles that follow a noun more often than they are its verb: "the form attached"."""

_GOOD_WISHES = frozenset(
    {
        "thank",
        "bless",
        "mind",
        "catch",
        "love",
        "bet",
        "god",
        "do",
        "like",
        "suit",
        "be",
        "appreciate",
        "want",
        "need",
        "leave",
    }
)
"""What is said to somebody without a subject: "see you", "mind you"."""
_DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}) | {
    *("today", "tonight", "tomorrow", "this", "next", "first")
}
"""How a time begins that needs no preposition."""


class Finder(Auxiliaries):
    """Finds the verb groups of one sentence, from left to right."""

    def find(self) -> list[Group]:
        """Give the groups in order."""
        place = 0
        while place < len(self.words):
            group = self._at(place)
            if group is None:
                place += 1
                continue
            if group.negated or not self._denied(group):
                self.groups.append(group)
            else:
                self.groups.append(replace(group, negated=True))
            place = max(group.last, place + 1)
        return self.groups

    def _at(self, place: int) -> Group | None:  # noqa: PLR0911 - one a form
        word = self.words[place]
        if word in MODALS:
            return self._modal(place)
        if word in BE:
            return self._be(place)
        if word in HAVE:
            return self._have(place)
        if word in DO:
            return self._do(place)
        if word == "let" and self.word(place + 1) in {"me", "us"} and self._subject_before(place) is None:
            return self._let(place)
        if word[0].isalpha():
            return self._lexical(place)
        return None

    def _denied(self, group: Group) -> bool:
        stretch = self.words[group.first : group.last]
        return any(word in NEGATIONS for word in stretch) or (
            group.subject is not None and self.word(group.subject) in {"nobody", "none"}
        )

    def _lexical(self, place: int) -> Group | None:  # noqa: PLR0911 - one a form
        word = self.words[place]
        subject = self._subject_before(place)
        if subject is not None:
            return self._with_pronoun(place, subject)
        if lemma(word, Form.PARTICIPLE) and lemma(self.word(place + 1), Form.THIRD) and word.endswith("ed"):
            return None  # "200 double **sided** comes to…": the verb is the next word
        base = lemma(word, Form.BASE)
        if base and self._shares(place):
            model = self.groups[-1]
            return self._governed(
                replace(
                    model,
                    first=place,
                    last=place + 1,
                    lemma=base,
                    coordinated=True,
                    elided=True,
                    inverted=model.inverted,
                    negated=False,
                    subject=None,
                )
            )
        if base and (willed := self._resumes(place)) is not None:
            return self._governed(Group(first=place, last=place + 1, lemma=base, tense=willed.tense, elided=True))
        if word in {"need", "want", "require"} and self.opens(place) and self.word(place + 1) not in BE | {"for", ","}:
            return self._governed(Group(first=place, last=place + 1, lemma=word, tense=Tense.PRESENT, elided=True))
        if base and self.opens(place) and self._serves_reader(place):
            return self._governed(Group(first=place, last=place + 1, lemma=base, tense=Tense.PRESENT, elided=True))
        if base and self._commands(place):
            return self._governed(Group(first=place, last=place + 1, lemma=base, tense=Tense.IMPERATIVE))
        if self.opens(place) and (doing := lemma(word, Form.GERUND)) and self.word(place + 1) not in {"is", "was", ","}:
            if word == "going" and self.word(place + 1) == "to" and self._base(place + 2):
                return self._governed(
                    Group(first=place, last=place + 3, lemma=self.word(place + 2), tense=Tense.GOING_TO, elided=True)
                )
            doing_it = Group(
                first=place,
                last=place + 1,
                lemma=doing,
                tense=Tense.PROGRESSIVE,
                elided=True,
                negated=self.word(place - 1) in NEGATIONS,
            )
            return self._governed(doing_it)
        return self._second_finite(place) or self._with_noun(place)

    def _second_finite(self, place: int) -> Group | None:
        """Find the second verb of a noun: "the board met on Thursday **and wants** to leave it"."""
        if not self.groups or self.word(place - 1) not in {"and", "but"} or self.words[place] in NOUNS_TOO:
            return None
        first = self.groups[-1]
        named = first.subject is None or self.words[first.subject] in {"he", "she", "it", "who", "which", "that"}
        verb = lemma(self.words[place], Form.THIRD)
        if (
            not verb
            or not named
            or first.tense not in {Tense.PRESENT, Tense.PAST, Tense.PERFECT}
            or (verb in NOUNS_TOO and self.word(place + 1) not in AFTER_IMPERATIVES | AFTER_VERBS)
        ):
            return None
        return self._governed(Group(first=place, last=place + 1, lemma=verb, tense=Tense.PRESENT))

    def _with_pronoun(self, place: int, subject: int) -> Group | None:
        word, who = self.words[place], self.words[subject]
        found: tuple[str, Tense] | None = None
        if who in {"he", "she", "it", "this", "that", "who", "which"} and (verb := lemma(word, Form.THIRD)):
            found = verb, Tense.PRESENT
        elif (
            who not in {"he", "she", "it", "this", "that"}
            and (verb := lemma(word, Form.BASE))
            and not (who in {"these", "those"} and word in NOUNS_TOO)
        ):
            same = word in {"put", "set", "cut", "hit", "shut", "read", "cost", "quit", "split", "spread"}
            found = verb, Tense.PAST if same and who in {"i", "we"} else Tense.PRESENT
        elif (verb := lemma(word, Form.PAST)) or (who in {"i", "we"} and (verb := lemma(word, Form.PARTICIPLE))):
            found = verb, Tense.PAST
        if found is None or (who == "that" and self.word(place - 1) == "that" and word in NOUNS_TOO):
            return None
        return self._governed(Group(first=place, last=place + 1, lemma=found[0], tense=found[1], subject=subject))

    def _serves_reader(self, place: int) -> bool:
        """Tell a verb that leaves out "I'll": nobody is ordered to "**text you** the code" or "**drop it to you**"."""
        if self.words[place] in SAYING | COURTESIES | _GOOD_WISHES or self.word(place - 1) == "please":
            return False
        if self.word(place + 1) == "you":
            return lemma(self.word(place + 2), Form.GERUND) is None
        end = place + 2
        while self.word(end) in PARTICLES:
            end += 1
        given = self.word(place + 1) in {"it", "them", "that", "those", "this", "these"}
        return given and self.word(end) in {"to", "for", "with"} and self.word(end + 1) == "you"

    def _commands(self, place: int) -> bool:
        """Tell whether a bare verb that opens a clause is an imperative."""
        word, after = self.words[place], self.word(place + 1)
        polite = self.word(place - 1) == "please" or (
            is_adverb(self.word(place - 1)) and self.word(place - 2) == "please"
        )
        if polite:
            return self.words[place] != "thank"
        if (
            not self.opens(place)
            or after in BE | MODALS | {"has", "have", "had"}
            or word in {"thank", "like", "hope", "see", "mean", "ok", "okay"}
        ):
            return False
        if self.word(place - 1) == "," and self.groups and word in NOUNS_TOO and after not in AFTER_IMPERATIVES:
            return False
        if word in NOUNS_TOO:
            return after in AFTER_IMPERATIVES or (after == "to" and word == "reply") or word in {"shout", "answer"}
        return True

    def _with_noun(self, place: int) -> Group | None:  # noqa: PLR0911 - one a form
        """Find the verb of a noun: "Mrs Frei calls you", "Shafts ship Monday", "the painters came"."""
        word, before, after = self.words[place], self.word(place - 1), self.word(place + 1)
        if not before or not (before[0].isalnum() or before in {")", '"'}) or self._busy(place):
            return None
        if self._several(place) and lemma(word, Form.BASE) and after in PREPOSITIONS | _DAYS:
            return self._governed(Group(first=place, last=place + 1, lemma=word, tense=Tense.PRESENT))
        if before not in {"all", "everything"} and (
            before in QUANTIFIERS
            or before
            in DETERMINERS | POSSESSIVES | PREPOSITIONS | COORDINATORS | WH | NUMBERS | {"to", "not", "'s", "please"}
            or before in SUBORDINATORS
        ):
            return None
        if verb := lemma(word, Form.THIRD):
            plain = word not in {"is", "has", "does"} and (
                verb not in NOUNS_TOO
                or after
                in OBJECTIVE | PREPOSITIONS - {"of"} | {"today", "tomorrow", "monday", "on", "a", "the", "your"}
            )
            return (
                self._governed(Group(first=place, last=place + 1, lemma=verb, tense=Tense.PRESENT))
                if plain and not before.endswith("ing") and not (verb in NOUNS_TOO and self._lists(place))
                else None
            )
        if verb := lemma(word, Form.PAST):
            if word in _REDUCED or before == "rest" or (lemma(before, Form.BASE) and before not in NOUNS_TOO):
                return None
            return Group(first=place, last=place + 1, lemma=verb, tense=Tense.PAST)
        if (
            word in {"say", "reckon"}
            and (after in NOMINATIVE | DETERMINERS)
            and self.word(place - 2) in {"the", "our", "my"}
        ):
            return Group(first=place, last=place + 1, lemma=word, tense=Tense.PRESENT)
        if (
            (verb := lemma(word, Form.BASE))
            and before.endswith("s")
            and not before.endswith(("ss", "us", "is"))
            and before not in {"as", "thanks", "this"}
            and (after in PREPOSITIONS | OBJECTIVE | _DAYS or after in {"here", "there", "the"})
        ):
            return self._governed(Group(first=place, last=place + 1, lemma=verb, tense=Tense.PRESENT))
        return None

    def _several(self, place: int) -> bool:
        """Tell whether a number before stands for things: "the remaining **three** follow on Monday"."""
        return self.word(place - 1) in NUMBERS - {"one"} and self.word(place - 2) in {
            "other",
            "remaining",
            "last",
            "first",
        }

    def _lists(self, place: int) -> bool:
        """Tell whether a thing is only one more of a list: "send the roll **and the medical notes** by Friday"."""
        named = self.words[self.groups[-1].last if self.groups else place : place][-4:]
        return (
            "and" in named
            and named[named.index("and") + 1 : named.index("and") + 2] in ([word] for word in DETERMINERS)
            and self.word(place - 1) not in PEOPLE
        )

    def _busy(self, place: int) -> bool:
        """Tell whether the clause has its verb already."""
        if not self.groups or self._only_names(self.groups[-1], place):
            return False
        return not any(
            word in {",", ".", ";", ":", "!", "?", "-", "("} or word in COORDINATORS or word in SUBORDINATORS
            for word in self.words[self.groups[-1].last : place]
        ) and self.groups[-1].lemma not in {"say", "think", "tell"}

    def _only_names(self, group: Group, place: int) -> bool:
        """Tell whether a verb right before only says which thing is meant: "the valve **you fitted** drips"."""
        subject = group.subject
        return (
            subject is not None
            and not group.inverted
            and group.last == place
            and group is self.groups[0]
            and bool(DETERMINERS & set(self.words[max(0, subject - 3) : subject - 1]))
        )


def find_groups(tokens: Sequence[Token]) -> list[Group]:
    """Find the verb groups of a sentence in order."""
    return Finder(tokens).find()
