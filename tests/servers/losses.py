"""What must hold at every provider when a reply is lost, and a use of everything a place for tasks can do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import pytest

from connectors.errors import UnknownOutcome
from connectors.protocols import MarkState, TaskSink
from tests.contract.letters import NOW, a_task

LOST = [
    pytest.param({"lost": True}, 0, id="before it is executed"),
    pytest.param({"lost": True, "executed": True}, 1, id="after it is executed"),
    pytest.param({"status": 503, "executed": True}, 1, id="an error of the server's after it is executed"),
    pytest.param({"status": 502, "body": b"<html>"}, 0, id="an error of a gateway's"),
    pytest.param({"cut": 20, "executed": True}, 1, id="cut off after it is executed"),
]


class Breakable(Protocol):
    def breaks(self, matches: str, **how: Any) -> None: ...


def task_is_there_once(
    account: Breakable, tasks: TaskSink, matches: str, how: dict[str, Any], again: Callable[[], TaskSink]
) -> None:
    account.breaks(matches, **how)
    with pytest.raises(UnknownOutcome):
        tasks.create_task(a_task())
    after = again()
    left = after.find_task(a_task().key, uid=a_task().uid) or after.create_task(a_task())
    assert after.create_task(a_task()) == left
    assert list(after.task_states([(a_task().uid, left)])) == [MarkState.UNTOUCHED]


def use_all(tasks: TaskSink) -> None:
    """Do everything to a task that can be done, putting back what was withdrawn."""
    left = tasks.create_task(a_task())
    tasks.find_task(a_task().key, uid=a_task().uid)
    tasks.task_states([(a_task().uid, left)])
    assert tasks.withdraw_task(left, uid=a_task().uid)
    left = tasks.create_task(a_task())
    tasks.change_task(left, a_task(summary="Otro"))
    tasks.complete_task(left, uid=a_task().uid, at=NOW)
