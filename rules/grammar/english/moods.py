"""Moods: negation, questions, offers, other people's words, habits and duties."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from rules.grammar.clause import Link, Mood, Role, Tense
from rules.grammar.english.conditions import Conditions
from rules.grammar.english.layout import Draft
from rules.grammar.english.vocabulary import COORDINATORS, COURTESIES, DETERMINERS, FEELINGS, HABITS, RECURRING, SAYING

if TYPE_CHECKING:
    from rules.grammar.english.scan import Group

_OF_TENSE = {
    Tense.PAST: (Mood.PAST,),
    Tense.PERFECT: (Mood.PAST,),
    Tense.CONDITIONAL: (Mood.CONDITIONAL,),
}
_DUTIES = frozenset({"have to", "need", "must", "be to", "be supposed", "should"})
_EXPECTED = frozenset({"have", "get", "know", "hear", "receive", "see"})
"""After "should" these say what is expected: "I should have an answer on Friday"."""
_DOUBTS = frozenset({"hope", "try", "aim", "might", "may", "want", "be able"})
_UNDOING = frozenset({"forget", "fail", "neglect"})
_OFFERS = frozenset(
    {"can", "could", "be happy", "be glad", "offer", "be able", "be willing", "be pleased", "be delighted"}
)
_HABITUALLY = (("as", "usual"), ("as", "always"), ("as", "ever"))
"""Ways of what is done again and again; what **will** be done as always is meant this once."""


class Moods(Conditions):
    """Says what takes the force out of a clause, and what it waits for."""

    def _hang(self, drafts: list[Draft]) -> None:
        """Give every clause the moods of its own verb, and those that its neighbours lay on it."""
        for number, draft in enumerate(drafts):
            if draft.group is None:
                continue
            draft.moods |= self._of_verb(draft, draft.group) | self._of_words(draft, draft.group)
            if draft.link is Link.MAIN and number:
                self._subordinate_bare(draft, drafts[number - 1])
            if self._goes_on(draft):
                draft.link, draft.subordinator = Link.MAIN, ""
            if draft.joined and number and not draft.subordinator:
                self._share(draft, drafts[number - 1])
        self._condition(drafts)

    def _goes_on(self, draft: Draft) -> bool:
        """Tell whether "when" goes on telling: "back on the 9th**, when I'll finish it"; a condition has no "will"."""
        return (
            draft.subordinator == "when"
            and draft.group is not None
            and draft.group.tense is Tense.FUTURE
            and not draft.group.inverted
            and "," in self.words[max(draft.start - 1, 0) : draft.start + 1]
        )

    def _of_verb(self, draft: Draft, group: Group) -> set[Mood]:
        """Give the moods that a tense or an auxiliary says."""
        moods = set(_OF_TENSE.get(group.tense, ()))
        if group.negated and group.auxiliary not in _UNDOING:  # who will not forget to send it, sends it
            moods.add(Mood.NEGATED)
        expected = group.auxiliary == "should" and (
            draft.subject not in {Role.AUTHOR, Role.READER} or group.lemma in _EXPECTED
        )
        if group.auxiliary in _DUTIES and not expected:
            moods.add(Mood.DUTY)
        if group.auxiliary in _DOUBTS:
            moods.add(Mood.DOUBT)
        pleased = group.auxiliary in {"be pleased", "be happy", "be glad", "be delighted"}
        timed = self._holds(draft, self.context.times)
        promised = group.tense is Tense.FUTURE and (group.auxiliary in {"can", "be able"} or (pleased and timed))
        if group.auxiliary in _OFFERS and draft.subject is Role.AUTHOR and not promised:
            moods.add(Mood.OFFER)
        return moods

    def _of_words(self, draft: Draft, group: Group) -> set[Mood]:
        """Give the moods that other words of the clause say."""
        words = self.words[draft.start : draft.end]
        moods = set()
        if "hopefully" in words:
            moods.add(Mood.DOUBT)
        if (self.words[: draft.start].count('"') + self.context.quoted) % 2 or words[:1] == ['"']:
            moods.add(Mood.REPORTED)
        habits = set(words) & HABITS or {word for pair in _HABITUALLY if pair in pairwise(words) for word in pair}
        if group.tense in {Tense.FUTURE, Tense.GOING_TO}:
            habits -= {word for pair in _HABITUALLY if pair in pairwise(words) for word in pair}
        if habits or self._every(words) or self._holds(draft, self.context.habitual):
            moods.add(Mood.HABITUAL)
        after = "".join(self.words[group.last : group.last + 1])
        kind = after == "forward" if group.lemma == "look" else group.lemma in COURTESIES
        if kind and draft.subject is Role.AUTHOR:
            moods.add(Mood.COURTESY)
        return moods

    @staticmethod
    def _every(words: list[str]) -> bool:
        named = {following for word, following in pairwise(words) if word in {"every", "each"}}
        return bool(named & RECURRING)

    def _subordinate_bare(self, draft: Draft, before: Draft) -> None:
        """Find the dependent clause that nothing introduces: "he says he will", "the review I'll write"."""
        ahead = before.group
        if ahead is None or before.piece != draft.piece or draft.joined or draft.group is None:
            return
        between = self.words[ahead.last : draft.start]
        if (
            "," in between
            or self.words[draft.start - 1 : draft.start] == [","]
            or set(between) & COORDINATORS
            or draft.group.elided
            or draft.group.tense is Tense.IMPERATIVE
        ):
            return
        if self._is_of_its_subject(before, draft):
            before.link = Link.RELATIVE
            before.end = draft.start = draft.group.first
            if before.group is not None and before.group.subject is not None:
                draft.subject_span = (before.start, before.group.subject)
            return
        if before.link in {Link.IF, Link.WHEN, Link.THOUGH} and before.subordinator:
            return
        if draft.start == 0 or self.words[draft.start] in COORDINATORS:
            return
        told = (ahead.lemma in SAYING and len(between) <= 2) or (ahead.lemma == "be" and bool(set(between) & FEELINGS))
        draft.link = Link.THAT if told else Link.RELATIVE
        if draft.group.inverted:
            draft.link = Link.MAIN

    def _is_of_its_subject(self, before: Draft, draft: Draft) -> bool:
        """Tell whether a clause only says which thing the next one speaks of: "the tray **you put in** is leaking"."""
        group, ahead = draft.group, before.group
        if group is None or ahead is None or group.subject is not None or ahead.subject is None or ahead.inverted:
            return False
        named = self.words[before.start : ahead.subject]
        return (
            bool(named)
            and named[0] in DETERMINERS
            and before.subordinator == ""
            and group.tense in {Tense.PRESENT, Tense.PROGRESSIVE, Tense.PAST, Tense.PERFECT, Tense.FUTURE}
            and not group.elided
            and not group.coordinated
        )

    @staticmethod
    def _share(draft: Draft, before: Draft) -> None:
        """What comes after "and" hangs where the clause before it hangs."""
        if before.link in {Link.THAT, Link.RELATIVE, Link.IF, Link.WHEN} and (
            draft.group is not None and (draft.group.coordinated or before.link is Link.THAT)
        ):
            draft.link, draft.subordinator = before.link, before.subordinator
        if draft.group is not None and draft.group.coordinated:
            draft.moods |= before.moods & {
                Mood.QUESTION,
                Mood.REPORTED,
                Mood.NEGATED,
                Mood.CONDITIONAL,
                Mood.OFFER,
                Mood.DUTY,
                Mood.HABITUAL,
            }
            if Mood.NEGATED in before.moods and draft.subordinator != "or":
                draft.moods.discard(Mood.NEGATED)
