"""A task list in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from connectors.errors import Refused
from connectors.ics.todo import Entry, write
from connectors.memory.faults import Faults
from connectors.protocols import Finding, Left, MarkState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from connectors.protocols import Task


@dataclass(slots=True)
class MemoryTasks:
    """Tasks as iCalendar text, with faults on demand. A test edits ``tasks`` as their user."""

    faults: Faults = field(default_factory=Faults)
    tasks: dict[str, bytes] = field(default_factory=dict)
    """By UID, which is the ref too."""

    def create_task(self, task: Task) -> Left:
        """See :meth:`connectors.protocols.TaskSink.create_task`."""
        with self.faults.around("create_task"):
            raw = self.tasks.setdefault(task.uid, write(task))
        return Left(ref=task.uid, fingerprint=Entry(raw).fingerprint)

    def find_task(self, key: str, *, uid: str) -> Left | None:
        """See :meth:`connectors.protocols.TaskSink.find_task`."""
        with self.faults.around("find_task"):
            found = next((ref for ref, raw in self.tasks.items() if ref == uid or Entry(raw).key == key), None)
        return Left(ref=found, fingerprint=Entry(self.tasks[found]).fingerprint) if found else None

    def task_states(self, tasks: Sequence[tuple[str, Left]]) -> Sequence[MarkState]:
        """See :meth:`connectors.protocols.TaskSink.task_states`."""
        with self.faults.around("task_states"):
            return [self._state(uid, left) for uid, left in tasks]

    def change_task(self, left: Left, task: Task) -> Left:
        """See :meth:`connectors.protocols.TaskSink.change_task`. Raises Refused if it is gone."""
        with self.faults.around("change_task"):
            if task.uid not in self.tasks:
                raise Refused("the task to change is gone")
            raw = self.tasks[task.uid] = Entry(self.tasks[task.uid]).changed(task)
        return Left(ref=left.ref, fingerprint=Entry(raw).fingerprint)

    def complete_task(self, left: Left, *, uid: str, at: datetime) -> bool:
        """See :meth:`connectors.protocols.TaskSink.complete_task`."""
        with self.faults.around("complete_task"):
            if uid in self.tasks and self._state(uid, left) is not MarkState.COMPLETED:
                self.tasks[uid] = Entry(self.tasks[uid]).completed(at)
        return uid in self.tasks

    def withdraw_task(self, left: Left, *, uid: str) -> bool:
        """See :meth:`connectors.protocols.TaskSink.withdraw_task`."""
        with self.faults.around("withdraw_task"):
            state = self._state(uid, left)
            if state is MarkState.UNTOUCHED:
                del self.tasks[uid]
        return state in {MarkState.UNTOUCHED, MarkState.GONE}

    def check(self) -> Sequence[Finding]:
        """See :meth:`connectors.protocols.Checkable.check`."""
        with self.faults.around("check"):
            return [Finding(ok=True, text=f"{len(self.tasks)} tasks in memory")]

    def _state(self, uid: str, left: Left) -> MarkState:
        """Say what has become of a task."""
        return Entry(self.tasks[uid]).state(left.fingerprint) if uid in self.tasks else MarkState.GONE
