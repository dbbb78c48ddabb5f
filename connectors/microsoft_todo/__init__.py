"""Tasks in Microsoft To Do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.microsoft.allowed import TASKS
from connectors.microsoft.graph import open_graph
from connectors.microsoft.scopes import scopes_of
from connectors.microsoft_todo.tasks import MicrosoftTaskList

if TYPE_CHECKING:
    from config.accounts import MicrosoftToDo as MicrosoftToDoSettings
    from connectors.registry import Context

__all__ = ["MicrosoftTaskList", "open_tasks"]


def open_tasks(settings: MicrosoftToDoSettings, context: Context) -> MicrosoftTaskList:
    """Open the user's own list of tasks."""
    return MicrosoftTaskList(open_graph(settings, context, TASKS, scopes_of(settings)))
