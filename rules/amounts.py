"""Sums of money in a text, the total of a quote, and until when it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from rules import deadlines
from rules.deadlines import DeadlineKind
from rules.signals import Amount

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_CURRENCIES: Final = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "£": "GBP", "gbp": "GBP", "pounds": "GBP", "pound": "GBP", "quid": "GBP",
    "us$": "USD", "u$s": "USD", "usd": "USD", "dolares": "USD", "dollars": "USD", "bucks": "USD",
    "mx$": "MXN", "mxn": "MXN", "m.n.": "MXN", "pesos mexicanos": "MXN",
    "cop": "COP", "pesos colombianos": "COP", "ars": "ARS", "pesos argentinos": "ARS",
    "clp": "CLP", "pesos chilenos": "CLP", "uyu": "UYU", "$u": "UYU", "pesos uruguayos": "UYU",
    "s/": "PEN", "s/.": "PEN", "pen": "PEN", "soles": "PEN", "r$": "BRL", "brl": "BRL", "reais": "BRL",
    "a$": "AUD", "aud": "AUD", "c$": "CAD", "cad": "CAD", "nz$": "NZD", "nzd": "NZD", "chf": "CHF",
}  # fmt: skip
"""Signs, codes and names, folded → ISO 4217. A bare "$" and "pesos" are the writer's own, see :func:`find_amounts`."""
_SCALES: Final = {"mil": 1_000, "k": 1_000, "thousand": 1_000, "millon": 10**6, "millones": 10**6, "million": 10**6}

_NAME: Final = "|".join(re.escape(name) for name in sorted((*_CURRENCIES, "$", "pesos"), key=len, reverse=True))
_SUM: Final = re.compile(
    rf"(?<![\w.,/])(?:(?P<before>{_NAME}) ?)?"
    r"(?P<number>\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2})?(?![.,]?\d))(?:,-|\.-)?"
    rf"(?: ?(?P<scale>mil|k|thousand|millones|millon|million)(?!\w)(?: de)?)? ?(?P<after>(?:{_NAME})(?!\w))?"
)

_TOTAL_BEFORE: Final = re.compile(
    r"\b(?:total(?:es)?|asciend\w+|importe (?:final|global)|suma(?:n)?|precio final|llave en mano|comes to|amounts to|"
    r"altogether|all[ -]in|grand total)\b[^.;!?]{0,30}$"
)
_TOTAL_AFTER: Final = re.compile(r"[ ,]{0,2}(?:en total|in total|total|todo incluido|all[ -]in|altogether)\b")
_APART_BEFORE: Final = re.compile(
    r"\b(?:descuento|rebaja|ahorr\w+|fianza|senal|anticipo|diferencia|minim[oa]|maxim[oa]|limite|cobertura|suplemento|"
    r"discount|saving|deposit|difference|minimum|maximum|limit|coverage|excess|deductible|surcharge|up|extra|over|unitario|"
    r"unit price|rate|one[- ](?:time|off)|set-?up|(?:cuota de )?alta|matricula|inscripcion)\b"
    r"[^.;!?\d]{0,24}$"
)
_EACH_AFTER: Final = re.compile(
    r" ?(?:/ ?\w|(?:al|por|a la|cada|la|el|per|a|each|an?) ?(?:mes|ano|dia|hora|persona|cubierto|unidad|ud|m2|metro|"
    r"pieza|alumno|adulto|nino|noche|pax|month|year|day|hour|person|guest|head|unit|metre|piece|night|week|pop)\b|each\b|"
    r"mensual|mas (?:por|al)\b|pp\b|(?:per|cada) [a-z]+"
    r"|por (?:ejemplar|(?!todo\b|fin\b|ahora\b|(?:el|la|los|las|un|una|su|tu)\b)"
    r"[a-z]{2,}(?<![aeio]r)(?<!do)\b(?! de\b)))"
)
"""What makes a sum that of one of many; who pays it "por adelantado", or "por pintar la valla", pays the whole."""

_HOLDS: Final = re.compile(
    r"\b(?:valid(?:ez|o|a|os|as|ity)?|vigen(?:cia|te)|vale(?= hasta)|manten(?:emos|dremos|go|dre)|sostenemos|caduca|"
    r"vence|expira|good(?= (?:until|through|till|for|to)\b)|firm|held|hold|holds|expires?|"
    r"stands?(?= (?:until|for)\b))\b"
)
_IN: Final = {"es": "en", "en": "in"}
_TERM: Final = re.compile(
    r"\b(?:\d{1,3}|(?!(?:de|el|este|the|this|of)\b)[a-z]+) "
    r"(?:(?:dias?|semanas?|mes(?:es)?)(?: (?:naturales|habiles|laborables))?|"
    r"(?:(?:calendar|working|business) )?(?:days?|weeks?|months?))\b"
)
_REACH: Final = 48
"""How far after "validez" its term stands."""
_STOP: Final = re.compile(r"[.;!?](?: |$)")


@dataclass(frozen=True, slots=True)
class _Found:
    amount: Amount
    start: int
    end: int


def find(folded: str, text: str, *, dollar: str = "USD") -> tuple[Amount, ...]:
    """Find the sums of money in a text, in order: "4.850 €", "US$4,850.00", "12 mil euros".

    ``folded`` is the text as :func:`rules.text.fold` leaves it. A point or comma before exactly three figures parts
    thousands, any other decimals. ``dollar`` is the ISO 4217 code of what the writer means by a bare "$": pesos in
    much of America; "pesos" are his, or else Mexican.
    """
    return tuple(found.amount for found in _found(folded, text, dollar))


def total(folded: str, text: str, *, dollar: str = "USD") -> Amount | None:
    """Choose the total of a quote: the sum called so, else the largest; a price of a unit or a month is no total."""
    ranked = ((_rank(folded, found), found.amount) for found in _found(folded, text, dollar))
    best = max(ranked, key=lambda each: (each[0], each[1].value), default=(0, None))
    return best[1] if best[0] > 1 else None


def valid_until(folded: str, *, language: str, said: date) -> date | None:
    """Return the last day on which a quote holds: "validez 15 días", "valid until 20 March".

    Terms run from ``said``, the local date of the message.
    """
    for holds in _HOLDS.finditer(folded):
        stop = _STOP.search(folded, holds.end())
        end = min(holds.end() + _REACH, stop.start() if stop else len(folded))
        term = _TERM.search(folded, holds.end(), end)
        words = f"{_IN.get(language, 'in')} {term[0]}" if term else folded[holds.end() : end]
        for time in deadlines.find(words, language=language, said=said):
            if time.kind in {DeadlineKind.EXACT, DeadlineKind.RANGE} and time.day:
                return time.day
    return None


def _found(folded: str, text: str, dollar: str) -> Iterator[_Found]:
    for match in _SUM.finditer(folded):
        currency = _currency(match["before"], match["after"], dollar)
        if currency:
            value = _value(match["number"]) * _SCALES.get(match["scale"] or "", 1)
            start, end = match.start(), match.start() + len(match[0].rstrip())
            yield _Found(Amount(value=value, currency=currency, text=text[start:end]), start, end)


def _currency(before: str | None, after: str | None, dollar: str) -> str | None:
    for name in (after, before):  # "$ 12.000 MXN": the code says more than the sign
        if name in _CURRENCIES:
            return _CURRENCIES[name]
    if "pesos" in {before, after}:
        return "MXN" if dollar == "USD" else dollar
    return dollar if "$" in {before, after} else None


def _value(number: str) -> Decimal:
    digits = re.sub(r"[' ]", "", number)
    whole, sign, last = digits.rpartition(max(".,", key=digits.rfind))
    if not sign:
        return Decimal(digits)
    if len(last) == 3 and not whole.startswith("0"):
        whole, last = whole + last, ""
    return Decimal(f"{re.sub('[.,]', '', whole)}.{last}")


def _rank(folded: str, found: _Found) -> int:
    before, after = folded[max(0, found.start - _REACH) : found.start], folded[found.end : found.end + _REACH]
    if _EACH_AFTER.match(after):
        return 1
    if _TOTAL_BEFORE.search(before) or _TOTAL_AFTER.match(after):
        return 3
    return 0 if _APART_BEFORE.search(before) else 2
