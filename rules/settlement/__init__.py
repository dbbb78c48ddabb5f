"""From traces to commitments: what is owed, and whether it was kept.

:func:`settle` is a pure function of a whole conversation. Whatever order its messages arrive in, and however often,
the same conversation gives the same commitments.
"""

from __future__ import annotations

from rules.settlement.conclusion import settle, settle_circle
from rules.settlement.conversation import Conversation, Verb, Word, circle_of, commitment_id

__all__ = ["Conversation", "Verb", "Word", "circle_of", "commitment_id", "settle", "settle_circle"]
