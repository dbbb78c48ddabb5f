"""Moods: negation, questions, conditions, other people's words, habits and duties."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from rules.grammar.clause import Link, Mood, Role, Span, Tense
from rules.grammar.english.division import Division
from rules.grammar.english.layout import Draft
from rules.grammar.english.vocabulary import COORDINATORS, COURTESIES, FEELINGS, HABITS, RECURRING, SAYING, WISHES

if TYPE_CHECKING:
    from collections.abc import Sequence

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

_GOALS = frozenset({"home", "back", "in", "out", "there", "round", "through", "over"})
"""After "get" these say where to: "when I get home" waits for nobody's papers, nor does "when I get my wages"."""


_HABITUALLY = (("as", "usual"), ("as", "always"), ("as", "ever"))
"""Ways of what is done again and again; what **will** be done as always is meant this once."""


class Moods(Division):
    """Says what takes the force out of a clause, and what it waits for."""

    def _hang(self, drafts: list[Draft]) -> None:
        """Give every clause the moods of its own verb, and those that its neighbours lay on it."""
        for number, draft in enumerate(drafts):
            if draft.group is None:
                continue
            draft.moods |= self._of_verb(draft, draft.group) | self._of_words(draft, draft.group)
            if draft.link is Link.MAIN and number:
                self._subordinate_bare(draft, drafts[number - 1])
            if draft.joined and number and not draft.subordinator:
                self._share(draft, drafts[number - 1])
        self._condition(drafts)

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

    def _holds(self, draft: Draft, spans: Sequence[Span]) -> bool:
        place, close = self.tokens[draft.start].start, self.tokens[draft.end - 1].end
        return any(place <= span.start and span.end <= close for span in spans)

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
        if before.link in {Link.IF, Link.WHEN} and before.subordinator:
            return
        if draft.start == 0 or self.words[draft.start] in COORDINATORS:
            return
        told = (ahead.lemma in SAYING and len(between) <= 2) or (ahead.lemma == "be" and bool(set(between) & FEELINGS))
        draft.link = Link.THAT if told else Link.RELATIVE
        if draft.group.inverted:
            draft.link = Link.MAIN

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

    def _condition(self, drafts: list[Draft]) -> None:
        """Lay conditions and other people's words on the clauses they govern."""
        for number, draft in enumerate(drafts):
            if draft.link is Link.THAT and number:
                drafts[number - 1].complement = True
                above = next(
                    (
                        other
                        for other in reversed(drafts[:number])
                        if other.link is not Link.THAT and other.piece == draft.piece
                    ),
                    None,
                )
                if (
                    above is not None
                    and above.group is not None
                    and above.subject is not Role.AUTHOR
                    and above.group.tense is not Tense.IMPERATIVE
                    and above.group.auxiliary != "be to"
                    and above.group.lemma in SAYING | {"let know"}
                ) or (above is not None and above.group is not None and self._tells_others(above)):
                    draft.moods.add(Mood.REPORTED)
                elif (
                    above is not None
                    and above.group is not None
                    and (above.group.negated or above.group.lemma in {"doubt", "wish"})
                ):
                    draft.moods.add(Mood.NEGATED)
                elif (
                    above is not None
                    and above.group is not None
                    and above.group.lemma in {"hope", "think", "guess", "suppose", "reckon"}
                ):
                    draft.moods.add(Mood.DOUBT)
            if draft.link in {Link.IF, Link.WHEN}:
                self._govern(drafts, number)
        for number, draft in enumerate(drafts[1:], 1):
            before = drafts[number - 1]
            ordered = (
                before.group is not None
                and before.group.tense is Tense.IMPERATIVE
                and before.group.auxiliary != "let"
                and before.link is Link.MAIN
            )
            if (
                ordered
                and draft.joined
                and draft.link is Link.MAIN
                and draft.subject is Role.AUTHOR
                and Mood.NEGATED not in before.moods
            ):
                draft.moods.add(Mood.CONDITIONAL)
                draft.waits_on = Role.READER

    def _tells_others(self, draft: Draft) -> bool:
        """Tell whether it is said to somebody else: "I've told **them** we will serve a notice"."""
        group = draft.group
        return group is not None and group.lemma == "tell" and self.words[group.last : group.last + 1] != ["you"]

    def _govern(self, drafts: list[Draft], number: int) -> None:
        condition = drafts[number]
        group = condition.group
        words = self.words[condition.start : condition.end]
        waits = self._awaited(condition)
        offer = condition.link is Link.IF and (
            bool(set(words) & WISHES) or (group is not None and group.lemma in {"do", "help", "suit"})
        )
        concessive = condition.subordinator in {"before", "while", "by the time"} or (
            condition.subordinator in {"after", "until"} and condition.subject is not Role.READER
        )
        for target in self._governed(drafts, number):
            if concessive or condition.subordinator == "unless":
                continue
            target.moods.add(Mood.CONDITIONAL)
            target.waits_on = waits
            if offer and target.subject is not Role.READER:
                target.moods.add(Mood.OFFER)

    def _awaited(self, condition: Draft) -> Role:
        """Tell whose act a condition is: "once I've got those" and "when your papers are in" wait on the reader."""
        group, span = condition.group, condition.subject_span
        if condition.subject is Role.AUTHOR and group is not None and group.lemma in {"get", "have", "receive"}:
            after = self.words[group.last : condition.end]
            own = after[:1] in (["my"], ["our"]) or any(
                word == "from" and giver not in {"you", "your"} for word, giver in pairwise(after)
            )
            return Role.AUTHOR if own or (after and after[0] in _GOALS) else Role.READER
        if span is not None and self.words[span[0]] == "your":
            return Role.READER
        if (
            group is not None
            and group.lemma == "reach"
            and {"me", "us"} & set(self.words[condition.start : condition.end])
        ):
            return Role.READER
        if condition.subject is Role.FIRM and span is None:
            return Role.READER
        return Role.THIRD if condition.subject in {Role.NOBODY, Role.FIRM} else condition.subject

    @staticmethod
    def _governed(drafts: list[Draft], number: int) -> list[Draft]:
        """Find the main clauses that a condition stands with: those after it when it opens, else the one before."""
        condition = drafts[number]
        same = [draft for draft in drafts if draft.piece == condition.piece]
        at = same.index(condition)
        opens_next = condition.joined and any(
            draft.link is Link.MAIN and not draft.joined for draft in same[at + 1 : at + 2]
        )
        if at and same[at - 1].link is Link.MAIN and not opens_next:
            return [same[at - 1]]
        if at and same[at - 1].link is Link.THAT and any(draft.joined for draft in same[at + 1 : at + 2]):
            return [same[at - 1]]
        after: list[Draft] = []
        for draft in same[at + 1 :]:
            if draft.link in {Link.IF, Link.WHEN}:
                continue
            if draft.link is Link.MAIN:
                if after and not draft.joined:
                    break
                after.append(draft)
        return after
