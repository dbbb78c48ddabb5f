"""Quote people: literally, in one line, and nothing that steers, links, hides or hurts."""

from __future__ import annotations

import re
import unicodedata

from rules.text import words as words_of

WORDS = 12  # more is not a quotation but a copy
_STEERING = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Unicode categories of characters that print nothing or turn the direction of a line."""
_LINK = re.compile(r"https?:|www\.|\w@\w|<|>|\b\w+\.(?:com|es|net|org|mx|ar|co|uk|eu|io)\b", re.IGNORECASE)
_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z\d]{4}){3,}|\b\d(?:[\s.-]?\d){10,}\b")
_INSULT = re.compile(
    r"\b(?:mierda|joder|coño|gilipollas|cabr[oó]n\w*|put[oa]s?|imb[eé]cil\w*|idiotas?|est[uú]pid[oa]s?|sinverg[uü]enzas?"
    r"|inútil(?:es)?|boludos?|pelotudos?|pendejos?|ladrones|estafadores"
    r"|fuck\w*|shit\w*|idiots?|stupid|crooks?|bastards?|useless)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[¿¡\"'«“(]*[A-ZÁÉÍÓÚÑ0-9])")
_CLAUSE_START = re.compile(r"(?:(?<=[,;:])|(?<=\s[–-]))\s+")
DANGLING = words_of(
    "y e o u que de del al a ante con en para por sin sobre el la los las lo un una unos unas su sus tu tus mi mis"
    " and or that of to for in on at with from the an my your our"
)
"""A cut does not end in one of these."""
_INNER = str.maketrans({"«": "“", "»": "”", '"': "“", "[": "(", "]": ")", "{": "(", "}": ")", "¶": " "})


def plain(text: str) -> str:
    """Drop control and direction characters and fold white space."""
    kept = "".join(char if char.isspace() else "" if unicodedata.category(char) in _STEERING else char for char in text)
    return " ".join(kept.split())


_INITIALS = re.compile(r"\b\w\.(?:\s?\w\.)+$")


def without_signs(text: str) -> str:
    """Drop the signs around a text; initials at its end keep their last point ("S.L.")."""
    kept = text.strip(" ,;:–-").lstrip(".")
    return kept if _INITIALS.search(kept) else kept.rstrip(" .,;:–-")


def is_quotable(text: str) -> bool:
    """Whether a text has nothing that must not be said back: links, addresses, account numbers, insults."""
    return not (_LINK.search(text) or _ACCOUNT.search(text) or _INSULT.search(text))


def sentences_in(text: str) -> list[str]:
    """The sentences of a text, each in one line."""
    return _SENTENCE_END.split(plain(text))


def quotation(text: str, *, longest: int = WORDS, about: str = "", whole: bool = False) -> str:
    """Cut a text so that it can be quoted: at most ``longest`` words of one sentence, cut at a word with "…".

    Of a long sentence the part with ``about`` is kept; ``whole`` says that the text is one sentence, whatever its
    points ("Expte. 2026/114"). Links, addresses and account numbers become "…"; a text with an insult is not quoted.
    Empty where nothing is left.
    """
    said = plain(text)
    if _INSULT.search(said):
        return ""
    sentence = said if whole else _sentence_with(said, plain(about))
    safe = _ACCOUNT.sub("…", sentence).translate(_INNER)
    words = ["…" if _LINK.search(word) else word for word in safe.split()]
    start = _start_for(words, plain(about), longest)
    is_cut = start + longest < len(words)
    chosen = words[start : start + longest]
    while is_cut and chosen and chosen[-1].lower() in DANGLING:
        chosen.pop()
    kept = without_signs(" ".join(chosen)).strip("'")
    if kept[:1] == "“" and kept[-1:] == "”":
        kept = kept[1:-1].strip()
    if not any(char.isalnum() for char in kept):
        return ""
    kept = _balanced(kept, "“", "”")
    kept = _balanced(kept, "¿", "?") if "¿" in kept else kept.rstrip("?") if start else kept
    kept = " ".join(_balanced(kept, "(", ")").split())  # a mark that was dropped leaves its blanks
    before, after = "… " if start else "", "…" if is_cut and not kept.endswith("…") else ""
    return f"{before}{kept}{after}".replace("… …", "…")


def quoted(text: str, language: str, *, longest: int = WORDS, whole: bool = False) -> str:
    """The quotation in the marks of the language; empty where there is none."""
    words = quotation(text, longest=longest, whole=whole)
    if not words:
        return ""
    return f"“{words.translate(_NESTED)}”" if language == "en" else f"«{words}»"


def is_quotation(text: str) -> bool:
    """Whether a text is in quotation marks."""
    return text.startswith(("«", "“"))


_NESTED = str.maketrans({"“": "‘", "”": "’"})


def cut_short(text: str, longest: int) -> str:
    """Cut a text at a word, to so many characters with its ellipsis; none of the words that dangle is the last."""
    if len(text) <= longest:
        return text
    words = text[: longest - 1].rsplit(maxsplit=1)[0].split()
    while len(words) > 1 and words[-1].lower() in DANGLING:
        words.pop()
    kept = " ".join(words).rstrip(" ,;:(«“")
    closing = "»" if kept.count("«") > kept.count("»") else "”" if kept.count("“") > kept.count("”") else ""
    return f"{kept}…{closing}"


def american_marks(text: str) -> str:
    """Put “…” for «…», and ‘…’ for what is quoted inside; the places to fill keep their marks."""
    return re.sub(r"«(?!\[)([^«»]*)»", lambda match: f"“{match[1].translate(_NESTED)}”", text)


def points_inside(text: str) -> str:
    """Put a comma or a full stop before the closing mark, as the United States do: “on Friday,”."""
    return re.sub(r"(?<=[\w%)’'])”([,.])", r"\1”", text)


def spanish_marks(text: str) -> str:
    """Put «…» for “…”, unless it is quoted inside «…»."""
    return re.sub(r"(«[^«»]*»)|“([^“”]*)”", lambda match: match[1] or f"«{match[2]}»", text)


def _sentence_with(text: str, about: str) -> str:
    sentences = _SENTENCE_END.split(text)
    return next((each for each in sentences if about and about in each), sentences[0])


def _start_for(words: list[str], about: str, longest: int) -> int:
    """Where to begin so that ``about`` is in: at the start of its clause, or of the text if that is near enough."""
    if len(words) <= longest or not about or about not in " ".join(words):
        return 0
    text = " ".join(words)
    place = text.index(about)
    last_word = len(text[: place + len(about)].split())
    if last_word <= longest or len(text[:place].split()) <= longest // 2:
        return 0  # the beginning says who does what; a thing is known by its first words
    starts = [match.end() for match in _CLAUSE_START.finditer(text, 0, place + 1)]
    start = len(text[: starts[-1]].split()) if starts else 0
    if last_word - start <= longest:
        return start
    start = last_word - longest
    while words[start - 1].lower() in DANGLING and start < len(words) - 1:
        start += 1  # "el | jueves le mando": what belongs to a word left out goes with it
    return start


def _balanced(text: str, opening: str, closing: str) -> str:
    """Drop the marks of a pair of which the cut has left only one."""
    return text if text.count(opening) == text.count(closing) else text.replace(opening, "").replace(closing, "")
