"""A firm whose mail is on a mail server and whose calendar on a CalDAV server, in the terms of a :class:`World`."""

from __future__ import annotations

import email.policy
import imaplib
import re
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from typing import cast

import httpx

from tests.contract.worlds.caldav import everything, put
from tests.contract.worlds.todos import summary_of, with_property
from tests.lives import Hands
from tests.servers import caldav, dovecot
from tests.servers.caldav import PASSWORD, CalDavServer
from tests.servers.dovecot import Dovecot
from tests.worlds import MADRID, World

CONFIG = """\
timezone: Europe/Madrid
language: es
working_week: {{days: [mon, tue, wed, thu, fri], hours: "09:00-18:00", holidays: ES-MD}}
ledger: ledger.db
accounts:
  - name: despacho
    mail:     {{connector: imap, host: {host}, port: {port}, security: {security}, user: {user},
               credential: mail{more}}}
    calendar: {{connector: caldav, url: "{url}", user: {person}, credential: calendar, calendar: "{calendar}"}}
    addresses: [ana@estudio.example, hola@estudio.example]
    colleagues: [estudio.example]
rules: {{packs: [es, en]}}
"""


class ImapWorld(World):
    """The same world on real servers. Its user's mail program is Python's imaplib.

    ``port`` and ``url`` are where Prometido connects to, which may be a proxy in front of the servers.
    """

    def __init__(
        self,
        place: Path,
        *,
        server: Dovecot | None = None,
        calendars: CalDavServer | None = None,
        components: Sequence[str] = ("VEVENT", "VTODO"),
        port: int = 0,
        url: str = "",
    ) -> None:
        self.server = server or dovecot.shared()
        self.name = f"u{uuid.uuid4().hex[:12]}"
        self.sent = "Sent"
        """The name of the folder for sent mail."""
        calendars = calendars or caldav.radicale()
        self.person = calendars.new_user()
        self.calendar = calendars.make_calendar(self.person, "Agenda", components)
        super().__init__(place, "")
        base = httpx.URL(self.calendar)
        root = url or f"{base.scheme}://{base.netloc.decode()}/"
        self.configure(port=port or self.server.port, url=root, calendar=f"{root.rstrip('/')}{base.path}")
        self.secret("mail", dovecot.PASSWORD)
        self.secret("calendar", PASSWORD)
        with self.client():
            pass  # the first sign-in makes the folders

    def configure(
        self, *, port: int, url: str, calendar: str, security: str = "none", host: str = "127.0.0.1", more: str = ""
    ) -> None:
        self.config.write_text(
            CONFIG.format(
                host=host,
                port=port,
                security=security,
                user=self.name,
                url=url,
                calendar=calendar,
                more=more,
                person=self.person,
            ),
            encoding="utf-8",
        )

    def secret(self, name: str, value: str) -> None:
        folder = self.place / "secrets"
        folder.mkdir(mode=0o700, exist_ok=True)
        (folder / name).write_text(value)
        (folder / name).chmod(0o600)

    @property
    def http(self) -> httpx.Client:
        """The user's own calendar program, for one use."""
        return httpx.Client(auth=(self.person, PASSWORD), timeout=60)

    @contextmanager
    def client(self, folder: str = "INBOX") -> Iterator[imaplib.IMAP4]:
        """Sign in as the user's own mail program does, with a folder open."""
        with imaplib.IMAP4("127.0.0.1", self.server.port, timeout=60) as client:
            client.login(self.name, dovecot.PASSWORD)
            client.select(f'"{folder}"')
            yield client

    def put(self, folder: str, raw: bytes, *, name: str = "") -> Path:
        self._number += 1  # as on this machine, where files are counted
        with self.client() as client:
            place = self.sent if folder == "Sent" else folder
            assert client.append(f'"{place}"', "(\\Seen)", "", raw)[0] == "OK"
        return Path(folder)

    def meet(self, title: str, start: str, end: str, *people: str) -> None:
        super().meet(title, start, end, *people)
        for path in (self.place / "Calendar").iterdir():
            with self.http as http:
                put(http, f"{self.calendar}{path.name}", path.read_bytes())
            path.unlink()

    def raw_drafts(self) -> list[tuple[str, bytes]]:
        """Give the UID and content of each draft that is not flagged as deleted."""
        with self.client("Drafts") as client:
            _, found = client.uid("search", None, "UNDELETED")  # type: ignore[arg-type]  # no charset, as documented
            answers = [
                (uid.decode(), client.uid("fetch", uid.decode(), "(BODY.PEEK[])")[1]) for uid in found[0].split()
            ]
        return [(uid, next(item[1] for item in answer if isinstance(item, tuple))) for uid, answer in answers]

    def remove_draft(self, uid: str) -> None:
        with self.client("Drafts") as client:
            client.uid("store", uid, "+FLAGS", "(\\Deleted)")
            client.expunge()

    def save_draft(self, raw: bytes) -> None:
        with self.client() as client:
            client.append("Drafts", "(\\Draft \\Seen)", "", raw)

    def drafts(self) -> list[EmailMessage]:
        return [
            cast("EmailMessage", message_from_bytes(raw, policy=email.policy.default)) for _, raw in self.raw_drafts()
        ]

    def task_records(self) -> list[tuple[str, bytes]]:
        """Give the address and content of each task."""
        with self.http as http:
            return [(url, raw) for url, raw in everything(http, self.calendar) if b"X-PROMETIDO" in raw]

    def tasks(self) -> list[str]:
        return [raw.decode().replace("\r\n ", "") for _, raw in self.task_records()]


class ImapHands(Hands):
    """What its user does with what was left on the servers."""

    world: ImapWorld

    def edit_draft(self) -> None:
        [(uid, raw)] = self.world.raw_drafts()
        self.world.save_draft(raw + b"\r\nPD: una cosa mas.\r\n")
        self.world.remove_draft(uid)

    def delete_draft(self) -> None:
        [(uid, _)] = self.world.raw_drafts()
        self.world.remove_draft(uid)

    def send_draft(self, when: str, old: str, new: str) -> str:
        [(uid, _)] = self.world.raw_drafts()
        sent = self.sent_like_thunderbird(when, old, new)
        self.world.remove_draft(uid)
        return sent

    def sent_like_thunderbird(self, when: str, old: str, new: str) -> str:
        """Put what was sent into the sent folder, with another Message-ID and without our header; keep the draft."""
        [mail] = self.world.drafts()
        return self.world.we_write(
            str(mail.get_content()).replace(old, new),
            when,
            to=str(mail["To"]),
            subject=str(mail["Subject"]),
            reply_to=str(mail["In-Reply-To"] or "").strip("<> "),
            sender=str(mail["From"]),
        )

    def send_like_neomutt(self, when: str, old: str, new: str) -> None:
        """Send it as it is: with its Message-ID and our header."""
        [(uid, _)] = self.world.raw_drafts()
        [mail] = self.world.drafts()
        text = str(mail.get_content()).replace(old, new)
        mail.replace_header("Date", datetime.fromisoformat(when).replace(tzinfo=MADRID))
        mail.set_content(text)
        self.world.put("Sent", mail.as_bytes(policy=email.policy.SMTP))
        self.world.remove_draft(uid)

    def tick_task(self) -> None:
        [(url, raw)] = self.world.task_records()
        is_task = b"BEGIN:VTODO" in raw
        changed = ("STATUS", "COMPLETED") if is_task else ("SUMMARY", f"✓ {summary_of(raw)}")
        with self.world.http as http:
            put(http, url, with_property(raw, *changed))

    def open_tasks(self) -> int:
        return sum(
            "STATUS:COMPLETED" not in task and not re.search(r"^SUMMARY.*:✓", task, re.MULTILINE)
            for task in self.world.tasks()
        )
