"""What a promise is about, and whether a message speaks of it. All in hashes of words: no text is kept."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rules import mentions
from rules.addressing import base_subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.facts import Trace
    from rules.signals import Signal

_EMPTY = mentions.of(
    # What promises are made with rather than of: their verbs, times and courtesies.
    "aqui ahi aca van lleva here perdona sorry signed firmado "
    "paso pasar pasare pasamos mando mandar mandare mandamos mandarte mandarle envio enviar enviamos enviarte "
    "enviarle remito remitir digo decir dire decimos diremos contesto contestar contestare confirmo confirmar "
    "confirmare confirmamos aviso avisar avisare avisamos llamo llamar llamare llamamos llamada vuelvo volver "
    "intentar intento intentarlo hago hacer hare hacemos llegar llega preparo preparar preparare voy vamos tener "
    "tienes tiene tienen tenes tengas tengais tendras tendra tendran teneis recibira recibiras quedo quedamos "
    "comprometo haremos "
    "podremos pueda podamos cuento contamos comento comentar comentamos comentare hablo hablar hablamos respondo "
    "responder respondemos responderemos necesito necesitamos puede puedes podes podria podrias podeis podrian favor "
    "gusta gustaria querria quiero queria saber dia dias hora horas tarde noche fin final finales mes meses "
    "proxima proximo siguiente viene transcurso breve pronto plazo primera primero ultima falta cuanto antes "
    "posible mas tardar enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
    "seis siete ocho nueve diez once doce alli "
    "algo cosa cosas dos tres cuatro cinco cuando donde como cual ahora luego sigo seguimos send sending get "
    "getting give giving let letting know have having call calling ring come back coming drop email over across "
    "through later soon shortly first thing next end day days morning afternoon evening month january february "
    "march april may june july august september october november december need needs want some something with "
    "resto demas restante restantes otro otra otros otras segundo segunda tercero tercera cuarto cuarta quinto "
    "quinta ultimo "
    "rest remaining remainder other others second third "
    "when what which how we'll i'll you'll make sure try again look into out work reply answer confirm "
)

_DOCUMENTS = tuple(
    mentions.of(words)
    for words in (
        "presupuesto propuesta oferta cotizacion ppto precio tarifa coste quote quotation estimate proposal price",
        "factura abono recibo rectificativa invoice receipt bill",
        "contrato acuerdo convenio precontrato contract agreement lease",
        "plano croquis levantamiento drawing drawings layout",
        "informe memoria dictamen peritaje report survey valuation",
        "foto fotografia fotografias imagen imagenes photo photos photograph picture pictures",
        "certificado certificate",
        "nomina nominas payslip payslips payroll",
        "albaran pedido order",
        "menu carta",
        "diseño maqueta boceto etiqueta logotipo design mockup artwork proof proofs",
        "listado lista relacion inventario list inventory schedule",
        "solicitud impreso formulario modelo form application",
        "escritura escrituras acta deed minutes",
        "balance cuentas accounts",
        "manual guia dossier catalogo folleto guide brochure catalogue catalog",
        "pliego specification specifications",
        "mediciones medicion medidas measurements",
        "video grabacion recording",
    )
)
"""Sorts of documents; the words of one sort stand for each other ("la propuesta" is kept by "el presupuesto")."""


PRICES = frozenset({0})
"""Numbers of the sorts of documents that name a price."""

NUMBERS = mentions.of("numbers figures costing pricing cifras numeros importe importes total")
"""What a price is called by who promises one: "I'll get you numbers"."""

TOLD = frozenset({9, 11, 17})
"""Numbers of those that may be written into a message rather than sent with it: a menu, a list, measures."""

PICTURES = mentions.of("image imagen img logo outlook png jpg jpeg gif bmp")
"""Words of the names that programs give to the pictures of a signature."""


def matter_of(signal: Signal) -> frozenset[int]:
    """Return what a signal is about: the words of its evidence without those that any promise is made with."""
    return mentions.of(f"{signal.evidence} {signal.object or ''}") - _EMPTY


def named_in(words: frozenset[int]) -> frozenset[int]:
    """Return the words that name something."""
    return words - _EMPTY


def object_of(signal: Signal) -> frozenset[int]:
    """Return the words of the signal's object alone; empty where it is a pronoun."""
    return mentions.of(signal.object or "") - _EMPTY


_AND: Final = re.compile(r"(?:,\s*)?(?<!\w)(?:y|e|and)\s+|,\s*", re.IGNORECASE)
"""What stands between several things."""


def things_of(signal: Signal) -> dict[str, frozenset[int]]:
    """Return the several things of a signal and the words of each; empty where it has one, or one that is not named."""
    things = {thing.strip(): widen(named_in(mentions.of(thing))) for thing in _AND.split(signal.object or "")}
    return things if len(things) > 1 and all(things.values()) else {}


def together(things: Sequence[str], language: str) -> str:
    """Join several things as :func:`things_of` parts them."""
    return (" and " if language == "en" else " y ").join(filter(None, (", ".join(things[:-1]), *things[-1:])))


def widen(matter: frozenset[int]) -> frozenset[int]:
    """Add the words that name the same sort of document."""
    return matter.union(*(sort for sort in _DOCUMENTS if sort & matter))


def sorts_of(words: frozenset[int]) -> frozenset[int]:
    """Return the numbers of the sorts of documents that words name."""
    return frozenset(number for number, sort in enumerate(_DOCUMENTS) if sort & words)


@lru_cache(maxsize=4096)
def bare_subject(subject: str) -> str:
    """Return a subject line without reply prefixes, for messages that lost their references."""
    return base_subject(subject)


@lru_cache(maxsize=4096)
def subject_words(subject: str) -> frozenset[int]:
    """Return the content words of a subject line."""
    return mentions.of(subject) - _EMPTY


def said_in_thread(trace: Trace) -> frozenset[int]:
    """Return the words a message adds to its thread: the subject is there since the thread began and tells nothing."""
    return (trace.mentions - subject_words(trace.subject)) | trace.attached
