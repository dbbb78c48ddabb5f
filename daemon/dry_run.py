"""An account whose places can be looked at and not changed: what would be left there is only counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from connectors.protocols import Draft, DraftSink, Left, MarkState, Task, TaskSink
from daemon.account import Account

_NOWHERE = Left(ref="", fingerprint="")


def without_effects(account: Account) -> Account:
    """Return the same account, unable to change anything outside."""
    return replace(
        account,
        drafts=account.drafts and _Drafts(real=account.drafts),
        tasks=account.tasks and _Tasks(real=account.tasks),
        archiver=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drafts:
    """Looks into the real drafts folder, and leaves nothing there."""

    real: DraftSink

    def create_draft(self, _draft: Draft) -> Left:
        return _NOWHERE

    def find_draft(self, key: str, *, message_id: str, in_reply_to: str = "") -> Left | None:
        return self.real.find_draft(key, message_id=message_id, in_reply_to=in_reply_to)

    def draft_states(self, drafts: Sequence[tuple[str, Left]]) -> Sequence[MarkState]:
        return self.real.draft_states(drafts)

    def withdraw_draft(self, key: str, left: Left) -> bool:
        return self.real.draft_states([(key, left)])[0] is not MarkState.EDITED


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tasks:
    """Looks at the real tasks, and leaves none."""

    real: TaskSink

    def create_task(self, _task: Task) -> Left:
        return _NOWHERE

    def find_task(self, key: str, *, uid: str) -> Left | None:
        return self.real.find_task(key, uid=uid)

    def task_states(self, tasks: Sequence[tuple[str, Left]]) -> Sequence[MarkState]:
        return self.real.task_states(tasks)

    def change_task(self, left: Left, _task: Task) -> Left:
        return left

    def complete_task(self, _left: Left, *, uid: str, at: datetime) -> bool:  # noqa: ARG002 - the protocol's names
        return True

    def withdraw_task(self, _left: Left, *, uid: str) -> bool:  # noqa: ARG002 - the protocol's names
        return True
