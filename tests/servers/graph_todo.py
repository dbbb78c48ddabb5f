"""Microsoft To Do of one user as Graph shows it, in memory."""

from __future__ import annotations

from typing import Any

from tests.servers.graph_twin import Query, Refusal, Store, check_etag, only, paged

LINK = "https://graph.example/v1.0/me"


class TodoTwin(Store):
    """Lists, and the tasks of the first."""

    def __init__(self) -> None:
        super().__init__()
        self.lists = [
            {"id": "list-flagged", "displayName": "Correo marcado", "wellknownListName": "flaggedEmails"},
            {"id": "list-default=", "displayName": "Tareas", "wellknownListName": "defaultList"},
        ]
        self.tasks: dict[str, dict[str, Any]] = {}

    def put(self, task: dict[str, Any]) -> dict[str, Any]:
        """Write a task, whoever does it."""
        self.tasks[task["id"]] = {**task, "@odata.etag": f'W/"T{self.number()}"'}
        return self.tasks[task["id"]]

    def answer(
        self, verb: str, path: list[str], query: Query, headers: dict[str, str], body: Any
    ) -> dict[str, Any] | None:
        """Serve a request below the mailbox."""
        match [verb, *path]:
            case ["GET", "todo", "lists"]:
                return paged(self.lists, query, LINK)
            case [_, "todo", "lists", one, *_] if one not in {found["id"] for found in self.lists}:
                raise Refusal(404, "itemNotFound")
            case ["GET", "todo", "lists", _, "tasks"]:
                return paged(
                    [self._shown(task, query) for task in self.tasks.values()], query, f"{LINK}/todo/lists/x/tasks"
                )
            case ["POST", "todo", "lists", _, "tasks"]:
                one = self.new_id("task")
                links = [{**link, "id": f"link-{one}"} for link in body.get("linkedResources", ())]
                return self._shown(self.put({**_kept(body), "id": one, "linkedResources": links}), query)
            case [_, "todo", "lists", _, "tasks", one] if one not in self.tasks:
                raise Refusal(404, "itemNotFound")
            case ["GET", "todo", "lists", _, "tasks", one]:
                return self._shown(self.tasks[one], query)
            case ["PATCH", "todo", "lists", _, "tasks", one]:
                check_etag(headers.get("if-match", ""), self.tasks[one])
                return self._shown(self.put({**self.tasks[one], **_kept(body)}), query)
            case ["DELETE", "todo", "lists", _, "tasks", one]:
                check_etag(headers.get("if-match", ""), self.tasks[one])
                del self.tasks[one]
                return None
        raise AssertionError(path)

    def _shown(self, task: dict[str, Any], query: Query) -> dict[str, Any]:
        shown = only(task, query)
        if "linkedResources" not in query.get("$expand", ""):
            shown.pop("linkedResources", None)
        return shown


def _kept(body: dict[str, Any]) -> dict[str, Any]:
    """Keep what was sent as To Do does: of a time only the day, in UTC."""
    said = dict(body)
    if "dueDateTime" in said:
        said["dueDateTime"] = {
            "dateTime": f"{said['dueDateTime']['dateTime'][:10]}T00:00:00.0000000",
            "timeZone": "UTC",
        }
    return said
