"""Google on this machine: the emulator of Gmail and the twins, behind a gate that knows Google's own descriptions.

It adds what the emulator lacks (batches, the profile, partial answers, a history that expires), counts quota units,
and breaks in every way a test asks for.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from email.parser import Parser
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.servers import google_emulator, google_gmail, google_schema
from tests.servers.breaking import Fault, Reply, broken, due, start
from tests.servers.google_fields import pick
from tests.servers.google_twin import Refusal
from tests.servers.google_users import User, decoded, encoded

__all__ = ["Fault", "Front", "User", "decoded", "encoded", "front"]

UNITS = {
    "gmail.users.getProfile": 1,
    "gmail.users.messages.list": 5,
    "gmail.users.messages.get": 20,
    "gmail.users.history.list": 2,
    "gmail.users.drafts.list": 5,
}
"""What Google counts for what a read is made of."""


class Front:
    """The server in front of all of it."""

    def __init__(self, emulator: str) -> None:
        self._emulator = emulator
        self._users: dict[str, User] = {}
        self._port = start(self.serve)

    def new_user(self) -> User:
        """Open an account nobody has used."""
        name = google_emulator.new_user()
        user = User(name, f"http://127.0.0.1:{self._port}/{name}/", self._emulator)
        self._users[name] = user
        return user

    def serve(self, verb: str, target: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Answer one request."""
        parts = urlsplit(target)
        _, name, path = parts.path.split("/", 2)
        user = self._users[name]
        user.requests.append((verb, path))
        fault = due(user.faults, f"{verb} {path}", inside=False)
        if fault and not fault.executed:
            return broken(fault, None, _refused)
        if path == "token":
            reply = _token(user, parse_qs(body.decode()))
        elif path == "batch":
            reply = self._batch(user, headers, body)
        else:
            reply = _one(user, verb, path, parse_qs(parts.query), headers, body)
        return broken(fault, reply, _refused) if fault else reply

    def _batch(self, user: User, headers: Mapping[str, str], body: bytes) -> Reply:
        """Answer the parts of a batch, each by itself."""
        message = Parser().parsestr(f"Content-Type: {headers['content-type']}\r\n\r\n{body.decode()}")
        answers = []
        for part in message.get_payload():
            head = str(part.get_payload()).partition("\n\n")[0].replace("\r", "")  # type: ignore[union-attr]  # a multipart's
            verb, target, _ = head.splitlines()[0].split(" ")
            where = urlsplit(target)
            path = where.path.split("/", 2)[2]
            fault = due(user.faults, f"{verb} {path}", inside=True)
            reply = (
                broken(fault, None, _refused) if fault else _one(user, verb, path, parse_qs(where.query), headers, b"")
            )
            number = str(part["Content-ID"]).strip("<>")  # type: ignore[index]  # a multipart's
            answers.append(
                f"--b\r\nContent-Type: application/http\r\nContent-ID: <response-{number}>\r\n\r\n"
                f"HTTP/1.1 {reply.status} Said\r\nContent-Type: application/json\r\n\r\n{reply.body.decode()}\r\n"
            )
        whole = "".join(answers) + "--b--"
        return Reply(200, whole.encode(), {"Content-Type": "multipart/mixed; boundary=b"})


@functools.cache
def front() -> Front:
    """Start Google once."""
    return Front(google_emulator.start()[0])


def _one(
    user: User, verb: str, path: str, query: dict[str, list[str]], headers: Mapping[str, str], body: bytes
) -> Reply:
    """Answer one request, and hold both sides against Google's description."""
    if headers.get("authorization", "").removeprefix("Bearer ") not in user.tokens:
        return _refused(401, "authError")
    try:
        method = google_schema.find(verb, path)
        google_schema.check_request(method, query, body)
    except google_schema.ViolationError as error:
        user.violations.append(str(error))
        return _refused(400, "invalidArgument")
    user.calls.append(method.id)
    user.units += UNITS.get(method.id, 0)
    flat = {name: values[0] for name, values in query.items()}
    try:
        said = json.loads(body) if body else None
        if method.api == "gmail":
            reply = _served(google_gmail.answer(user, verb, path.removeprefix("gmail/v1/users/me/"), query, said))
        elif method.api == "calendar":
            calendar = unquote(path.removeprefix("calendar/v3/"))
            reply = _served(user.calendar.answer(verb, calendar, flat, said, headers.get("if-match", "")))
        else:
            reply = _served(user.tasks.answer(verb, unquote(path.removeprefix("tasks/v1/")), flat, said))
    except Refusal as refusal:
        return _refused(refusal.status, refusal.reason)
    try:
        google_schema.check_answer(method, reply.body)
    except google_schema.ViolationError as error:
        user.violations.append(str(error))
    if reply.body and "fields" in flat:
        return Reply(reply.status, json.dumps(pick(json.loads(reply.body), flat["fields"])).encode())
    return reply


def _token(user: User, form: dict[str, list[str]]) -> Reply:
    """Give an access token for the refresh token."""
    user.refreshes += 1
    if user.revoked:
        return Reply(400, json.dumps({"error": user.revoked, "error_description": "Said so"}).encode())
    token = f"t{user.refreshes}"
    user.tokens.add(token)
    answer = {"access_token": token, "expires_in": 3599, "token_type": "Bearer", "scope": "x"}
    return Reply(200, json.dumps(answer).encode())


def _served(said: dict[str, Any] | None) -> Reply:
    return Reply(204) if said is None else Reply(200, json.dumps(said).encode())


def _refused(status: int, reason: str) -> Reply:
    error = {"code": status, "message": "Said so", "errors": [{"domain": "global", "reason": reason, "message": "x"}]}
    return Reply(status, json.dumps({"error": error}).encode())
