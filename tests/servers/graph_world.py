"""A firm whose mail, calendar and tasks are at Microsoft, in the terms of :class:`tests.worlds.World`."""

from __future__ import annotations

import email.policy
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

from tests.lives import Hands
from tests.servers import graph
from tests.servers.graph import CLIENT, User
from tests.servers.graph_calendar import DEFAULT
from tests.worlds import MADRID, World, a_firm

FOLDERS = {"INBOX": "inbox", "Sent": "sentitems"}


class GraphWorld(World):
    """The same world at Microsoft."""

    def __init__(
        self, place: Path, *, lists: bool = False, client: str = CLIENT, more: str = "", credential: str = ""
    ) -> None:
        self.user: User = graph.front().new_user()
        common = f'client_id: {client}, credential: microsoft, endpoint: "{self.user.root}"{more}'
        mail, calendar = (
            f"mail: {{connector: outlook, {common}}}",
            f"calendar: {{connector: outlook_calendar, {common}}}",
        )
        tasks = [f"tasks: {{connector: microsoft_todo, {common}}}"] if lists else []
        super().__init__(place, a_firm(mail, calendar, *tasks))
        self.lists = lists
        (place / "secrets").mkdir(mode=0o700)
        secret = place / "secrets" / "microsoft"
        secret.write_text(credential or self.user.credential)
        secret.chmod(0o600)

    def put(self, folder: str, raw: bytes, *, name: str = "") -> Path:
        self._number += 1  # as on this machine, where files are counted
        return Path(self.user.mail.deliver(raw, FOLDERS[folder]))

    def meet(self, title: str, start: str, end: str, *people: str) -> None:
        self._number += 1

        def moment(text: str) -> dict[str, str]:
            local = datetime.fromisoformat(text)
            return {"dateTime": f"{local:%Y-%m-%dT%H:%M:%S}", "timeZone": "Romance Standard Time"}

        attendees = [
            {
                "emailAddress": {"address": person, "name": person},
                "type": "required",
                "status": {"response": "accepted"},
            }
            for person in people
        ]
        event = {"id": f"event{self._number}", "subject": title, "start": moment(start), "end": moment(end)}
        self.user.calendar.put(DEFAULT, {**event, "type": "singleInstance", "attendees": attendees})

    def drafts(self) -> list[EmailMessage]:
        return [
            cast("EmailMessage", message_from_bytes(raw, policy=email.policy.default))
            for _, raw in self.user.mail.raw_drafts()
        ]

    def unread(self) -> int:
        """Count the messages nobody has opened."""
        return sum(not one["isRead"] for one in self.user.mail.held("inbox", "sentitems"))

    def renewals(self) -> int:
        """Count the tokens that were given: none, for the first lasts for years."""
        return 0

    def task_records(self) -> list[dict[str, Any]]:
        """Give the tasks as Microsoft has them."""
        return list(self.user.todo.tasks.values()) if self.lists else self.user.calendar.of("Prometido")


class GraphHands(Hands):
    """What its user does with what was left at Microsoft."""

    world: GraphWorld

    def edit_draft(self) -> None:
        [draft] = self.world.user.mail.held("drafts")
        self.world.user.mail.touch(draft["id"], _text=f"{draft['_text']}PD: una cosa mas.\r\n")

    def delete_draft(self) -> None:
        [draft] = self.world.user.mail.held("drafts")
        self.world.user.mail.move(draft["id"], "deleteditems")

    def send_draft(self, when: str, old: str, new: str) -> str:
        [draft] = self.world.user.mail.held("drafts")
        self.world._number += 2
        message_id = f"m{self.world._number - 1}@world.example"
        at = datetime.fromisoformat(when).replace(tzinfo=MADRID).astimezone(UTC)
        self.world.user.mail.send(draft["id"], message_id, at, draft["_text"].replace(old, new))
        return message_id

    def tick_task(self) -> None:
        [task] = self.world.task_records()
        if self.world.lists:
            self.world.user.todo.put({**task, "status": "completed"})
        else:
            self.world.user.calendar.put(task["_calendar"], {**task, "subject": f"✓ {task['subject']}"})

    def open_tasks(self) -> int:
        return sum(
            task.get("status") != "completed" and not str(task.get("subject", "")).startswith("✓")
            for task in self.world.task_records()
        )
