"""People nobody here has ever written to, who answer in a thread of others under the name of one of them.

Mail gets forwarded, and somebody's assistant or his own other address may answer. So may whoever has read it and owns a
domain that looks like his. What such a message starts is listed, and nothing is left outside for it, until our side
writes to that address or somebody of the thread brings it in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.facts import Direction
from rules.settlement.conversation import circle_of
from rules.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rules.facts import Address, Trace

_TELLING = 5
"""Letters from which on a name within a domain is no accident."""


def circles_written_to(traces: Iterable[Trace]) -> frozenset[str]:
    """Return the circles that our side has ever written to."""
    ours = (trace for trace in traces if trace.direction is Direction.OUTBOUND)
    return frozenset(circle_of(person) for trace in ours for person in trace.outside)


def is_in_anothers_name(trace: Trace, before: Sequence[Trace], known: frozenset[str]) -> bool:
    """Say whether a message of theirs bears the name of somebody else: of his thread, or in place of his own address.

    ``before`` is what was written in its thread earlier, ``known`` are the circles we have written to.
    """
    sender, circle = trace.sender, circle_of(trace.sender)
    if trace.direction is Direction.OUTBOUND or circle in known:
        return False
    if "@" in sender.name and sender.address not in sender.name.lower():
        return True
    there = {person for other in before for person in other.outside}
    if any(circle_of(person) == circle for person in there):
        return False
    return any(_resembles(sender, person) for person in there)


def _resembles(one: Address, other: Address) -> bool:
    if one.address.partition("@")[0] == other.address.partition("@")[0]:
        return True
    if one.name and fold(one.name) == fold(other.name):
        return True
    name = other.domain.split(".")[0]
    return len(name) >= _TELLING and name in one.domain
