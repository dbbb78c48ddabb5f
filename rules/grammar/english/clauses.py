"""Clauses: which words belong to which verb, who its subject is, and what takes its force away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from rules.grammar.clause import Clause, Context, Link, Mood, Person, Role, Span, Tense, Token, Verb
from rules.grammar.english.groups import Group, find_groups
from rules.grammar.english.lexicon import (
    CLITIC_SUBJECT,
    COORDINATORS,
    DETERMINERS,
    KIN,
    NOMINATIVE,
    OBJECTIVE,
    PARTICLES,
    PEOPLE,
    PREPOSITIONS,
    SAYING,
    SUBORDINATORS,
    WH,
    is_adverb,
)
from rules.grammar.english.verbs import KNOWN
from rules.grammar.english.words import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rules.reading.reading import Sentence

_ABBREVIATIONS = frozenset("mr mrs ms dr no st ref approx inc ltd co e g i vs etc tel ext sq jan feb mar apr jun jul aug sep sept oct nov dec p".split())
_TITLES = frozenset("mr mrs ms miss dr prof sir capt captain father".split())
_NOT_NAMES = frozenset(
    "the a an this that these those i we you he she it they and but so or if when once as please thanks thank hi hello dear no yes ok okay still also just then in on at for from to by of with "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december easter christmas".split()
)
_HABITS = frozenset("always usually normally generally typically often sometimes rarely routinely regularly never".split())
_RECURRING = frozenset(
    "day week month year quarter morning evening afternoon night time hour other second single monday tuesday wednesday thursday friday saturday sunday weekend fortnight".split()
)
_FEELINGS = frozenset("afraid sure certain sorry glad hopeful confident pleased happy delighted positive aware conscious".split())
_OFFERED = frozenset("like want prefer wish need fancy care interested help helpful useful suit suits easier prefers better".split())
_OPENINGS = frozenset("ok okay yes yep yeah sure thanks cheers hi hey hello perfect great cool right noted".split())
"""Small talk that a bare name may follow: "ok ruth will dig it out" is the author's own doing."""
_COURTEOUS = frozenset("wish look hope miss cherish treasure remember".split())


_WILLING = frozenset({Tense.FUTURE, Tense.GOING_TO, Tense.IMPERATIVE, Tense.PROGRESSIVE})
_FORCELESS = frozenset({Mood.NEGATED, Mood.QUESTION, Mood.OFFER, Mood.REPORTED, Mood.DUTY})


@dataclass(slots=True, kw_only=True)
class _Draft:
    """A clause while it is being put together; places are numbers of tokens."""

    start: int
    end: int
    group: Group | None
    link: Link = Link.MAIN
    subordinator: str = ""
    subject: Role = Role.NOBODY
    subject_span: tuple[int, int] | None = None
    moods: set[Mood]
    waits_on: Role | None = None
    piece: int = 0
    complement: bool = False
    joined: bool = False
    """Follows the clause before it with "and"."""


class Parser:
    """Divides one sentence into clauses."""

    def __init__(self, sentence: Sentence, context: Context) -> None:
        self.sentence = sentence
        self.context = context
        self.tokens = tokenise(sentence.text, sentence.folded)
        self.words = [token.folded for token in self.tokens]

    def parse(self) -> tuple[Clause, ...]:
        """Give the clauses in order."""
        groups = find_groups(self.tokens)
        drafts: list[_Draft] = []
        for number, (start, end) in enumerate(self._pieces()):
            inside = [group for group in groups if start <= group.first < end]
            drafts += self._divide(start, end, inside, number)
        self._hang(drafts)
        clauses: list[Clause] = []
        last: _Draft | None = None
        for draft in drafts:
            for clause in self._finish(draft):
                if last is not None and self._unites(last, clauses[-1], draft, clause):
                    clauses[-1] = _united(clauses[-1], clause)
                else:
                    clauses.append(clause)
                last = draft
        return tuple(clauses)

    @staticmethod
    def _unites(last: _Draft, before: Clause, draft: _Draft, clause: Clause) -> bool:
        """Tell whether two acts are one under a single date: "I'll mark it up and shoot it back to you tomorrow"."""
        if last.group is None or draft.group is None or not draft.joined or draft.link is not last.link or draft.subject is not last.subject:
            return False
        if before.times and clause.times:
            return False
        let = last.group.auxiliary == "let" and draft.subject is Role.AUTHOR and draft.group.tense in _WILLING
        same = draft.group.coordinated or (draft.subject is Role.AUTHOR and draft.group.tense is last.group.tense)
        return (let or same) and last.group.tense in _WILLING and draft.moods & _FORCELESS == last.moods & _FORCELESS and draft.subject is not Role.READER

    # -- pieces and clauses

    def _pieces(self) -> Iterator[tuple[int, int]]:
        """Divide at the signs that no clause crosses."""
        start = 0
        for place, word in enumerate(self.words):
            if word in {";", "!", "?", "(", ")", ":"} or (word == "." and self._full_stop(place)) or (word in {"-", "*", "|", "/"} and self._spaced(place)):
                if place > start:
                    yield start, place
                start = place + 1
        if start < len(self.words):
            yield start, len(self.words)

    def _full_stop(self, place: int) -> bool:
        before = self.words[place - 1] if place else ""
        apart = place + 1 >= len(self.tokens) or self.tokens[place + 1].start > self.tokens[place].end
        return apart and before not in _ABBREVIATIONS and (len(before) > 1 or before.isdigit() or before in {"i", "x"})

    def _spaced(self, place: int) -> bool:
        token = self.tokens[place]
        folded = self.sentence.folded
        return (token.start == 0 or folded[token.start - 1] == " ") and folded[token.end : token.end + 1] in {" ", ""}

    def _divide(self, start: int, end: int, groups: list[Group], piece: int) -> list[_Draft]:
        groups = self._finite(groups)
        if not groups:
            return [_Draft(start=start, end=end, group=None, moods=self._asked(start, end, None), piece=piece)]
        drafts: list[_Draft] = []
        floor = start
        for number, group in enumerate(groups):
            opening, joined = self._opening(group, floor, first=number == 0)
            if drafts:
                drafts[-1].end = max(opening, drafts[-1].group.last if drafts[-1].group else opening)
            draft = _Draft(start=opening, end=end, group=group, moods=set(), piece=piece, joined=joined)
            self._introduce(draft, floor)
            self._name_subject(draft, drafts)
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
            if gerund and later and later.subject is None and not later.elided and not set(self.words[group.last : later.first]) & ({",", *COORDINATORS} | set(SUBORDINATORS)):
                continue
            kept.append(group)
        return kept

    def _opening(self, group: Group, floor: int, *, first: bool) -> tuple[int, bool]:
        """Find where the clause of a verb group opens, and whether "and" joins it to the one before."""
        head = group.first
        if group.subject is not None and not group.inverted:
            head = min(head, group.subject)
        while head > floor and (self.words[head - 1] in {"please", "both"} or is_adverb(self.words[head - 1])):
            head -= 1
        known = group.subject is not None or group.elided or group.tense is Tense.IMPERATIVE or group.inverted
        place = head
        limit = floor
        while place > limit:
            word = self.words[place - 1]
            if word in COORDINATORS and (not first or known or place - 1 == floor):
                if word == "so" and self.words[place : place + 1] == ["that"]:
                    place -= 1
                    break
                return self._stretched(place, floor), word in {"and", "then", "or"}
            if word == "," and (known or self._fresh(place) or not first):
                return self._stretched(place, floor), not first and group.coordinated
            if group.subject is not None and not group.inverted and place < head and word not in WH | {"that"}:
                place -= 1
                continue
            if self._subordinates(place - 1, floor) and not (first and place - 1 > floor and not known and word in {"for", "as", "since", "before", "after", "until", "how", "that", "what"}):
                return self._phrase_start(place - 1, floor), False
            if not first and known and place == head and not group.inverted and group.tense is not Tense.IMPERATIVE and not self._reaches(place, floor):
                return place, False
            place -= 1
        if not first and known and not self._fronted(floor, head):
            return head, False
        return place, False

    def _reaches(self, place: int, floor: int) -> bool:
        """Tell whether a conjunction stands between the last verb and here, with words of this clause after it."""
        between = self.words[floor:place]
        return any(word in COORDINATORS or word == "," for word in between) or any(self._subordinates(at, floor) for at in range(floor, place))

    def _fronted(self, floor: int, head: int) -> bool:
        return any(word in COORDINATORS | {","} for word in self.words[floor:head])

    def _stretched(self, place: int, floor: int) -> int:
        """Take in a time that stands before the comma: "On the 2nd, if all goes well, I'll…"."""
        del floor
        return place

    def _fresh(self, place: int) -> bool:
        """Tell whether a noun phrase opens after a comma, rather than a list going on."""
        word = self.words[place] if place < len(self.words) else ""
        return word in DETERMINERS | NOMINATIVE or (word[:1].isalpha() and word not in {"and", "or"} and self.words[place - 2 : place - 1] != ["and"])

    def _subordinates(self, place: int, floor: int) -> bool:
        word = self.words[place]
        if word not in SUBORDINATORS:
            return False
        before = self.words[place - 1] if place > floor else ""
        after = self.words[place + 1] if place + 1 < len(self.words) else ""
        if word in {"that", "what", "which", "how", "where", "why", "who"} and place + 1 < len(self.words):
            return not (word == "that" and (after in {"is", "'s", "would", "will", "was"} or before in PREPOSITIONS))
        if word in {"as", "for", "since", "before", "after", "until"}:
            return after in NOMINATIVE | DETERMINERS or after[:1].isalpha() and after not in PREPOSITIONS and word in {"as", "after", "before", "until", "since"}
        return word not in {"now", "given", "however"} or after == "that"

    def _phrase_start(self, place: int, floor: int) -> int:
        """Go back to the first word of "as soon as" and its like."""
        for size in (4, 3, 2):
            at = place - size + 1
            if at >= floor and " ".join(self.words[at : place + 1]) in SUBORDINATORS:
                return at
        return place

    def _introduce(self, draft: _Draft, floor: int) -> None:
        place = draft.start
        while place < draft.end and (self.words[place] in {"and", "but", "so", "then", ","} and not (self.words[place] == "so" and self.words[place + 1 : place + 2] == ["that"])):
            place += 1
        group = draft.group
        assert group is not None  # noqa: S101 - only clauses with a verb are introduced
        for size in (4, 3, 2, 1):
            phrase = " ".join(self.words[place : place + size])
            if phrase in SUBORDINATORS and place + size <= max(group.first, place + 1) and not (size == 1 and phrase in WH and group.inverted):
                if phrase == "should" and not group.inverted:
                    continue
                if phrase in {"for", "as", "that", "now", "given", "however"} and not self._subordinates(place, floor):
                    continue
                if phrase in {"that", "what", "which", "how", "where", "why", "who"} and place == group.subject and phrase == "that":
                    continue
                if group.subject is not None and not group.inverted and phrase not in WH and not self._beside(place + size, group.subject):
                    return
                if phrase in WH and floor == draft.start and self._asks(draft.end):
                    return
                draft.link = Link(SUBORDINATORS[phrase])
                draft.subordinator = phrase
                return
        if group.inverted and self.words[group.first] == "should" and group.subject is not None and self.words[group.subject] in {"you", "they", "it", "he", "she", "anything"}:
            draft.link, draft.subordinator = Link.IF, "should"

    def _asks(self, end: int) -> bool:
        return next((word for word in self.words[end:] if word in {"?", ".", "!", ";"}), "") == "?"

    def _beside(self, place: int, subject: int) -> bool:
        """Tell whether only adverbs stand between a conjunction and a pronoun: in "after lunch I'll" there is none."""
        return all(is_adverb(word) or word in {"that", "all", "and", "only", ","} for word in self.words[place:subject])

    def _name_subject(self, draft: _Draft, before: list[_Draft]) -> None:
        group = draft.group
        assert group is not None  # noqa: S101 - only clauses with a verb have a subject
        if group.subject is not None:
            word = self.words[group.subject]
            draft.subject = {"i": Role.AUTHOR, "we": Role.AUTHOR, "me": Role.AUTHOR, "us": Role.AUTHOR, "you": Role.READER}.get(word, Role.THIRD)
            if word in {"someone", "somebody"}:
                draft.subject = Role.FIRM
            return
        if group.tense is Tense.IMPERATIVE and not group.coordinated:
            draft.subject = Role.READER
            return
        if group.coordinated and before:
            draft.subject, draft.subject_span = before[-1].subject, before[-1].subject_span
            return
        if group.elided:
            draft.subject = before[-1].subject if draft.joined and before and before[-1].link is Link.MAIN and before[-1].subject is not Role.NOBODY else Role.AUTHOR
            return
        start = draft.start
        if draft.subordinator:
            start += len(draft.subordinator.split())
        while start < group.first and (self.words[start] in COORDINATORS | {","} or is_adverb(self.words[start])):
            start += 1
        if start >= group.first:
            draft.subject = before[-1].subject if before and draft.joined else Role.THIRD
            return
        if self.words[start] in _OPENINGS and group.first - start <= 3 and group.tense in {Tense.FUTURE, Tense.GOING_TO}:
            draft.subject = Role.AUTHOR
            return
        draft.subject_span = (start, group.first)
        draft.subject = self._role(start, group.first)

    def _role(self, start: int, end: int) -> Role:
        """Tell whom a noun phrase stands for: somebody of the author's firm, or anybody and anything else."""
        words = self.words[start:end]
        head = list(words)
        for place, word in enumerate(words):
            if place and word in PREPOSITIONS | {"who", "which", "that"}:
                head = words[:place]
                break
        if words[0] == "you":
            return Role.READER
        if words[0] == "your" or set(head[-2:] if len(head) > 1 else head) & KIN or words[0] in {"his", "her", "their"}:
            return Role.THIRD
        if words[0] in {"my", "our", "the", "an", "a", "one"} and set(head[1:]) & PEOPLE:
            return Role.FIRM
        if head[-1] in PEOPLE and len(head) <= 2:
            return Role.FIRM
        names = [token for token in self.tokens[start : start + len(head)] if token.text[:1].isupper() and token.folded not in _NOT_NAMES]
        if names and not (len(head) == 1 and self._is_plural(head[0])) and (len(names) == len([w for w in head if w[0].isalpha()]) or words[0] in {"my", "our"}) and not any(name.text.isupper() and len(name.text) > 1 for name in names) and len(head) <= 3:
            return Role.FIRM
        return Role.THIRD

    @staticmethod
    def _is_plural(word: str) -> bool:
        """Tell "Prices" and "Members", which only open a sentence, from "Luis" and "Inês"."""
        return word.endswith("s") and (word[:-1] in KNOWN or word.endswith(("ers", "ors", "ments", "tions", "ings", "ies", "ods")))

    # -- moods

    def _asked(self, start: int, end: int, group: Group | None) -> set[Mood]:
        closing = next((self.words[at] for at in range(end, len(self.words)) if self.words[at] in {"?", ".", "!", ";", ":"}), "")
        ends_here = end < len(self.words) and self.words[end] == "?"
        opening = next((word for word in self.words[start:end] if word not in COORDINATORS | {"please", ","}), "")
        if group and group.inverted:
            return {Mood.QUESTION}
        if ends_here and (group is None or group.tense is not Tense.IMPERATIVE):
            return {Mood.QUESTION}
        if closing == "?" and opening in WH and group is not None and start == 0:
            return {Mood.QUESTION}
        return set()

    def _hang(self, drafts: list[_Draft]) -> None:
        """Give every clause the moods that its neighbours lay on it."""
        for number, draft in enumerate(drafts):
            group = draft.group
            if group is None:
                continue
            if group.negated:
                draft.moods.add(Mood.NEGATED)
            if group.tense in {Tense.PAST, Tense.PERFECT}:
                draft.moods.add(Mood.PAST)
            if group.tense is Tense.CONDITIONAL:
                draft.moods.add(Mood.CONDITIONAL)
            if group.auxiliary in {"have to", "need", "must", "be to", "be supposed"} or (group.auxiliary == "should" and draft.subject in {Role.AUTHOR, Role.READER} and not (group.lemma in {"have", "get", "know", "hear", "receive"} or group.auxiliary == "can")):
                draft.moods.add(Mood.DUTY)
            if group.auxiliary in {"hope", "try", "aim", "might", "may", "be hoping", "want", "would", "be able"} or "hopefully" in self.words[draft.start : draft.end]:
                draft.moods.add(Mood.DOUBT)
            if group.auxiliary in {"can", "could", "be happy", "be glad", "offer", "be able", "be willing", "be pleased", "be delighted"} and draft.subject is Role.AUTHOR and not (group.auxiliary in {"can", "be able"} and group.tense is Tense.FUTURE):
                draft.moods.add(Mood.OFFER)
            words = self.words[draft.start : draft.end]
            if self.words[: draft.start].count('"') % 2 or (draft.start < len(self.words) and self.words[draft.start] == '"'):
                draft.moods.add(Mood.REPORTED)
            if set(words) & _HABITS or self._every(words) or self._holds(draft, self.context.habitual):
                draft.moods.add(Mood.HABITUAL)
            if group.lemma in _COURTEOUS and draft.subject is Role.AUTHOR and self.words[group.last : group.last + 1] not in (["into"], ["at"], ["over"], ["through"]) and (group.lemma != "look" or self.words[group.last : group.last + 1] == ["forward"]):
                draft.moods.add(Mood.COURTESY)
            if draft.link is Link.MAIN and number:
                self._subordinate_bare(draft, drafts[number - 1])
            if draft.joined and number and not draft.subordinator:
                self._share(draft, drafts[number - 1])
        self._condition(drafts)

    def _holds(self, draft: _Draft, spans: Sequence[Span]) -> bool:
        place, close = self.tokens[draft.start].start, self.tokens[draft.end - 1].end
        return any(place <= span.start and span.end <= close for span in spans)

    @staticmethod
    def _every(words: list[str]) -> bool:
        named = {following for word, following in pairwise(words) if word in {"every", "each"}}
        return bool(named & _RECURRING) or "as usual" in " ".join(words)

    def _subordinate_bare(self, draft: _Draft, before: _Draft) -> None:
        """Find the dependent clause that nothing introduces: "he says he will", "the review I'll write"."""
        ahead = before.group
        if ahead is None or before.piece != draft.piece or draft.joined or draft.group is None:
            return
        between = self.words[ahead.last : draft.start]
        if "," in between or self.words[draft.start - 1 : draft.start] == [","] or set(between) & COORDINATORS or draft.group.elided or draft.group.tense is Tense.IMPERATIVE:
            return
        if before.link in {Link.IF, Link.WHEN} and before.subordinator:
            return
        if draft.start == 0 or self.words[draft.start] in COORDINATORS:
            return
        told = (ahead.lemma in SAYING and len(between) <= 2) or (ahead.lemma == "be" and bool(set(between) & _FEELINGS))
        draft.link = Link.THAT if told else Link.RELATIVE
        if draft.group.inverted:
            draft.link = Link.MAIN

    @staticmethod
    def _share(draft: _Draft, before: _Draft) -> None:
        """What comes after "and" hangs where the clause before it hangs."""
        if before.link in {Link.THAT, Link.RELATIVE, Link.IF, Link.WHEN} and (draft.group is not None and (draft.group.coordinated or before.link is Link.THAT)):
            draft.link, draft.subordinator = before.link, before.subordinator
        if draft.group is not None and draft.group.coordinated:
            draft.moods |= before.moods & {Mood.QUESTION, Mood.REPORTED, Mood.NEGATED, Mood.CONDITIONAL, Mood.OFFER, Mood.DUTY, Mood.HABITUAL}
            if Mood.NEGATED in before.moods and "or" not in {draft.subordinator}:
                draft.moods.discard(Mood.NEGATED)

    def _condition(self, drafts: list[_Draft]) -> None:
        """Lay conditions and other people's words on the clauses they govern."""
        for number, draft in enumerate(drafts):
            if draft.link is Link.THAT and number:
                drafts[number - 1].complement = True
                above = next((other for other in reversed(drafts[:number]) if other.link is not Link.THAT and other.piece == draft.piece), None)
                if above is not None and above.group is not None and above.subject is not Role.AUTHOR and above.group.tense is not Tense.IMPERATIVE and above.group.lemma in SAYING | {"let know"}:
                    draft.moods.add(Mood.REPORTED)
                elif above is not None and above.group is not None and (above.group.negated or above.group.lemma in {"doubt", "wish"}):
                    draft.moods.add(Mood.NEGATED)
                elif above is not None and above.group is not None and above.group.lemma in {"hope", "think", "guess", "suppose", "reckon"}:
                    draft.moods.add(Mood.DOUBT)
            if draft.link in {Link.IF, Link.WHEN}:
                self._govern(drafts, number)
        for number, draft in enumerate(drafts[1:], 1):
            before = drafts[number - 1]
            ordered = before.group is not None and before.group.tense is Tense.IMPERATIVE and before.group.auxiliary != "let" and before.link is Link.MAIN
            if ordered and draft.joined and draft.link is Link.MAIN and draft.subject is Role.AUTHOR and Mood.NEGATED not in before.moods:
                draft.moods.add(Mood.CONDITIONAL)
                draft.waits_on = Role.READER

    def _govern(self, drafts: list[_Draft], number: int) -> None:
        condition = drafts[number]
        group = condition.group
        words = self.words[condition.start : condition.end]
        waits = self._awaited(condition)
        offer = condition.link is Link.IF and (bool(set(words) & _OFFERED) or (group is not None and group.lemma in {"do", "help", "suit"}))
        concessive = condition.subordinator in {"before", "after", "until", "while", "by the time"} and condition.subject is not Role.READER
        for target in self._governed(drafts, number):
            if concessive or condition.subordinator == "unless":
                continue
            target.moods.add(Mood.CONDITIONAL)
            target.waits_on = waits
            if offer and target.subject is not Role.READER:
                target.moods.add(Mood.OFFER)

    def _awaited(self, condition: _Draft) -> Role:
        """Tell whose act a condition is: "once I've got those" and "when your papers are in" wait on the reader."""
        group, span = condition.group, condition.subject_span
        if condition.subject is Role.AUTHOR and group is not None and group.lemma in {"get", "have", "receive"}:
            return Role.READER
        if span is not None and self.words[span[0]] == "your":
            return Role.READER
        if group is not None and group.lemma == "reach" and {"me", "us"} & set(self.words[condition.start : condition.end]):
            return Role.READER
        if condition.subject is Role.FIRM and span is None:
            return Role.READER
        return Role.THIRD if condition.subject in {Role.NOBODY, Role.FIRM} else condition.subject

    @staticmethod
    def _governed(drafts: list[_Draft], number: int) -> list[_Draft]:
        """Find the main clauses that an "if" or "when" clause stands with: those after it when it opens, else the one before."""
        condition = drafts[number]
        same = [draft for draft in drafts if draft.piece == condition.piece]
        at = same.index(condition)
        if any(draft.link is Link.MAIN for draft in same[:at]) and not (same[at - 1].joined is False and same[at - 1].link is not Link.MAIN):
            before = same[at - 1]
            if before.link is Link.MAIN and not (at + 1 < len(same) and same[at + 1].link is Link.MAIN and not same[at + 1].joined and condition.start and same[at + 1].start > condition.start and condition.joined):
                return [before]
        after = []
        for draft in same[at + 1 :]:
            if draft.link in {Link.IF, Link.WHEN}:
                continue
            if draft.link is Link.MAIN:
                if after and not draft.joined:
                    break
                after.append(draft)
        return after

    # -- the result

    def _finish(self, draft: _Draft) -> Iterator[Clause]:
        start, end = self._trimmed(draft.start, draft.end)
        if start >= end:
            return
        tokens = self.tokens[start:end]
        place, close = tokens[0].start, tokens[-1].end
        times = tuple(span for span in self.context.times if place <= span.start and span.end <= close)
        group = draft.group
        verb = self._verb(group, draft, end) if group else None
        gap = self._gap(group, times, start, end) if group and len(times) > 1 and group.tense in _WILLING | {Tense.PRESENT} else None
        if gap is not None and verb is not None:
            yield from self._twice(draft, verb, times, gap)
            return
        yield Clause(
            start=place,
            end=close,
            tokens=tokens,
            verb=verb,
            subject=draft.subject,
            subject_words=Span(self.tokens[draft.subject_span[0]].start, self.tokens[draft.subject_span[1] - 1].end) if draft.subject_span else None,
            link=draft.link,
            subordinator=draft.subordinator,
            moods=frozenset(draft.moods),
            waits_on=draft.waits_on,
            times=times,
            dated=self._dated(times),
            complement=draft.complement,
            object=self._object(group, draft, end) if group else None,
        )

    def _dated(self, times: tuple[Span, ...]) -> bool:
        return any(span not in self.context.vague for span in times)

    def _gap(self, group: Group, times: tuple[Span, ...], start: int, end: int) -> int | None:
        """Find where another thing with its own time begins, whose verb is left out: "half today and **the rest tomorrow**"."""
        for place in range(max(start + 1, group.last), end):
            if self.words[place - 1] not in {"and", ","} or self.tokens[place].start < times[0].end:
                continue
            upto = next((span.start for span in times if span.start > self.tokens[place].start), None)
            if upto is None:
                return None
            thing = [at for at in range(place, end) if self.tokens[at].start < upto]
            words = [self.words[at] for at in thing]
            if 0 < len(words) <= 6 and words[0] not in PREPOSITIONS | COORDINATORS | NOMINATIVE and not set(words) & {",", "to", "if", "not"}:
                return place
        return None

    def _twice(self, draft: _Draft, verb: Verb, times: tuple[Span, ...], gap: int) -> Iterator[Clause]:
        for first, last in ((draft.start, gap), (gap, draft.end)):
            start, end = self._trimmed(first, last)
            place, close = self.tokens[start].start, self.tokens[end - 1].end
            yield Clause(
                start=place,
                end=close,
                tokens=self.tokens[start:end],
                verb=verb,
                subject=draft.subject,
                link=draft.link,
                subordinator=draft.subordinator,
                moods=frozenset(draft.moods),
                waits_on=draft.waits_on,
                times=(own := tuple(span for span in times if place <= span.start and span.end <= close)),
                dated=self._dated(own),
            )

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        while start < end and (self.words[start] in COORDINATORS | {","} or not self.words[start][0].isalnum() and self.words[start][0] not in "£$€'\""):
            start += 1
        while end > start and (self.words[end - 1] in COORDINATORS - {"then"} or not (self.words[end - 1][-1].isalnum() or self.words[end - 1][-1] in "%£$€)'")):
            end -= 1
        return start, end

    def _verb(self, group: Group, draft: _Draft, end: int) -> Verb:
        after = self.words[group.last : end]
        recipient = Role.NOBODY
        for at, word in enumerate(after):
            if word == "you" and at < 12:
                recipient = Role.READER
                break
            if word in {"me", "us"}:
                recipient = Role.AUTHOR
                break
        if group.lemma in {"let know", "let have", "be with"}:
            names = [word for word in self.words[group.first : group.last + 1] if word in OBJECTIVE]
            if names:
                recipient = {"you": Role.READER, "me": Role.AUTHOR, "us": Role.AUTHOR}.get(names[-1], Role.THIRD)
        person = {Role.AUTHOR: Person.FIRST, Role.READER: Person.SECOND}.get(draft.subject, Person.THIRD)
        direct = [word for word in after[:3] if word in {"it", "them", "this", "that", "these", "those"}]
        return Verb(
            lemma=group.lemma,
            person=person,
            plural=group.subject is not None and self.words[group.subject] in {"we", "they", "us"},
            tense=group.tense,
            start=self.tokens[group.first].start,
            end=self.tokens[group.last - 1].end,
            auxiliary=group.auxiliary,
            recipient=recipient,
            direct=bool(direct),
            passive=group.passive,
        )

    def _object(self, group: Group, draft: _Draft, end: int) -> Span | None:
        """Find the noun phrase after the verb, past particles and the recipient; of a passive, the subject."""
        if group.passive or group.lemma.startswith("be "):
            span = draft.subject_span
            return Span(self.tokens[span[0]].start, self.tokens[span[1] - 1].end) if span else None
        times = {at for at in range(group.last, end) for span in self.context.times if span.covers(self.tokens[at].start)}
        place = group.last
        while place < end and (self.words[place] in PARTICLES | {"me", "us", "you"} or is_adverb(self.words[place])) and place not in times:
            place += 1
        start = place
        while place < end and place not in times and self.words[place][0] not in ",;:!?." and not (self.words[place] in PREPOSITIONS - {"of", "for", "from", "with"} or self.words[place] in {"to", "you"} | PARTICLES):
            if self.words[place] in {"for", "from", "with"} and self.words[place + 1 : place + 2] in (["you"], ["me"], ["us"], []):
                break
            place += 1
        while place > start and self.words[place - 1] in PREPOSITIONS | COORDINATORS:
            place -= 1
        if place <= start:
            return None
        first = self.words[start]
        if first in PREPOSITIONS or first in SUBORDINATORS or first in CLITIC_SUBJECT:
            return None
        return Span(self.tokens[start].start, self.tokens[place - 1].end)


def _united(before: Clause, clause: Clause) -> Clause:
    verb = before.verb
    if verb is not None and clause.verb is not None and verb.recipient is Role.NOBODY:
        verb = replace(verb, recipient=clause.verb.recipient)
    return replace(
        before,
        verb=verb,
        end=clause.end,
        tokens=before.tokens + clause.tokens,
        times=before.times + clause.times,
        dated=before.dated or clause.dated,
        object=before.object or clause.object,
        moods=before.moods | clause.moods,
        waits_on=before.waits_on or clause.waits_on,
    )


def parse(sentence: Sentence, context: Context) -> tuple[Clause, ...]:
    """Divide a sentence into clauses."""
    return Parser(sentence, context).parse()
