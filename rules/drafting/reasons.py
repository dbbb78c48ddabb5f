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

_THANKS = re.compile(r"(?:gracias|agradec\w+|perd[oó]n\w*|disculp\w+)\W*$", re.IGNORECASE)
"""What one is thanked or forgiven for is no reason to leave."""


def reason_in(sentence: str, language: str) -> str:
    """The words after "porque", "ya que", "because"; empty where the sentence gives no reason."""
    for match in _BECAUSE[language].finditer(sentence):
        reason = sentence[match.end() :].strip(" .,;:")
        if len(reason.split()) > 1 and not _NO_REASON.match(reason) and not _THANKS.search(sentence[: match.start()]):
            return reason
    return ""
