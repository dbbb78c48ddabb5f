"""Leave drafts and tasks exactly once, see what became of them, and tidy up.

Three steps, each committed before the next: the intent under the step's key, the effect, the proof. Before an effect
is tried whose outcome is unknown, its key is looked for where it would be.
"""

from daemon.outbox.delaying import mark_archived, unmark
from daemon.outbox.leaving import Outbox, Parcel
from daemon.outbox.resuming import look_up
from daemon.outbox.seeing import being_sent, see_marks
from daemon.outbox.tidying import tidy

__all__ = ["Outbox", "Parcel", "being_sent", "look_up", "mark_archived", "see_marks", "tidy", "unmark"]
