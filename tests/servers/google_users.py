"""A user of Google's on this machine: what there is, what was asked, and what is to go wrong."""

from __future__ import annotations

import base64
import functools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.servers.breaking import Fault
from tests.servers.google_twin import CalendarTwin, TasksTwin

PER_TOKEN = 4500
"""Requests with one token; the emulator serves 5000 an hour."""


@dataclass(slots=True)
class User:
    """One user of Google's."""

    name: str
    root: str
    emulator: str
    faults: list[Fault] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    """Ids of the methods that were called, in order, parts of batches among them."""
    requests: list[tuple[str, str]] = field(default_factory=list)
    """Verb and path of everything that came, batches as one."""
    violations: list[str] = field(default_factory=list)
    units: int = 0
    oldest_history: int = 0
    tokens: set[str] = field(default_factory=lambda: {"first"})
    refreshes: int = 0
    revoked: str = ""
    """Why refreshing is refused."""
    calendar: CalendarTwin = field(init=False)
    tasks: TasksTwin = field(default_factory=TasksTwin)
    describes: Callable[[dict[str, Any]], dict[str, Any]] = lambda message: message
    """How Gmail tells of a message: oddly, where a test asks for it."""
    drafts_shown_as: dict[str, str] = field(default_factory=dict)
    """A draft that was edited keeps its id, while the emulator has a new one."""
    _used: int = 0

    def __post_init__(self) -> None:
        self.calendar = CalendarTwin(self.address)

    @property
    def address(self) -> str:
        return f"{self.name}@world.example"

    @property
    def credential(self) -> str:
        """An authorised user's JSON."""
        return json.dumps(
            {
                "type": "authorized_user",
                "refresh_token": "refresh",
                "client_id": "prometido.apps.example",
                "client_secret": "secret",
                "token_uri": f"{self.root}token",
            }
        )

    def ask(self, verb: str, path: str, *, query: Mapping[str, Any] | None = None, body: Any = None) -> httpx.Response:
        """Ask the emulator, as the user's own programs do."""
        self._used += 1
        token = f"{self.name}-{self._used // PER_TOKEN}"
        return _emulator_client().request(
            verb,
            f"{self.emulator}/gmail/v1/users/me/{path}",
            params=query,
            json=body,
            headers={"Authorization": f"Bearer {token}"},
        )

    def all_messages(self, *labels: str) -> list[dict[str, Any]]:
        """Give id and raw text of every message with these labels."""
        found: list[dict[str, Any]] = []
        page: dict[str, str] = {}
        while True:
            query = {"labelIds": list(labels), "maxResults": "500", "includeSpamTrash": "true", **page}
            answer = self.ask("GET", "messages", query=query).json()
            found += [self.message(one["id"]) for one in answer["messages"]]
            if not answer.get("nextPageToken"):
                return found
            page = {"pageToken": answer["nextPageToken"]}

    def message(self, message: str) -> dict[str, Any]:
        """Give a message with its raw text decoded."""
        answer = self.ask("GET", f"messages/{message}", query={"format": "raw"}).json()
        return {**answer, "bytes": decoded(answer["raw"])}

    def all_drafts(self) -> list[tuple[str, bytes]]:
        """Give every draft's id in the emulator and its raw text."""
        listed = self.ask("GET", "drafts", query={"maxResults": "500"}).json()["drafts"]
        return [
            (
                one["id"],
                decoded(self.ask("GET", f"drafts/{one['id']}", query={"format": "raw"}).json()["message"]["raw"]),
            )
            for one in listed
        ]

    def edit_draft(self, draft: str, raw: bytes) -> None:
        """Save a draft as Gmail's own programs do: the draft stays, the message in it is another."""
        thread = self.ask("GET", f"drafts/{draft}", query={"format": "minimal"}).json()["message"]["threadId"]
        new = self.ask("POST", "drafts", body={"message": {"raw": encoded(raw), "threadId": thread}}).json()["id"]
        self.drafts_shown_as[new] = self.drafts_shown_as.pop(draft, draft)
        self.ask("DELETE", f"drafts/{draft}")


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()


def decoded(raw: str) -> bytes:
    return base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))


@functools.cache
def _emulator_client() -> httpx.Client:
    return httpx.Client(timeout=60, limits=httpx.Limits(max_connections=8))
