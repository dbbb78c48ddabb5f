"""Tasks in the user's own list of Microsoft To Do.

To Do gives a task an id of its own and takes no key of ours, but it does take a link to where a task comes from; ours
carries the key, and the list is looked through for it before anything is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connectors.errors import ConnectorError, NeedsUser, Refused, Transient
from connectors.microsoft.graph import Get, segment
from connectors.microsoft.prints import Prints
from connectors.protocols import Finding, Left, MarkState
from connectors.web.answers import BadRequestError, ChangedError, NotThereError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from connectors.microsoft.graph import Graph
    from connectors.protocols import Task

APPLICATION = "Prometido"
DEFAULT = "defaultList"
"""The list its user sees first; a list of ours would be one more place to look at."""
PAGE = "100"
QUERY = {"$expand": "linkedResources"}
TITLE = "title"
TITLE_LIMIT = 255
ATTEMPTS = 3


class MicrosoftTaskList:
    """See :class:`connectors.protocols.TaskSink`. A ref is To Do's id of the task."""

    def __init__(self, graph: Graph) -> None:
        """Leave tasks in the account of ``graph``."""
        self.graph = graph
        self._path = ""
        self._name = ""

    def create_task(self, task: Task) -> Left:
        """Leave the task; one that is there already is returned as it is.

        Raises:
            UnknownOutcome: it was sent and no answer came; the next look through the list tells.
        """
        there = self._find(task.key)
        if there is not None:
            return _left(there)
        link = {"applicationName": APPLICATION, "displayName": APPLICATION, "externalId": task.key}
        how = {"status": "notStarted", "categories": list(task.categories), "linkedResources": [link]}
        made = self.graph.create(f"{self._where()}/tasks", {**_said(task), **how}, "the task cannot be left")
        return _left(self._get(str(made["id"])) or made)

    def find_task(self, key: str, *, uid: str) -> Left | None:  # noqa: ARG002 - the UID is made from the key
        """Look for the task of this key."""
        there = self._find(key)
        return _left(there) if there else None

    def task_states(self, tasks: Sequence[tuple[str, Left]]) -> Sequence[MarkState]:
        """Say what has become of each. The list is read to its end only where one is missing."""
        wanted = {left.ref for _, left in tasks}
        there: dict[str, dict[str, Any]] = {}
        for one in self._all() if tasks else ():
            there[str(one["id"])] = one
            if wanted <= there.keys():
                break
        return [_state(there.get(left.ref), left) for _, left in tasks]

    def change_task(self, left: Left, task: Task) -> Left:
        """Give it a new day and text; a title or text its user has changed stays. Raises Refused if it is gone."""
        before, said = Prints.parse(left.fingerprint), _said(task)
        sent: dict[str, Any] = {}

        def change(now: Mapping[str, Any]) -> dict[str, Any]:
            sent.clear()
            sent.update(before.ours(_prints(now), said, TITLE))
            return sent

        there = self._rewrite(left, change)
        if there is None:
            raise Refused("the task to change is gone from the list")
        return Left(ref=left.ref, fingerprint=str(before.after(sent, _prints(there), TITLE)))

    def complete_task(self, left: Left, *, uid: str, at: datetime) -> bool:  # noqa: ARG002 - To Do takes its own time
        """Tick it; False if it is gone."""
        done = {"status": "completed"}
        return self._rewrite(left, lambda there: None if there.get("status") == "completed" else done) is not None

    def withdraw_task(self, left: Left, *, uid: str) -> bool:  # noqa: ARG002 - known by its ref
        """Remove it if nobody has touched it, not even between the look and the removal."""
        there = self._get(left.ref)
        if there is None:
            return True
        if _state(there, left) is not MarkState.UNTOUCHED:
            return False
        self.graph.know_ours(left.ref)
        path = f"{self._where()}/tasks/{segment(left.ref)}"
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
            self._where()
        except ConnectorError as error:
            return [Finding(ok=False, text=str(error))]
        return [Finding(ok=True, text=f"tasks are left in the list {self._name} of Microsoft To Do")]

    def close(self) -> None:
        """Drop the connections."""
        self.graph.close()

    def _rewrite(
        self, left: Left, change: Callable[[Mapping[str, Any]], dict[str, Any] | None]
    ) -> dict[str, Any] | None:
        """Change a task as it is now, whoever else changes it at the same time; None where it is gone."""
        for _ in range(ATTEMPTS):
            there = self._get(left.ref)
            if there is None:
                return None
            body = change(there)
            if body is None:
                return there
            self.graph.know_ours(left.ref)
            path = f"{self._where()}/tasks/{segment(left.ref)}"
            try:
                self.graph.change("PATCH", path, body, "the task cannot be changed", etag=_etag(there))
            except ChangedError:
                continue
            except NotThereError:
                return None
            return self._get(left.ref)
        raise Transient("the task kept being changed while it was being written")

    def _get(self, one: str) -> dict[str, Any] | None:
        """Read a task; None where it is gone."""
        try:
            return self.graph.read(Get(f"{self._where()}/tasks/{segment(one)}", QUERY), "the task cannot be read")
        except (NotThereError, BadRequestError):
            return None

    def _find(self, key: str) -> dict[str, Any] | None:
        """Look through the whole list for the task of a key."""
        return next((one for one in self._all() if key in _keys_of(one)), None)

    def _all(self) -> Iterator[dict[str, Any]]:
        """Go through the list, with what its user has finished."""
        get = Get(f"{self._where()}/tasks", {**QUERY, "$top": PAGE})
        for answer in self.graph.pages(get, "the tasks cannot be read"):
            yield from answer.get("value") or ()

    def _where(self) -> str:
        """Give the path of the list. Raises NeedsUser where there is none."""
        if not self._path:
            there = (
                one
                for answer in self.graph.pages(Get("todo/lists"), "the lists of tasks cannot be read")
                for one in answer.get("value") or ()
            )
            first = next((one for one in there if one.get("wellknownListName") == DEFAULT), None)
            if first is None:
                raise NeedsUser("this account has no list of tasks in Microsoft To Do: open To Do once")
            self._name = str(first.get("displayName") or DEFAULT)
            self._path = f"todo/lists/{segment(str(first['id']))}"
        return self._path


def _said(task: Task) -> dict[str, Any]:
    """Write the day and the texts of a task. Of a time To Do shows only the day, told in UTC."""
    return {
        TITLE: task.summary[:TITLE_LIMIT],
        "body": {"contentType": "text", "content": task.description},
        "dueDateTime": {"dateTime": f"{task.due.isoformat()}T00:00:00", "timeZone": "UTC"},
    }


def _left(there: Mapping[str, Any]) -> Left:
    """Prove that a task is there."""
    return Left(ref=str(there["id"]), fingerprint=str(_prints(there)))


def _prints(there: Mapping[str, Any]) -> Prints:
    """Hash what its user can change."""
    return Prints.of(there.get(TITLE), there, str((there.get("dueDateTime") or {}).get("dateTime") or "")[:10])


def _keys_of(there: Mapping[str, Any]) -> list[str]:
    """Give the keys a task carries; none for one that is not ours."""
    links = there.get("linkedResources") or ()
    return [str(one.get("externalId")) for one in links if one.get("applicationName") == APPLICATION]


def _etag(there: Mapping[str, Any]) -> str:
    return str(there.get("@odata.etag") or "")


def _state(there: Mapping[str, Any] | None, left: Left) -> MarkState:
    """Say what has become of a task."""
    if there is None:
        return MarkState.GONE
    if there.get("status") == "completed":
        return MarkState.COMPLETED
    return MarkState.UNTOUCHED if str(_prints(there)) == left.fingerprint else MarkState.EDITED
