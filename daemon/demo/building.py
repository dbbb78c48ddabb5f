"""Build the demo's Maildir and calendar, message by message, as its days pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

FOLDERS = ("INBOX", "Sent", "Drafts")
_CONFIG = """\
# The demo's own configuration; see docs/configuration.md for all there is.
timezone: {zone}
language: es
working_week: {{days: [mon, tue, wed, thu, fri], hours: "09:00-18:00", holidays: ES-MD}}
ledger: ledger.db
accounts:
  - name: despacho
    mail:     {{connector: maildir, path: Mail, inbox: INBOX, sent: Sent, drafts: Drafts}}
    calendar: {{connector: ics, path: Calendar}}
    addresses: [{address}]
    colleagues: [{domain}]
rules:
  packs: [es, en]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What happens in the demo, read from ``mailbox.yaml``. Moments are aware."""

    zone: ZoneInfo
    first: date
    last: date
    user: str
    domain: str
    messages: tuple[Mapping[str, Any], ...]
    events: tuple[Mapping[str, Any], ...]

    @classmethod
    def load(cls) -> Story:
        """Read the story that comes with the program."""
        told = YAML(typ="safe", pure=True).load(files("daemon.demo").joinpath("mailbox.yaml").read_text("utf-8"))
        firm = told["firm"]
        return cls(
            zone=ZoneInfo(firm["zone"]),
            first=told["from"],
            last=told["to"],
            user=firm["user"],
            domain=firm["domain"],
            messages=tuple(sorted(told["messages"], key=lambda message: str(message["at"]))),
            events=tuple(told["events"]),
        )

    def moment(self, value: object) -> datetime:
        """A local time of the story."""
        return datetime.fromisoformat(str(value)).replace(tzinfo=self.zone)


def lay_out(place: Path, story: Story) -> Path:
    """Make the folders and the configuration; return the configuration's path. Raises FileExistsError."""
    config = place / "prometido.yaml"
    if config.exists() or (place / "Mail").exists():
        raise FileExistsError(place)
    for folder in FOLDERS:
        for part in ("cur", "new", "tmp"):
            (place / "Mail" / folder / part).mkdir(parents=True)
    (place / "Calendar").mkdir()
    config.write_text(
        _CONFIG.format(zone=story.zone.key, address=parseaddr(story.user)[1], domain=story.domain), encoding="utf-8"
    )
    return config


def deliver(place: Path, story: Story, after: datetime, until: datetime) -> int:
    """Put what was written and held in (after, until] into the mailbox and calendar; return how many messages."""
    delivered = 0
    chains: dict[str, list[str]] = {}
    for number, told in enumerate(story.messages, 1):
        at = story.moment(told["at"])
        chain = chains.setdefault(told["thread"], [])
        message_id = f"<{told['thread']}.{number}@demo.example>"
        if after < at <= until:
            _drop(place, story, told, message_id, chain, number)
            delivered += 1
        chain.append(message_id)
    for number, event in enumerate(story.events, 1):
        if after < story.moment(event["from"]) <= until:
            (place / "Calendar" / f"event-{number}.ics").write_text(_event(story, event, number), encoding="utf-8")
    return delivered


def _drop(place: Path, story: Story, told: Mapping[str, Any], message_id: str, chain: list[str], number: int) -> None:
    message = EmailMessage(policy=SMTP)
    at = story.moment(told["at"])
    message["From"], message["To"] = told["from"], told["to"]
    if "cc" in told:
        message["Cc"] = told["cc"]
    message["Subject"], message["Date"], message["Message-ID"] = told["subject"], format_datetime(at), message_id
    if chain:
        message["In-Reply-To"], message["References"] = chain[-1], " ".join(chain)
    for name, value in told.get("headers", {}).items():
        message[name] = value
    message.set_content(told["text"])
    for name in told.get("attachments", ()):
        message.add_attachment(b"%PDF-1.4 demo", maintype="application", subtype="octet-stream", filename=name)
    ours = parseaddr(told["from"])[1] == parseaddr(story.user)[1]
    folder = place / "Mail" / ("Sent" if ours else "INBOX")
    name = f"{int(at.timestamp())}.M{number}P1.demo"
    (folder / "tmp" / name).write_bytes(message.as_bytes())
    (folder / "tmp" / name).rename(folder / "cur" / f"{name}:2,S")


def _event(story: Story, told: Mapping[str, Any], number: int) -> str:
    def stamp(value: object) -> str:
        return story.moment(value).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")

    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Prometido//demo//ES",
        "BEGIN:VEVENT",
        f"UID:demo-event-{number}@demo.example",
        f"DTSTAMP:{stamp(told['from'])}",
        f"DTSTART:{stamp(told['from'])}",
        f"DTEND:{stamp(told['to'])}",
        f"SUMMARY:{told['title']}",
        f"ORGANIZER:mailto:{parseaddr(story.user)[1]}",
        *(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{person}" for person in told["people"]),
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(lines)
