"""Take the user's word on a commitment: at once, for ever, even while the daemon runs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from daemon.conclude import conclude_circle
from daemon.ledger.commitments import add_word
from daemon.ledger.facts import mark_unsettled
from daemon.questions import one_commitment
from rules.settlement import Verb, Word, circle_of

if TYPE_CHECKING:
    from daemon.firm import Firm
    from rules.commitments import Commitment


def say(
    firm: Firm, prefix: str, verb: Verb, *, now: datetime, until: datetime | None = None, cause: str = ""
) -> Commitment:
    """Remember the word and conclude again; return how the commitment stands now. Raises NotThere.

    What stands outside is taken back by the next cycle.
    """
    with firm.engine.execution_options(writes=True).begin() as connection:
        commitment = one_commitment(connection, prefix)
        word = Word(commitment_id=commitment.id, verb=verb, at=now, until=until, cause=cause)
        add_word(connection, word, commitment)
        circle = circle_of(commitment.counterparty)
        conclude_circle(connection, circle, firm.terms, now)
        mark_unsettled(connection, [circle])
        return one_commitment(connection, commitment.id)
