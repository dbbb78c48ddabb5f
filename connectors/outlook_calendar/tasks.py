"""Tasks as all-day events in a calendar of our own, which its user can hide, share or delete as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connectors.errors import ConnectorError, NeedsUser, UnknownOutcome
from connectors.microsoft.odata import KEY, Get, id_of, property_of, segment
from connectors.microsoft.tasks import PAGE, GraphTasks
from connectors.microsoft.zones import windows_name
from connectors.outlook_calendar import entry
from connectors.protocols import Finding
from connectors.web.answers import ChangedError, NotThereError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import tzinfo

    from connectors.microsoft.graph import Graph
    from connectors.microsoft.prints import Prints
    from connectors.protocols import Task

NAME = "Prometido"
"""What our calendar is called; Exchange has no second one of a name, whatever its case."""


class OutlookEventTasks(GraphTasks):
    """See :class:`connectors.microsoft.tasks.GraphTasks`; sent twice, an entry is made once (``transactionId``)."""

    title = entry.TITLE
    query = entry.QUERY

    def __init__(self, graph: Graph, *, zone: tzinfo) -> None:
        """Leave tasks in the mailbox of ``graph``; days are days of ``zone``."""
        super().__init__(graph)
        self.prefer = (f'outlook.timezone="{windows_name(zone)}"',)
        self._zone = zone
        self._calendar = ""

    def check(self) -> Sequence[Finding]:
        """Say where tasks are left."""
        try:
            there = self._where()
        except ConnectorError as error:
            return [Finding(ok=False, text=str(error))]
        made = "is there" if there else "is made with the first task"
        return [Finding(ok=True, text=f"tasks are left in a calendar of our own, {NAME}, which {made}")]

    def _all(self) -> Iterator[dict[str, Any]]:
        try:
            yield from super()._all()
        except NotThereError:
            self._calendar = ""  # deleted by its user; another is made with the next task

    def _where(self) -> str:
        if not self._calendar:
            get = Get("calendars", {"$select": "id,name,canEdit", "$top": PAGE})
            there = self.graph.entries(get, "the calendars cannot be read")
            named = (one for one in there if str(one.get("name")).casefold() == NAME.casefold())
            ours = [id_of(one) for one in named if one.get("canEdit") is not False]
            if not ours:
                return ""
            self._use(ours[0])
        return f"calendars/{segment(self._calendar)}/events"

    def _make_where(self) -> str:
        """Make our calendar, once: one whose reply is lost is found in the list the next time."""
        if not self._where():
            doing = "the calendar of tasks cannot be made"
            try:
                made = id_of(self.graph.create("calendars", {"name": NAME}, doing))
            except ChangedError as error:
                if where := self._where():
                    return where
                text = f"{doing}: there is one called {NAME} that cannot be written; give it another name"
                raise NeedsUser(text) from error
            if not made:
                raise UnknownOutcome(f"{doing}: Microsoft's answer does not name it")
            self._use(made)
        return self._where()

    def _use(self, calendar: str) -> None:
        self.graph.know_ours(calendar)
        self._calendar = calendar

    def _keys_of(self, entry: Mapping[str, Any]) -> Collection[str]:
        return (property_of(entry, KEY),)

    def _new(self, task: Task) -> dict[str, Any]:
        return entry.write(task, self._zone)

    def _said(self, task: Task) -> dict[str, Any]:
        return entry.said(task, self._zone)

    def _completed(self, entry_: Mapping[str, Any]) -> dict[str, Any]:
        return entry.completed(entry_)

    def _is_done(self, entry_: Mapping[str, Any]) -> bool:
        return entry.is_done(entry_)

    def _prints(self, entry_: Mapping[str, Any]) -> Prints:
        return entry.prints(entry_)
