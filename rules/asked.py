"""Questions as they are quoted: with what they are about, and whole."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from rules import mentions
from rules.reading import breaths
from rules.signals import Kind, Signal
from rules.text import fold

if TYPE_CHECKING:
    from rules.reading.reading import Reading

_LEANS: Final = re.compile(
    r"\b(?:that|this|these|those|them|it|eso|esto|ello)\b|\b(?:me|te|se|nos|os) l[oa]s?\b|^\W*l[oa]s? \w+"
)
"""Words of a question that stand for what was said before it."""
_ALSO_ASKED: Final = {
    "es": re.compile(
        r",?\s+(?:y|e|o)\s+(?:si|(?:a |de |en |con |para |por )?(?:qué|quién(?:es)?|cuál(?:es)?|cuánt[oa]s?)"
        r"|cuándo|cómo|dónde)\s(?!es posible)[^.;?!¿]+"
    ),
    "en": re.compile(r",?\s+(?:and|or)\s+(?:if|whether|how|what|which|when|where|who)\s(?!possible)[^.;?!]+"),
}
"""A second question that the first one's verb asks."""
_TELLING: Final = 2
"""Words that name something, at most, in a question that does not say by itself what it is about."""


def in_context(signal: Signal, reading: Reading) -> Signal:
    """Quote a question with what it is about: "necesito 40 sillas, ¿me cotiza?", "I have a boat. Is that for you?".

    Nor is it cut before another that leans on its verb: "quisiera saber si montan toldos **y si hacen descuento**".
    """
    if signal.kind is not Kind.INQUIRY:
        return signal
    text = reading.message.text
    after = text.partition(signal.evidence)[2]
    if more := _ALSO_ASKED[reading.language].match(after):
        signal = replace(signal, evidence=signal.evidence + more[0].rstrip())
    if signal.object is not None:
        return signal
    start = text.find(signal.evidence)
    end = start + len(signal.evidence)
    if start >= 0 and len(mentions.of(signal.evidence)) <= _TELLING:
        start, end = breaths.whole(reading, start, end)
    said = text[start:end]
    if start >= 0 and (len(mentions.of(said)) <= _TELLING or _LEANS.search(fold(said))):
        start, end = breaths.leant_on(reading, start, end)
    return replace(signal, evidence=text[start:end].rstrip(" .")) if start >= 0 else signal
