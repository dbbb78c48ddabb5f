"""English noun phrases: article, point of view, pronoun."""

from __future__ import annotations

import re

from rules.drafting.thing import Thing, lower_first
from rules.text import words

_OWNER = re.compile(r"(?:[A-Z][\w.]* ){0,2}[A-Z]\w*['’]s ")
_CURRENCY = re.compile(r"[£$€\d]")
UNNAMED = words(
    """
    it they half this that them something anything everything you one these those things stuff him her us me
    """
)
"""Words that stand for a thing and do not name it."""
_LINKS = words("of for with from to in on at by about under per dated signed")
_COPY = re.compile(r"(?:an? )(?:\w+ )?(?:copy|couple|few|lot|bit|list|set) of\b", re.IGNORECASE)
"""What stays indefinite when it is spoken of again: "I asked you for **a copy of** the licence"."""
_PARTICLE = re.compile(
    r"(?:the )?(?:ahead|along|apart|around|away|back|down|forward|off|on|out|over|round|through|together|up)"
    r"(?: (?:the|a|an|my|our|your|his|her|their|this|that|these|those|of|for|with|from|to|in|on|at|by|about)\b|$)",
    re.IGNORECASE,
)
"""What is left of a verb at the head of its object ("press **ahead** with the quote"): then it is no name."""
_HEADLESS = re.compile(
    r"(?:(?:the|my|our|your|all|both) )?(?:rest|remainder|remaining|others?|first|second|third|last)"
    r"(?: (?:ones?|two|three|four))?",
    re.IGNORECASE,
)
"""A noun phrase whose noun was said before: "the other two", "the rest"."""
_NUMBERED = re.compile(
    r"(?!(?:the|my|our|your|all|both|these|those)\b)[a-z]+ (?:no\.? ?|#)?\d+[a-z]?(?:[-/.]\d+)?", re.IGNORECASE
)
"""What its number names: "page 3", "form 1040"."""
_ALL_IN = re.compile(r"(?<=\d) all(?: in)?$", re.IGNORECASE)
_KEPT = words(
    """
    the my our your his her their all both each two three four five six several more another any every no
    """
)

_SEVERAL = words("both two three four five six several")


def read(phrase: str, *, theirs: bool) -> Thing | None:
    """Read an English noun phrase, or None where it names nothing; ``theirs`` says that the counterparty wrote it."""
    words = _ALL_IN.sub("", phrase).split()
    if not words:
        return None
    first = words[0].lower()
    if _PARTICLE.match(" ".join(words)):
        return None
    if _OWNER.match(phrase) or _NUMBERED.fullmatch(" ".join(words)):
        return Thing(text=phrase, it=_pronoun(words))
    if first == "you" and len(words) > 1:
        words, first = words[1:], words[1].lower()
    if first in UNNAMED or _HEADLESS.fullmatch(" ".join(words)) or first.endswith("ing"):
        return None
    if first in {"a", "an", "some"} and len(words) > 1 and not _COPY.match(" ".join(words)):
        words = ["the", *words[1:]]
    elif first not in _KEPT | {"a", "an"} and not _CURRENCY.match(first) and not words[0].endswith(("'s", "’s")):
        words = ["the", words[0] if words[0][1:] != words[0][1:].lower() else lower_first(words[0]), *words[1:]]
    if theirs:
        turned = {"my": "your", "our": "your", "your": "our", "mine": "yours"}
        words = [turned.get(word.lower(), word) for word in words]
    if words[0].lower() in _KEPT:
        words[0] = words[0].lower()
    return Thing(text=" ".join(words), it=_pronoun(words))


def _pronoun(words: list[str]) -> str:
    lowered = [word.lower().strip(".,;:") for word in words]
    ends = [index for index, word in enumerate(lowered) if index and word in _LINKS]
    phrase = lowered[: ends[0]] if ends else lowered
    is_added = _COPY.match(" ".join(lowered)) and re.search(r" and (?:the|an?|my|our|your) ", " ".join(lowered))
    if "and" in phrase or is_added or phrase[0] in _SEVERAL:
        return "them"
    head = phrase[-1]
    is_several = head.endswith("s") and not head.endswith(("ss", "us", "is", "news"))
    return "them" if is_several or head == "menus" else "it"
