"""The user's word is final: what it does to a commitment."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from rules.commitments import Status
from rules.settlement.conversation import Verb, Word
from rules.text import fold

if TYPE_CHECKING:
    from rules.settlement.debts import Debt


def is_about(word: Word, debt: Debt) -> bool:
    """Say whether a word was said of this commitment, perhaps under the id that an older rule gave it."""
    if word.commitment_id == debt.id:
        return True
    if word.message_id != debt.message_id or word.kind is not debt.kind or word.owes is not debt.owes:
        return False
    then, now = set(fold(word.evidence).split()), set(fold(debt.signal.evidence).split())
    return len(then & now) >= 0.3 * len(then | now)


def obey(debt: Debt, word: Word) -> None:
    """Do what the user says. A task ticked or a draft deleted after the matter was closed only tidies up."""
    is_open = debt.state is Status.OPEN
    if word.cause and word.verb in {Verb.DONE, Verb.DISMISS}:
        debt.note_cause(word.at)
    match word.verb:
        case Verb.DONE | Verb.TASK_COMPLETED:
            if is_open:
                debt.fulfil(word.at, None, word.verb)
        case Verb.DISMISS:
            debt.dismiss(word.at, word.verb)
        case Verb.DRAFT_DELETED:
            if is_open:
                debt.dismiss(word.at, word.verb)
        case Verb.SNOOZE:
            if is_open:
                debt.snooze(word.at, word.until, word.verb)
        case Verb.REOPEN:
            debt.reopen(word.at, word.verb)
        case _:
            assert_never(word.verb)
