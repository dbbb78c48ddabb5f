"""Tasks in the user's own list of Microsoft To Do.

To Do gives a task an id of its own and takes no key of ours, but it does take a link to where a task comes from; ours
carries the key, and the list is looked through for it before anything is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connectors.errors import ConnectorError, NeedsUser
from connectors.microsoft.odata import Get, id_of, segment
from connectors.microsoft.prints import Prints
from connectors.microsoft.tasks import GraphTasks
from connectors.protocols import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from connectors.microsoft.graph import Graph
    from connectors.protocols import Task

APPLICATION = "Prometido"
DEFAULT = "defaultList"
"""The list its user sees first; a list of ours would be one more place to look at."""
FLAGGED = "flaggedEmails"
"""A list that is made of flagged mail, and takes no tasks."""
TITLE_LIMIT = 255
DONE = "completed"


class MicrosoftTaskList(GraphTasks):
    """See :class:`connectors.microsoft.tasks.GraphTasks`."""

    title = "title"
    query = {"$expand": "linkedResources"}  # noqa: RUF012 - a constant

    def __init__(self, graph: Graph) -> None:
        """Leave tasks in the account of ``graph``."""
        super().__init__(graph)
        self._path_of_list = ""
        self._name = ""

    def check(self) -> Sequence[Finding]:
        """Say where tasks are left."""
        try:
            self._where()
        except ConnectorError as error:
            return [Finding(ok=False, text=str(error))]
        return [Finding(ok=True, text=f"tasks are left in the list {self._name} of Microsoft To Do")]

    def _where(self) -> str:
        """Give the path of the list's tasks. Raises NeedsUser where there is no list."""
        if not self._path_of_list:
            found = self.graph.entries(Get("todo/lists"), "the lists of tasks cannot be read")
            there = sorted(found, key=lambda one: one.get("wellknownListName") != DEFAULT)
            first = next((one for one in there if one.get("wellknownListName") != FLAGGED), None)
            if first is None:
                raise NeedsUser("this account has no list of tasks in Microsoft To Do: open To Do once")
            self._name = str(first.get("displayName") or DEFAULT)
            self._path_of_list = f"todo/lists/{segment(id_of(first))}/tasks"
        return self._path_of_list

    def _make_where(self) -> str:
        return self._where()

    def _keys_of(self, entry: Mapping[str, Any]) -> Collection[str]:
        links = entry.get("linkedResources") or ()
        return [str(one.get("externalId")) for one in links if one.get("applicationName") == APPLICATION]

    def _new(self, task: Task) -> dict[str, Any]:
        link = {"applicationName": APPLICATION, "displayName": APPLICATION, "externalId": task.key}
        how = {"status": "notStarted", "categories": list(task.categories), "linkedResources": [link]}
        return {**self._said(task), **how}

    def _said(self, task: Task) -> dict[str, Any]:
        """Write the day and the texts of a task. Of a time To Do shows only the day, told in UTC."""
        return {
            self.title: task.summary[:TITLE_LIMIT],
            "body": {"contentType": "text", "content": task.description},
            "dueDateTime": {"dateTime": f"{task.due.isoformat()}T00:00:00", "timeZone": "UTC"},
        }

    def _completed(self, entry: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG002 - whatever it is like now
        return {"status": DONE}

    def _is_done(self, entry: Mapping[str, Any]) -> bool:
        return entry.get("status") == DONE

    def _prints(self, entry: Mapping[str, Any]) -> Prints:
        due = str((entry.get("dueDateTime") or {}).get("dateTime") or "")[:10]
        return Prints.of(entry.get(self.title), entry, due)
