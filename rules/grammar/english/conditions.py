"""Conditions: what a clause waits for, whose act that is, and the orders that ask for nothing but time."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from rules.grammar.clause import Link, Mood, Role, Span, Tense
from rules.grammar.english.division import Division
from rules.grammar.english.layout import Draft
from rules.grammar.english.vocabulary import DETERMINERS, SAYING, WISHES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.grammar.english.scan import Group

_GOALS = frozenset({"home", "back", "in", "out", "there", "round", "through", "over"})
"""After "get" these say where to: "when I get home" waits for nobody's papers, nor does "when I get my wages"."""
_ARRIVALS = frozenset({"arrive", "land", "return", "wake", "be back", "be in", "be home", "be up", "be there"})
_GRACE = frozenset({"give", "allow", "grant", "leave", "bear"})
_STRETCHES = frozenset(
    {"until", "till", "til", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "fortnight"}
    | {"weekend", "while", "moment", "bit", "time"}
)


class Conditions(Division):
    """Says what clauses wait for, and lays other people's words on them."""

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
                and not self._asks_for_time(before)
            ):
                draft.moods.add(Mood.CONDITIONAL)
                draft.waits_on = Role.READER

    def _govern(self, drafts: list[Draft], number: int) -> None:
        condition = drafts[number]
        group = condition.group
        words = self.words[condition.start : condition.end]
        waits = self._awaited(condition)
        offer = condition.link is Link.IF and (
            bool(set(words) & WISHES)
            or (group is not None and group.lemma in {"do", "help", "suit"} and not self._has_object(group))
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

    def _has_object(self, group: Group) -> bool:
        """Tell "if the post **does its job**" from "if that'll do"."""
        after = self.words[group.last : group.last + 1]
        return group.lemma == "do" and bool(after) and after[0] in DETERMINERS

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
        if condition.subject is Role.READER and self._arrives(condition):
            return Role.THIRD
        if (
            group is not None
            and group.lemma == "reach"
            and {"me", "us"} & set(self.words[condition.start : condition.end])
        ):
            return Role.READER
        if condition.subject is Role.FIRM and span is None:
            return Role.READER
        return Role.THIRD if condition.subject in {Role.NOBODY, Role.FIRM} else condition.subject

    def _arrives(self, condition: Draft) -> bool:
        """Tell whether the reader has nothing to do but come: "it'll be there **when you get in**"."""
        group = condition.group
        if group is None or condition.link is not Link.WHEN:
            return False
        after = self.words[group.last : condition.end]
        comes = group.lemma in _ARRIVALS or (group.lemma in {"get", "come"} and after[:1] and after[0] in _GOALS)
        return bool(comes) and not {"me", "us", "with", "the", "your"} & set(after)

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

    def _asks_for_time(self, draft: Draft) -> bool:
        """Tell whether an order asks for nothing but time: "**give me until Friday** and I'll have it"."""
        group = draft.group
        if group is None or group.tense is not Tense.IMPERATIVE or group.lemma not in _GRACE:
            return False
        asked = self.words[group.last : draft.end]
        return bool({"me", "us"} & set(asked[:3])) and (
            group.lemma in {"leave", "bear"} or bool(_STRETCHES & set(asked)) or self._holds(draft, self.context.times)
        )

    def _tells_others(self, draft: Draft) -> bool:
        """Tell whether it is said to somebody else: "I've told **them** we will serve a notice"."""
        group = draft.group
        return group is not None and group.lemma == "tell" and self.words[group.last : group.last + 1] != ["you"]

    def _holds(self, draft: Draft, spans: Sequence[Span]) -> bool:
        place, close = self.tokens[draft.start].start, self.tokens[draft.end - 1].end
        return any(place <= span.start and span.end <= close for span in spans)
