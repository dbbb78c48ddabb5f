"""CalDAV servers: Radicale and Xandikos; and a calendar that takes no tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx

from connectors.caldav import CalDavCalendar, CalDavTasks, Client
from tests.contract.worlds.todos import due_of, notes_of, summary_of, uid_of, with_property
from tests.servers import caldav
from tests.servers.caldav import PASSWORD, CalDavServer


class CalDavTaskWorld:
    def __init__(self, server: CalDavServer, components: Sequence[str]) -> None:
        self._server = server
        self._user = server.new_user()
        self.url = server.make_calendar(self._user, "Tareas", components)
        self._is_events = "VTODO" not in components
        self._http = httpx.Client(auth=(self._user, PASSWORD), timeout=60)
        self._clients: list[Client] = []
        self.tasks = self.reopen()

    def close(self) -> None:
        self._http.close()
        for client in self._clients:
            client.close()

    def reopen(self) -> CalDavTasks:
        self._clients.append(Client(self._server.base, user=self._user, secret=lambda: PASSWORD, seconds=60))
        return CalDavTasks(self._clients[-1], wanted=self.url)

    def summaries(self) -> list[str]:
        return [summary_of(raw) for _, raw in self._all()]

    def due(self, uid: str) -> str:
        return due_of(self._one(uid)[1])

    def notes(self, uid: str) -> str:
        return notes_of(self._one(uid)[1])

    def tick(self, uid: str) -> None:
        if self._is_events:
            self.rename(uid, f"✓ {summary_of(self._one(uid)[1])}")
        else:
            self._write(uid, "STATUS", "COMPLETED")

    def rename(self, uid: str, summary: str) -> None:
        self._write(uid, "SUMMARY", summary)

    def annotate(self, uid: str, notes: str) -> None:
        self._write(uid, "DESCRIPTION", notes)

    def remove(self, uid: str) -> None:
        self._http.delete(self._one(uid)[0]).raise_for_status()

    def _all(self) -> list[tuple[str, bytes]]:
        return everything(self._http, self.url)

    def _one(self, uid: str) -> tuple[str, bytes]:
        return next((url, raw) for url, raw in self._all() if uid_of(raw) == uid)

    def _write(self, uid: str, name: str, value: str) -> None:
        url, raw = self._one(uid)
        put(self._http, url, with_property(raw, name, value))


class CalDavCalendarWorld:
    def __init__(self, server: CalDavServer) -> None:
        user = server.new_user()
        self._url = server.make_calendar(user, "Agenda", ["VEVENT", "VTODO"])
        self._http = httpx.Client(auth=(user, PASSWORD), timeout=60)
        self._client = Client(server.base, user=user, secret=lambda: PASSWORD, seconds=60)
        zone = ZoneInfo("Europe/Madrid")
        self.agenda = CalDavCalendar(self._client, account="despacho", zone=zone, wanted=self._url)

    def close(self) -> None:
        self._http.close()
        self._client.close()

    def put(self, name: str, raw: bytes) -> None:
        put(self._http, f"{self._url}{name}.ics", raw)

    def remove(self, name: str) -> None:
        self._http.delete(f"{self._url}{name}.ics").raise_for_status()


def put(http: httpx.Client, url: str, raw: bytes) -> None:
    headers = {"Content-Type": "text/calendar; charset=utf-8"}
    http.put(url, content=raw, headers=headers).raise_for_status()


def everything(http: httpx.Client, url: str) -> list[tuple[str, bytes]]:
    """Read all entries of a calendar, one by one."""
    answer = http.request("PROPFIND", url, headers={"Depth": "1"}).raise_for_status()
    hrefs = [part.partition("<")[0] for part in answer.text.replace("ns0:", "").replace("D:", "").split("href>")[1::2]]
    base = httpx.URL(url)
    return [(str(base.join(href)), http.get(base.join(href)).content) for href in hrefs if href.endswith(".ics")]


@contextmanager
def task_world(
    path: Path, *, server: Callable[[], CalDavServer], components: Sequence[str]
) -> Iterator[CalDavTaskWorld]:
    world = CalDavTaskWorld(server(), components)
    try:
        yield world
    finally:
        world.close()


@contextmanager
def calendar_world(path: Path, *, server: Callable[[], CalDavServer]) -> Iterator[CalDavCalendarWorld]:
    world = CalDavCalendarWorld(server())
    try:
        yield world
    finally:
        world.close()


TASKS = {
    "radicale": partial(task_world, server=caldav.radicale, components=("VTODO",)),
    "radicale-events": partial(task_world, server=caldav.radicale, components=("VEVENT",)),
    "xandikos": partial(task_world, server=caldav.xandikos, components=("VTODO",)),
}
CALENDARS = {
    "radicale": partial(calendar_world, server=caldav.radicale),
    "xandikos": partial(calendar_world, server=caldav.xandikos),
}
