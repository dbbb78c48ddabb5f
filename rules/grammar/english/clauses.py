"""Clauses: which words belong to which verb, who its subject is, and what takes its force away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rules.grammar.clause import Clause, Context, Link, Mood, Person, Role, Span, Tense, Verb
from rules.grammar.english.groups import find_groups
from rules.grammar.english.moods import Moods
from rules.grammar.english.vocabulary import (
    CLITIC_SUBJECTS,
    COORDINATORS,
    DETERMINERS,
    NOMINATIVE,
    OBJECTIVE,
    PARTICLES,
    PEOPLE,
    PREPOSITIONS,
    SUBORDINATORS,
    is_adverb,
)
from rules.grammar.gapping import Gaps, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.grammar.english.layout import Draft
    from rules.grammar.english.scan import Group
    from rules.reading.reading import Sentence

GAPPING = Words(
    adding=frozenset({"and"}),
    opening=DETERMINERS - {"every", "each", "all", "any"},
    ending=PREPOSITIONS - {"of", "for", "from", "with"} | COORDINATORS | NOMINATIVE | {"to", "if", "not"},
    of_time=frozenset({"day", "days", "week", "weeks", "time", "morning", "afternoon", "evening"}),
    bare=PREPOSITIONS
    | COORDINATORS
    | NOMINATIVE
    | {"to", "if", "not", "any", "still", "most", "more", "maybe", "perhaps"},
)
"""How an act is said without its verb: "half today and the rest tomorrow"."""
_WILLING = frozenset({Tense.FUTURE, Tense.GOING_TO, Tense.IMPERATIVE, Tense.PROGRESSIVE})
_FORCELESS = frozenset({Mood.NEGATED, Mood.QUESTION, Mood.OFFER, Mood.REPORTED, Mood.DUTY})


class Parser(Moods):
    """Divides one sentence into clauses and says what each one says."""

    def parse(self) -> tuple[Clause, ...]:
        """Give the clauses in order."""
        groups = find_groups(self.tokens)
        drafts: list[Draft] = []
        for number, (start, end) in enumerate(self._pieces()):
            inside = [group for group in groups if start <= group.first < end]
            drafts += self._divide(start, end, inside, number)
        self._hang(drafts)
        clauses: list[Clause] = []
        last: Draft | None = None
        for draft in drafts:
            for clause in self._finish(draft):
                if last is not None and self._is_timed_before(last, clauses[-1], draft, clause):
                    clause = replace(clause, times=clauses[-1].times, dated=clauses[-1].dated)  # noqa: PLW2901
                if last is not None and self._unites(last, clauses[-1], draft, clause):
                    clauses[-1] = _united(clauses[-1], clause)
                else:
                    clauses.append(clause)
                last = draft
        return tuple(_lend_times(clauses))

    def _is_timed_before(self, last: Draft, before: Clause, draft: Draft, clause: Clause) -> bool:
        """Tell whether an act takes its time from the clause before it."""
        given = draft.joined and not clause.times and self._asks_for_time(last)
        return given or self._goes_on_there(last, before, draft, clause)

    @staticmethod
    def _goes_on_there(last: Draft, before: Clause, draft: Draft, clause: Clause) -> bool:
        """Tell whether an act is timed by where its doer is: "she is over on Friday **and will drop it off**"."""
        return (
            last.group is not None
            and draft.group is not None
            and draft.joined
            and (draft.group.elided or draft.group.coordinated)
            and draft.subject is last.subject
            and draft.group.tense in {Tense.FUTURE, Tense.GOING_TO}
            and last.group.tense is Tense.PRESENT
            and not last.group.auxiliary
            and clause.waits_on is None
            and draft.link is last.link is Link.MAIN
            and not clause.times
            and not before.moods & _FORCELESS
        )

    def _unites(self, last: Draft, before: Clause, draft: Draft, clause: Clause) -> bool:
        """Tell whether two acts are one under a single date: "I'll mark it up and shoot it back to you tomorrow"."""
        if (
            last.group is None
            or draft.group is None
            or not draft.joined
            or draft.link is not last.link
            or draft.subject is not last.subject
        ):
            return False
        if before.times and clause.times:
            return False
        subjects = [self.words[group.subject] for group in (last.group, draft.group) if group.subject is not None]
        if last.group.auxiliary != "let" and len(set(subjects)) > 1:
            return False
        let = last.group.auxiliary == "let" and draft.subject is Role.AUTHOR and draft.group.tense in _WILLING
        same = draft.group.coordinated or (draft.subject is Role.AUTHOR and draft.group.tense is last.group.tense)
        return (
            (let or same)
            and last.group.tense in _WILLING
            and draft.moods & _FORCELESS == last.moods & _FORCELESS
            and draft.subject is not Role.READER
        )

    def _finish(self, draft: Draft) -> Iterator[Clause]:
        start, end = self._trimmed(draft.start, draft.end)
        if start >= end:
            return
        tokens = self.tokens[start:end]
        place, close = tokens[0].start, tokens[-1].end
        times = tuple(span for span in self.context.times if place < span.end and span.start < close)
        group = draft.group
        verb = self._verb(group, draft, end) if group else None
        clause = Clause(
            start=place,
            end=close,
            tokens=tokens,
            verb=verb,
            subject=draft.subject,
            subject_words=Span(self.tokens[draft.subject_span[0]].start, self.tokens[draft.subject_span[1] - 1].end)
            if draft.subject_span
            else None,
            link=draft.link,
            subordinator=draft.subordinator,
            moods=frozenset(draft.moods),
            waits_on=draft.waits_on,
            times=times,
            dated=self._dated(times),
            complement=draft.complement,
            object=self._object(group, draft, end) if group else None,
        )
        if group and len(times) > 1 and group.tense in _WILLING | {Tense.PRESENT}:
            yield from Gaps(GAPPING, self.tokens, max(start + 1, group.last), end, times).parted(clause, self.context)
        else:
            yield clause

    def _dated(self, times: tuple[Span, ...]) -> bool:
        return any(span not in self.context.vague for span in times)

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        while start < end and (
            self.words[start] in COORDINATORS | {","}
            or (not self.words[start][0].isalnum() and self.words[start][0] not in "£$€'\"")
        ):
            start += 1
        while end > start and (
            self.words[end - 1] in COORDINATORS - {"then"}
            or not (self.words[end - 1][-1].isalnum() or self.words[end - 1][-1] in "%£$€)'")
        ):
            end -= 1
        return start, end

    def _verb(self, group: Group, draft: Draft, end: int) -> Verb:
        after = self.words[group.last : end]
        recipient = Role.NOBODY
        for at, word in enumerate(after):
            yours = (
                word == "your" and at > 0 and (after[at - 1] in {"to", "into"} or after[at + 1 : at + 2] == ["behalf"])
            )
            if (word == "you" or yours) and at < 12:
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

    def _object(self, group: Group, draft: Draft, end: int) -> Span | None:
        """Find the noun phrase after the verb, past particles and the recipient; of a passive, the subject."""
        if group.passive or group.lemma.startswith("be "):
            span = draft.subject_span
            comes = span is not None and not group.passive and not PEOPLE.isdisjoint(self.words[slice(*span)])
            # "Our tiler will be with you": he is no thing.
            return Span(self.tokens[span[0]].start, self.tokens[span[1] - 1].end) if span and not comes else None
        times = {
            at for at in range(group.last, end) for span in self.context.times if span.covers(self.tokens[at].start)
        }
        place = group.last
        while (
            place < end
            and (self.words[place] in PARTICLES | {"me", "us", "you"} or is_adverb(self.words[place]))
            and place not in times
        ):
            place += 1
        start, listing = place, self._between_things(place, end, times)
        while (
            place < end
            and place not in times
            and (place in listing or self.words[place][0] not in ",;:!?.")
            and not (
                self.words[place] in PREPOSITIONS - {"of", "for", "from", "with"}
                or self.words[place] in {"to", "you"} | PARTICLES
            )
        ):
            if self.words[place] in {"for", "from", "with"} and self.words[place + 1 : place + 2] in (
                ["you"],
                ["me"],
                ["us"],
                [],
            ):
                break
            place += 1
        while place > start and self.words[place - 1] in PREPOSITIONS | COORDINATORS:
            place -= 1
        if place <= start:
            return None
        first = self.words[start]
        pronoun = first in OBJECTIVE and (place == start + 1 or self.words[start + 1] == "from")
        if pronoun or first in PREPOSITIONS or first in SUBORDINATORS or first in CLITIC_SUBJECTS:
            return None
        return Span(self.tokens[start].start, self.tokens[place - 1].end)

    def _between_things(self, place: int, end: int, times: set[int]) -> set[int]:
        """Find the commas of a list of things that "and" ends: "the plan**,** the quote and the photos"."""
        commas: set[int] = set()
        for at in range(place, end - 1):
            word = self.words[at]
            if word not in {",", "and"}:
                continue
            after = at + 2 if word == "," and self.words[at + 1] == "and" else at + 1  # "the quote, and the photos"
            if after >= end or self.words[after] not in DETERMINERS or after in times:
                return set()
            if word == "and" or after == at + 2:
                return commas if word == "and" else commas | {at}
            commas.add(at)
        return set()


def _united(before: Clause, clause: Clause) -> Clause:
    verb = before.verb
    if verb is not None and clause.verb is not None and verb.lemma == "try":  # "I'll try and **send** it"
        verb = replace(clause.verb, start=verb.start)
    elif verb is not None and clause.verb is not None and verb.recipient is Role.NOBODY:
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


def _lend_times(clauses: list[Clause]) -> Iterator[Clause]:
    """Give an act without a time that of the clause it hangs with: "when I'm round **on Sunday** I'll ring"."""
    for place, clause in enumerate(clauses):
        beside = clauses[place + 1 : place + 2] + clauses[max(place - 1, 0) : place][::-1]
        lender = None
        if not clause.times and clause.link is Link.MAIN:
            lender = next((other for other in beside if _times_it(other, clause)), None) or next(
                (other for other in beside[:1] if _is_over(other)), None
            )
        yield replace(clause, times=lender.times, dated=lender.dated) if lender else clause


def _times_it(when: Clause, clause: Clause) -> bool:
    """Tell whether an act is done on the day of what it waits for: "when she is here **on Sunday**"."""
    return when.dated and when.link is Link.WHEN and clause.waits_on not in {None, Role.READER}


def _is_over(said: Clause) -> bool:
    """Tell whether a time to come is too late for its own verb: "I'll say what we **found by Friday**"."""
    over = said.verb is not None and said.verb.tense in {Tense.PAST, Tense.PERFECT}
    opens = {time.start for time in said.times}
    ahead = any(token.start in opens and token.folded in {"by", "before"} for token in said.tokens)
    return over and ahead and said.dated and said.link in {Link.THAT, Link.RELATIVE}


def parse(sentence: Sentence, context: Context) -> tuple[Clause, ...]:
    """Divide a sentence into clauses."""
    return Parser(sentence, context).parse()
