"""Why a ledger cannot be used. Each text is the one line the user reads."""

from __future__ import annotations


class LedgerError(Exception):
    """The ledger cannot be used; nothing was written to it."""


class LedgerBusy(LedgerError):
    """Another process is working on it."""


class LedgerDamaged(LedgerError):
    """The file is not a ledger, or is broken."""


class LedgerNewer(LedgerError):
    """A newer version of the program wrote it."""


class LedgerFull(LedgerError):
    """There is no room, or no permission, to write."""
