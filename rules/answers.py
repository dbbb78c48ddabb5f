"""What a promise of an answer is to find out, apart from what is sent in the same breath."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rules.signals import Act, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rules.language import Hit

_QUESTIONS: Final = {
    "es": re.compile(
        r"[\s,]*((?:si|(?:a |de |en |para )?(?:qué|quién(?:es)?|cuál(?:es)?|cuánt[oa]s?)|cuándo|cómo|dónde)\s.+)",
        re.DOTALL,
    ),
    "en": re.compile(r".*?\b((?:whether|what|which|how|who|where)\s.+)", re.DOTALL),
}
"""How a question begins within a sentence; "when" and "if" rather tell when the answer comes."""


def found_out(hit: Hit) -> str:
    """Give the question that a promise of an answer is about: "el lunes te digo **si caben las 15**"."""
    clause, language = hit.clause, hit.rule.language
    if clause is None or clause.verb is None or (language == "es" and not clause.complement):
        return ""
    start = clause.verb.end if language == "en" else clause.end
    match = _QUESTIONS[language].match(hit.sentence.text[start : hit.end - hit.sentence.start])
    return match[1].rstrip(" .") if match else ""


def is_sent(hit: Hit, acts: Mapping[str, Act]) -> bool:
    """Tell whether a place promises to send something named."""
    clause = hit.clause
    if hit.rule.kind is not Kind.PROMISE or clause is None or clause.verb is None or clause.object is None:
        return False
    return acts.get(clause.verb.lemma) is Act.SEND
