"""Subjects: whether the author acts, his firm, the reader, or somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.grammar.clause import Link, Mood, Role, Tense
from rules.grammar.english.layout import Draft, Layout
from rules.grammar.english.verbs import KNOWN
from rules.grammar.english.vocabulary import (
    COORDINATORS,
    NEGATIONS,
    NO_NAMES,
    OPENINGS,
    OUTSIDERS,
    PEOPLE,
    PREPOSITIONS,
    RELATIVES,
    is_adverb,
)

if TYPE_CHECKING:
    from rules.grammar.english.scan import Group


_LONGEST_TITLE = 5
"""Words of "our service adviser Ms Brennan"."""


class Subjects(Layout):
    """Says whom the subject of a clause stands for."""

    def _name_subject(self, draft: Draft, group: Group, before: list[Draft]) -> None:
        if group.subject is not None:
            word = self.words[group.subject]
            draft.subject = {
                "i": Role.AUTHOR,
                "we": Role.AUTHOR,
                "me": Role.AUTHOR,
                "us": Role.AUTHOR,
                "you": Role.READER,
            }.get(word, Role.THIRD)
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
            draft.subject = self._left_out(draft, group, before)
            return
        start = draft.start
        if draft.subordinator:
            start += len(draft.subordinator.split())
        while start < group.first and (self.words[start] in COORDINATORS | {","} or is_adverb(self.words[start])):
            start += 1
        if start >= group.first:
            draft.subject = before[-1].subject if before and draft.joined else Role.THIRD
            return
        if self.words[start] in OPENINGS and group.first - start <= 3 and group.tense in {Tense.FUTURE, Tense.GOING_TO}:
            draft.subject = Role.AUTHOR
            return
        draft.subject_span = (start, group.first)
        draft.subject = self._role(start, group.first)
        draft.moods |= {Mood.NEGATED} if self.words[start] in NEGATIONS else set()

    @staticmethod
    def _left_out(draft: Draft, group: Group, before: list[Draft]) -> Role:
        """Name the subject that is not written: "Should be with you on Friday" and "Will be sent" speak of a thing."""
        if group.auxiliary == "should" and group.lemma.startswith("be"):
            return Role.THIRD
        if group.passive and group.tense is Tense.FUTURE and not draft.joined:
            return Role.THIRD
        goes_on = draft.joined and before and before[-1].link is Link.MAIN
        return before[-1].subject if goes_on and before[-1].subject is not Role.NOBODY else Role.AUTHOR

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
        if (words[0] in {"my", "our"} and head[-1] in RELATIVES) or words[1:3] == ["from", "our"]:
            return Role.FIRM
        if (
            words[0] == "your"
            or set(head[-2:] if len(head) > 1 else head) & OUTSIDERS
            or words[0] in {"his", "her", "their"} | NEGATIONS
        ):
            return Role.THIRD
        described = words[0] in {"my", "our", "the", "an", "a", "one"} and bool(set(head[1:]) & PEOPLE)
        described = described or (head[1:2] == ["the"] and head[-1] in PEOPLE)  # "Brian the plumber"
        if described or (head[-1] in PEOPLE and len(head) <= 2) or self._is_named(start, head):
            return Role.FIRM
        return Role.THIRD

    def _is_named(self, start: int, head: list[str]) -> bool:
        """Tell "Padraig" and "our bin guy Luis" from firms in capitals and nouns that open a sentence.

        Who writes no capitals at all writes none in names: "raj will swap it out thursday".
        """
        if len(head) == 1 and self.sentence.text.islower():
            return head[0].isalpha() and head[0] not in KNOWN and not self._is_plural(head[0])
        tokens = self.tokens[start : start + len(head)]
        names = [token for token in tokens if token.text[:1].isupper() and token.folded not in NO_NAMES]
        words = [word for word in head if word[0].isalpha()]
        return (
            bool(names)
            and not (len(head) == 1 and self._is_plural(head[0]))
            and (len(names) == len(words) or head[0] in {"my", "our"})
            and not any(name.text.isupper() and len(name.text) > 1 for name in names)
            and (len(head) <= 3 or (head[0] in {"my", "our"} and len(head) <= _LONGEST_TITLE and tokens[-1] in names))
        )

    @staticmethod
    def _is_plural(word: str) -> bool:
        """Tell "Prices" and "Members", which only open a sentence, from "Luis" and "Inês"."""
        return word.endswith("s") and (
            word[:-1] in KNOWN or word.endswith(("ers", "ors", "ments", "tions", "ings", "ies", "ods"))
        )
