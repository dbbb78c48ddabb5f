"""The content words of a text as numbers: what two messages have in common is told without their texts."""

from __future__ import annotations

import re
from functools import lru_cache
from zlib import crc32

from rules.text import fold, words

_WORD = re.compile(r"[a-z]{3,}|\b[a-z]&[a-z]\b")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Where the words of "PresupuestoCocina.pdf" meet."""
_SUFFIXES = (
    *("aciones", "iciones", "amente", "acion", "icion", "mente"),
    *("ings", "ones", "ing", "es", "os", "as", "s", "a", "o", "e"),
)
_SHORT = {"ppto": "presupuesto", "pptos": "presupuesto", "fra": "factura", "fras": "factura", "docs": "documento"}
_STEM_LENGTH = 4


def _stem(word: str) -> str:
    """Cut number, gender and the commonest endings, of Spanish and English alike."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _STEM_LENGTH:
            return word[: -len(suffix)]
    return word


_STOP = frozenset(
    map(
        _stem,
        words(
            "que con por para los las del una uno unos unas este esta esto estos estas ese esa eso como pero mas muy "
            "sin sobre hasta desde entre todo toda todos todas cada otro otra otros otras mismo misma algo nada bien "
            "mejor tan tanto cuando donde quien cual porque aunque tambien solo aqui ahora luego pues entonces antes "
            "despues siempre nunca son era fue ser hay has han hemos sido esta estan estoy estamos tengo tiene tienes "
            "tenemos tener puede puedes puedo podemos poder hacer hago hace hemos vamos voy van ver dar doy digo dice "
            "decir nos les sus tus mis nuestro nuestra vuestro vuestra usted ustedes ella ellos ellas nosotros "
            "vosotros hola buenas buenos dias dia tarde tardes noches gracias saludo saludos cordial atentamente "
            "estimado estimada abrazo favor hoy ayer manana semana mes ano hora horas lunes martes miercoles jueves "
            "viernes sabado domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
            "diciembre proximo proxima pasado pasada viene envio enviar envie enviare enviamos enviado mando mandar "
            "mandare mande paso pasar pasare adjunto adjunta adjuntos adjuntar remito remitir llamo llamar llamare "
            "confirmo confirmar recibido recibir quedo quedamos espero esperar mensaje correo mail email asunto "
            "archivo fichero the and for with from this that these those have has had will would can could should may "
            "might must are was were been being not but you your yours our ours their his her its they them who what "
            "when where which how all any some more most just now then than also very here there please thanks thank "
            "hello dear regards best kind cheers morning afternoon tomorrow today yesterday week month year day "
            "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
            "september october november december next last send sent sending attach attached attachment find call get "
            "let know see back need want look forward message subject file pdf doc docx xls xlsx jpg jpeg png zip img "
            "scan copia copy version final fwd "
        ),
    )
)
"""What every mail says: it tells nothing about what a mail is about."""


@lru_cache(maxsize=4096)
def _remembered(word: str) -> int:
    return _number(word)


def _number(word: str) -> int:
    """CRC-32 of the word's stem (the same on every machine, for ever), 0 for a word without content."""
    stem = _stem(_SHORT.get(word, word))
    return 0 if stem in _STOP else crc32(stem.encode())


@lru_cache(maxsize=512)
def of(text: str) -> frozenset[int]:
    """Hashes of the content words of a text, Spanish or English."""
    words = _WORD.findall(fold(_HUMP.sub(" ", text)))
    # A number seldom comes again: remembered, those of a year would push out the words.
    return frozenset((_number if word[0].isdigit() else _remembered)(word) for word in words) - {0}
