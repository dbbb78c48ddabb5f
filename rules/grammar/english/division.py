"""Division: where the clause of each verb opens, and what introduces it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.grammar.clause import Link, Mood, Tense
from rules.grammar.english.layout import Draft
from rules.grammar.english.subjects import Subjects
from rules.grammar.english.vocabulary import (
    COORDINATORS,
    DETERMINERS,
    FEELINGS,
    NOMINATIVE,
    PREPOSITIONS,
    SUBORDINATORS,
    WH,
    is_adverb,
)

if TYPE_CHECKING:
    from rules.grammar.english.scan import Group

_PREPOSITIONAL = frozenset({"for", "as", "since", "before", "after", "until", "how", "that", "what"})
"""Conjunctions that are prepositions, or part of a noun phrase, before a noun that is a subject."""

_SAYS_SOMETHING = 4
"""Words that a stretch before the first comma must have to be a clause, not a form of address."""


class Division(Subjects):
    """Divides the pieces of a sentence into clauses."""

    def _divide(self, start: int, end: int, groups: list[Group], piece: int) -> list[Draft]:
        groups = self._finite(groups)
        if not groups:
            return [Draft(start=start, end=end, group=None, moods=self._asked(start, end, None), piece=piece)]
        drafts: list[Draft] = []
        floor = start
        for number, group in enumerate(groups):
            opening, joined = self._opening(group, floor, first=number == 0)
            if number == 0:
                opening = self._with_time(start, opening)
            figures = any(word[0].isdigit() for word in self.words[start:opening])
            if number == 0 and (figures or opening - start >= _SAYS_SOMETHING):
                asked = self._asked(start, opening, None)
                drafts.append(Draft(start=start, end=opening, group=None, moods=asked, piece=piece))
            if drafts and number:
                drafts[-1].end = max(opening, drafts[-1].group.last if drafts[-1].group else opening)
            draft = Draft(start=opening, end=end, group=group, moods=set(), piece=piece, joined=joined)
            self._introduce(draft, group, floor)
            self._name_subject(draft, group, drafts)
            drafts.append(draft)
            floor = group.last
        for draft in drafts:
            draft.moods |= self._asked(draft.start, draft.end, draft.group)
        return drafts

    def _finite(self, groups: list[Group]) -> list[Group]:
        """Leave out a gerund that is only the subject: "Renting to friends is renting"."""
        kept = []
        for number, group in enumerate(groups):
            later = groups[number + 1] if number + 1 < len(groups) else None
            gerund = group.tense is Tense.PROGRESSIVE and group.elided and not group.coordinated
            if gerund and self.words[group.first - 2 : group.first] == ["up", "and"]:  # "back up and running"
                continue
            if (
                gerund
                and later
                and later.subject is None
                and not later.elided
                and not set(self.words[group.last : later.first]) & ({",", *COORDINATORS} | set(SUBORDINATORS))
            ):
                continue
            kept.append(group)
        return kept

    def _opening(self, group: Group, floor: int, *, first: bool) -> tuple[int, bool]:  # noqa: PLR0911 - one a sign
        """Find where the clause of a verb group opens, and whether "and" joins it to the one before.

        ``floor`` is where the group before ends. Looks backwards for a conjunction or a comma; a pronoun that is
        the subject opens the clause by itself, a noun may reach further back.
        """
        own = group.subject is not None and not group.inverted
        head = min(group.first, group.subject) if own and group.subject is not None else group.first
        while head > floor and (self.words[head - 1] in {"please", "both"} or is_adverb(self.words[head - 1])):
            head -= 1
        known = own or group.elided or group.tense is Tense.IMPERATIVE or group.inverted
        bare = not first and own and not self._reaches(head, floor)
        if bare:
            return self._phrase_before(head, floor), False
        for place in range(head, floor, -1):
            word = self.words[place - 1]
            if word == "so" and self.words[place : place + 1] == ["that"]:
                return place - 1, False
            if word in COORDINATORS and (not first or known or place - 1 == floor):
                return place, word in {"and", "then", "or"}
            if word == "," and (known or self._fresh(place) or not first):
                return place, not first and group.coordinated
            if own and place < head and word not in WH | {"that"}:
                continue
            inside = first and place - 1 > floor and not known and word in _PREPOSITIONAL
            if self._subordinates(place - 1, floor) and not inside:
                opening = self._phrase_start(place - 1, floor)
                return opening, self.words[max(opening - 1, 0)] == "and"
        if not first and known and not {*COORDINATORS, ","} & set(self.words[floor:head]):
            return head, False
        return floor + (not first and self.words[floor] in FEELINGS), False

    def _with_time(self, start: int, opening: int) -> int:
        """Take in a time that stands alone before a comma: "**Monday morning, first thing,** you'll have it"."""
        place = opening
        while place > start:
            times = [
                span
                for span in self.context.times
                if span.start < self.tokens[place - 1].end and span.end > self.tokens[place - 1].start
            ]
            if not times and self.words[place - 1] != ",":
                break
            place -= 1
        alone = place == start or self.words[place] == ","
        return place if alone and any(word != "," for word in self.words[place:opening]) else opening

    def _reaches(self, place: int, floor: int) -> bool:
        """Tell whether a conjunction stands between the last verb and here, with words of this clause after it."""
        between = self.words[floor:place]
        return any(word in COORDINATORS or word == "," for word in between) or any(
            self._subordinates(at, floor) for at in range(floor, place)
        )

    def _fresh(self, place: int) -> bool:
        """Tell whether a noun phrase opens after a comma, rather than a list going on."""
        word = self.words[place] if place < len(self.words) else ""
        return word in DETERMINERS | NOMINATIVE or (
            word[:1].isalpha() and word not in {"and", "or"} and self.words[place - 2 : place - 1] != ["and"]
        )

    def _subordinates(self, place: int, floor: int) -> bool:
        word = self.words[place]
        if word not in SUBORDINATORS:
            return False
        before = self.words[place - 1] if place > floor else ""
        after = self.words[place + 1] if place + 1 < len(self.words) else ""
        if word in {"that", "what", "which", "how", "where", "why", "who"} and place + 1 < len(self.words):
            return not (word == "that" and (after in {"is", "'s", "would", "will", "was"} or before in PREPOSITIONS))
        if word in {"as", "for", "since", "before", "after", "until"}:
            return after in NOMINATIVE | DETERMINERS or (
                after[:1].isalpha()
                and after not in PREPOSITIONS
                and word in {"as", "after", "before", "until", "since"}
            )
        return word not in {"now", "given", "however"} or after == "that"

    def _phrase_start(self, place: int, floor: int) -> int:
        """Go back to the first word of "as soon as" and its like."""
        for size in (4, 3, 2):
            at = place - size + 1
            if at >= floor and " ".join(self.words[at : place + 1]) in SUBORDINATORS:
                return at
        return place

    def _phrase_before(self, head: int, floor: int) -> int:
        """Go back over a conjunction of several words that ends in a noun: "I'll ring you **the minute** it lands"."""
        for size in (4, 3, 2):
            if head - size >= floor and " ".join(self.words[head - size : head]) in SUBORDINATORS:
                return head - size
        return head

    def _introduce(self, draft: Draft, group: Group, floor: int) -> None:
        place = draft.start
        while place < draft.end and (
            self.words[place] in {"and", "but", "so", "then", ","}
            and not (self.words[place] == "so" and self.words[place + 1 : place + 2] in (["that"], ["long"]))
        ):
            place += 1
        for size in (4, 3, 2, 1):
            phrase = " ".join(self.words[place : place + size])
            if (
                phrase in SUBORDINATORS
                and place + size <= max(group.first, place + 1)
                and not (size == 1 and phrase in WH and group.inverted)
            ):
                if phrase == "should" and not group.inverted:
                    continue
                if phrase in {"for", "as", "that", "now", "given", "however"} and not self._subordinates(place, floor):
                    continue
                if (
                    phrase in {"that", "what", "which", "how", "where", "why", "who"}
                    and place == group.subject
                    and phrase == "that"
                ):
                    continue
                if (
                    group.subject is not None
                    and not group.inverted
                    and phrase not in WH
                    and not self._beside(place + size, group.subject)
                ):
                    return
                if phrase in WH and floor == draft.start and self._asks(draft.end):
                    return
                draft.link = Link(SUBORDINATORS[phrase])
                draft.subordinator = phrase
                return
        if (
            group.inverted
            and self.words[group.first] == "should"
            and group.subject is not None
            and self.words[group.subject] in {"you", "they", "it", "he", "she", "anything"}
        ):
            draft.link, draft.subordinator = Link.IF, "should"

    def _asks(self, end: int) -> bool:
        return next((word for word in self.words[end:] if word in {"?", ".", "!", ";"}), "") == "?"

    def _beside(self, place: int, subject: int) -> bool:
        """Tell whether only adverbs stand between a conjunction and a pronoun: in "after lunch I'll" there is none."""
        return "not" not in self.words[place:subject] and all(
            is_adverb(word) or word in {"that", "all", "and", "only", ","} for word in self.words[place:subject]
        )

    def _asked(self, start: int, end: int, group: Group | None) -> set[Mood]:
        closing = next(
            (self.words[at] for at in range(end, len(self.words)) if self.words[at] in {"?", ".", "!", ";", ":"}), ""
        )
        ends_here = end < len(self.words) and self.words[end] == "?"
        opening = next((word for word in self.words[start:end] if word not in COORDINATORS | {"please", ","}), "")
        if group and group.inverted:
            return {Mood.QUESTION}
        if ends_here and (group is None or group.tense is not Tense.IMPERATIVE):
            return {Mood.QUESTION}
        if closing == "?" and opening in WH and group is not None and start == 0:
            return {Mood.QUESTION}
        return set()
