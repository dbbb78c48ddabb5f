"""The calendars of a mailbox as Graph shows them, in memory. An event is kept as instances, perhaps of a series."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from tests.servers.graph_twin import Query, Refusal, Store, check_etag, only, paged

LINK = "https://graph.example/v1.0/me"
DEFAULT = "calendar-default"


class CalendarTwin(Store):
    """Calendars, events, and what has happened to them. Times are kept in the zone they were written in."""

    def __init__(self) -> None:
        super().__init__()
        self.calendars: dict[str, dict[str, Any]] = {
            DEFAULT: {"id": DEFAULT, "name": "Calendario", "canEdit": True, "isDefaultCalendar": True},
            "calendar-birthdays": {"id": "calendar-birthdays", "name": "Cumpleaños", "canEdit": False},
        }
        self.events: dict[str, dict[str, Any]] = {}
        self.keeps_zones = False
        """Whether times are told in the zone they were written in, whatever was asked for."""
        self._gone: dict[str, tuple[int, str]] = {}

    def put(self, calendar: str, event: dict[str, Any]) -> dict[str, Any]:
        """Write an event, whoever does it."""
        number = self.number()
        self.events[event["id"]] = {
            **event,
            "@odata.etag": f'W/"E{number}"',
            "changeKey": f"E{number}",
            "_calendar": calendar,
            "_number": number,
        }
        self._gone.pop(event["id"], None)
        return self.events[event["id"]]

    def remove(self, one: str) -> None:
        """Delete an event, and with a series all of its occurrences."""
        for inner in [item["id"] for item in self.events.values() if item.get("seriesMasterId") == one]:
            self.remove(inner)
        self._gone[one] = (self.number(), self.events.pop(one)["_calendar"])

    def of(self, calendar: str) -> list[dict[str, Any]]:
        """Give the events of a calendar, by its name."""
        ours = [one["id"] for one in self.calendars.values() if one["name"] == calendar]
        return [event for event in self.events.values() if event["_calendar"] in ours]

    def answer(  # noqa: C901, PLR0911 - one case for each method
        self, verb: str, path: list[str], query: Query, headers: dict[str, str], body: Any
    ) -> dict[str, Any] | None:
        """Serve a request below the mailbox."""
        prefer = headers.get("prefer", "")
        match [verb, *path]:
            case ["GET", "calendar"]:
                return only(self.calendars[DEFAULT], query)
            case ["GET", "calendars"]:
                return paged([only(one, query) for one in self.calendars.values()], query, LINK)
            case ["POST", "calendars"]:
                if any(one["name"] == body["name"] for one in self.calendars.values()):
                    raise Refusal(409, "ErrorFolderExists")
                made = {"id": self.new_id("calendar"), "name": body["name"], "canEdit": True}
                self.calendars[str(made["id"])] = made
                return made
            case ["GET", "calendarView", "delta"]:
                return self._delta(DEFAULT, query, prefer)
            case ["GET", "events", one] if one in self.events:
                return self._shown(self.events[one], query, prefer)
            case [_, "calendars", calendar, *_] if calendar not in self.calendars:
                raise Refusal(404, "ErrorItemNotFound")
            case ["GET", "calendars", calendar, "calendarView", "delta"]:
                return self._delta(calendar, query, prefer)
            case ["GET", "calendars", calendar, "events"]:
                there = [event for event in self.events.values() if event["_calendar"] == calendar]
                return paged([self._shown(one, query, prefer) for one in there], query, LINK)
            case ["POST", "calendars", calendar, "events"]:
                return self._shown(self._create(calendar, body), query, prefer)
            case [_, "calendars", _, "events", one] if one in self.events:
                return self._one(verb, one, query, headers, body)
        raise Refusal(404, "ErrorItemNotFound")

    def _create(self, calendar: str, body: dict[str, Any]) -> dict[str, Any]:
        for event in self.events.values():
            if event.get("transactionId") == body.get("transactionId", ""):
                return event
        return self.put(
            calendar, {"attendees": [], "type": "singleInstance", **self._kept({}, body), "id": self.new_id("event")}
        )

    def _one(self, verb: str, one: str, query: Query, headers: dict[str, str], body: Any) -> dict[str, Any] | None:
        there = self.events[one]
        if verb == "GET":
            return self._shown(there, query, headers.get("prefer", ""))
        check_etag(headers.get("if-match", ""), there)
        if verb == "DELETE":
            self.remove(one)
            return None
        return self._shown(self.put(there["_calendar"], self._kept(there, body)), {}, headers.get("prefer", ""))

    def _kept(self, there: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Write what was sent over what is there."""
        said = dict(body)
        properties = {item["id"]: item["value"] for item in said.pop("singleValueExtendedProperties", ())}
        event = {**there, **said, "_properties": {**there.get("_properties", {}), **properties}}
        if event.get("isAllDay") and any(event[name]["dateTime"][11:19] != "00:00:00" for name in ("start", "end")):
            raise Refusal(400, "ErrorPropertyValidationFailure")
        return event

    def _delta(self, calendar: str, query: Query, prefer: str) -> dict[str, Any]:
        """Give a page of a round over a window."""
        inner = "" if calendar == DEFAULT else f"/calendars/{calendar}"
        link = f"{LINK}{inner}/calendarView/delta"
        token = query.get("$skiptoken") or query.get("$deltatoken")
        if token:
            facts = {"after": 0, **self.facts(token)}
            facts["after"] = max(facts["after"], facts["since"])
        else:
            facts = {"since": 0, "after": 0, "start": query["startDateTime"], "end": query["endDateTime"]}
        if self.begins_empty and "$skiptoken" not in query:
            return {
                "value": [],
                "@odata.nextLink": f"{link}?$skiptoken={self.place(**{**facts, 'after': facts['since']})}",
            }
        happened: list[tuple[int, dict[str, Any]]] = []
        for event in self.events.values():
            if event["_calendar"] != calendar or event["_number"] <= facts["after"]:
                continue
            if event.get("type") == "seriesMaster" or self._touches(event, facts["start"], facts["end"]):
                happened.append((event["_number"], self._shown(event, {}, prefer)))
            elif facts["since"]:
                happened.append((event["_number"], {"id": event["id"], "@removed": {"reason": "deleted"}}))
        if facts["since"]:
            happened += [
                (number, {"id": one, "@removed": {"reason": "deleted"}})
                for one, (number, where) in self._gone.items()
                if where == calendar and number > facts["after"]
            ]
        happened.sort(key=lambda item: item[0])
        size = re.search(r"odata.maxpagesize=(\d+)", prefer)
        page, rest = happened[: int(size[1]) if size else 10], happened[int(size[1]) if size else 10 :]
        value = [item for _, item in page]
        if rest:
            following = self.place(**{**facts, "after": page[-1][0]})
            return {"value": value, "@odata.nextLink": f"{link}?$skiptoken={following}"}
        reached = max([number for number, _ in page] + [facts["after"], 1])
        ended = self.place(since=reached, start=facts["start"], end=facts["end"])
        return {"value": value, "@odata.deltaLink": f"{link}?$deltatoken={ended}"}

    def _shown(self, event: dict[str, Any], query: Query, prefer: str) -> dict[str, Any]:
        """Tell an event in the zone that was asked for."""
        item = dict(event)
        asked = re.search(r'outlook.timezone="([^"]+)"', prefer)
        zone = asked[1] if asked and not self.keeps_zones else ""
        for name in ("start", "end"):
            if zone and not event.get("isAllDay"):
                moment = _moment(event[name]).astimezone(_zone(zone))
                item[name] = {"dateTime": f"{moment:%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": zone}
            else:
                item[name] = {**event[name], "dateTime": f"{event[name]['dateTime'][:19]}.0000000"}
        if "body" in event and 'outlook.body-content-type="text"' not in prefer:
            item["body"] = {"contentType": "html", "content": f"<p>{event['body']['content']}</p>"}
        wanted = set(re.findall(r"id eq '((?:[^']|'')*)'", query.get("$expand", "")))
        properties = event.get("_properties", {}).items()
        found = [{"id": name, "value": value} for name, value in properties if name in wanted]
        shown = only(item, query)
        return {**shown, "singleValueExtendedProperties": found} if found else shown

    def _touches(self, event: dict[str, Any], start: str, end: str) -> bool:
        first, last = _moment(event["start"]), _moment(event["end"])
        return first < datetime.fromisoformat(end) and last > datetime.fromisoformat(start)


def _moment(said: dict[str, str]) -> datetime:
    return datetime.fromisoformat(said["dateTime"][:19]).replace(tzinfo=_zone(said["timeZone"]))


def _zone(name: str) -> Any:
    return UTC if name == "UTC" else ZoneInfo(WINDOWS_TO_OLSON.get(name, name))
