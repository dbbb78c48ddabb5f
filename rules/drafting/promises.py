"""Which text a late promise of ours is owned up to with."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from rules.drafting.deeds import is_by_another, is_handed_over, is_to_send
from rules.drafting.values import named_thing, values_of
from rules.signals import Act

if TYPE_CHECKING:
    from rules.drafting.occasion import Occasion


def of_promise(occasion: Occasion) -> str:
    """Say which text owns up to a promise of ours: by what was promised, and how often it was put off."""
    found = named_thing(occasion)
    said, act = occasion.commitment.evidence, occasion.commitment.act
    is_sent = is_to_send(said, found, act, occasion.commitment.object or "")
    if is_by_another(said):
        fits = ""
    elif found and found.is_clause:
        fits = "promise.clause"
    elif is_sent and (act in {Act.SEND, Act.DO, Act.MEET} or _is_handed_over(occasion)):
        fits = _sending(occasion)
    else:
        match act:
            case Act.CALL:
                fits = "promise.call" if values_of(occasion)["topic"] else ""
            case Act.ANSWER:
                fits = "promise.answer" if found or values_of(occasion)["topic"] else ""
            case Act.SEND | Act.MEET | Act.DO:
                fits = ""
            case _:
                assert_never(act)
    return fits or "promise.quoted"


def _is_handed_over(occasion: Occasion) -> bool:
    commitment = occasion.commitment
    return commitment.act is Act.ANSWER and is_handed_over(commitment.evidence, commitment.object or "")


def _sending(occasion: Occasion) -> str:
    if occasion.is_partly_done:
        return "promise.rest"
    is_put_off_again = occasion.commitment.renewals >= 2 and len(occasion.renewed_on) > 1
    return "promise.twice" if is_put_off_again else "promise.send"
