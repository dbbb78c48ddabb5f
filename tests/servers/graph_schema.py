"""A gate that lets only pass what Microsoft's own types of Graph allow.

``graph_types.schema.json`` is made from Microsoft's types for TypeScript (@microsoft/microsoft-graph-types, MIT
licence) with ``ts-json-schema-generator --no-type-check``, of one interface with a member for each type below. Every
body that is sent and every answer is held against it, without a word that is not in it; so are the fields that are
asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

TYPES = Path(__file__).with_name("graph_types.schema.json")
LISTS = {"$select", "$filter", "$top", "$skip", "$expand", "$orderby"}
DELTA = {"$select", "$expand", "$filter", "$deltatoken", "$skiptoken"}
WINDOW = {"startDateTime", "endDateTime", "$deltatoken", "$skiptoken"}
OPERATIONS = Path(__file__).with_name("graph_operations.txt")
REPLY = "reply"
"""What createReply takes: an action has no type of its own."""


class ViolationError(Exception):
    """What passed the gate is not what Microsoft describes."""


@dataclass(frozen=True, slots=True)
class Method:
    """One method of the interface."""

    id: str
    verb: str
    path: re.Pattern[str]
    takes: str = ""
    gives: str = ""
    gives_list: bool = False
    parameters: frozenset[str] = frozenset()
    of: str = ""
    """The type whose fields may be asked for."""


def _method(
    name: str, verb: str, path: str, takes: str = "", gives: str = "", parameters: set[str] | None = None
) -> Method:
    one = gives.removesuffix("[]")
    return Method(
        id=name,
        verb=verb,
        path=re.compile(path.replace("ID", "[^/]+")),
        takes=takes,
        gives=one,
        gives_list=gives.endswith("[]"),
        parameters=frozenset(parameters or ()),
        of=one,
    )


ONE = {"$select", "$expand"}
METHODS = (
    _method("mailFolders.list", "GET", "mailFolders", gives="MailFolder[]", parameters=LISTS),
    _method("mailFolders.get", "GET", "mailFolders/ID", gives="MailFolder", parameters=ONE),
    _method("childFolders.list", "GET", "mailFolders/ID/childFolders", gives="MailFolder[]", parameters=LISTS),
    _method("messages.delta", "GET", "mailFolders/ID/messages/delta", gives="Message[]", parameters=DELTA),
    _method("folder.messages.list", "GET", "mailFolders/ID/messages", gives="Message[]", parameters=LISTS),
    _method("messages.list", "GET", "messages", gives="Message[]", parameters=LISTS),
    _method("messages.get", "GET", "messages/ID", gives="Message", parameters=ONE),
    _method("attachments.list", "GET", "messages/ID/attachments", gives="Attachment[]", parameters=LISTS),
    _method("messages.create", "POST", "messages", takes="Message", gives="Message"),
    _method("messages.createReply", "POST", "messages/ID/createReply", takes=REPLY, gives="Message"),
    _method("messages.createReplyAll", "POST", "messages/ID/createReplyAll", takes=REPLY, gives="Message"),
    _method("messages.update", "PATCH", "messages/ID", takes="Message", gives="Message"),
    _method("messages.delete", "DELETE", "messages/ID"),
    _method("calendar.get", "GET", "calendar", gives="Calendar", parameters=ONE),
    _method("calendars.list", "GET", "calendars", gives="Calendar[]", parameters=LISTS),
    _method("calendars.create", "POST", "calendars", takes="Calendar", gives="Calendar"),
    _method("calendarView.delta", "GET", "(calendars/ID/)?calendarView/delta", gives="Event[]", parameters=WINDOW),
    _method("calendar.events.list", "GET", "calendars/ID/events", gives="Event[]", parameters=LISTS),
    _method("calendar.events.get", "GET", "calendars/ID/events/ID", gives="Event", parameters=ONE),
    _method("calendar.events.create", "POST", "calendars/ID/events", takes="Event", gives="Event"),
    _method("calendar.events.update", "PATCH", "calendars/ID/events/ID", takes="Event", gives="Event"),
    _method("calendar.events.delete", "DELETE", "calendars/ID/events/ID"),
    _method("events.get", "GET", "events/ID", gives="Event", parameters=ONE),
    _method("todo.lists.list", "GET", "todo/lists", gives="TodoTaskList[]", parameters=LISTS),
    _method("todo.tasks.list", "GET", "todo/lists/ID/tasks", gives="TodoTask[]", parameters=LISTS),
    _method("todo.tasks.get", "GET", "todo/lists/ID/tasks/ID", gives="TodoTask", parameters=ONE),
    _method("todo.tasks.create", "POST", "todo/lists/ID/tasks", takes="TodoTask", gives="TodoTask"),
    _method("todo.tasks.update", "PATCH", "todo/lists/ID/tasks/ID", takes="TodoTask", gives="TodoTask"),
    _method("todo.tasks.delete", "DELETE", "todo/lists/ID/tasks/ID"),
)


def operations() -> list[tuple[str, str]]:
    """Give verb and path of everything Graph can do for a user, ids in braces."""
    lines = [line for line in OPERATIONS.read_text("ascii").splitlines() if not line.startswith("#")]
    return [(verb, path) for *verbs, path in map(str.split, lines) for verb in verbs]


def find(verb: str, path: str) -> Method:
    """Find the method of a request; ``path`` is relative to the mailbox. Raises ViolationError where there is none."""
    for method in METHODS:
        if method.verb == verb and method.path.fullmatch(path):
            return method
    raise ViolationError(f"{verb} {path}: no such method")


def check_request(method: Method, query: Mapping[str, str], headers: Mapping[str, str], body: Any) -> None:
    """Hold a request against its method. Raises ViolationError."""
    if 'IdType="ImmutableId"' not in headers.get("prefer", ""):
        raise ViolationError(f"{method.id}: without immutable ids")
    for name in query.keys() - method.parameters:
        raise ViolationError(f"{method.id}: no parameter {name}")
    known = _types()["definitions"].get(method.of, {}).get("properties", {})
    for name in filter(None, query.get("$select", "").split(",")):
        if name not in known:
            raise ViolationError(f"{method.id}: {method.of} has no field {name}")
    if (body is not None) != bool(method.takes):
        raise ViolationError(f"{method.id}: {'a' if body is not None else 'no'} body")
    if method.takes == REPLY:
        for name in body.keys() - {"message", "comment"}:
            raise ViolationError(f"{method.id}: no parameter {name}")
        _check(method, "Message", body.get("message", {}), "request")
    elif method.takes:
        _check(method, method.takes, body, "request")


def check_answer(method: Method, answer: Any) -> None:
    """Hold the answer to a request that was served against its method. Raises ViolationError."""
    if not method.gives:
        if answer is not None:
            raise ViolationError(f"{method.id}: an answer with a body")
        return
    for one in answer["value"] if method.gives_list else [answer]:
        _check(method, method.gives, _bare(one), "answer")


def _bare(said: Any) -> Any:
    """Leave out what OData says about an answer."""
    if isinstance(said, dict):
        return {name: _bare(value) for name, value in said.items() if "@" not in name}
    return [_bare(one) for one in said] if isinstance(said, list) else said


def _check(method: Method, name: str, said: Any, what: str) -> None:
    for error in _validator(name).iter_errors(said):
        place = "/".join(map(str, error.absolute_path))
        raise ViolationError(f"{method.id}: {what} {name} {place}: {error.message[:200]}")


@cache
def _types() -> dict[str, Any]:
    return dict(json.loads(TYPES.read_text("utf-8")))


@cache
def _validator(name: str) -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator({"$ref": f"#/definitions/{name}", "definitions": _types()["definitions"]})
