"""The content words of a text as numbers, so that it can be told what two messages have in common without their texts."""

from __future__ import annotations

import re
from functools import lru_cache
from zlib import crc32

from rules.text import fold

_WORD = re.compile(r"[a-z][a-z]{2,}")
_SUFFIXES = ("aciones", "iciones", "mente", "acion", "icion", "ings", "ing", "ones", "ces", "es", "os", "as", "s", "a", "o", "e")
_STOP = frozenset(
    "que con por para los las del una unos unas este esta esto ese esa eso como pero mas muy sin sobre hasta desde entre todo toda todos todas "
    "hola buenas buenos dias tardes gracias saludo saludos manana hoy ayer semana lunes martes miercoles jueves viernes sabado domingo "
    "usted ustedes envio enviar enviare adjunto adjunta favor cordial atentamente the and for with from this that have has will would can could "
    "please thanks thank hello dear regards best kind tomorrow today week monday tuesday wednesday thursday friday attached send sent you your our "
    "mensaje correo mail email asunto".split()
)


@lru_cache(maxsize=65536)
def _number(word: str) -> int:
    """Hash of the lightly stemmed word (CRC-32: the same on every machine, for ever), 0 for a word without content."""
    if word in _STOP:
        return 0
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            word = word[: -len(suffix)]
            break
    return crc32(word.encode())


def of(text: str) -> frozenset[int]:
    """Hashes of the content words of a text, Spanish or English."""
    return frozenset(map(_number, _WORD.findall(fold(text)))) - {0}
