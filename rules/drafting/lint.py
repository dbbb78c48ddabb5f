"""What no draft may contain. Every draft is held against this before it leaves."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rules.facts import Register

_LEFT_OVER = re.compile(
    r"\{|\}|\[\[|\]\]|¶|\bNone\b|\bnull\b|\bundefined\b|(?<=\S)  +|(?<=\S) [,.](?!\.)|(?<!\.)\.\.(?!\.)|««|»»"
)
_AGREEMENT = re.compile(
    r"\b(?:de|a) el [a-záéíóú]|\bla (?:presupuesto|plano|contrato)\b|\bel (?:factura|propuesta|oferta|cotización)\b",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\by (?:i|hi)[^e\W]|\bo (?:o|ho)", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(?:hoy|ayer|anteayer|mañana|esta (?:mañana|tarde|semana)|hace un (?:momento|rato)"
    r"|today|yesterday|tomorrow|this week)\b",
    re.IGNORECASE,
)
_FORMULAS = re.compile(
    r"solo quería|seguimiento|alguna novedad|a la mayor brevedad|lamentamos las molestias|último aviso"
    r"|cualquier cosa me|quedo a la espera|just checking|touching base|circling back|any update|as per my",
    re.IGNORECASE,
)
_PRICE = re.compile(r"descuento|rebaja|oferta especial|discount|special offer", re.IGNORECASE)
_GENDER = re.compile(
    r"\b(?:interesad|molest|encantad|agradecid|atent|tranquil|segur)[oa]s?\b|usted mism|yo mism", re.IGNORECASE
)
_FORMS = {
    Register.USTED: re.compile(r"\b(?:te|ti|tu|tus|contigo|os|vuestr\w+|vos)\b", re.IGNORECASE),
    Register.USTEDES: re.compile(r"\b(?:te|ti|tu|tus|contigo|os|vuestr\w+|vos)\b", re.IGNORECASE),
    Register.TU: re.compile(r"\b(?:usted|os|vos|vuestr\w+)\b", re.IGNORECASE),
    Register.VOSOTROS: re.compile(r"\b(?:usted|ustedes|te|tu|tus|ti|vos)\b", re.IGNORECASE),
    Register.VOS: re.compile(r"\b(?:usted|contigo|ti|tienes|puedes|quieres|prefieres|dime|avísame)\b", re.IGNORECASE),
    Register.NEUTRAL: None,
}
_APOLOGY = re.compile(r"disculp|perdon|apologi|sorry", re.IGNORECASE)
_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”")
_SHOUTING = re.compile("[!¡]")
_MOST_PLACES = 4
_MOST_AGREED = 7  # who, what and when of two agreements, and the next step
_WITHOUT_APOLOGY = (
    "theirs.",
    "request.",
    "quote.",
    "stall",
    "no_agreement",
    "meeting",
    "acceptance.",
    "rejection.",
    "farewell.",
    "rescue.",
)


def is_unspeakable(words: str, language: str, register: Register) -> bool:
    """Whether a draft must not say these words outside quotation marks: then they are quoted."""
    own = (
        _RELATIVE.search(words)
        or _FORMULAS.search(words)
        or _PRICE.search(words)
        or re.search(r"[\[\]{}«»“”!¡?¿]", words)
    )
    return bool(own) or (language == "es" and bool(_spanish(words, register)))


def faults_of(text: str, *, body: str, situation: str, language: str, register: Register) -> list[str]:
    """Name what is wrong with a draft, in plain words; an empty list where nothing is.

    ``text`` is the whole draft, ``body`` the part between greeting and goodbye, which is ours to answer for. What
    stands in quotation marks is somebody's own words, and what stands in «[…]» is a note to the user.
    """
    own = _QUOTED.sub("«»", "\n".join(line for line in body.splitlines() if not line.startswith("–")))
    faults = []
    if match := _LEFT_OVER.search(text):
        faults.append(f"left over: {match.group()!r}")
    if language == "es":
        faults += _spanish(own, register)
    faults += _found(own, {"relative time": _RELATIVE, "formula": _FORMULAS, "price": _PRICE, "shouting": _SHOUTING})
    if own.count("?") > 1:
        faults.append("more than one question")
    places = body.count("«[")
    if places != body.count("]»") or body.count("«") != body.count("»"):
        faults.append("a place to fill that does not close")
    if places > (_MOST_AGREED if situation == "meeting" else _MOST_PLACES):
        faults.append("too many places to fill")
    most = 2 if situation.startswith("complaint.") else 0 if situation.startswith(_WITHOUT_APOLOGY) else 1
    if len(_APOLOGY.findall(own)) > most:
        faults.append("too many apologies")
    return faults


def _found(own: str, patterns: Mapping[str, re.Pattern[str]]) -> list[str]:
    return [f"{name}: {match.group()}" for name, pattern in patterns.items() if (match := pattern.search(own))]


def _spanish(own: str, register: Register) -> list[str]:
    faults = _found(
        own, {"contraction or agreement": _AGREEMENT, "y or o before its own sound": _JOINED, "gender": _GENDER}
    )
    if own.count("¿") != own.count("?"):
        faults.append("a question without both its marks")
    forms = _FORMS[register]
    if forms and (match := forms.search(own)):
        faults.append(f"another form of address: {match.group()}")
    return faults
