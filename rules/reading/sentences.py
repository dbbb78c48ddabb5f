"""Sentences of mail, which is hard-wrapped, abbreviated and full of lists."""

from __future__ import annotations

import re
from itertools import pairwise

from rules.reading.quotes import Line
from rules.reading.reading import Sentence
from rules.text import words

_NEVER_LAST = words(
    "sr sra srta sres sras d da dna dª dr dra dres mr mrs ms st mt ing lic arq abog prof gral dtor dtora secr ref "
    "refs rev num nums nro n pag pags p pp pg art arts vol cap fig ed col tel telf tlf tfno ext avda av c ctra pl "
    "pza plza urb dpto depto dept admon cia ayto att atn fdo cf vs ej aprox approx pd p.d ps p.s pdo e.g i.e rte rs cod"
)
"""Abbreviations that something always follows."""
_MAYBE_LAST = words(
    "etc ud uds vd vds ene feb mar abr may jun jul ago sep sept oct nov dic lun mie jue vie sab dom jan apr aug "
    "dec mon tue wed thu fri sat sun h hs hrs kg km cm min max incl excl s.a s.l ltd inc co corp a.m p.m est ppto "
    "pptos fra fras cta ctas dto izq dcha dup vto bco obs ee.uu rr.hh no"
)
"""Abbreviations and short words that end a sentence only before a capital."""
_END = re.compile(r"""[.!?…][.!?…"'»”)\]]{0,8}(?=[\s¿])|¿""")
_BULLET = re.compile(r"(?:[-*•·–—‣▪●○►✓✔→+]+\s*|\(?\d{1,2}[.)º°ª]-?\s+|\(?[a-zA-Z]\)\s+)(?=\S)")
_DATE = re.compile(r"\d{1,2}\.\d{1,2}")
"""A date in figures, whose stop closes no sentence: "on 20.05. our man comes"."""
_JOINERS = words(
    "de del la el los las un una y o a al en con por para que se le les te me su sus tu tus mi and or the of to "
    "in for with on at by from your our my is are will que si como no"
)
_WRAPPED_AT = 54
"""A line at least this long may have been broken by a program."""
_NEVER_WRAPPED = 110
"""A line longer than this was not, unless the next goes on in lower case."""
_BY_HAND = 39
"""A shorter line that the next continues in lower case was broken by its author: two thoughts."""
_AFTER_COMMA = 24
_SHORTEST = 6
_ENDS = ".?!…"
_LONGEST = 1_000
"""Characters of a sentence; a longer one is no sentence, and is cut at a blank so that reading stays linear."""


def split(text: str, folded: str, paragraphs: list[list[Line]]) -> list[Sentence]:
    """Cut paragraphs into sentences. ``folded`` is the fold of ``text``, as far as the paragraphs go."""
    return [
        Sentence(text=text[first:last], folded=folded[first:last], start=first, end=last, paragraph=number)
        for number, lines in enumerate(paragraphs)
        for start, end in _runs(text, folded, lines)
        for whole, stop in _sentences(text, folded, start, end)
        for first, last in _cut(folded, whole, stop)
    ]


def _cut(folded: str, start: int, end: int) -> list[Line]:
    """Cut what is too long to be a sentence at the last blank before the limit, or at the limit."""
    pieces: list[Line] = []
    while end - start > _LONGEST:
        blank = folded.rfind(" ", start + 1, start + _LONGEST)
        stop = blank if blank > start else start + _LONGEST
        pieces.append((start, stop))
        start = stop + 1 if blank > start else stop
    return [*pieces, (start, end)]


def _runs(text: str, folded: str, lines: list[Line]) -> list[Line]:
    """Join the lines that a program has broken; list items and short lines stay by themselves."""
    runs: list[Line] = []
    start = lines[0][0]
    for line, following in pairwise(lines):
        if not _is_wrapped(text, folded, line, following):
            runs.append((start, line[1]))
            start = following[0]
    return [*runs, (start, lines[-1][1])]


def _is_wrapped(text: str, folded: str, line: Line, following: Line) -> bool:
    """Whether a program has broken one line into these two."""
    start, end = line
    last, first = text[end - 1], text[following[0]]
    if last in ":;" or _BULLET.match(text, *following):
        return False
    length = end - start
    if length >= _WRAPPED_AT:
        return length <= _NEVER_WRAPPED or (first.islower() and last not in _ENDS)
    if last in _ENDS:
        return False
    word = folded[max(start, end - 12) : end].rpartition(" ")[2]
    if word in _JOINERS and length > _SHORTEST:
        return True
    return (first.islower() or first.isdigit()) and length > (_AFTER_COMMA if last == "," else _BY_HAND)


def _sentences(text: str, folded: str, start: int, end: int) -> list[Line]:
    found: list[Line] = []
    bullet = _BULLET.match(text, start, end)
    first = bullet.end() if bullet else start
    for stop in _END.finditer(text, first, end):
        cut = stop.end()
        if text[stop.start()] == "¿":
            cut = stop.start()
            if cut <= first or not (text[cut - 1].isspace() or text[cut - 1] in ".,;:)!"):
                continue
        elif not _ends_sentence(text, folded, first, stop, end):
            continue
        found.append((first, _trimmed(text, first, cut)))
        first = cut
        while first < end and text[first].isspace():
            first += 1
    return [*found, (first, end)]


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _ends_sentence(text: str, folded: str, first: int, stop: re.Match[str], end: int) -> bool:
    """Whether the stop at this place ends the sentence that begins at ``first``."""
    mark = stop.start()
    sign = text[mark]
    following = _next_char(text, stop.end(), end)
    goes_on = following.islower()
    if sign != ".":
        return sign != "…" or not goes_on
    if text.startswith("..", mark):
        return not goes_on
    word = folded[max(first, mark - 14) : mark].rpartition(" ")[2].lstrip("(\"'¿¡")
    if word in _MAYBE_LAST:
        return following.isupper() or following in "¿¡" or (word == "no" and not following.isdigit())
    if goes_on and _DATE.fullmatch(word):
        return False
    is_initial = len(word) == 1 and word.isalpha()
    is_number_of_list = word.isdigit() and len(word) <= 2 and mark - len(word) <= first
    return not (word in _NEVER_LAST or is_initial or is_number_of_list)


def _next_char(text: str, at: int, end: int) -> str:
    while at < end and text[at].isspace():
        at += 1
    return text[at] if at < end else ""
