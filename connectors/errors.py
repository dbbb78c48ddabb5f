"""What went wrong, as a decision: each type says what the daemon does about it, not what happened.

The text of every error is one line in plain words that tells the user what to do, where there is
something to do. It holds no secret and no content of a message.
"""

from __future__ import annotations


class ConnectorError(Exception):
    """Base of all. Never raised itself."""


class Transient(ConnectorError):
    """Will pass: back off with jitter and try again. ``retry_after`` is in seconds, where the server named it."""

    def __init__(self, text: str, *, retry_after: float | None = None) -> None:
        """Keep how long the server asked us to stay away."""
        super().__init__(text)
        self.retry_after = retry_after


class NeedsUser(ConnectorError):
    """The person must act (sign in again, a folder is gone): stop the account, say once how to repair it."""


class SignInNeeded(NeedsUser):
    """The credential no longer works (wrong password, ``invalid_grant``): stop, ask once for a new sign-in."""


class CursorExpired(ConnectorError):
    """The place we had read up to is no longer known: read again from ``lookback``, raise nothing twice."""


class Unreadable(ConnectorError):
    """This message or event only: quarantine it, count it, go on."""


class UnknownOutcome(Transient):
    """A create was sent and its reply lost: look the key up where it would be before trying again."""


class Refused(ConnectorError):
    """The place refused this one action for good, whatever else it takes: say so, and do not try it again."""


class NoRoom(Refused):
    """Nothing was left, for want of room or of a disk that can be written: say so, go on, and try again next cycle."""
