"""A firm whose mailboxes and calendars are twins in memory, beside a real ledger: it can crash at any effect."""

from __future__ import annotations

import email.policy
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event

import config
from connectors.memory import MemoryCalendar, MemoryMailbox, MemoryTasks
from connectors.memory.faults import Faults
from connectors.protocols import FolderRole, MailBatch
from connectors.reading.mime import parse
from daemon.account import Account
from daemon.cycle import Cycle, CycleReport
from daemon.firm import Firm
from daemon.ledger.accounts import get_account
from rules.commitments import Commitment
from rules.settlement import Verb
from tests.chaos.firms import quick
from tests.worlds import MADRID

ACCOUNTS = ("ana", "blas", "carla")
EFFECTS = frozenset(
    {"create_draft", "withdraw_draft", "mark_delayed", "unmark_delayed", "create_task", "change_task", "complete_task"}
)
_HEAD = """\
timezone: Europe/Madrid
language: es
working_week: {days: [mon, tue, wed, thu, fri], hours: "09:00-18:00", holidays: ES-MD}
ledger: ledger.db
lookback: 900d
rules: {packs: [es, en]}
accounts:
"""
_ACCOUNT = """\
  - name: {name}
    mail:     {{connector: maildir, path: Mail, inbox: INBOX, sent: Sent, drafts: Drafts}}
    calendar: {{connector: ics, path: Calendar}}
    addresses: [{name}@estudio.example]
    colleagues: [estudio.example]
"""


_MEMORY = Path("/dev/shm")
"""A disk that has nothing to wait for: cycles on twins are many, and their crashes are not those of a disk."""


class Crash(BaseException):
    """The power is cut."""


@dataclass
class Fuse:
    """Cuts the power at the so manieth effect: a commit of the ledger, or before or after one outside."""

    at: int | None = None
    burnt: int = 0

    def touch(self) -> None:
        self.burnt += 1
        if self.at is not None and self.burnt == self.at:
            raise Crash


class Wires(Faults):
    """Faults on demand, with a fuse around everything that changes something."""

    def __init__(self, fuse: Fuse) -> None:
        super().__init__()
        self._fuse = fuse

    @contextmanager
    def around(self, operation: str) -> Iterator[None]:
        with super().around(operation):
            if operation in EFFECTS:
                self._fuse.touch()
            yield
            if operation in EFFECTS:
                self._fuse.touch()

    def clear(self) -> None:
        self._waiting.clear()


@dataclass
class Post:
    """One account's side of the world."""

    name: str
    mailbox: CountingMailbox
    tasks: CountingTasks
    calendar: MemoryCalendar
    wires: Wires
    made: Counter[str] = field(default_factory=Counter)
    """Drafts created less drafts we took back, by key."""
    delivered: set[str] = field(default_factory=set)


class CountingMailbox(MemoryMailbox):
    """Counts the drafts of each key that are made, and those of them that we have not taken back."""

    made: Counter[str]
    created: Counter[str]
    now: datetime
    whole: datetime | None = None
    """The latest moment at which it was read to its end, and what was read was taken."""

    def read(self, cursor: str | None, *, since: datetime) -> Iterator[MailBatch]:
        yield from super().read(cursor, since=since)
        self.whole = max(self.whole or self.now, self.now)

    def create_draft(self, draft: Any) -> Any:
        before = set(self.drafts)
        try:
            return super().create_draft(draft)
        finally:
            self.made[draft.key] += len(set(self.drafts) - before)
            self.created[draft.key] += len(set(self.drafts) - before)

    def withdraw_draft(self, key: str, left: Any) -> bool:
        before = set(self.drafts)
        try:
            return super().withdraw_draft(key, left)
        finally:
            self.made[key] -= len(before - set(self.drafts))


class CountingTasks(MemoryTasks):
    """Counts the tasks of each key that are made."""

    made: Counter[str]

    def create_task(self, task: Any) -> Any:
        before = set(self.tasks)
        try:
            return super().create_task(task)
        finally:
            self.made[task.key] += len(set(self.tasks) - before)


class TwinFirm:
    """A firm of one to three accounts. Every change of the world happens at ``now``."""

    def __init__(self, accounts: int = 1, *, now: str = "2026-03-09 09:30") -> None:
        self.home = Path(tempfile.mkdtemp(prefix="prometido", dir=_MEMORY if _MEMORY.is_dir() else None))
        self.now = datetime.fromisoformat(now).replace(tzinfo=MADRID)
        self.fuse = Fuse()
        self.posts = {name: self._post(name) for name in ACCOUNTS[:accounts]}
        (self.home / "prometido.yaml").write_text(_HEAD + "".join(_ACCOUNT.format(name=name) for name in self.posts))
        self.config = config.load(self.home / "prometido.yaml")
        self.number = 0
        self.subjects: dict[str, tuple[str, str]] = {}
        """Message-ID → account and subject."""
        self._firm: Firm | None = None
        self._cycle: Cycle | None = None

    def _post(self, name: str) -> Post:
        wires = Wires(self.fuse)
        mailbox = CountingMailbox(wires)
        mailbox.made, mailbox.created = Counter(), Counter()
        tasks = CountingTasks(wires)
        tasks.made = Counter()
        calendar = MemoryCalendar(faults=wires, account=name, zone=MADRID)
        return Post(name, mailbox, tasks, calendar, wires, mailbox.made)

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self.home)

    def stop(self) -> None:
        """End the process; what was not committed is lost."""
        if self._firm is not None:
            self._firm.engine.dispose()
        self._firm = self._cycle = None

    @property
    def firm(self) -> Firm:
        if self._firm is None:
            self._firm = quick(Firm.open(self.config))
            event.listen(self._firm.engine, "commit", lambda _connection: self.fuse.touch())
        return self._firm

    def cycle(self, *, crash_at: int | None = None, names: list[str] | None = None) -> CycleReport | None:
        """Run a cycle; None where the power was cut in it. The process lives on to the next cycle unless it crashed."""
        if self._cycle is None:
            self._cycle = Cycle(firm=self.firm, wrap=self._wired)
        self.fuse.at, self.fuse.burnt = crash_at, 0
        for post in self.posts.values():
            post.mailbox.now = self.now
        try:
            return self._cycle.run(self.now, names)
        except Crash:
            self.stop()
            return None
        finally:
            self.fuse.at = None

    def _wired(self, account: Account) -> Account:
        post = self.posts[account.name]
        return replace(
            account,
            mail=post.mailbox,
            drafts=post.mailbox,
            archiver=post.mailbox,
            tasks=post.tasks,
            calendar=post.calendar,
        )

    def write(
        self, text: str, *, account: str = "ana", ours: bool, person: str, subject: str, reply_to: str = "",
        attached: bool = False, headers: dict[str, str] | None = None,
    ) -> str:  # fmt: skip
        """Put a message into an account's sent mail or inbox; return its Message-ID."""
        self.number += 1
        message_id = f"m{self.number}@world.example"
        us = f"{account.title()} Ruiz <{account}@estudio.example>"
        mail = EmailMessage(policy=email.policy.SMTP)
        mail["From"], mail["To"] = (us, person) if ours else (person, us)
        mail["Subject"], mail["Date"], mail["Message-ID"] = subject, format_datetime(self.now), f"<{message_id}>"
        if reply_to:
            mail["In-Reply-To"] = mail["References"] = f"<{reply_to}>"
        for name, value in (headers or {}).items():
            mail[name] = value
        mail.set_content(text)
        if attached:
            mail.add_attachment(b"x", maintype="application", subtype="pdf", filename="Presupuesto.pdf")
        self._deliver(account, mail.as_bytes(), FolderRole.SENT if ours else FolderRole.INBOX)
        self.subjects[message_id] = (account, subject)
        return message_id

    def _deliver(self, account: str, raw: bytes, role: FolderRole) -> None:
        post = self.posts[account]
        post.mailbox.deliver(raw, role, received=self.now)
        post.delivered.add(_header(raw, "message-id"))

    def send_draft(self, account: str, ref: str, *, keeps_marks: bool) -> None:
        """Send a draft as its user; most programs give it a Message-ID of their own and drop our header."""
        post = self.posts[account]
        stored = post.mailbox.drafts.pop(ref)
        parts = parse(stored.raw)
        self.number += 1
        message_id = _header(stored.raw, "message-id") if keeps_marks else f"sent{self.number}@world.example"
        mail = EmailMessage(policy=email.policy.SMTP)
        for name, value in parts.headers:
            if name.lower() in {"from", "to", "subject", "in-reply-to", "references"}:
                mail[name] = " ".join(value.split())
        mail["Date"], mail["Message-ID"] = format_datetime(self.now), f"<{message_id}>"
        if keeps_marks:
            mail["X-Prometido"] = _header(stored.raw, "x-prometido")
        mail.set_content((parts.plain or "").replace("«[día nuevo, uno que se pueda cumplir]»", "el viernes"))
        self._deliver(account, mail.as_bytes(), FolderRole.SENT)

    def edit_draft(self, account: str, ref: str) -> None:
        mailbox = self.posts[account].mailbox
        mailbox.edit(ref, mailbox.drafts[ref].raw + b"\r\nPD: una cosa mas.\r\n")

    def discard_draft(self, account: str, ref: str) -> str:
        """Delete a draft as its user; return its key."""
        key = self.key_of(account, ref)
        self.posts[account].mailbox.discard(ref)
        return key

    def key_of(self, account: str, ref: str) -> str:
        return _header(self.posts[account].mailbox.drafts[ref].raw, "x-prometido")

    def tick(self, account: str, uid: str) -> None:
        tasks = self.posts[account].tasks.tasks
        tasks[uid] = tasks[uid].replace(b"STATUS:NEEDS-ACTION", b"STATUS:COMPLETED")

    def say(self, commitment: str, verb: Verb) -> Commitment:
        until = self.now + timedelta(days=3) if verb is Verb.SNOOZE else None
        return self.firm.say(commitment, verb, now=self.now, until=until)

    def owed(self) -> list[Commitment]:
        return [item for item, _ in self.firm.commitments(everything=True, status=None, now=self.now)]

    def read_until(self, account: str) -> datetime | None:
        with self.firm.engine.connect() as connection:
            return get_account(connection, account).read_until


def _header(raw: bytes, wanted: str) -> str:
    return next((value for name, value in parse(raw).headers if name.casefold() == wanted), "").strip("<> ")
