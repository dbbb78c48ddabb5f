"""Tasks as all-day events in a calendar of our own, which its user can hide, share or delete as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connectors.errors import ConnectorError, Refused, Transient
from connectors.microsoft.graph import KEY, Get, property_of, segment
from connectors.microsoft.prints import Prints
from connectors.microsoft.zones import windows_name
from connectors.outlook_calendar import entry
from connectors.protocols import Finding, Left, MarkState
from connectors.web.answers import BadRequestError, ChangedError, NotThereError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime, tzinfo

    from connectors.microsoft.graph import Graph
    from connectors.protocols import Task

NAME = "Prometido"
"""What our calendar is called; Exchange has no second one of a name."""
PAGE = "100"
ATTEMPTS = 3


class OutlookEventTasks:
    """See :class:`connectors.protocols.TaskSink`. A ref is Graph's id of the event."""

    def __init__(self, graph: Graph, *, zone: tzinfo) -> None:
        """Leave tasks in the mailbox of ``graph``; days are days of ``zone``."""
        self.graph = graph
        self._zone = zone
        self._prefer = (f'outlook.timezone="{windows_name(zone)}"',)
        self._calendar = ""

    def create_task(self, task: Task) -> Left:
        """Leave the task; one that is there already is returned as it is.

        Raises:
            UnknownOutcome: it was sent and no answer came; the next look, or ``transactionId``, tells.
        """
        there = self._find(task.key)
        if there is not None:
            return _left(there)
        calendar = self._find_calendar() or self._make_calendar()
        made = self.graph.create(_events(calendar), entry.write(task, self._zone), "the task cannot be left")
        return _left(self._get(str(made["id"])) or made)

    def find_task(self, key: str, *, uid: str) -> Left | None:  # noqa: ARG002 - the UID is made from the key
        """Look for the task of this key."""
        there = self._find(key)
        return _left(there) if there else None

    def task_states(self, tasks: Sequence[tuple[str, Left]]) -> Sequence[MarkState]:
        """Say what has become of each, from one look at our calendar."""
        there = {str(one["id"]): one for one in self._list()} if tasks else {}
        return [entry.state(there.get(left.ref), left.fingerprint) for _, left in tasks]

    def change_task(self, left: Left, task: Task) -> Left:
        """Give it a new day and text; a title or text its user has changed stays. Raises Refused if it is gone."""
        before, said = Prints.parse(left.fingerprint), entry.said(task, self._zone)
        sent: dict[str, Any] = {}

        def change(now: Mapping[str, Any]) -> dict[str, Any]:
            sent.clear()
            sent.update(before.ours(entry.prints(now), said, entry.TITLE))
            return sent

        there = self._rewrite(left, change)
        if there is None:
            raise Refused("the task to change is gone from the calendar")
        return Left(ref=left.ref, fingerprint=str(before.after(sent, entry.prints(there), entry.TITLE)))

    def complete_task(self, left: Left, *, uid: str, at: datetime) -> bool:  # noqa: ARG002 - known by its ref; no time
        """Tick it; False if it is gone."""
        return self._rewrite(left, lambda now: None if entry.is_done(now) else entry.completed(now)) is not None

    def withdraw_task(self, left: Left, *, uid: str) -> bool:  # noqa: ARG002 - known by its ref
        """Remove it if nobody has touched it, not even between the look and the removal."""
        there = self._get(left.ref)
        if there is None:
            return True
        if entry.state(there, left.fingerprint) is not MarkState.UNTOUCHED:
            return False
        path = f"{_events(self._calendar)}/{segment(left.ref)}"
        try:
            self.graph.change("DELETE", path, None, "the task cannot be withdrawn", etag=_etag(there))
        except NotThereError:
            return True
        except ChangedError:
            return False
        return True

    def check(self) -> Sequence[Finding]:
        """Say where tasks are left."""
        try:
            there = self._find_calendar()
        except ConnectorError as error:
            return [Finding(ok=False, text=str(error))]
        made = "is there" if there else "is made with the first task"
        return [Finding(ok=True, text=f"tasks are left in a calendar of our own, {NAME}, which {made}")]

    def close(self) -> None:
        """Drop the connections."""
        self.graph.close()

    def _rewrite(
        self, left: Left, change: Callable[[Mapping[str, Any]], dict[str, Any] | None]
    ) -> dict[str, Any] | None:
        """Change an entry as it is now, whoever else changes it at the same time; None where it is gone."""
        for _ in range(ATTEMPTS):
            there = self._get(left.ref)
            if there is None:
                return None
            body = change(there)
            if body is None:
                return there
            path = f"{_events(self._calendar)}/{segment(left.ref)}"
            try:
                self.graph.change("PATCH", path, body, "the task cannot be changed", etag=_etag(there))
            except ChangedError:
                continue
            except NotThereError:
                return None
            return self._get(left.ref)
        raise Transient("the task kept being changed while it was being written")

    def _find(self, key: str) -> dict[str, Any] | None:
        return next((one for one in self._list() if property_of(one, KEY) == key), None)

    def _get(self, one: str) -> dict[str, Any] | None:
        """Read an entry of our calendar; None where it is gone."""
        calendar = self._find_calendar()
        if not calendar:
            return None
        get = Get(f"{_events(calendar)}/{segment(one)}", entry.QUERY, self._prefer)
        try:
            return self.graph.read(get, "the task cannot be read")
        except (NotThereError, BadRequestError):
            return None

    def _list(self) -> list[dict[str, Any]]:
        """List the entries of our calendar."""
        calendar = self._find_calendar()
        if not calendar:
            return []
        get = Get(_events(calendar), {**entry.QUERY, "$top": PAGE}, self._prefer)
        try:
            pages = list(self.graph.pages(get, "the tasks cannot be read"))
        except NotThereError:
            self._calendar = ""
            return []
        return [one for answer in pages for one in answer.get("value") or ()]

    def _find_calendar(self) -> str:
        """Find our calendar's id; empty where there is none."""
        if not self._calendar:
            get = Get("calendars", {"$select": "id,name,canEdit", "$top": PAGE})
            for answer in self.graph.pages(get, "the calendars cannot be read"):
                for one in answer.get("value") or ():
                    if one.get("name") == NAME and one.get("canEdit", True):
                        self._use(str(one["id"]))
        return self._calendar

    def _make_calendar(self) -> str:
        """Make our calendar, once: one whose reply is lost is found in the list the next time."""
        made = self.graph.create("calendars", {"name": NAME}, "the calendar of tasks cannot be made")
        self._use(str(made["id"]))
        return self._calendar

    def _use(self, calendar: str) -> None:
        self.graph.know_ours(calendar)
        self._calendar = calendar


def _events(calendar: str) -> str:
    return f"calendars/{segment(calendar)}/events"


def _left(there: Mapping[str, Any]) -> Left:
    return Left(ref=str(there["id"]), fingerprint=str(entry.prints(there)))


def _etag(there: Mapping[str, Any]) -> str:
    return str(there.get("@odata.etag") or "")
