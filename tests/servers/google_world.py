"""A firm whose mail, calendar and tasks are at Google, in the terms of :class:`tests.worlds.World`."""

from __future__ import annotations

import email.policy
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

from tests.lives import Hands
from tests.servers import google
from tests.servers.google import User
from tests.worlds import MADRID, World, a_firm

LABELS = {"INBOX": ["INBOX"], "Sent": ["SENT"], "Archive": []}


class GoogleWorld(World):
    """The same world at Google."""

    def __init__(self, place: Path, *, lists: bool = False) -> None:
        self.user: User = google.front().new_user()
        common = f'credential: google, endpoint: "{self.user.root}"'
        mail, calendar = f"mail: {{connector: gmail, {common}}}", f"calendar: {{connector: google_calendar, {common}}}"
        tasks = [f"tasks: {{connector: google_tasks, {common}}}"] if lists else []
        super().__init__(place, a_firm(mail, calendar, *tasks))
        self.lists = lists
        (place / "secrets").mkdir(mode=0o700)
        secret = place / "secrets" / "google"
        secret.write_text(self.user.credential)
        secret.chmod(0o600)

    def put(self, folder: str, raw: bytes, *, name: str = "") -> Path:
        self._number += 1  # as on this machine, where files are counted
        body = {"raw": google.encoded(raw), "labelIds": LABELS[folder]}
        answer = self.user.ask("POST", "messages", body=body)
        assert answer.status_code == 200, answer.text
        return Path(answer.json()["id"])

    def meet(self, title: str, start: str, end: str, *people: str) -> None:
        self._number += 1

        def moment(text: str) -> dict[str, str]:
            return {"dateTime": datetime.fromisoformat(text).replace(tzinfo=MADRID).astimezone(UTC).isoformat()}

        attendees = [{"email": person, "responseStatus": "accepted"} for person in people]
        event = {"id": f"event{self._number}", "summary": title, "start": moment(start), "end": moment(end)}
        self.user.calendar.put("primary", {**event, "attendees": attendees})

    def drafts(self) -> list[EmailMessage]:
        return [
            cast("EmailMessage", message_from_bytes(raw, policy=email.policy.default))
            for _, raw in self.user.all_drafts()
        ]

    def unread(self) -> int:
        """Count the messages nobody has opened; Gmail opens none for an answer."""
        return len([one for one in self.user.all_messages() if "UNREAD" in one.get("labelIds", [])])

    def renewals(self) -> int:
        """Count the tokens that were given."""
        return self.user.refreshes

    def task_records(self) -> list[dict[str, Any]]:
        """Give the tasks as Google has them."""
        if self.lists:
            return [task for task in self.user.tasks.tasks.values() if not task.get("deleted")]
        ours = [name for name in self.user.calendar.events if name not in {"primary", "team"}]
        return [
            event
            for name in ours
            for event in self.user.calendar.events[name].values()
            if event["status"] != "cancelled"
        ]


class GoogleHands(Hands):
    """What its user does with what was left at Google."""

    world: GoogleWorld

    def edit_draft(self) -> None:
        [(draft, raw)] = self.world.user.all_drafts()
        self.world.user.edit_draft(draft, raw + b"\r\nPD: una cosa mas.\r\n")

    def delete_draft(self) -> None:
        [(draft, _)] = self.world.user.all_drafts()
        self.world.user.ask("DELETE", f"drafts/{draft}")

    def send_draft(self, when: str, old: str, new: str) -> str:
        [(draft, _)] = self.world.user.all_drafts()
        [mail] = self.world.drafts()
        self.world.user.ask("DELETE", f"drafts/{draft}")
        return self.world.we_write(
            str(mail.get_content()).replace(old, new),
            when,
            to=str(mail["To"]),
            subject=str(mail["Subject"]),
            reply_to=str(mail["In-Reply-To"] or "").strip("<> "),
            sender=str(mail["From"]),
        )

    def tick_task(self) -> None:
        [task] = self.world.task_records()
        if self.world.lists:
            self.world.user.tasks.put({**task, "status": "completed", "hidden": True})
        else:
            calendar = next(name for name in self.world.user.calendar.events if name not in {"primary", "team"})
            self.world.user.calendar.put(calendar, {**task, "summary": f"✓ {task['summary']}"})

    def open_tasks(self) -> int:
        return sum(
            task.get("status") != "completed" and not str(task.get("summary", "")).startswith("✓")
            for task in self.world.task_records()
        )
