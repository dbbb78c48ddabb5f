"""Google Calendar and Google Tasks as far as anything here needs them, in memory, for one user each.

No emulator plays sync tokens, ids of one's own or tasks. What these answer is held against Google's own descriptions
(:mod:`tests.servers.google_schema`) like every other answer.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

Query = Mapping[str, str]


class Refusal(Exception):
    """An error of Google's."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class CalendarTwin:
    """Calendars and their events. An event is kept as its instances; deleted ones stay, cancelled, with their ids."""

    def __init__(self, owner: str) -> None:
        self._numbers = itertools.count(1)
        self._oldest = 0
        self.calendars: dict[str, dict[str, Any]] = {
            "primary": {"id": owner, "summary": owner, "accessRole": "owner", "primary": True, "timeZone": "UTC"},
            "team": {"id": "team", "summary": "Prometido", "accessRole": "reader", "timeZone": "UTC"},
        }
        self.events: dict[str, dict[str, dict[str, Any]]] = {"primary": {}, "team": {}}
        self._changed: dict[tuple[str, str], int] = {}

    def forget_tokens(self) -> None:
        """Have every sync token given so far expire."""
        self._oldest = next(self._numbers)

    def put(self, calendar: str, event: dict[str, Any]) -> dict[str, Any]:
        """Write an event as it is, whoever does it."""
        number = next(self._numbers)
        self._changed[calendar, event["id"]] = number
        self.events[calendar][event["id"]] = {
            **event,
            "kind": "calendar#event",
            "etag": f'"{number}"',
            "status": event.get("status", "confirmed"),
        }
        return self.events[calendar][event["id"]]

    def remove(self, calendar: str, event: str) -> None:
        """Delete an event: it stays, cancelled."""
        self.put(calendar, {**self.events[calendar][event], "status": "cancelled"})

    def answer(self, verb: str, path: str, query: Query, body: Any, if_match: str) -> dict[str, Any] | None:
        """Serve a request below ``calendar/v3/``."""
        match [verb, *path.split("/")]:
            case ["GET", "users", "me", "calendarList"]:
                return {"kind": "calendar#calendarList", "items": list(self.calendars.values())}
            case ["POST", "calendars"]:
                made = {**body, "id": f"c{next(self._numbers)}@group.calendar.google.com"}
                self.calendars[made["id"]] = {**made, "accessRole": "owner"}
                self.events[made["id"]] = {}
                return {**made, "kind": "calendar#calendar"}
            case [_, "calendars", calendar, *_] if calendar not in self.events:
                raise Refusal(404, "notFound")
            case ["GET", "calendars", calendar, "events"]:
                return self._list(calendar, query)
            case ["POST", "calendars", calendar, "events"]:
                if not re.fullmatch(r"[a-v0-9]{5,1024}", body["id"]):
                    raise Refusal(400, "invalid")
                if body["id"] in self.events[calendar]:
                    raise Refusal(409, "duplicate")
                return self.put(calendar, body)
            case [_, "calendars", calendar, "events", event]:
                return self._one(verb, calendar, event, body, if_match)
        raise AssertionError(path)

    def _one(self, verb: str, calendar: str, event: str, body: Any, if_match: str) -> dict[str, Any] | None:
        if event not in self.events[calendar]:
            raise Refusal(404, "notFound")
        there = self.events[calendar][event]
        if if_match not in {"", "*", there["etag"]}:
            raise Refusal(412, "conditionNotMet")
        match verb:
            case "GET":
                return there
            case "PUT":
                return self.put(calendar, {**body, "id": event})
            case "PATCH":
                return self.put(calendar, {**there, **body})
            case "DELETE":
                if there["status"] == "cancelled":
                    raise Refusal(410, "deleted")
                self.remove(calendar, event)
                return None
        raise AssertionError(verb)

    def _list(self, calendar: str, query: Query) -> dict[str, Any]:
        since, low, high = -1, query.get("timeMin", ""), query.get("timeMax", "")
        if token := query.get("syncToken"):
            if low or high:
                raise Refusal(400, "invalid")
            parts = token.split("|")
            if len(parts) != 3 or int(parts[0]) < self._oldest:
                raise Refusal(410, "fullSyncRequired")
            since, low, high = int(parts[0]), parts[1], parts[2]
        shown = [
            event if event["status"] != "cancelled" or not token else {"id": event["id"], "status": "cancelled"}
            for event in self.events[calendar].values()
            if self._changed[calendar, event["id"]] > since
            and (token or event["status"] != "cancelled" or query.get("showDeleted") == "true")
            and (token or _touches(event, low, high))
        ]
        start, size = int(query.get("pageToken", 0)), int(query.get("maxResults", 250))
        answer: dict[str, Any] = {
            "kind": "calendar#events",
            "summary": self.calendars[calendar]["summary"],
            "timeZone": "UTC",
            "items": shown[start : start + size],
        }
        if start + size < len(shown):
            return {**answer, "nextPageToken": str(start + size)}
        return {**answer, "nextSyncToken": f"{next(self._numbers)}|{low}|{high}"}


class TasksTwin:
    """One list of tasks."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self.tasks: dict[str, dict[str, Any]] = {}

    def put(self, task: dict[str, Any]) -> dict[str, Any]:
        """Write a task as it is, whoever does it. Of the day it is due nothing smaller is kept."""
        if len(task.get("title", "")) > 1024 or len(task.get("notes", "")) > 8192:
            raise Refusal(400, "invalid")
        if due := task.get("due"):
            task = {**task, "due": f"{due[:10]}T00:00:00.000Z"}
        if task.get("status") != "completed":
            task = {name: value for name, value in task.items() if name not in {"completed", "hidden"}}
        self.tasks[task["id"]] = {**task, "kind": "tasks#task", "etag": f'"{next(self._numbers)}"'}
        return self.tasks[task["id"]]

    def answer(self, verb: str, path: str, query: Query, body: Any) -> dict[str, Any] | None:
        """Serve a request below ``tasks/v1/``."""
        match [verb, *path.split("/")]:
            case ["GET", "users", "@me", "lists"]:
                return {
                    "kind": "tasks#taskLists",
                    "items": [{"id": "l1", "title": "Mis tareas", "kind": "tasks#taskList"}],
                }
            case ["GET", "lists", "@default", "tasks"]:
                return self._list(query)
            case ["POST", "lists", "@default", "tasks"]:
                return self.put({"status": "needsAction", **body, "id": f"t{next(self._numbers)}"})
            case [_, "lists", "@default", "tasks", task] if task not in self.tasks or self.tasks[task].get("deleted"):
                raise Refusal(404, "notFound")
            case ["GET", "lists", "@default", "tasks", task]:
                return self.tasks[task]
            case ["PATCH", "lists", "@default", "tasks", task]:
                return self.put({**self.tasks[task], **body})
            case ["DELETE", "lists", "@default", "tasks", task]:
                self.put({**self.tasks[task], "deleted": True})
                return None
        raise AssertionError(path)

    def _list(self, query: Query) -> dict[str, Any]:
        shown = [
            task
            for task in reversed(self.tasks.values())
            if not task.get("deleted")
            and (not task.get("hidden") or query.get("showHidden") == "true")
            and (task["status"] != "completed" or query.get("showCompleted") != "false")
        ]
        start, size = int(query.get("pageToken", 0)), int(query.get("maxResults", 20))
        answer: dict[str, Any] = {"kind": "tasks#tasks", "items": shown[start : start + size]}
        return {**answer, "nextPageToken": str(start + size)} if start + size < len(shown) else answer


def _touches(event: dict[str, Any], low: str, high: str) -> bool:
    start, end = (_moment(event[side]) for side in ("start", "end"))
    return (not high or start < datetime.fromisoformat(high)) and (not low or end > datetime.fromisoformat(low))


def _moment(said: dict[str, str]) -> datetime:
    if "dateTime" in said:
        return datetime.fromisoformat(said["dateTime"])
    return datetime.combine(date.fromisoformat(said["date"]), time(), UTC)
