"""Verb groups: where a sentence has a verb, and what its auxiliaries say of time, will and duty."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rules.grammar.clause import Tense
from rules.grammar.english.lexicon import (
    BE,
    BOTH_NOUN_AND_VERB,
    CATENATIVES,
    COORDINATORS,
    DETERMINERS,
    DO,
    HAVE,
    MODALS,
    NEGATIONS,
    NOMINATIVE,
    NUMBERS,
    OBJECTIVE,
    POSSESSIVES,
    PREPOSITIONS,
    READINESS,
    SAYING,
    STATES,
    SUBORDINATORS,
    WH,
    is_adverb,
)
from rules.grammar.english.verbs import KNOWN, Form, lemma

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.grammar.clause import Token

_STOPS = frozenset(",;:!?()-\"'")
_MONTH_NEIGHBOURS = frozenset("in of by until before on end early late mid since from for next last this during".split())
_TENSES = {
    "will": Tense.FUTURE, "shall": Tense.FUTURE, "would": Tense.CONDITIONAL, "could": Tense.CONDITIONAL, "should": Tense.FUTURE,
    "can": Tense.PRESENT, "may": Tense.PRESENT, "might": Tense.CONDITIONAL, "must": Tense.PRESENT,
}  # fmt: skip
_QUANTIFIERS = frozenset("few several many more most other next last first such own same new old good".split())
_AFTER_VERB = frozenset("you to if whether when up by on over off out through with any some all every again".split())
_AFTER_IMPERATIVE = frozenset("me us it them the a an your my our this that these those back both him her".split())


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


class Finder:
    """Finds the verb groups of one sentence, from left to right."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.words = [token.folded for token in tokens]
        self.groups: list[Group] = []

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

    def word(self, place: int) -> str:
        """Give the word at a place, or nothing outside of the sentence."""
        return self.words[place] if 0 <= place < len(self.words) else ""

    def opens(self, place: int) -> bool:
        """Tell whether a clause can open here: after a stop, a coordinator or small talk."""
        before = place - 1
        while before >= 0 and (is_adverb(self.words[before]) or self.words[before] in {"ok", "okay", "yes", "yep", "no", "thanks", "great", "so"}):
            before -= 1
        word = self.word(before)
        return before < 0 or word in COORDINATORS or not (word[0].isalnum() or word[0] in "'$£€%")

    def _denied(self, group: Group) -> bool:
        stretch = self.words[group.first : group.last]
        return any(word in NEGATIONS for word in stretch) or (group.subject is not None and self.word(group.subject) in {"nobody", "none"})

    def _skip(self, place: int) -> int:
        while is_adverb(self.word(place)) or self.word(place) == "of" and self.word(place + 1) == "course":
            place += 2 if self.word(place) == "of" else 1
        return place

    def _past_remark(self, place: int) -> int:
        """Go past what stands between commas: "We will, of course, replace it"."""
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
            if self.word(place) == "you" and self.word(place - 1) in {"let", "help", "make", "see", "have", "to", "for", "with", "of", "thank", "from", "on"}:
                return None
            if self.groups and self.groups[-1].last == place and self.word(place) in OBJECTIVE and self.groups[-1].lemma not in SAYING:
                return None
            return place
        return None

    def _at(self, place: int) -> Group | None:
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

    # -- auxiliaries

    def _modal(self, place: int) -> Group | None:
        word, before, after = self.words[place], self.word(place - 1), self.word(place + 1)
        if before in DETERMINERS - {"this", "that", "these", "those", "which", "what", "all", "both"}:
            return None
        if word == "may" and (before in _MONTH_NEIGHBOURS or before[:1].isdigit() or after[:1].isdigit() or after in {",", "the", "."}):
            return None
        if word == "will" and self.tokens[place].text[:1] == "W" and (after in {",", ""} or (place and before not in {".", "!", "?", "-", ":"})):
            return None
        subject, at, inverted = self._turned(place)
        end = self._skip(self._past_remark(at))
        verb = self.word(end)
        tense, auxiliary = _TENSES[word], "" if word in {"will", "shall", "would"} else word
        group = Group(first=place, last=end, lemma="", tense=tense, auxiliary=auxiliary, subject=subject, inverted=inverted, elided=subject is None and not inverted and self.opens(place))
        if not verb or not verb[0].isalpha() or verb in DETERMINERS | COORDINATORS | PREPOSITIONS - {"like", "near", "up", "down", "out"} | WH | NOMINATIVE:
            return None
        if word == "should" and (verb in {"like", "prefer", "love", "appreciate", "want"} or (verb == "be" and self.word(end + 1) in {"glad", "grateful", "obliged", "most", "very", "delighted", "happy"})):
            group = replace(group, tense=Tense.CONDITIONAL, auxiliary="")
        if verb == "be":
            return self._being(group, end)
        if verb == "have":
            return self._having(group, end)
        return self._governed(replace(group, last=end + 1, lemma=lemma(verb, Form.BASE) or verb))

    def _turned(self, place: int) -> tuple[int | None, int, bool]:
        """Find the subject: before the auxiliary, or behind it in a question."""
        before = self._subject_before(place)
        if before is not None and not (self.word(before) in {"that", "this", "who", "which"} and self.word(place + 1) in {"i", "we", "you"}):
            return before, place + 1, False
        if self.word(place + 1) in NOMINATIVE - {"these", "those"} | {"ye"}:
            return place + 1, place + 2, True
        if (self.opens(place) or self.word(place - 1) in WH) and self.word(place + 1) in DETERMINERS and self.words[place] not in {"'s"}:
            for end in range(place + 2, min(place + 8, len(self.words))):
                if self.words[end] in _STOPS:
                    break
                if self.words[end] == "be" or (self.words[place] in MODALS | DO and lemma(self.words[end], Form.BASE) and self.words[end] not in BOTH_NOUN_AND_VERB):
                    return None, end, True
        return None, place + 1, False

    def _being(self, group: Group, place: int) -> Group:
        """Read what follows "be": a progressive, a passive, a readiness or a state."""
        end = self._skip(place + 1)
        word = self.word(end)
        if word == "going" and self.word(end + 1) == "to" and self._base(end + 2):
            at = self._skip(end + 2)
            past = group.tense is Tense.PAST
            return self._governed(replace(group, last=at + 1, lemma=self.word(at), tense=Tense.PAST if past else Tense.GOING_TO))
        if word in READINESS and self.word(end + 1) == "to" and self._base(end + 2):
            at = self._skip(end + 2)
            auxiliary = "be " + word
            return self._governed(replace(group, last=at + 1, lemma=self.word(at), auxiliary=auxiliary))
        if word == "to" and self._base(end + 1):
            return replace(group, last=end + 2, lemma=self.word(end + 1), auxiliary="be to")
        if (doing := lemma(word, Form.GERUND)) and word not in {"going", "missing"} or word == "going" and self.word(end + 1) != "on":
            doing = doing or "go"
            tense = Tense.PROGRESSIVE if group.tense is Tense.PRESENT and not group.auxiliary else group.tense
            return self._governed(replace(group, last=end + 1, lemma=doing, tense=tense))
        if word == "in" and self.word(end + 1) in {"touch", "contact"}:
            return replace(group, last=end + 2, lemma="be in touch")
        if word == "on" and self.word(end + 1) in {"to", "your", "its", "their", "the", "his", "hold"}:
            return replace(group, last=end + 1, lemma="be on")
        if word in STATES:
            return replace(group, last=end + 1, lemma="be " + word)
        if (done := lemma(word, Form.PARTICIPLE)) and word not in {"sure", "concerned", "interested", "tired", "excited", "chuffed"}:
            perfect = group.subject is not None and self.word(group.subject) in {"he", "she"} and self.tokens[place].text.lower() in {"'s", "\u2019s"}
            return replace(group, last=end + 1, lemma=done, passive=not perfect, tense=Tense.PERFECT if perfect else group.tense)
        return replace(group, last=place + 1, lemma="be")

    def _having(self, group: Group, place: int) -> Group:
        """Read what follows "have" after a modal: a perfect, a duty, or the plain verb."""
        end = self._skip(place + 1)
        word = self.word(end)
        if word == "been":
            return replace(self._being(group, end), tense=Tense.PERFECT)
        if word == "to" and self._base(end + 1):
            return self._governed(replace(group, last=end + 2, lemma=self.word(end + 1), auxiliary="have to"))
        if (done := lemma(word, Form.PARTICIPLE)) and word not in {"set"}:
            return replace(group, last=end + 1, lemma=done, tense=Tense.PERFECT)
        return replace(group, last=place + 1, lemma="have")

    def _base(self, place: int) -> bool:
        place = self._skip(place)
        word = self.word(place)
        if word and self.tokens[place].text[:1].isupper() and word not in KNOWN:
            return False
        return bool(word) and word[0].isalpha() and word not in DETERMINERS | PREPOSITIONS - {"up"} | NOMINATIVE | COORDINATORS

    def _governed(self, group: Group) -> Group:
        """Follow "to": in "need to send" the verb that counts is "send"; and say "let you know" as one."""
        after = self.word(group.last)
        if group.lemma == "let":
            if after in OBJECTIVE and self.word(self._skip(group.last + 1)) in {"know", "have"}:
                at = self._skip(group.last + 1)
                return replace(group, last=at + 1, lemma="let " + self.word(at))
            return group
        if group.lemma == "get" and (done := lemma(after, Form.PARTICIPLE)) and after not in {"back", "set"}:
            return replace(group, last=group.last + 1, lemma=done, passive=True, auxiliary="get")
        if group.lemma in {"commit", "look", "aim"} and after in {"to", "at"} and (doing := lemma(self.word(group.last + 1), Form.GERUND)):
            return replace(group, last=group.last + 2, lemma=doing, auxiliary=group.lemma)
        if group.lemma in CATENATIVES:
            at = self._skip(group.last)
            if self.word(at) == "to" and self._base(at + 1):
                verb = self._skip(at + 1)
                auxiliary = group.auxiliary if group.auxiliary.startswith("have") else group.lemma
                carried = replace(group, last=verb + 1, lemma=self.word(verb), auxiliary=auxiliary)
                return replace(self._being(carried, verb), auxiliary=auxiliary) if self.word(verb) == "be" else self._governed(carried)
        return group

    def _be(self, place: int) -> Group | None:
        word = self.words[place]
        if word == "'s":
            end = self._skip(place + 1)
            following = self.word(end)
            verbal = lemma(following, Form.GERUND) or lemma(following, Form.PARTICIPLE) or following in {"going", "not", "on", "with", "there", "back", "here", "out"} | READINESS
            named = place > 0 and self.words[place - 1] not in NOMINATIVE
            if not (verbal and named) or (end == place + 1 and self.word(end + 1) in {"room"}):
                return None
        subject, at, inverted = self._turned(place)
        if inverted and (self.word(place - 1) in {"so", "nor", "neither"} or not (self.opens(place) or self.word(place - 1) in WH or self._asked(place))):
            subject, at, inverted = None, place + 1, False
        tense = Tense.PAST if word in {"was", "were"} else Tense.PRESENT
        elided = word == "am" and subject is None and not inverted and self.opens(place)
        group = Group(first=place, last=at, lemma="be", tense=tense, subject=subject, inverted=inverted, elided=elided)
        if inverted and subject is None:
            return replace(group, last=place + 1)
        return self._being(replace(group, first=place), at - 1)

    def _asked(self, place: int) -> bool:
        return any(word in WH for word in self.words[max(0, place - 4) : place]) and self.word(place + 1) in NOMINATIVE

    def _have(self, place: int) -> Group | None:
        word = self.words[place]
        subject, at, inverted = self._turned(place)
        if inverted and not (self.opens(place) or self.word(place - 1) in WH):
            return None
        if subject is None and not inverted and self.word(place - 1) in {"to", "you", "me", "us", "them"} | MODALS:
            return None
        group = Group(first=place, last=at, lemma="have", tense=Tense.PRESENT, subject=subject, inverted=inverted)
        end = self._skip(at)
        after = self.word(end)
        if after == "been":
            return replace(self._being(group, end), tense=Tense.PERFECT)
        if after == "got":
            if self.word(end + 1) == "to" and self._base(end + 2):
                return self._governed(replace(group, last=end + 3, lemma=self.word(end + 2), auxiliary="have to"))
            return replace(group, last=end + 1, lemma="have")
        if after == "to" and self._base(end + 1):
            return self._governed(replace(group, last=end + 2, lemma=self.word(end + 1), auxiliary="have to"))
        if done := lemma(after, Form.PARTICIPLE):
            group = self._governed(replace(group, last=end + 1, lemma=done))
            return replace(group, tense=Tense.PERFECT, elided=subject is None and not inverted and self.opens(place))
        if word == "have" and subject is None and not inverted and self._shares(place):
            return replace(self.groups[-1], first=place, last=place + 1, lemma="have", coordinated=True, elided=True, negated=False, subject=None)
        if self.opens(place) and subject is None and not inverted:
            return replace(group, last=place + 1, tense=Tense.IMPERATIVE)
        return replace(group, last=place + 1 if not inverted else at, tense=Tense.PAST if word == "had" else Tense.PRESENT)

    def _do(self, place: int) -> Group | None:
        word = self.words[place]
        subject, at, inverted = self._turned(place)
        end = self._skip(at)
        verb = self.word(end)
        past = Tense.PAST if word == "did" else Tense.PRESENT
        if inverted or (subject is not None and verb and lemma(verb, Form.BASE) and (end > place + 1 or self.word(end - 1) == word)):
            if not verb or not verb[0].isalpha():
                return None
            base = Group(first=place, last=end + 1, lemma=verb, tense=past, subject=subject, inverted=inverted)
            return self._being(base, end) if verb == "be" else self._having(base, end) if verb == "have" else self._governed(base)
        if subject is None and self.opens(place) and word == "do":
            if verb and (lemma(verb, Form.BASE) or verb == "be") and verb != "do" and verb not in {"it"}:
                return self._governed(Group(first=place, last=end + 1, lemma=verb, tense=Tense.IMPERATIVE))
            return Group(first=place, last=place + 1, lemma="do", tense=Tense.IMPERATIVE)
        if word == "do" and (subject is None and self.word(place - 1) not in {"n't"}):
            nounish = self.word(place - 1) not in {"to", *MODALS} and verb and lemma(verb, Form.BASE) and self.word(end - 1) == "not"
            return Group(first=place, last=end + 1, lemma=verb, tense=past) if nounish else None
        if word in {"does", "did"} and verb and self.word(end - 1) == "not":
            return Group(first=place, last=end + 1, lemma=verb, tense=past, subject=subject)
        return Group(first=place, last=place + 1, lemma="do", tense=past, subject=subject)

    def _let(self, place: int) -> Group | None:
        end = self._skip(place + 2)
        verb = self.word(end)
        if not verb or not verb[0].isalpha():
            return None
        if verb in {"know", "have"}:
            return Group(first=place, last=end + 1, lemma="let " + verb, tense=Tense.IMPERATIVE)
        return self._governed(Group(first=place, last=end + 1, lemma=verb, tense=Tense.IMPERATIVE, auxiliary="let", subject=place + 1))

    # -- plain verbs

    def _lexical(self, place: int) -> Group | None:
        word = self.words[place]
        subject = self._subject_before(place)
        if subject is not None:
            return self._with_pronoun(place, subject)
        base = lemma(word, Form.BASE)
        if base and self._shares(place):
            model = self.groups[-1]
            return self._governed(replace(model, first=place, last=place + 1, lemma=base, coordinated=True, elided=True, inverted=model.inverted, negated=False, subject=None))
        if word in {"need", "want", "require"} and self.opens(place) and self.word(place + 1) not in BE | {"for", ","}:
            return self._governed(Group(first=place, last=place + 1, lemma=word, tense=Tense.PRESENT, elided=True))
        if base and self._commands(place):
            return self._governed(Group(first=place, last=place + 1, lemma=base, tense=Tense.IMPERATIVE))
        if self.opens(place) and (doing := lemma(word, Form.GERUND)) and self.word(place + 1) not in {"is", "was", ","}:
            if word == "going" and self.word(place + 1) == "to" and self._base(place + 2):
                return self._governed(Group(first=place, last=place + 3, lemma=self.word(place + 2), tense=Tense.GOING_TO, elided=True))
            return self._governed(Group(first=place, last=place + 1, lemma=doing, tense=Tense.PROGRESSIVE, elided=True))
        return self._second_finite(place) or self._with_noun(place)

    def _second_finite(self, place: int) -> Group | None:
        """Find the second verb of a noun: "the board met on Thursday **and wants** to leave it"."""
        if not self.groups or self.word(place - 1) not in {"and", "but"} or self.words[place] in BOTH_NOUN_AND_VERB:
            return None
        first = self.groups[-1]
        named = first.subject is None or self.words[first.subject] in {"he", "she", "it", "who", "which", "that"}
        verb = lemma(self.words[place], Form.THIRD)
        if not verb or not named or first.tense not in {Tense.PRESENT, Tense.PAST, Tense.PERFECT} or (verb in BOTH_NOUN_AND_VERB and self.word(place + 1) not in _AFTER_IMPERATIVE | _AFTER_VERB):
            return None
        return self._governed(Group(first=place, last=place + 1, lemma=verb, tense=Tense.PRESENT))

    def _with_pronoun(self, place: int, subject: int) -> Group | None:
        word, who = self.words[place], self.words[subject]
        found: tuple[str, Tense] | None = None
        if who in {"he", "she", "it", "this", "that", "who", "which"} and (verb := lemma(word, Form.THIRD)):
            found = verb, Tense.PRESENT
        elif who not in {"he", "she", "it", "this", "that"} and (verb := lemma(word, Form.BASE)) and not (who in {"these", "those"} and word in BOTH_NOUN_AND_VERB):
            same = word in {"put", "set", "cut", "hit", "shut", "read", "cost", "quit", "split", "spread"}
            found = verb, Tense.PAST if same and who in {"i", "we"} else Tense.PRESENT
        elif verb := lemma(word, Form.PAST):
            found = verb, Tense.PAST
        elif who in {"i", "we"} and (verb := lemma(word, Form.PARTICIPLE)):
            found = verb, Tense.PAST
        if found is None or (who == "that" and self.word(place - 1) == "that" and word in BOTH_NOUN_AND_VERB):
            return None
        return self._governed(Group(first=place, last=place + 1, lemma=found[0], tense=found[1], subject=subject))

    def _shares(self, place: int) -> bool:
        """Tell whether a bare verb after "and" goes on with the auxiliary of the group before."""
        before = place - 1
        while before >= 0 and is_adverb(self.words[before]) and self.words[before] != "not":
            before -= 1
        if not self.groups or self.word(before) not in {"and", "or", ",", "then", "&", "/"}:
            return False
        if self.word(before) == "and" and self.word(before - 1) in {"wait", "try", "go", "come", "pop", "nip"} and self.groups[-1].last == before:
            return False
        model = self.groups[-1]
        plain = model.tense is Tense.PRESENT and model.subject is not None and self.word(model.subject) in {"i", "we", "they"}
        governed = (plain and self.word(before) == "and" and not model.lemma.startswith("be")) or model.tense in {Tense.FUTURE, Tense.GOING_TO, Tense.IMPERATIVE, Tense.CONDITIONAL} or (model.auxiliary and self.word(before) != ",")
        if not governed or any(word in {".", ";", "!", "?"} for word in self.words[model.last : place]):
            return False
        if self.word(before) == "," and (before < place - 1 or model.tense is Tense.IMPERATIVE or not self._goes_on(place)):
            return False
        return self._verbal(place) and not (self.word(before) == "," and self.word(place) in BOTH_NOUN_AND_VERB and self.word(place + 1) not in _AFTER_IMPERATIVE)

    def _goes_on(self, place: int) -> bool:
        """Tell whether another bare verb follows after "and": "check, sign and return"."""
        return any(word == "and" and lemma(self.word(at + 1), Form.BASE) for at, word in enumerate(self.words[place:], place))

    def _verbal(self, place: int) -> bool:
        """Tell a verb from the noun of the same letters by what follows."""
        after = self.word(place + 1)
        if self.words[place] not in BOTH_NOUN_AND_VERB:
            return after not in {"is", "was", "are", "will"}
        return after in _AFTER_IMPERATIVE | _AFTER_VERB

    def _commands(self, place: int) -> bool:
        """Tell whether a bare verb that opens a clause is an imperative."""
        word, after = self.words[place], self.word(place + 1)
        polite = self.word(place - 1) == "please" or (is_adverb(self.word(place - 1)) and self.word(place - 2) == "please")
        if polite:
            return self.words[place] != "thank"
        if not self.opens(place) or after in BE | MODALS | {"has", "have", "had"} or word in {"thank", "like", "hope", "see", "mean", "ok", "okay"}:
            return False
        if self.word(place - 1) == "," and self.groups and word in BOTH_NOUN_AND_VERB and after not in _AFTER_IMPERATIVE:
            return False
        if word in BOTH_NOUN_AND_VERB:
            return after in _AFTER_IMPERATIVE or (after == "to" and word in {"reply"}) or word in {"shout", "answer"}
        return True

    def _with_noun(self, place: int) -> Group | None:
        """Find the verb of a noun: "Mrs Frei calls you", "Shafts ship Monday", "the painters came"."""
        word, before, after = self.words[place], self.word(place - 1), self.word(place + 1)
        if not before or not (before[0].isalnum() or before in {")", '"'}) or self._busy(place):
            return None
        if before not in {"all", "everything"} and (before in _QUANTIFIERS or before in DETERMINERS | POSSESSIVES | PREPOSITIONS | COORDINATORS | WH | NUMBERS | {"to", "not", "'s", "please"} or before in SUBORDINATORS):
            return None
        if verb := lemma(word, Form.THIRD):
            plain = word not in {"is", "has", "does"} and (verb not in BOTH_NOUN_AND_VERB or after in OBJECTIVE | PREPOSITIONS - {"of"} | {"today", "tomorrow", "monday", "on", "a", "the", "your"})
            return self._governed(Group(first=place, last=place + 1, lemma=verb, tense=Tense.PRESENT)) if plain and not before.endswith("ing") else None
        if verb := lemma(word, Form.PAST):
            if word in {"attached", "enclosed", "let", "read", "put", "cut", "set", "based", "called", "left", "used", "named", "needed"} or lemma(before, Form.BASE) == before and before not in BOTH_NOUN_AND_VERB:
                return None
            return Group(first=place, last=place + 1, lemma=verb, tense=Tense.PAST)
        if (verb := lemma(word, Form.BASE)) and before.endswith("s") and not before.endswith(("ss", "us", "is")) and before not in {"as", "thanks", "this"} and (after in PREPOSITIONS | OBJECTIVE | {"monday", "tuesday", "wednesday", "thursday", "friday", "today", "tomorrow", "next", "the"}):
            return self._governed(Group(first=place, last=place + 1, lemma=verb, tense=Tense.PRESENT))
        return None

    def _busy(self, place: int) -> bool:
        """Tell whether the clause has its verb already."""
        if not self.groups:
            return False
        return not any(word in {",", ".", ";", ":", "!", "?", "-", "("} or word in COORDINATORS or word in SUBORDINATORS for word in self.words[self.groups[-1].last : place]) and self.groups[-1].lemma not in {"say", "think", "tell"}


def find_groups(tokens: Sequence[Token]) -> list[Group]:
    """Find the verb groups of a sentence in order."""
    return Finder(tokens).find()


__all__ = ["KNOWN", "Group", "find_groups"]
