"""The reason people give for leaving, in their own words, where they give one."""

from __future__ import annotations

import re

_BECAUSE = {
    "es": re.compile(
        r"\b(?:porque|ya que|puesto que|dado que|debido al?|a causa del?"
        r"|por (?=el|la|los|las|un|una|tema|motivos?))\s*",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:because(?: of)?|due to|owing to|given that|since(?= (?:we|the|your|it)))\s*", re.IGNORECASE
    ),
}
_NO_REASON = re.compile(
    r"^(?:el (?:momento|tiempo|trabajo|esfuerzo|envío|presupuesto$)"
    r"|la (?:propuesta|oferta|atención|información|rapidez)$"
    r"|un[ao]? (?:otr|empres|proveedor|compañ)\w*|otr|the (?:moment|time|quote|offer)\b)",
    re.IGNORECASE,
)


def reason_in(sentence: str, language: str) -> str:
    """The words after "porque", "ya que", "because"; empty where the sentence gives no reason."""
    match = _BECAUSE[language].search(sentence)
    if match is None:
        return ""
    reason = sentence[match.end() :].strip(" .,;:")
    return "" if len(reason.split()) < 2 or _NO_REASON.match(reason) else reason
