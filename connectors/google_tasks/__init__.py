"""Tasks in Google Tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.google.scopes import scopes_of
from connectors.google.service import open_service
from connectors.google_tasks.tasks import GoogleTaskList

if TYPE_CHECKING:
    from config.accounts import GoogleTasks as GoogleTasksSettings
    from connectors.registry import Context

__all__ = ["GoogleTaskList", "open_tasks"]


def open_tasks(settings: GoogleTasksSettings, context: Context) -> GoogleTaskList:
    """Open the user's own list of tasks."""
    return GoogleTaskList(open_service("tasks", settings, context, scopes_of(settings)))
