"""Spanish sentences cut into clauses, between their verb groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rules.grammar.clause import Link, Tense
from rules.grammar.spanish import words
from rules.grammar.spanish.morphology import analyse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.grammar.clause import Token
    from rules.grammar.spanish.groups import Group

STRONG: Final = frozenset(".;:!?()¿¡") | {"...", "•", "*"}
"""Signs that no clause reaches across."""
HANGING: Final = frozenset({Link.IF, Link.WHEN, Link.BECAUSE, Link.PURPOSE, Link.THOUGH})
"""Links of clauses that another one completes."""
_LEADING: Final = words.NEGATIONS | words.AUTHOR_PRONOUNS | {"ya", "usted"}
_SPOKEN: Final = frozenset({"de", "claro", "seguro", "es"})


@dataclass(slots=True)
class Draft:
    """A clause in the making: tokens ``first`` up to ``last`` (excluded)."""

    group: Group
    first: int
    last: int
    link: Link = Link.MAIN
    subordinator: str = ""
    joined: bool = False
    """Whether "y" or a comma joins it to the clause before."""


def cut(tokens: Sequence[Token], heads: Sequence[Group], blocked: frozenset[int]) -> list[Draft]:
    """Cut a sentence between its verb groups; ``blocked`` are the tokens that name times."""
    drafts: list[Draft] = []
    for group in heads:
        draft = _Opening(tokens, group, drafts[-1].group if drafts else None, blocked).find()
        if drafts:
            drafts[-1].last = draft.first - len(draft.subordinator.split())
        drafts.append(draft)
    for draft in drafts:
        ends = (place for place in range(draft.group.last, draft.last) if tokens[place].folded in STRONG)
        draft.last = next((place for place in ends if place not in blocked), draft.last)
    return drafts


class _Opening:
    """Looks for where the clause of a group begins, and for the words that open it."""

    def __init__(self, tokens: Sequence[Token], group: Group, before: Group | None, blocked: frozenset[int]) -> None:
        self._tokens = tokens
        self._blocked = blocked
        self._start = before.last if before else 0
        self._asked = before is not None and before.verb.lemma in words.ASKING
        self._is_first = before is None
        self._asks = any(token.folded == "?" for token in tokens)
        self._draft = Draft(group, 0 if before is None else -1, len(tokens))
        self._inserted = False

    def find(self) -> Draft:
        """Go from the group before to this one; what opens last, opens the clause."""
        draft, place = self._draft, self._start
        while place < draft.group.first:
            place = place + 1 if place in self._blocked else self._pass(place)
        if draft.first < 0:
            draft.first = draft.group.first
            while draft.first > self._start and self._tokens[draft.first - 1].folded in _LEADING:
                draft.first -= 1
        return draft

    def _open(self, first: int, link: Link = Link.MAIN, subordinator: str = "", *, joined: bool = False) -> None:
        draft = self._draft
        draft.first, draft.link, draft.subordinator, draft.joined = first, link, subordinator, joined

    def _pass(self, place: int) -> int:
        """Look at one token; give the next to look at."""
        token, draft = self._tokens[place], self._draft
        if token.folded in STRONG:
            self._open(place + 1)
        elif token.folded in {",", "-"}:
            self._pass_comma(place)
        elif token.text.lower() in words.INTERROGATIVES:
            self._open(place, Link.THAT if self._start or not self._asks else draft.link)
        elif found := _subordinator(self._tokens, place, draft.group.first):
            length, link, text = found
            if link is Link.THAT:
                link = _that(self._tokens, place, text)
            elif text == "si" and self._asked and self._is_behind_verb(place):
                link = Link.THAT
            self._open(place + length, link, text)
            return place + length
        elif token.folded in words.COORDINATORS:
            # "No lo sé **ni** lo voy a inventar": the one that denies stays with what it denies.
            self._open(place if token.folded in words.NEGATIONS else place + 1, joined=True)
        return place + 1

    def _is_behind_verb(self, place: int) -> bool:
        """Tell whether nothing but a time stands between the verb before and a place: "te digo **mañana** si cabe"."""
        return all(between in self._blocked for between in range(self._start, place))

    def _pass_comma(self, place: int) -> None:
        draft = self._draft
        if self._inserted or (draft.link in {Link.THAT, Link.RELATIVE} and place == draft.first):
            self._inserted = not self._inserted  # "le comunico que, tras estudiarlo, hemos decidido…"
        elif draft.link not in HANGING or not self._is_first:
            self._open(place + 1, joined=True)


def _subordinator(tokens: Sequence[Token], place: int, end: int) -> tuple[int, Link, str] | None:
    """Find the longest subordinator that begins here: its length in tokens, its link and its words."""
    if tokens[place].folded not in words.SUBORDINATING or tokens[place].text.lower() == "sí":
        return None
    if tuple(token.folded for token in tokens[place : place + 2]) in words.NOT_SUBORDINATING:
        return None
    for length in range(min(words.LONGEST, end - place), 0, -1):
        if any(token.text.lower() in words.INTERROGATIVES for token in tokens[place : place + length]):
            continue  # "¿hasta qué hora…?" asks, "hasta que llegue" waits
        key = tuple(token.folded for token in tokens[place : place + length])
        if key == ("una", "vez") and _is_participle(tokens, place + 2):
            return None  # "una vez firmado el contrato" is no clause of its own
        if key in words.SUBORDINATORS:
            return length, words.SUBORDINATORS[key], " ".join(key)
    return None


def _is_participle(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    word = analyse(token.text, token.folded, accents=True)
    return word is not None and word.forms[0].tense is Tense.PARTICIPLE


def _that(tokens: Sequence[Token], place: int, text: str) -> Link:
    """Tell what "que" opens: a statement at the start, what is said after a verb, a relative after a noun."""
    if text != "que":
        return Link.THAT
    if place == 0 or tokens[place - 1].folded in STRONG | {","}:
        return Link.MAIN
    before = tokens[place - 1]
    if before.folded in words.ARTICLES | {"el"}:
        return Link.RELATIVE
    is_verb = analyse(before.text, before.folded, accents=True) is not None and before.folded not in words.NO_VERBS
    return Link.THAT if is_verb or before.folded in _SPOKEN else Link.RELATIVE
