"""Auxiliaries: what "will", "be", "have", "do" and "let me" say of time, will and duty."""

from __future__ import annotations

from dataclasses import replace

from rules.grammar.clause import Tense
from rules.grammar.english.scan import Group, Scanner
from rules.grammar.english.verbs import Form, lemma
from rules.grammar.english.vocabulary import (
    AFTER_IMPERATIVES,
    AFTER_VERBS,
    BESIDE_MONTHS,
    CATENATIVES,
    COORDINATORS,
    DETERMINERS,
    MODALS,
    NOMINATIVE,
    NOUNS_TOO,
    OBJECTIVE,
    PREPOSITIONS,
    READINESS,
    STATES,
    WH,
    is_adverb,
)

_TENSES = {
    "will": Tense.FUTURE, "shall": Tense.FUTURE, "should": Tense.FUTURE,
    "would": Tense.CONDITIONAL, "could": Tense.CONDITIONAL, "might": Tense.CONDITIONAL,
    "can": Tense.PRESENT, "may": Tense.PRESENT, "must": Tense.PRESENT,
}  # fmt: skip

_GETS = frozenset({"get", "have", "receive", "find", "see", "hear"})
_COMPANY = frozenset({"guys", "folks", "all", "both"})
"""Words that make a "you" of several."""
_LOOKS = frozenset(
    {"look", "think", "play", "read", "word", "chat", "dig", "go", "check", "nose", "rummage", "stab", "ponder"}
)
"""What "let me have a…" does, where anything else is asked for: "let me have a copy"."""


class Auxiliaries(Scanner):
    """Reads the groups that an auxiliary opens."""

    def _modal(self, place: int) -> Group | None:  # noqa: PLR0911 - one a form
        word, before, after = self.words[place], self.word(place - 1), self.word(place + 1)
        if before in DETERMINERS - {"this", "that", "these", "those", "which", "what", "all", "both"}:
            return None
        if word == "may" and (
            before in BESIDE_MONTHS or before[:1].isdigit() or after[:1].isdigit() or after in {",", "the", "."}
        ):
            return None
        if (
            word == "will"
            and self.tokens[place].text[:1] == "W"
            and (after in {",", ""} or (place and before not in {".", "!", "?", "-", ":"}))
        ):
            return None
        subject, at, inverted = self._turned(place)
        end = self._skip(self._past_remark(at))
        end += self.word(end) in {"both", "all"}
        verb = self.word(end)
        tense, auxiliary = _TENSES[word], "" if word in {"will", "shall", "would"} else word
        group = Group(
            first=place,
            last=end,
            lemma="",
            tense=tense,
            auxiliary=auxiliary,
            subject=subject,
            inverted=inverted,
            elided=subject is None and not inverted and self.opens(place),
        )
        if (
            not verb
            or not verb[0].isalpha()
            or verb
            in DETERMINERS | COORDINATORS | PREPOSITIONS - {"like", "near", "up", "down", "out"} | WH | NOMINATIVE
        ):
            return None
        if word == "should" and (
            verb in {"like", "prefer", "love", "appreciate", "want", "welcome", "value"}
            or (
                verb == "be"
                and self.word(end + 1) in {"glad", "grateful", "obliged", "most", "very", "delighted", "happy"}
            )
        ):
            group = replace(group, tense=Tense.CONDITIONAL, auxiliary="")
        if verb == "be":
            return self._being(group, end)
        if verb == "have":
            return self._having(group, end)
        base = lemma(verb, Form.BASE)
        if group.elided and base is None and verb.endswith("ed"):
            return None
        return self._governed(replace(group, last=end + 1, lemma=base or verb))

    def _be(self, place: int) -> Group | None:
        word = self.words[place]
        if word == "'s":
            end = self._skip(place + 1)
            following = self.word(end)
            verbal = (
                lemma(following, Form.GERUND)
                or lemma(following, Form.PARTICIPLE)
                or following in {"going", "not", "on", "with", "there", "back", "here", "out"} | READINESS
            )
            named = place > 0 and self.words[place - 1] not in NOMINATIVE and self.word(place - 2) not in PREPOSITIONS
            if not (verbal and named):
                return None
        subject, at, inverted = self._turned(place)
        if inverted and (
            self.word(place - 1) in {"so", "nor", "neither"}
            or not (self.opens(place) or self.word(place - 1) in WH or self._asked(place))
        ):
            subject, at, inverted = None, place + 1, False
        tense = Tense.PAST if word in {"was", "were"} else Tense.PRESENT
        elided = word == "am" and subject is None and not inverted and self.opens(place)
        group = Group(first=place, last=at, lemma="be", tense=tense, subject=subject, inverted=inverted, elided=elided)
        if inverted and subject is None:
            return replace(group, last=place + 1)
        return self._being(replace(group, first=place), at - 1)

    def _have(self, place: int) -> Group | None:  # noqa: PLR0911 - one a form
        word = self.words[place]
        subject, at, inverted = self._turned(place)
        if inverted and self.word(place + 1) == "it" and self._shares(place):  # "I'll start today and have it done"
            subject, at, inverted = None, place + 1, False
        asks = self.opens(place) or self.word(place - 1) in WH
        governed = subject is None and self.word(place - 1) in {"to", "you", "me", "us", "them"} | MODALS
        if not asks if inverted else governed:
            return None
        group = Group(first=place, last=at, lemma="have", tense=Tense.PRESENT, subject=subject, inverted=inverted)
        end = self._skip(at)
        after = self.word(end)
        if after == "been":
            return replace(self._being(group, end), tense=Tense.PERFECT)
        if after == "got":
            return self._got(replace(group, last=end + 1))
        if after == "to" and self._base(end + 1):
            return self._governed(replace(group, last=end + 2, lemma=self.word(end + 1), auxiliary="have to"))
        if done := lemma(after, Form.PARTICIPLE):
            group = self._governed(replace(group, last=end + 1, lemma=done))
            return replace(group, tense=Tense.PERFECT, elided=subject is None and not inverted and self.opens(place))
        if word == "have" and subject is None and not inverted and self._shares(place):
            return replace(
                self.groups[-1],
                first=place,
                last=place + 1,
                lemma="have",
                coordinated=True,
                elided=True,
                negated=False,
                subject=None,
            )
        if self.opens(place) and subject is None and not inverted:
            return replace(group, last=place + 1, tense=Tense.IMPERATIVE)
        return replace(
            group, last=place + 1 if not inverted else at, tense=Tense.PAST if word == "had" else Tense.PRESENT
        )

    def _got(self, group: Group) -> Group:
        """Read what follows "have got": a duty, a way that was gone ("where we've got to"), or a thing."""
        if self.word(group.last) != "to":
            return replace(group, lemma="have")
        if self._base(group.last + 1):
            return self._governed(
                replace(group, last=group.last + 2, lemma=self.word(group.last + 1), auxiliary="have to")
            )
        return replace(group, lemma="get", tense=Tense.PERFECT)

    def _do(self, place: int) -> Group | None:  # noqa: PLR0911 - one a form
        word = self.words[place]
        subject, at, inverted = self._turned(place)
        end = self._skip(at)
        if inverted and self.word(end) in _COMPANY and self.word(end - 1) == "you":
            end = self._skip(end + 1)
        verb = self.word(end)
        past = Tense.PAST if word == "did" else Tense.PRESENT
        if inverted or (
            subject is not None and verb and lemma(verb, Form.BASE) and (end > place + 1 or self.word(end - 1) == word)
        ):
            if not verb or not verb[0].isalpha():
                return None
            base = Group(first=place, last=end + 1, lemma=verb, tense=past, subject=subject, inverted=inverted)
            return (
                self._being(base, end)
                if verb == "be"
                else self._having(base, end)
                if verb == "have"
                else self._governed(base)
            )
        if subject is None and self.opens(place) and word == "do":
            if verb and (lemma(verb, Form.BASE) or verb == "be") and verb != "do":
                return self._governed(Group(first=place, last=end + 1, lemma=verb, tense=Tense.IMPERATIVE))
            is_question = "?" in self.words[place:]  # "Do peonies come in coral?"
            return Group(first=place, last=place + 1, lemma="do", tense=past if is_question else Tense.IMPERATIVE)
        if word == "do" and subject is None:
            nounish = (
                self.word(place - 1) not in {"to", *MODALS}
                and verb
                and lemma(verb, Form.BASE)
                and self.word(end - 1) == "not"
            )
            return Group(first=place, last=end + 1, lemma=verb, tense=past) if nounish else None
        if word in {"does", "did"} and verb and self.word(end - 1) == "not":
            return Group(first=place, last=end + 1, lemma=verb, tense=past, subject=subject)
        return Group(first=place, last=place + 1, lemma="do", tense=past, subject=subject)

    def _let(self, place: int) -> Group | None:
        end = self._skip(place + 2)
        verb = self.word(end)
        if not verb or not verb[0].isalpha():
            return None
        looking = verb == "have" and self.word(end + 1) in {"a", "another"} and self.word(end + 2) in _LOOKS
        if verb in {"know", "have"} and not looking:
            return Group(first=place, last=end + 1, lemma="let " + verb, tense=Tense.IMPERATIVE)
        return self._governed(
            Group(first=place, last=end + 1, lemma=verb, tense=Tense.IMPERATIVE, auxiliary="let", subject=place + 1)
        )

    def _being(self, group: Group, place: int) -> Group:  # noqa: PLR0911 - one a form
        """Read what follows "be": a progressive, a passive, a readiness or a state."""
        end = self._skip(place + 1)
        word = self.word(end)
        if word == "going" and self.word(end + 1) == "to" and self._base(end + 2):
            at = self._skip(end + 2)
            past = group.tense is Tense.PAST
            group = replace(group, last=at + 1, lemma=self.word(at), tense=Tense.PAST if past else Tense.GOING_TO)
            return self._being(group, at) if self.word(at) == "be" else self._governed(group)
        if word == "being" and (done := lemma(self.word(self._skip(end + 1)), Form.PARTICIPLE)):
            tense = Tense.PROGRESSIVE if group.tense is Tense.PRESENT and not group.auxiliary else group.tense
            return replace(group, last=self._skip(end + 1) + 1, lemma=done, tense=tense, passive=True)
        if word in READINESS and self.word(end + 1) == "to" and self._base(end + 2):
            at = self._skip(end + 2)
            auxiliary = "be " + word
            return self._governed(replace(group, last=at + 1, lemma=self.word(at), auxiliary=auxiliary))
        if word == "to" and self._base(end + 1):
            return replace(group, last=end + 2, lemma=self.word(end + 1), auxiliary="be to")
        if ((doing := lemma(word, Form.GERUND)) and word not in {"going", "missing"}) or (
            word == "going" and self.word(end + 1) != "on"
        ):
            doing = doing or "go"
            tense = Tense.PROGRESSIVE if group.tense is Tense.PRESENT and not group.auxiliary else group.tense
            return self._governed(replace(group, last=end + 1, lemma=doing, tense=tense))
        if word == "in" and self.word(end + 1) in {"touch", "contact"}:
            return replace(group, last=end + 2, lemma="be in touch")
        if word == "on" and self.word(end + 1) in {"to", "your", "its", "their", "the", "his", "hold"}:
            return replace(group, last=end + 1, lemma="be on")
        if word in STATES:
            return replace(group, last=end + 1, lemma="be " + word)
        if (done := lemma(word, Form.PARTICIPLE)) and word not in {
            "sure",
            "concerned",
            "interested",
            "tired",
            "excited",
            "chuffed",
        }:
            perfect = (
                group.subject is not None
                and self.word(group.subject) in {"he", "she"}
                and self.tokens[place].text.lower() in {"'s", "\u2019s"}
            )
            return replace(
                group, last=end + 1, lemma=done, passive=not perfect, tense=Tense.PERFECT if perfect else group.tense
            )
        return replace(group, last=place + 1, lemma="be")

    def _having(self, group: Group, place: int) -> Group:
        """Read what follows "have" after a modal: a perfect, a duty, or the plain verb."""
        end = self._skip(place + 1)
        word = self.word(end)
        if word == "been":
            return replace(self._being(group, end), tense=Tense.PERFECT)
        if word == "to" and self._base(end + 1):
            return self._governed(replace(group, last=end + 2, lemma=self.word(end + 1), auxiliary="have to"))
        if (done := lemma(word, Form.PARTICIPLE)) and word != "set":
            ours = group.elided or (group.subject is not None and self.word(group.subject) in {"i", "we"})
            ahead = ours and group.tense is Tense.FUTURE and not group.auxiliary
            return replace(group, last=end + 1, lemma=done, tense=Tense.FUTURE if ahead else Tense.PERFECT)
        return replace(group, last=place + 1, lemma="have")

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
        if (
            group.lemma in {"commit", "look", "aim"}
            and after in {"to", "at"}
            and (doing := lemma(self.word(group.last + 1), Form.GERUND))
        ):
            return replace(group, last=group.last + 2, lemma=doing, auxiliary=group.lemma)
        if group.lemma in CATENATIVES:
            at = self._skip(group.last)
            if self.word(at) == "to" and self._base(at + 1):
                verb = self._skip(at + 1)
                auxiliary = group.auxiliary if group.auxiliary.startswith("have") else group.lemma
                carried = replace(group, last=verb + 1, lemma=self.word(verb), auxiliary=auxiliary)
                return (
                    replace(self._being(carried, verb), auxiliary=auxiliary)
                    if self.word(verb) == "be"
                    else self._governed(carried)
                )
        return group

    def _asked(self, place: int) -> bool:
        return any(word in WH for word in self.words[max(0, place - 4) : place]) and self.word(place + 1) in NOMINATIVE

    def _shares(self, place: int) -> bool:
        """Tell whether a bare verb after "and" goes on with the auxiliary of the group before."""
        before = place - 1
        while before >= 0 and is_adverb(self.words[before]) and self.words[before] != "not":
            before -= 1
        if not self.groups or self.word(before) not in {"and", "or", ",", "then", "&", "/"}:
            return False
        model = self.groups[-1]
        if self.words[place] in NOUNS_TOO and model.lemma in _GETS and self._of_reader(model):
            return False  # "you'll get their name **and time**"
        if (
            self.word(before) == "and"
            and self.word(before - 1) in {"wait", "try", "go", "come", "pop", "nip"}
            and model.last == before
            and (model.inverted or model.tense not in {Tense.FUTURE, Tense.GOING_TO})
        ):
            return False
        plain = (
            model.tense is Tense.PRESENT
            and model.subject is not None
            and self.word(model.subject) in {"i", "we", "they"}
        )
        governed = (
            (plain and self.word(before) == "and" and not model.lemma.startswith("be"))
            or model.tense in {Tense.FUTURE, Tense.GOING_TO, Tense.IMPERATIVE, Tense.CONDITIONAL}
            or (model.auxiliary and self.word(before) != ",")
        )
        if not governed or any(word in {".", ";", "!", "?"} for word in self.words[model.last : place]):
            return False
        if self.word(before) == "," and (
            before < place - 1 or model.tense is Tense.IMPERATIVE or not self._goes_on(place)
        ):
            return False
        return self._verbal(place) and not (
            self.word(before) == "," and self.word(place) in NOUNS_TOO and self.word(place + 1) not in AFTER_IMPERATIVES
        )

    def _of_reader(self, group: Group) -> bool:
        return group.subject is not None and self.word(group.subject) == "you"

    def _resumes(self, place: int) -> Group | None:
        """Find the "will" that a verb goes on with past a clause: "I'll ask when she's in **and ring** you"."""
        if self.word(place - 1) != "and" or len(self.groups) < 2 or not self._verbal(place):
            return None
        between, model = self.groups[-1], self.groups[-2]
        finite = between.tense in {Tense.PRESENT, Tense.PAST, Tense.PERFECT} and not between.auxiliary
        willed = model.tense in {Tense.FUTURE, Tense.GOING_TO} and not model.inverted
        ours = model.elided or (model.subject is not None and self.word(model.subject) in {"i", "we"})
        plain = between.subject is not None and self.word(between.subject) in {"i", "we", "they", "you"}
        return model if finite and willed and ours and not plain else None

    def _goes_on(self, place: int) -> bool:
        """Tell whether another bare verb follows after "and": "check, sign and return"."""
        return any(
            word == "and" and lemma(self.word(at + 1), Form.BASE) for at, word in enumerate(self.words[place:], place)
        )

    def _verbal(self, place: int) -> bool:
        """Tell a verb from the noun of the same letters by what follows."""
        after = self.word(place + 1)
        if self.words[place] not in NOUNS_TOO:
            return after not in {"is", "was", "are", "will"}
        return after in AFTER_IMPERATIVES | AFTER_VERBS
