"""What a sentence of ours promises to do: to send, to bring, to pay, or to have somebody else do it."""

from __future__ import annotations

import re

from rules.drafting.quoting import plain
from rules.drafting.thing import Thing
from rules.signals import Act
from rules.text import fold

_BY_ANOTHER = re.compile(
    r"\b(?:nuestr[oa]s?|mis?|our|my|el|la) (?:compañer[oa]|técnic[oa]|soci[oa]|equipo|comercial"
    r"|colleague|technician|partner|team)\b"
    r".*?(?:\w+(?:rá|rán)\b|\bwill\b|'ll\b)"
    r"|\bnuestr[oa]s? \w+ (?:\w+ )*?(?:llama|pasa|i|contacta|visita|escribi|envia|manda|avisa|confirma)rán?\b"
    r"|\bour \w+ (?:will|'ll) (?:call|come|visit|write|send|ring|e?-?mail|get|be (?:there|round|over|out|at|on site))\b"
    r"|(?-i:\b(?!I\b|We\b|You\b|It\b|They\b|This\b|That\b|Then\b|Usted\b|Ustedes\b)[A-ZÁÉÍÓÚ][a-záéíóúñ]+)"
    r" (?:will|(?:le|te|os|les) \w+(?:rá|rán))\b",
    re.IGNORECASE,
)
_BY_HAND = re.compile(
    r"\b(?:llev[oaeé]\w*|entreg\w+|acerc\w+|traer\w*|traigo|visita\w*|bring|deliver|drop|hand|fetch|visit)\b",
    re.IGNORECASE,
)
_SETTLED = re.compile(
    r"\b(?:pag(?:o|amos|ar\w*)|abon(?:o|amos|ar\w*)|ingres(?:o|amos|ar\w*)|deposit(?:o|amos|ar\w*)|transf(?:iero|er\w+)"
    r"|present(?:o|amos|ar\w*)|dej(?:o|amos|ar\w*)|pay|wire|transfer|refund|credit|deposit|submit|lodge|leave)\b",
    re.IGNORECASE,
)
"""Giving that no mail does, where nothing is said to be sent: money, papers at an office, keys left at the bar."""
_SENT = re.compile(
    r"\b(?:env[iíe]\w*|mand\w+|pas[oae]\w*(?! (?:a \w+r(?:te|le|os|les)?|por)\b)|remit\w+|reenv\w+|adjunt\w+"
    r"|recibir\w*|llegar\w*|send\w*|e-?mail\w*|forward\w*|receive)\b",
    re.IGNORECASE,
)
_COMES = re.compile(r"\bpas\w+ (?:a \w+r(?:te|le|os|les)?|por)\b", re.IGNORECASE)
_NOT_SENT = re.compile(
    r"^(?:el|la|los|las|the|our|nuestr[oa]s?) (?:reunion|visita|llamada|cita|videollamada|instalacion|reparacion"
    r"|montaje|obra|reforma|entrega|revision|meeting|visit|call|installation|repair|delivery)\b"
)


_PAYS = re.compile(
    r"\b(?:pag(?:o|u[eé]|amos|ar\w*)|abon(?:o|[eé]|amos|ar\w*)|ingres(?:o|[eé]|amos|ar\w*)|deposit(?:o|[eé]|amos|ar\w*)"
    r"|transf(?:iero|er\w+)|pay|wire|transfer|refund|deposit)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"(?:(?:el|la|los|las|un|una|the|a|our|my|your|mi|su|tu) )?(?:transferencia|pago|ingreso|anticipo|adelanto|sena"
    r"|bizum|senal|importe|saldo|dinero|deposit|payment|transfer|money|balance|cheque|check)\b"
)


def is_to_pay(evidence: str, named: str) -> bool:
    """Whether money was promised, which no mail brings: "te transfiero el anticipo", "os hago el ingreso"."""
    said = evidence.replace(named, " ") if named else evidence
    return bool(_PAYS.search(said) or _MONEY.match(fold(plain(named))))


def is_by_another(evidence: str) -> bool:
    """Whether it was promised that somebody else of ours would do it ("nuestro técnico le llamará")."""
    return bool(_BY_ANOTHER.search(evidence))


def is_to_send(evidence: str, found: Thing | None, act: Act | None, named: str = "") -> bool:
    """Whether something ``named`` was to be sent, by what was said: "le paso el plano", "recibirá el presupuesto".

    What is brought ("le llevo las muestras"), paid ("le pago las copas"), done by coming ("paso a tomar las medidas")
    or held (a visit) is not. Its own words tell nothing: "te paso el cronograma de **entregas**".
    """
    if found is None or found.is_clause:
        return False
    said = evidence.replace(named, " ") if named else evidence
    if _BY_HAND.search(said) or _NOT_SENT.search(fold(found.text)):
        return False
    return bool(_SENT.search(said)) or (act is Act.SEND and not (_SETTLED.search(said) or _COMES.search(said)))


def is_handed_over(evidence: str, named: str) -> bool:
    """Whether the thing itself is said to be sent, whatever else is said in the sentence: "te paso los planos y…"."""
    words = fold(plain(evidence)).partition(fold(plain(named)))[0].split() if named else []
    return bool(words) and _SENT.fullmatch(words[-1]) is not None
