"""Sums of money as mails write them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from rules.signals import Amount

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBER: Final = r"\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_CODES: Final = {
    "€": "EUR", "euros": "EUR", "euro": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP", "pounds": "GBP", "quid": "GBP", "us$": "USD",
    "usd": "USD", "u$s": "USD", "$": "USD", "dolares": "USD", "dollars": "USD", "mxn": "MXN", "cop": "COP", "ars": "ARS", "clp": "CLP",
    "pen": "PEN", "s/": "PEN", "soles": "PEN", "uyu": "UYU", "cad": "CAD", "aud": "AUD", "nzd": "NZD", "chf": "CHF",
}  # fmt: skip
_UNIT: Final = "|".join(re.escape(code) for code in sorted(_CODES, key=len, reverse=True))
_MONEY: Final = re.compile(
    rf"(?<![\w.,])(?:(?P<before>{_UNIT})\s?(?P<first>{_NUMBER})|(?P<second>{_NUMBER})\s?(?P<scale>k|mil|millones|m)?\s?(?P<after>{_UNIT}))(?!\w)"
)
_SCALES: Final = {"k": 1000, "mil": 1000, "m": 1_000_000, "millones": 1_000_000}


def find(folded: str, text: str) -> Iterator[Amount]:
    """Find the sums of a text, given folded and as written."""
    for match in _MONEY.finditer(folded):
        unit = match["before"] or match["after"]
        value = _value(match["first"] or match["second"]) * _SCALES.get(match["scale"] or "", 1)
        yield Amount(value=value, currency=_CODES[unit], text=text[match.start() : match.end()])


def _value(number: str) -> Decimal:
    """Read a number whose separators may be either way round: two digits after the last one are cents."""
    head, mark, tail = re.sub(r"[' ]", "", number).rpartition(max(".,", key=number.rfind))
    if mark and len(tail) < 3:
        return Decimal(re.sub(r"[.,]", "", head) + "." + tail)
    return Decimal(re.sub(r"[.,]", "", head + tail))
