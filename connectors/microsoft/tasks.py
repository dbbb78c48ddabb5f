"""What is the same for tasks of ours wherever Graph keeps them: found by key, changed as they are now, taken back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from connectors.errors import Refused, Transient, UnknownOutcome
from connectors.microsoft.odata import Get, etag_of, id_of, segment
from connectors.microsoft.prints import Prints
from connectors.protocols import Left, MarkState
from connectors.web.answers import BadRequestError, ChangedError, NotThereError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from connectors.microsoft.graph import Graph
    from connectors.protocols import Task

PAGE = "100"
ATTEMPTS = 3
ONCE = "transactionId"
"""What Graph knows an entry by that is sent twice, for as long as the mailbox remembers."""


class GraphTasks(ABC):
    """See :class:`connectors.protocols.TaskSink`. A ref is Graph's id of the entry."""

    title: str
    """What the title of an entry is called."""
    query: Mapping[str, str]
    """What is asked for of an entry."""
    prefer: tuple[str, ...] = ()

    def __init__(self, graph: Graph) -> None:
        """Leave tasks in the mailbox of ``graph``."""
        self.graph = graph

    @abstractmethod
    def _where(self) -> str:
        """Give the path of the collection of entries; empty where there is none yet."""

    @abstractmethod
    def _make_where(self) -> str:
        """Give the path of the collection, made where there is none."""

    @abstractmethod
    def _keys_of(self, entry: Mapping[str, Any]) -> Collection[str]:
        """Give the keys an entry carries; none for one that is not ours."""

    @abstractmethod
    def _new(self, task: Task) -> dict[str, Any]:
        """Write a whole entry."""

    @abstractmethod
    def _said(self, task: Task) -> dict[str, Any]:
        """Write the day and the texts of a task."""

    @abstractmethod
    def _completed(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        """Write what ticks an entry."""

    @abstractmethod
    def _is_done(self, entry: Mapping[str, Any]) -> bool:
        """Whether it is ticked."""

    @abstractmethod
    def _prints(self, entry: Mapping[str, Any]) -> Prints:
        """Hash what its user can change."""

    def create_task(self, task: Task) -> Left:
        """Leave the task; one that is there already is returned as it is.

        Raises:
            UnknownOutcome: it was sent and no answer came; the next look tells.
        """
        there = self._find(task.key)
        if there is not None:
            return self._left(there)
        doing, where, new = "the task cannot be left", self._make_where(), self._new(task)
        try:
            made = self.graph.create(where, new, doing)
        except ChangedError:
            # It was there before, and has been deleted.
            there = self._find(task.key)
            if there is not None:
                return self._left(there)
            made = self._make_again(where, new, doing)
        if not id_of(made):
            raise UnknownOutcome(f"{doing}: Microsoft's answer does not name it")
        return self._left(self._get(id_of(made)) or made)

    def find_task(self, key: str, *, uid: str) -> Left | None:  # noqa: ARG002 - the UID is made from the key
        """Look for the task of this key."""
        there = self._find(key)
        return self._left(there) if there else None

    def task_states(self, tasks: Sequence[tuple[str, Left]]) -> Sequence[MarkState]:
        """Say what has become of each, asking for these alone: what is finished may be a lot."""
        if not tasks or not self._where():
            return [MarkState.GONE for _ in tasks]
        states = []
        parts = self.graph.read_all([self._getting(left.ref) for _, left in tasks], "the tasks cannot be read")
        for (_, left), part in zip(tasks, parts, strict=True):
            if part.error is not None and not isinstance(part.error, NotThereError | BadRequestError):
                raise part.error
            states.append(self._state(part.answer, left))
        return states

    def change_task(self, left: Left, task: Task) -> Left:
        """Give it a new day and text; a title or text its user has changed stays. Raises Refused if it is gone."""
        before, said = Prints.parse(left.fingerprint), self._said(task)
        sent: dict[str, Any] = {}

        def change(now: Mapping[str, Any]) -> dict[str, Any]:
            sent.clear()
            sent.update(before.ours(self._prints(now), said, self.title))
            return sent

        there = self._rewrite(left, change)
        if there is None:
            raise Refused("the task to change is gone")
        return Left(ref=left.ref, fingerprint=str(before.after(sent, self._prints(there), self.title)))

    def complete_task(self, left: Left, *, uid: str, at: datetime) -> bool:  # noqa: ARG002 - known by its ref; no time
        """Tick it; False if it is gone."""
        return self._rewrite(left, lambda now: None if self._is_done(now) else self._completed(now)) is not None

    def withdraw_task(self, left: Left, *, uid: str) -> bool:  # noqa: ARG002 - known by its ref
        """Remove it if nobody has touched it, not even between the look and the removal."""
        there = self._get(left.ref)
        if there is None:
            return True
        if self._state(there, left) is not MarkState.UNTOUCHED:
            return False
        self.graph.know_ours(left.ref)
        try:
            self.graph.change("DELETE", self._path(left.ref), None, "the task cannot be withdrawn", etag=etag_of(there))
        except NotThereError:
            return True
        except ChangedError:
            return False
        return True

    def close(self) -> None:
        """Drop the connections."""
        self.graph.close()

    def _make_again(self, where: str, new: Mapping[str, Any], doing: str) -> dict[str, Any]:
        """Make an entry that was there before. Raises Refused where it is not taken."""
        again = {name: value for name, value in new.items() if name != ONCE}
        try:
            return self.graph.create(where, again, doing)
        except ChangedError as error:
            raise Refused(str(error)) from error

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
            self.graph.know_ours(left.ref)
            doing = "the task cannot be changed"
            try:
                self.graph.change("PATCH", self._path(left.ref), body, doing, etag=etag_of(there))
            except ChangedError:
                continue
            except NotThereError:
                return None
            return self._get(left.ref)
        raise Transient("the task kept being changed while it was being written")

    def _find(self, key: str) -> dict[str, Any] | None:
        """Look through all entries for the one of a key: it decides whether another is made."""
        return next((entry for entry in self._all() if key in self._keys_of(entry)), None)

    def _all(self) -> Iterator[dict[str, Any]]:
        """Go through all entries, with what its user has finished."""
        where = self._where()
        if where:
            yield from self.graph.entries(
                Get(where, {**self.query, "$top": PAGE}, self.prefer), "the tasks cannot be read"
            )

    def _get(self, one: str) -> dict[str, Any] | None:
        """Read an entry; None where it is gone."""
        if not self._where():
            return None
        try:
            return self.graph.read(self._getting(one), "the task cannot be read")
        except (NotThereError, BadRequestError):
            return None

    def _getting(self, one: str) -> Get:
        return Get(self._path(one), self.query, self.prefer)

    def _path(self, one: str) -> str:
        return f"{self._where()}/{segment(one)}"

    def _left(self, there: Mapping[str, Any]) -> Left:
        """Prove that a task is there."""
        return Left(ref=id_of(there), fingerprint=str(self._prints(there)))

    def _state(self, entry: Mapping[str, Any] | None, left: Left) -> MarkState:
        """Say what has become of the entry that was left with this fingerprint."""
        if entry is None:
            return MarkState.GONE
        if self._is_done(entry):
            return MarkState.COMPLETED
        return MarkState.UNTOUCHED if str(self._prints(entry)) == left.fingerprint else MarkState.EDITED
