"""Whatever happens to a Maildir between and during reads: every message is read, and a quiet one is not read twice."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from connectors.errors import CursorExpired, NeedsUser
from connectors.maildir import Maildir
from tests.contract.letters import SINCE, a_letter

FLAGS = st.sampled_from(["", "S", "RS", "FRS", "PS"])


class MaildirMachine(RuleBasedStateMachine):
    """The daemon commits a cursor together with what was read, or crashes and has neither."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.root = self.home / "Mail"
        for name in ("INBOX", "Sent", "Drafts"):
            for sub in ("cur", "new", "tmp"):
                (self.root / name / sub).mkdir(parents=True)
        self.cursor: str | None = None
        self.read: set[str] = set()
        self.number = 0

    def teardown(self) -> None:
        shutil.rmtree(self.home)

    def mailbox(self) -> Maildir:
        return Maildir(self.root, account="a", state=self.home / "state")

    def files(self) -> list[Path]:
        return sorted(
            path for name in ("INBOX", "Sent") for sub in ("new", "cur") for path in (self.root / name / sub).iterdir()
        )

    @rule(folder=st.sampled_from(["INBOX", "Sent"]), sub=st.sampled_from(["new", "cur"]), flags=FLAGS)
    def deliver(self, folder: str, sub: str, flags: str) -> None:
        self.number += 1
        name = f"{1_770_000_000 + self.number}.M1P1.host" + (f":2,{flags}" if sub == "cur" else "")
        (self.root / folder / sub / name).write_bytes(a_letter(f"m{self.number}@x"))

    @precondition(lambda self: self.files())
    @rule(data=st.data(), flags=FLAGS)
    def flag(self, data: st.DataObject, flags: str) -> None:
        path = data.draw(st.sampled_from(self.files()))
        path.rename(path.parent.parent / "cur" / f"{path.name.partition(':')[0]}:2,{flags}")

    @precondition(lambda self: len(self.files()) > 4)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        data.draw(st.sampled_from(self.files())).unlink()

    @rule()
    def cycle(self) -> None:
        self._read(commit=True)

    @rule()
    def crash_before_committing(self) -> None:
        self._read(commit=False)

    @precondition(lambda self: (self.home / "state").exists())
    @rule()
    def lose_the_list(self) -> None:
        for path in (self.home / "state").iterdir():
            path.unlink()

    @invariant()
    def a_complete_read_leaves_nothing_out(self) -> None:
        if self.cursor is not None and self.complete:
            assert self.there_then <= self.read

    complete = False
    there_then: frozenset[str] = frozenset()

    def _read(self, *, commit: bool) -> None:
        there = frozenset(path.name.partition(":")[0] for path in self.files())
        try:
            batches = list(self.mailbox().read(self.cursor, since=SINCE))
        except CursorExpired:
            self.cursor, self.complete = None, False
            return
        except NeedsUser:
            assert not all(any((self.root / name).glob("[nc]*/*")) for name in ("INBOX", "Sent"))
            return
        if not commit:
            return
        found = [message.ref.rpartition("/")[2] for batch in batches for message in batch.messages]
        assert len(found) == len(set(found))
        if self.cursor is not None:
            assert not self.read & set(found)
        else:
            self.read.clear()
        self.read |= set(found)
        self.cursor, self.complete, self.there_then = batches[-1].cursor, True, there


TestMaildir = MaildirMachine.TestCase
TestMaildir.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
