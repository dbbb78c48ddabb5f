"""A firm's world in a folder: a real Maildir, a real calendar folder, a real ledger, and days that pass."""

from __future__ import annotations

import email.policy
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import config
from daemon.cycle import CycleReport
from daemon.firm import Firm
from daemon.questions import AccountStatus
from rules.commitments import Commitment, Status
from rules.settlement import Verb

MADRID = ZoneInfo("Europe/Madrid")
ANA = "Ana Ruiz <ana@estudio.example>"
PEDRO = "Pedro Marín <pedro@cliente.example>"
FIRM = """\
timezone: Europe/Madrid
language: es
working_week: {{days: [mon, tue, wed, thu, fri], hours: "09:00-18:00", holidays: ES-MD}}
ledger: ledger.db
accounts:
  - name: despacho
    {places}
    addresses: [ana@estudio.example, hola@estudio.example]
    colleagues: [estudio.example]
rules: {{packs: [es, en]}}
"""


def a_firm(*places: str) -> str:
    """Configure a firm of one account whose mail, calendar and tasks are in these places, a line each."""
    return FIRM.format(places="\n    ".join(places))


CONFIG = a_firm(
    "mail:     {connector: maildir, path: Mail, inbox: INBOX, sent: Sent, drafts: Drafts}",
    "calendar: {connector: ics, path: Calendar}",
)


class World:
    """Builds a mailbox message by message; times are local to its zone, written as "2026-03-10 09:00"."""

    def __init__(self, place: Path, settings: str = CONFIG, zone: ZoneInfo = MADRID) -> None:
        self.place = place
        self.zone = zone
        self._number = 0
        for folder in ("INBOX", "Sent", "Drafts"):
            for part in ("cur", "new", "tmp"):
                (place / "Mail" / folder / part).mkdir(parents=True, exist_ok=True)
        (place / "Calendar").mkdir(exist_ok=True)
        self.config = place / "prometido.yaml"
        self.config.write_text(settings, encoding="utf-8")

    def firm(self) -> Firm:
        return Firm.open(config.load(self.config))

    def we_write(self, text: str, when: str, **more: Any) -> str:
        return self._drop("Sent", text, when, sender=more.pop("sender", ANA), to=more.pop("to", PEDRO), **more)

    def they_write(self, text: str, when: str, **more: Any) -> str:
        return self._drop("INBOX", text, when, sender=more.pop("sender", PEDRO), to=more.pop("to", ANA), **more)

    def _drop(
        self,
        folder: str,
        text: str,
        when: str,
        *,
        sender: str,
        to: str,
        cc: str = "",
        subject: str = "Reforma de la cocina",
        reply_to: str = "",
        message_id: str = "",
        attachments: tuple[str, ...] = (),
        headers: dict[str, str] | None = None,
    ) -> str:
        """Put a message into a folder; return its Message-ID. ``reply_to`` names the message it answers."""
        self._number += 1
        message_id = message_id or f"m{self._number}@world.example"
        at = datetime.fromisoformat(when).replace(tzinfo=self.zone)
        mail = EmailMessage(policy=email.policy.SMTP)
        mail["From"], mail["To"], mail["Subject"] = sender, to, subject
        if cc:
            mail["Cc"] = cc
        mail["Date"], mail["Message-ID"] = format_datetime(at), f"<{message_id}>"
        if reply_to:
            mail["In-Reply-To"] = mail["References"] = f"<{reply_to}>"
        for name, value in (headers or {}).items():
            mail[name] = value
        mail.set_content(text)
        for name in attachments:
            mail.add_attachment(b"x", maintype="application", subtype="octet-stream", filename=name)
        self.put(folder, mail.as_bytes(), name=f"{int(at.timestamp())}.M{self._number}P1.world")
        return message_id

    def put(self, folder: str, raw: bytes, *, name: str = "") -> Path:
        """Deliver raw bytes as a Maildir delivery agent does."""
        self._number += 1
        name = name or f"1700000000.R{self._number}P1.world"
        spool = self.place / "Mail" / folder / "tmp" / name
        spool.write_bytes(raw)
        return spool.rename(self.place / "Mail" / folder / "cur" / f"{name}:2,S")

    def meet(self, title: str, start: str, end: str, *people: str) -> None:
        """Put a meeting into the calendar."""
        self._number += 1

        def stamp(text: str) -> str:
            return datetime.fromisoformat(text).replace(tzinfo=self.zone).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")

        lines = [
            *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//world//ES", "BEGIN:VEVENT", f"UID:event{self._number}"),
            *(f"DTSTAMP:{stamp(start)}", f"DTSTART:{stamp(start)}", f"DTEND:{stamp(end)}", f"SUMMARY:{title}"),
            *(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{person}" for person in people),
            *("END:VEVENT", "END:VCALENDAR", ""),
        ]
        (self.place / "Calendar" / f"event{self._number}.ics").write_text("\r\n".join(lines), encoding="utf-8")

    def cycle(self, when: str, **more: Any) -> CycleReport:
        return self.firm().cycle(datetime.fromisoformat(when).replace(tzinfo=self.zone), **more)

    def cycles(self, *moments: str) -> CycleReport:
        """Run several cycles; return the last one's report."""
        return [self.cycle(moment) for moment in moments][-1]

    def say(self, prefix: str, verb: Verb, when: str, **more: Any) -> Commitment:
        return self.firm().say(prefix, verb, now=datetime.fromisoformat(when).replace(tzinfo=self.zone), **more)

    def owed(self, *statuses: Status) -> list[Commitment]:
        found = [item for item, _ in self.firm().commitments(everything=True, status=None)]
        return [item for item in found if not statuses or item.status in statuses]

    def status(self, when: str = "2026-03-10 10:30") -> tuple[AccountStatus, ...]:
        return self.firm().status(datetime.fromisoformat(when).replace(tzinfo=self.zone))

    def only(self) -> Commitment:
        found = self.owed()
        assert len(found) == 1, found
        return found[0]

    def draft_files(self) -> list[Path]:
        return sorted((self.place / "Mail" / "Drafts" / "cur").iterdir())

    def drafts(self) -> list[EmailMessage]:
        return [
            cast("EmailMessage", message_from_bytes(path.read_bytes(), policy=email.policy.default))
            for path in self.draft_files()
        ]

    def tasks(self) -> list[str]:
        found = [path.read_text("utf-8") for path in sorted((self.place / "Calendar").glob("*.ics"))]
        return [text.replace("\r\n ", "") for text in found if "BEGIN:VTODO" in text]

    def user_sends(self, draft: Path, when: str, text: str | None = None) -> str:
        """Do what Thunderbird does: send the draft under a Message-ID of its own, without our header."""
        mail = cast("EmailMessage", message_from_bytes(draft.read_bytes(), policy=email.policy.default))
        body = mail.get_content() if text is None else text
        draft.unlink()
        reply_to = str(mail["In-Reply-To"] or "").strip("<> ")
        return self.we_write(
            body, when, to=str(mail["To"]), subject=str(mail["Subject"]), reply_to=reply_to, sender=str(mail["From"])
        )

    def user_completes(self, title: str) -> None:
        """Do what a calendar program does: complete the task whose title holds these words."""
        for path in sorted((self.place / "Calendar").glob("*.ics")):
            text = path.read_text("utf-8")
            if "BEGIN:VTODO" in text and title in text.replace("\r\n ", "").replace("\n ", ""):
                path.write_text(text.replace("STATUS:NEEDS-ACTION", "STATUS:COMPLETED"), encoding="utf-8")
                return
        raise AssertionError(title, self.tasks())
