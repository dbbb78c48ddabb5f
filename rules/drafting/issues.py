"""What a complaint is about: the thing that fails, never the anger."""

from __future__ import annotations

import re

from rules.drafting.nouns import thing
from rules.drafting.quoting import plain
from rules.drafting.thing import Thing
from rules.facts import Register

_FAILS = {
    "es": re.compile(
        r"(?:^|[.:;,] ?|\b(?:que|y|pero) )"
        r"(?P<what>(?:el|la|los|las|mis?) (?!(?:vez|verdad|gente|hora|noche|tarde|semana|mes|d[ií]a|fin|lunes|martes"
        r"|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo|otro|otra|que|primer\w*|segund\w*|tercer\w*)s?\b)[a-záéíóúñü]+"
        r"(?: (?:de|del)(?: la| el| los| las)? [a-záéíóúñü]+)?)"
        r" (?:que [^,.;]+ )?(?=(?:no|ya|se|nos|sigue\w*|lleva\w*|est[aá]\w*|tien\w+|ha|han|fue|fueron|lleg\w+|vin\w+"
        r"|vien\w+|pierd\w+|gote\w+|hac\w+|suena\w*|huele\w*|son|es|era\w*|falla\w*)\b)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?:^|[.:;,] ?|\b(?:that|and|but) )"
        r"(?P<what>(?:the|my|our) (?!(?:time|day|whole|first|second|third|last|other|same|week|people)\b)"
        r"[a-z]+(?: [a-z]+)??)(?: (?:that |which )?(?:you|we|they|your \w+) [^,.;]{2,40}?)?(?: (?:already|just|now))?"
        r" (?=(?:is|are|was|were|has|have|had|quit|keeps?|still|does|do|don't|doesn't|isn't|aren't|won't|can't|broke"
        r"|stopped|arrived|came|leaks?|never|hasn't|haven't|wasn't|weren't|smells?|looks?)\b)",
        re.IGNORECASE,
    ),
}
_WITH = {
    "es": re.compile(
        r"\b(?:descontent\w+|decepcionad\w+|enfadad\w+|problemas?|quej\w+|reclam\w+|molest\w+) (?:con|de|sobre|por) "
        r"(?P<what>(?:el|la|los|las|mis?) [a-záéíóúñü]+(?: (?:de|del)(?: la| el| los| las)? [a-záéíóúñü]+)?)"
        r"(?=[,.;:!?]|$| y | que )",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:with|about) (?P<what>(?:the|my|our) [a-z]+(?: [a-z]+)?)"
        r"(?=[,.;!?]|$| (?:you|we|that|and|because|which)\b)",
        re.IGNORECASE,
    ),
}


def issue(evidence: str, language: str, register: Register, *, many: bool) -> Thing | None:
    """Name what a complaint is about: what is said to fail, or what they are unhappy with. None where nothing tells."""
    said = plain(evidence)
    told = filter(None, (pattern[language].search(said) for pattern in (_FAILS, _WITH)))
    found = min(told, key=lambda match: match.start("what"), default=None)
    named = thing(found["what"], language, theirs=True, register=register, many=many) if found else None
    return None if named is None or named.is_clause else named
