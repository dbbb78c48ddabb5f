"""Microsoft Graph on this machine: twins of mail, calendar and To Do, behind a gate that knows Microsoft's own types.

It takes batches apart, refuses a fifth request at a time, and breaks in every way a test asks for.
"""

from __future__ import annotations

import functools
import itertools
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.servers import graph_schema
from tests.servers.breaking import Fault, Reply, broken, due, start
from tests.servers.graph_calendar import CalendarTwin
from tests.servers.graph_mail import MailTwin
from tests.servers.graph_manners import PLAIN, Manner
from tests.servers.graph_todo import TodoTwin
from tests.servers.graph_twin import Refusal

CLIENT = "11111111-2222-3333-4444-555555555555"
AT_A_TIME = 4
YEARS = 10 * 365 * 24 * 3600


class User:
    """One mailbox, what was asked of it, and what is to go wrong."""

    def __init__(self, name: str, root: str, manner: Manner) -> None:
        self.name = name
        self.root = root
        self.home = "me"
        self.manner = manner
        self.told: Callable[[Any], Any] = manner.tells
        self.mail = MailTwin("ana@estudio.example")
        self.calendar = CalendarTwin()
        self.todo = TodoTwin()
        for twin in (self.mail, self.calendar, self.todo):
            twin.ids = manner.ids
        self.faults: list[Fault] = []
        self.calls: list[str] = []
        """Ids of the methods that were called, in order, parts of batches among them."""
        self.requests: list[tuple[str, str]] = []
        """Verb and path of everything that came, batches as one."""
        self.violations: list[str] = []
        self.tokens = {"first"}
        self.trusts_all = False
        """Whether any token is taken."""
        self.most = 0
        """Requests at a time, at most."""
        self._under_way = 0
        self._lock = threading.Lock()

    @property
    def credential(self) -> str:
        """A token cache as MSAL writes one."""
        return credential_of("first", time.time() + YEARS)

    def answer(self, verb: str, path: str, query: dict[str, str], headers: dict[str, str], body: Any) -> Reply:
        """Answer one request below the mailbox, and hold both sides against Microsoft's types."""
        try:
            method = graph_schema.find(verb, path)
            graph_schema.check_request(method, query, headers, body)
        except graph_schema.ViolationError as error:
            self.violations.append(str(error))
            return refused(400, "BadRequest")
        self.calls.append(method.id)
        parts = [unquote(part) for part in path.split("/")]
        query, headers = self.manner.takes(query, headers)
        twin = (
            self.todo if path.startswith("todo/") else self.calendar if re.match("calendar|events", path) else self.mail
        )
        try:
            with self._lock:
                said = twin.answer(verb, parts, query, headers, body)
        except Refusal as refusal:
            return refused(refusal.status, refusal.code)
        try:
            graph_schema.check_answer(method, said)
        except graph_schema.ViolationError as error:
            self.violations.append(str(error))
        return Reply(204) if said is None else _said(201 if verb == "POST" else 200, self.told(said))

    @contextmanager
    def under_way(self, requests: int) -> Iterator[None]:
        """Count requests while they are under way."""
        with self._lock:
            self._under_way += requests
            self.most = max(self.most, self._under_way)
        try:
            yield
        finally:
            with self._lock:
                self._under_way -= requests


class Front:
    """The server in front of all of it."""

    def __init__(self) -> None:
        self._users: dict[str, User] = {}
        self._numbers = itertools.count()
        self._port = start(self.serve)

    def new_user(self, manner: Manner = PLAIN) -> User:
        """Open a mailbox nobody has used."""
        name = f"u{next(self._numbers)}"
        user = User(name, f"http://127.0.0.1:{self._port}/{name}/v1.0", manner)
        self._users[name] = user
        return user

    def serve(self, verb: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        """Answer one request."""
        parts = urlsplit(target)
        _, name, _, path = parts.path.split("/", 3)
        user = self._users[name]
        user.requests.append((verb, path))
        if not user.trusts_all and headers.get("authorization", "").removeprefix("Bearer ") not in user.tokens:
            return refused(401, "InvalidAuthenticationToken")
        said: Any = json.loads(body) if body else None
        fault = due(user.faults, f"{verb} {path}", inside=False)
        if fault and not fault.executed:
            return broken(fault, None, refused)
        if (verb, path) == ("POST", "$batch"):
            with user.under_way(min(len(said["requests"]), AT_A_TIME)):
                reply = _batch(user, headers, said["requests"])
        else:
            with user.under_way(1):
                reply = _one(user, verb, path, parts.query, headers, said)
        return broken(fault, reply, refused) if fault else reply


@functools.cache
def front() -> Front:
    """Start Graph once."""
    return Front()


def credential_of(token: str, ends: float, scopes: str = "Mail.ReadWrite Calendars.ReadWrite Tasks.ReadWrite") -> str:
    """Write a token cache as MSAL does."""
    entry = {
        "credential_type": "AccessToken",
        "secret": token,
        "home_account_id": "u.t",
        "environment": "login.microsoftonline.com",
        "client_id": CLIENT,
        "target": scopes,
        "realm": "organizations",
        "token_type": "Bearer",
        "cached_at": "0",
        "expires_on": str(int(ends)),
        "extended_expires_on": str(int(ends)),
    }
    return json.dumps({"AccessToken": {"one": entry}})


def refused(status: int, code: str) -> Reply:
    """Make an error of Graph's."""
    return _said(status, {"error": {"code": code or "UnknownError", "message": "Said so"}})


def _said(status: int, said: Any) -> Reply:
    return Reply(status, json.dumps(said).encode())


def _one(user: User, verb: str, path: str, query: str, headers: dict[str, str], body: Any) -> Reply:
    """Answer one request, in the mailbox it names."""
    inside = path.removeprefix(f"{user.home}/")
    if inside == path:
        return refused(404, "ErrorInvalidUser")
    return user.answer(verb, inside, dict(parse_qsl(query, keep_blank_values=True)), headers, body)


def _batch(user: User, headers: dict[str, str], requests: list[dict[str, Any]]) -> Reply:
    """Answer the parts of a batch, each by itself, in no particular order."""
    if len(requests) > 20 or 'IdType="ImmutableId"' not in headers.get("prefer", ""):
        user.violations.append("a batch of more than 20, or without immutable ids")
        return refused(400, "BadRequest")
    answers = []
    for part in reversed(requests):
        where = urlsplit(part["url"])
        path = where.path.removeprefix("/")
        inner = {name.lower(): value for name, value in part["headers"].items()}
        fault = due(user.faults, f"{part['method']} {path}", inside=True)
        reply = (
            broken(fault, None, refused)
            if fault
            else _one(user, part["method"], path, where.query, inner, part.get("body"))
        )
        answers.append(
            {"id": part["id"], "status": reply.status, "headers": dict(reply.headers), "body": json.loads(reply.body)}
        )
    return _said(200, {"responses": answers})
