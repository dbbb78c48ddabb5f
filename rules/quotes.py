"""What a quote says of itself: its total, and the last day it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules import amounts
from rules.currencies import DOLLAR
from rules.text import fold

if TYPE_CHECKING:
    from datetime import date

    from rules.reading.reading import Reading
    from rules.signals import Amount


def terms(reading: Reading, *, dollar: str = DOLLAR) -> tuple[Amount | None, date | None]:
    """Find the total and the last day of validity (local), wherever the message names them.

    The sentence that gives a quote away ("le adjunto el presupuesto") is seldom the one that names the sum.
    ``dollar`` is the ISO 4217 code of a bare "$".
    """
    text = " ".join(sentence.text for sentence in reading.sentences)
    folded = fold(text)
    said = reading.message.date.date()
    return amounts.total(folded, text, dollar=dollar), amounts.valid_until(folded, language=reading.language, said=said)
