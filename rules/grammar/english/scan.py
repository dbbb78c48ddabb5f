"""Looking at words: where a clause can open, and whether a subject stands before a verb or behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.grammar.clause import Tense, Token
from rules.grammar.english.verbs import KNOWN, Form, lemma
from rules.grammar.english.vocabulary import (
    COORDINATORS,
    DETERMINERS,
    DO,
    MODALS,
    NOMINATIVE,
    NOUNS_TOO,
    OBJECTIVE,
    PREPOSITIONS,
    SAYING,
    WH,
    is_adverb,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_MEANWHILE = frozenset({"meantime", "meanwhile", "interim", "course"})
_STOPS = frozenset(",;:!?()-\"'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A verb with its auxiliaries; places are numbers of tokens."""

    first: int
    last: int
    """One past its last token."""
    lemma: str
    tense: Tense
    auxiliary: str = ""
    passive: bool = False
    negated: bool = False
    inverted: bool = False
    """Its subject stands behind the auxiliary, as in a question."""
    subject: int | None = None
    """Where a pronoun that is its subject stands."""
    elided: bool = False
    """Its subject is not written: "Will send it", "Sending it tonight", "and send it"."""
    coordinated: bool = False
    """Shares auxiliary and subject with the group before it."""


class Scanner:
    """Looks at the words of one sentence, and at the groups found so far."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        """Look at a sentence that was divided into words."""
        self.tokens = tokens
        self.words = [token.folded for token in tokens]
        self.groups: list[Group] = []

    def word(self, place: int) -> str:
        """Give the word at a place, or nothing outside of the sentence."""
        return self.words[place] if 0 <= place < len(self.words) else ""

    def opens(self, place: int) -> bool:
        """Tell whether a clause can open here: after a stop, a coordinator or small talk."""
        before = place - 1
        while before >= 0 and (
            is_adverb(self.words[before]) or self.words[before] in {"ok", "okay", "yes", "yep", "no", "thanks", "great"}
        ):
            before -= 1
        word = self.word(before)
        return before < 0 or word in COORDINATORS or not (word[0].isalnum() or word[0] in "'$£€%")

    def _skip(self, place: int) -> int:
        while is_adverb(self.word(place)) or (self.word(place) == "of" and self.word(place + 1) == "course"):
            place += 2 if self.word(place) == "of" else 1
        return place

    def _past_remark(self, place: int) -> int:
        """Go past a remark: "We will, of course, replace it", "we shall **in the meantime** send it"."""
        if self.word(place) == "in" and self.word(place + 1) in {"the", "due"} and self.word(place + 2) in _MEANWHILE:
            return place + 3
        if self.word(place) == ",":
            for end in range(place + 2, min(place + 6, len(self.words))):
                if self.words[end] == ",":
                    return end + 1
        return place

    def _subject_before(self, place: int) -> int | None:
        place -= 1
        while place >= 0 and (is_adverb(self.words[place]) or self.words[place] in {"both", "all", "guys"}):
            place -= 1
        if self.word(place) in NOMINATIVE | {"who", "which"}:
            if self.word(place) == "you" and self.word(place - 1) in {
                "let",
                "help",
                "make",
                "see",
                "have",
                "to",
                "for",
                "with",
                "of",
                "thank",
                "from",
                "on",
            }:
                return None
            if (
                self.groups
                and self.groups[-1].last == place
                and self.word(place) in OBJECTIVE
                and self.groups[-1].lemma not in SAYING
            ):
                return None
            return place
        return None

    def _base(self, place: int) -> bool:
        place = self._skip(place)
        word = self.word(place)
        if word and self.tokens[place].text[:1].isupper() and word not in KNOWN:
            return False
        return (
            bool(word)
            and word[0].isalpha()
            and word not in DETERMINERS | PREPOSITIONS - {"up"} | NOMINATIVE | COORDINATORS
        )

    def _turned(self, place: int) -> tuple[int | None, int, bool]:
        """Find the subject: before the auxiliary, or behind it in a question."""
        before = self._subject_before(place)
        if before is not None and not (
            self.word(before) in {"that", "this", "who", "which"} and self.word(place + 1) in {"i", "we", "you"}
        ):
            return before, place + 1, False
        told = self.words[place] in DO and not self.opens(place) and self.word(place - 1) not in WH
        if self.word(place + 1) in NOMINATIVE - {"these", "those"} | {"ye"} and not (
            told and self.word(place + 1) in OBJECTIVE - {"you"} and place and self.word(place - 1)[0].isalpha()
        ):
            return place + 1, place + 2, True
        if (
            (self.opens(place) or self.word(place - 1) in WH)
            and self.word(place + 1) in DETERMINERS
            and self.words[place] != "'s"
        ):
            for end in range(place + 2, min(place + 8, len(self.words))):
                if self.words[end] in _STOPS:
                    break
                if self.words[end] == "be" or (
                    self.words[place] in MODALS | DO
                    and lemma(self.words[end], Form.BASE)
                    and self.words[end] not in NOUNS_TOO
                ):
                    return None, end, True
        return None, place + 1, False
