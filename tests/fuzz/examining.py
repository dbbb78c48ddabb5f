"""Read one sample the whole way, and a hundred of them in a real cycle; say what must not be."""

from __future__ import annotations

import time
import traceback
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from connectors.errors import Unreadable
from connectors.memory import MemoryMailbox, MemoryTasks
from connectors.protocols import FolderRole, Incoming
from connectors.reading.mime import parse
from daemon.account import Account
from daemon.cycle import Cycle
from daemon.examining import examine
from daemon.ledger.accounts import AccountState, quarantined
from daemon.ledger.codec import trace_from_row, trace_to_json
from tests.worlds import World

NOW = datetime(2026, 3, 11, 9, 0, tzinfo=UTC)
TOGETHER = 100
"""Samples of a cycle; of four samples one takes part."""
SLOWEST = 20.0
"""Seconds of processor after which reading one sample counts as hanging."""
LARGEST_TRACE = 400_000
"""Characters of what the ledger may keep of a message: 500 addresses with names, 200 references, some sentences."""
LONGEST_EVIDENCE = 2_000
_STEERING = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class Examiner:
    """Keeps count, and one firm whose ledger is emptied after every cycle."""

    def __init__(self, place: Path) -> None:
        """Make the firm in an empty folder."""
        self.findings = 0
        self.slowest = (0.0, -1)
        self.largest = (0, -1)
        self._read = self._refused = self._drafts = self._tasks = 0
        self._firm = World(place).firm()
        self._account = self._firm.open_account(self._firm.config.accounts[0])
        self._waiting: list[tuple[int, bytes]] = []

    def examine(self, number: int, raw: bytes) -> Iterator[str]:
        """Yield what is wrong with how this sample was read."""
        before = time.process_time()
        found = self._problem(number, raw)
        spent = time.process_time() - before
        self.slowest = max(self.slowest, (spent, number))
        if spent > SLOWEST:
            found = f"hangs: {spent:.0f} s"
        if found:
            self.findings += 1
            yield found
        elif number % 4 == 0:
            self._waiting.append((number, raw))
        if len(self._waiting) >= TOGETHER:
            yield from self.finish()

    def finish(self) -> Iterator[str]:
        """Run the cycle of the samples that wait for one."""
        waiting, self._waiting = self._waiting, []
        if found := self._cycle(waiting):
            self.findings += 1
            yield f"cycle of samples {waiting[0][0]} to {waiting[-1][0]}: {found}"

    def told(self) -> str:
        """All counts in one line."""
        return (
            f"{self._read} read, {self._refused} refused, {self._drafts} drafts, {self._tasks} tasks, "
            f"{self.findings} findings; slowest {self.slowest[0]:.2f} s (sample {self.slowest[1]}), "
            f"largest trace {self.largest[0]} characters (sample {self.largest[1]})"
        )

    def _problem(self, number: int, raw: bytes) -> str:
        role = FolderRole.SENT if number % 3 else FolderRole.INBOX
        try:
            incoming = Incoming(ref=f"s{number}", role=role, parts=parse(raw))
            trace = examine(self._account, incoming, self._firm.detector, NOW).trace
            text = trace_to_json(trace)
            text.encode()
            again = trace_from_row(text, thread="", mentions=b"", attached=b"")
        except Unreadable:
            self._refused += 1
            return ""
        except Exception:  # noqa: BLE001 - whatever escapes is the finding
            return traceback.format_exc()
        self._read += 1
        self.largest = max(self.largest, (len(text), number))
        if again.signals != trace.signals or again.date != trace.date:
            return "the ledger gives back something else"
        if len(text) > LARGEST_TRACE:
            return f"the ledger would keep {len(text)} characters"
        long = max((len(signal.evidence) for signal in trace.signals), default=0)
        return f"evidence of {long} characters" if long > LONGEST_EVIDENCE else ""

    def _cycle(self, samples: list[tuple[int, bytes]]) -> str:
        box, tasks = MemoryMailbox(), MemoryTasks()
        for number, raw in samples:
            box.deliver(raw, FolderRole.SENT if number % 3 else FolderRole.INBOX, received=NOW)
        firm = self._firm.copy()
        firm.detector, firm.writer = self._firm.detector, self._firm.writer

        def in_memory(account: Account) -> Account:
            return Account(
                name=account.name, us=account.us, sender=account.sender, mail=box, drafts=box, tasks=tasks, archiver=box
            )

        try:
            for days in (0, 2, 9):
                report = Cycle(firm=firm, wrap=in_memory).run(NOW + timedelta(days=days))
                if report.accounts[0].state is not AccountState.OK:
                    return f"the account is {report.accounts[0].state}: {report.accounts[0].reason}"
        except Exception:  # noqa: BLE001 - whatever escapes is the finding
            return traceback.format_exc()
        with firm.engine.connect() as connection:
            ours = [why for _, why in quarantined(connection, "despacho") if why.startswith("could not be read (")]
        firm.engine.dispose()
        self._drafts += len(box.drafts)
        self._tasks += len(tasks.tasks)
        for stored in box.drafts.values():
            text = parse(stored.raw).plain or ""
            if any(unicodedata.category(char) in _STEERING for char in text if char != "\n"):
                return f"a draft with control characters: {text!r}"
        return f"set aside by a fault of ours: {ours}" if ours else ""
