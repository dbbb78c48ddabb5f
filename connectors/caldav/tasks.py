"""Tasks in a calendar of a CalDAV account: one entry each, its address made from its UID."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urljoin, urlsplit
from xml.sax.saxutils import escape

from connectors.caldav.client import CAL, DAV, Client
from connectors.caldav.collections import find_all, multiget, written_to
from connectors.errors import ConnectorError, NeedsUser, Refused, Transient, Unreadable
from connectors.ics.todo import Entry, Form, write
from connectors.protocols import Finding, Left, MarkState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from connectors.caldav.client import Answer
    from connectors.caldav.collections import Collection
    from connectors.protocols import Task

ATTEMPTS = 3
MULTIGET = 100
PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._@-]{0,120}")
CALENDAR = {"Content-Type": "text/calendar; charset=utf-8"}


class Found(NamedTuple):
    """A task on the server."""

    url: str
    etag: str
    entry: Entry

    @property
    def left(self) -> Left:
        """The proof that it is there."""
        return Left(ref=urlsplit(self.url).path, fingerprint=self.entry.fingerprint)


class CalDavTasks:
    """See :class:`connectors.protocols.TaskSink`. A ref is the path of the entry."""

    def __init__(self, client: Client, *, wanted: str = "") -> None:
        """Leave tasks in the calendar ``wanted`` (name or address), or the only one that takes them."""
        self._client = client
        self._wanted = wanted
        self._collection: Collection | None = None

    def create_task(self, task: Task) -> Left:
        """Leave the task; one that is there already is returned as it is.

        Raises:
            UnknownOutcome: it was sent and no answer came.
            Refused: the calendar does not take it.
        """
        calendar = self._calendar()
        form = Form.TODO if "VTODO" in calendar.takes else Form.EVENT
        raw = write(task, form)
        url = urljoin(calendar.url, _name(task.uid))
        answer = self._client.send("PUT", url, content=raw, headers={**CALENDAR, "If-None-Match": "*"})
        if answer.ok:
            try:
                found = self._get(url, task.uid)
            except ConnectorError:
                found = None
            return found.left if found else Left(ref=urlsplit(url).path, fingerprint=Entry(raw).fingerprint)
        there = self._find(task.uid) if answer.status in {409, 412} else None
        if there is None:
            raise answer.trouble(f"the task cannot be left in {calendar.name}")
        return there.left

    def find_task(self, key: str, *, uid: str) -> Left | None:  # noqa: ARG002 - the UID is made from the key
        """Look for the task of this key."""
        there = self._find(uid)
        return there.left if there else None

    def task_states(self, tasks: Sequence[tuple[str, Left]]) -> Sequence[MarkState]:
        """Say what has become of each. One that is not where it was is looked for by its UID."""
        if not tasks:
            return []
        calendar = self._calendar()
        entries: dict[str, Entry] = {}
        urls = [urljoin(calendar.url, left.ref) for _, left in tasks]
        for at in range(0, len(urls), MULTIGET):
            for url, raw in multiget(self._client, calendar.url, urls[at : at + MULTIGET]):
                if raw is not None and (entry := _entry(raw)) is not None:
                    entries[urlsplit(url).path] = entry
        states: list[MarkState] = []
        for uid, left in tasks:
            entry = entries.get(left.ref)
            if entry is None or entry.uid != uid:
                found = self._find(uid)
                entry = found.entry if found else None
            states.append(entry.state(left.fingerprint) if entry else MarkState.GONE)
        return states

    def change_task(self, left: Left, task: Task) -> Left:
        """Give it a new day and text; see :meth:`connectors.ics.todo.Entry.changed`. Raises Refused if it is gone."""
        changed = self._rewrite(task.uid, left, lambda entry: entry.changed(task))
        if changed is None:
            raise Refused("the task to change is gone from the calendar")
        return changed

    def complete_task(self, left: Left, *, uid: str, at: datetime) -> bool:
        """Tick it; False if it is gone."""
        found = self._find(uid, left.ref)
        if found is None:
            return False
        if found.entry.state(left.fingerprint) is MarkState.COMPLETED:
            return True
        return self._rewrite(uid, left, lambda entry: entry.completed(at)) is not None

    def withdraw_task(self, left: Left, *, uid: str) -> bool:
        """Remove it if nobody has touched it; what changes meanwhile is left alone (If-Match)."""
        found = self._find(uid, left.ref)
        if found is None:
            return True
        if found.entry.state(left.fingerprint) is not MarkState.UNTOUCHED:
            return False
        answer = self._client.send("DELETE", found.url, headers={"If-Match": found.etag or "*"})
        if answer.status == 412:
            return False
        if answer.status not in {404, 410}:
            answer.expect("the task cannot be withdrawn")
        return True

    def close(self) -> None:
        """Drop the connection."""
        self._client.close()

    def check(self) -> Sequence[Finding]:
        """Say where tasks are left, and what will not work."""
        try:
            found = find_all(self._client)
            calendar = written_to(found, self._wanted)
        except ConnectorError as error:
            return [Finding(ok=False, text=str(error))]
        form = "tasks" if "VTODO" in calendar.takes else "all-day events, because it takes no tasks"
        findings = [Finding(ok=True, text=f"left in {calendar.name} ({calendar.url}) as {form}")]
        if not calendar.is_writable:
            findings.append(
                Finding(ok=False, text=f"{calendar.name} may not be written by this user, so no task can be left")
            )
        others = [one.name for one in found if "VTODO" in one.takes and one.url != calendar.url]
        if others:
            findings.append(Finding(ok=True, text=f"other calendars that take tasks: {', '.join(sorted(others))}"))
        return findings

    def _calendar(self) -> Collection:
        """Find the calendar, once."""
        if self._collection is None:
            self._collection = written_to(find_all(self._client), self._wanted)
        return self._collection

    def _rewrite(self, uid: str, left: Left, change: Callable[[Entry], bytes]) -> Left | None:
        """Write a task again, on what its user may have written meanwhile (If-Match); None if it is gone."""
        for _ in range(ATTEMPTS):
            found = self._find(uid, left.ref)
            if found is None:
                return None
            new = change(found.entry)
            headers = {**CALENDAR, "If-Match": found.etag or "*"}
            answer = self._client.send("PUT", found.url, content=new, headers=headers)
            if answer.ok:
                again = self._get(found.url, uid)
                return again.left if again else Left(ref=left.ref, fingerprint=Entry(new).fingerprint)
            if answer.status not in {404, 409, 412}:
                raise answer.trouble("the task cannot be changed")
        raise Transient("the task kept being changed by another program")

    def _find(self, uid: str, ref: str = "") -> Found | None:
        """Find a task where it was left, where it would be, or by its UID anywhere in the calendar."""
        calendar = self._calendar()
        for path in dict.fromkeys((ref, _name(uid)) if ref else (_name(uid),)):
            found = self._get(urljoin(calendar.url, path), uid)
            if found is not None:
                return found
        component = "VTODO" if "VTODO" in calendar.takes else "VEVENT"
        answer = self._client.report(
            calendar.url,
            "<c:calendar-query><d:prop><d:getetag/><c:calendar-data/></d:prop><c:filter>"
            f'<c:comp-filter name="VCALENDAR"><c:comp-filter name="{component}"><c:prop-filter name="UID">'
            f'<c:text-match collation="i;octet">{escape(uid)}</c:text-match></c:prop-filter></c:comp-filter>'
            "</c:comp-filter></c:filter></c:calendar-query>",
        ).expect("the task cannot be looked for")
        for one in answer.responses():
            entry = _entry(one.text(f"{CAL}calendar-data").encode())
            if entry is not None and entry.uid == uid:
                return Found(one.url, one.text(f"{DAV}getetag"), entry)
        return None

    def _get(self, url: str, uid: str) -> Found | None:
        """Read a task; None where nothing of this UID is there."""
        answer = self._client.send("GET", url)
        if answer.status in {404, 410}:
            self._refuse_if_lost(answer)
            return None
        entry = _entry(answer.expect("the task cannot be read").body)
        if entry is None or entry.uid != uid:
            return None
        return Found(url, _strong(answer.headers.get("etag", "")), entry)

    def _refuse_if_lost(self, answer: Answer) -> None:
        """Raise NeedsUser where the whole calendar is gone: then a missing task says nothing."""
        calendar = self._calendar()
        if not self._client.propfind(calendar.url, "<d:resourcetype/>").ok:
            self._collection = None
            raise NeedsUser(f"the calendar {calendar.name} is not on the server any more ({answer.url})")


def _entry(raw: bytes) -> Entry | None:
    """Read an entry if it is a task of ours."""
    try:
        return Entry(raw)
    except Unreadable:
        return None


def _strong(etag: str) -> str:
    """Give an ETag that can be compared; a weak one cannot (RFC 9110, 13.1.1)."""
    return "" if etag.startswith("W/") else etag


def _name(uid: str) -> str:
    """Name the entry of a task after its UID, where that is a safe name."""
    name = uid if PLAIN.fullmatch(uid) else hashlib.sha256(uid.encode()).hexdigest()[:40]
    return f"{quote(name, safe='@')}.ics"
