"""Take the user's word on a commitment: at once, for ever, even while the daemon runs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from daemon.conclude import conclude_circle
from daemon.ledger.actions import actions_for, actions_of
from daemon.ledger.commitments import add_word
from daemon.ledger.facts import mark_unsettled
from daemon.questions import one_commitment
from rules.settlement import Verb, Word, circle_of
from rules.steps import Place

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from daemon.house import House
    from rules.commitments import Commitment


def say(
    firm: House, prefix: str, verb: Verb, *, now: datetime, until: datetime | None = None, cause: str = ""
) -> Commitment:
    """Remember the word and conclude again; return how the commitment stands now. Raises NotThere.

    What stands outside is taken back by the next cycle.
    """
    with firm.engine.execution_options(writes=True).begin() as connection:
        commitment = one_commitment(connection, prefix)
        for about in (commitment, *_in_one_task(connection, commitment)):
            word = Word(commitment_id=about.id, verb=verb, at=now, until=until, cause=cause)
            add_word(connection, word, about)
        circle = circle_of(commitment.counterparty)
        # Where the clock was set back since, the commitment is of a moment to come, and the word is taken all the same.
        conclude_circle(connection, circle, firm.terms, max(now, commitment.made_at))
        mark_unsettled(connection, [circle])
        return one_commitment(connection, commitment.id)


def _in_one_task(connection: Connection, commitment: Commitment) -> list[Commitment]:
    """What shares the task of this commitment: the other questions of the same message."""
    keys = {action.key for action in actions_for(connection, [commitment.id]) if action.place == Place.TASK}
    sharing = [
        action.commitment
        for action in actions_of(connection, circle_of(commitment.counterparty))
        if action.carried_by in keys
    ]
    return [one_commitment(connection, key) for key in sharing]
