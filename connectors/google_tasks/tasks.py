"""Tasks in the user's own list of Google Tasks.

Google gives a task an id of its own and takes no key of ours, so the list is looked through before anything is made,
finished tasks included: those are hidden from an ordinary look.
"""

from __future__ import annotations

import contextlib
import hashlib
from datetime import UTC
from typing import TYPE_CHECKING, Any

from connectors.errors import ConnectorError, Refused
from connectors.google.service import named_by
from connectors.google_tasks.marker import Marker, hash_of, notes_of, text_of, title_of
from connectors.protocols import Finding, Left, MarkState
from connectors.web.answers import BadRequestError, NotThereError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from connectors.google.service import Service
    from connectors.protocols import Task

LIST = "@default"
"""The list its user sees first; a list of ours would be one more place to look at."""
PAGE = 100
FIELDS = "id,title,notes,due,status,deleted,parent"


class GoogleTaskList:
    """See :class:`connectors.protocols.TaskSink`. A ref is Google's id of the task."""

    def __init__(self, service: Service) -> None:
        """Leave tasks in the account a service is signed in to."""
        self.service = service
        self._tasks = service.api.tasks()

    def create_task(self, task: Task) -> Left:
        """Leave the task; one that is there already is returned as it is.

        Raises:
            UnknownOutcome: it was sent and no answer came; the next look through the list tells.
        """
        there = self._find(task.uid)
        if there is not None:
            return _left(there)
        body = {**_said(task), "status": "needsAction"}
        request = self._tasks.insert(tasklist=LIST, body=body, fields=FIELDS)
        doing = "the task cannot be left"
        made = self.service.create(request, doing)
        named_by(made, doing)
        return _left(made)

    def find_task(self, key: str, *, uid: str) -> Left | None:  # noqa: ARG002 - the UID is made from the key
        """Look for the task of this key."""
        there = self._find(uid)
        return _left(there) if there else None

    def task_states(self, tasks: Sequence[tuple[str, Left]]) -> Sequence[MarkState]:
        """Say what has become of each. The list is read to its end only where one is missing."""
        wanted = {left.ref for _, left in tasks}
        there: dict[str, dict[str, Any]] = {}
        for one in self._all() if tasks else ():
            there[str(one["id"])] = one
            if wanted <= there.keys():
                break
        marked = {marker.uid: one for one in there.values() if (marker := Marker.find(str(one.get("notes") or "")))}
        return [_state(there.get(left.ref) or marked.get(hash_of(uid, 16)), left) for uid, left in tasks]

    def change_task(self, left: Left, task: Task) -> Left:
        """Give it a new day and text; a title or text its user has changed stays. Raises Refused if it is gone."""
        there = self._get(left, task.uid)
        if there is None:
            raise Refused("the task to change is gone from the list")
        marker, notes = Marker.find(str(there.get("notes") or "")), str(there.get("notes") or "")
        said = _said(task)
        if marker is None or hash_of(str(there.get("title") or "")) != marker.title:
            said.pop("title")
        if marker is None or hash_of(text_of(notes)) != marker.notes:
            said["notes"] = f"{text_of(notes)}\n\n{Marker.of(task)}"
        return _left(self._patch(there, said, "the task cannot be changed"))

    def complete_task(self, left: Left, *, uid: str, at: datetime) -> bool:
        """Tick it; False if it is gone."""
        there = self._get(left, uid)
        if there is None:
            return False
        if there.get("status") != "completed":
            done = {"status": "completed", "completed": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")}
            self._patch(there, done, "the task cannot be completed")
        return True

    def withdraw_task(self, left: Left, *, uid: str) -> bool:
        """Remove it if nobody has touched it; Google Tasks knows no conditions, so it is read right before."""
        there = self._get(left, uid)
        if there is None:
            return True
        if _state(there, left) is not MarkState.UNTOUCHED:
            return False
        with contextlib.suppress(NotThereError):
            self.service.change(self._tasks.delete(tasklist=LIST, task=there["id"]), "the task cannot be withdrawn")
        return True

    def check(self) -> Sequence[Finding]:
        """Say where tasks are left."""
        request = self.service.api.tasklists().list(maxResults=1, fields="items(id,title)")
        try:
            lists = self.service.read(request, "the lists of tasks cannot be read").get("items") or ()
        except ConnectorError as error:
            return [Finding(ok=False, text=str(error))]
        name = lists[0].get("title") if lists else LIST
        return [Finding(ok=True, text=f"left in the list {name} of Google Tasks")]

    def close(self) -> None:
        """Drop the connections."""
        self.service.close()

    def _patch(self, there: Mapping[str, Any], body: dict[str, Any], doing: str) -> dict[str, Any]:
        request = self._tasks.patch(tasklist=LIST, task=there["id"], body=body, fields=FIELDS)
        return self.service.change(request, doing)

    def _get(self, left: Left, uid: str) -> dict[str, Any] | None:
        """Read a task where it was left, or find it by its UID; None where it is gone."""
        request = self._tasks.get(tasklist=LIST, task=left.ref, fields=FIELDS)
        try:
            there = self.service.read(request, "the task cannot be read")
        except (NotThereError, BadRequestError):
            return self._find(uid)
        return there if not there.get("deleted") else self._find(uid)

    def _find(self, uid: str) -> dict[str, Any] | None:
        """Look through the whole list for the task of a UID."""
        wanted = hash_of(uid, 16)
        for one in self._all():
            marker = Marker.find(str(one.get("notes") or ""))
            if marker is not None and marker.uid == wanted:
                return one
        return None

    def _all(self) -> Iterator[dict[str, Any]]:
        """Go through the list, with what its user has finished."""

        def ask(page: str | None) -> Any:
            return self._tasks.list(
                tasklist=LIST,
                maxResults=PAGE,
                showCompleted=True,
                showHidden=True,
                pageToken=page,
                fields=f"nextPageToken,items({FIELDS})",
            )

        return self.service.entries(ask, "items", "the tasks cannot be read")


def _said(task: Task) -> dict[str, Any]:
    """Write the day and the texts of a task. Of a time Google keeps only the day."""
    return {"title": title_of(task), "notes": notes_of(task), "due": f"{task.due.isoformat()}T00:00:00.000Z"}


def _left(there: Mapping[str, Any]) -> Left:
    """Prove that a task is there."""
    return Left(ref=str(there["id"]), fingerprint=_fingerprint(there))


def _fingerprint(there: Mapping[str, Any]) -> str:
    """Hash what its user can change."""
    said = (str(there.get("title") or ""), str(there.get("notes") or ""), str(there.get("due") or "")[:10])
    return hashlib.sha256("\0".join(" ".join(part.split()) for part in said).encode()).hexdigest()


def _state(there: Mapping[str, Any] | None, left: Left) -> MarkState:
    """Say what has become of a task."""
    if there is None or there.get("deleted"):
        return MarkState.GONE
    if there.get("status") == "completed":
        return MarkState.COMPLETED
    return MarkState.UNTOUCHED if _fingerprint(there) == left.fingerprint else MarkState.EDITED
