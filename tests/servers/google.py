"""Google on this machine: the emulator of Gmail and the twins, behind a gate that knows Google's own descriptions.

It adds what the emulator lacks (batches, the profile, partial answers, a history that expires), counts quota units,
and breaks in every way a test asks for.
"""

from __future__ import annotations

import base64
import functools
import http.server
import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.parser import Parser
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import httpx

from tests.servers import google_emulator, google_schema
from tests.servers.google_fields import pick
from tests.servers.google_mime import payload_of
from tests.servers.google_twin import CalendarTwin, Refusal, TasksTwin

UNITS = {
    "gmail.users.getProfile": 1,
    "gmail.users.messages.list": 5,
    "gmail.users.messages.get": 20,
    "gmail.users.history.list": 2,
    "gmail.users.drafts.list": 5,
}
"""What Google counts for what a read is made of."""
PER_TOKEN = 4500


@dataclass(slots=True)
class Fault:
    """What goes wrong with the next requests that fit; ``inside`` only within a batch."""

    matches: str
    times: int = 1
    status: int = 0
    reason: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    executed: bool = False
    """Whether it happens after the request was executed."""
    lost: bool = False
    """The connection breaks instead of an answer."""
    cut: int = 0
    """Only so many bytes of the answer come, and are said to be all."""
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    lost: bool = False


@dataclass(slots=True)
class User:
    """One user of Google's."""

    name: str
    root: str
    emulator: str
    faults: list[Fault] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    """Ids of the methods that were called, in order, parts of batches among them."""
    requests: list[tuple[str, str]] = field(default_factory=list)
    """Verb and path of everything that came, batches as one."""
    violations: list[str] = field(default_factory=list)
    units: int = 0
    oldest_history: int = 0
    tokens: set[str] = field(default_factory=lambda: {"first"})
    refreshes: int = 0
    revoked: str = ""
    """Why refreshing is refused."""
    calendar: CalendarTwin = field(init=False)
    tasks: TasksTwin = field(default_factory=TasksTwin)
    drafts_shown_as: dict[str, str] = field(default_factory=dict)
    """A draft that was edited keeps its id, while the emulator has a new one."""
    _used: int = 0

    def __post_init__(self) -> None:
        self.calendar = CalendarTwin(self.address)

    @property
    def address(self) -> str:
        return f"{self.name}@world.example"

    @property
    def credential(self) -> str:
        """An authorised user's JSON."""
        return json.dumps(
            {
                "type": "authorized_user",
                "refresh_token": "refresh",
                "client_id": "prometido.apps.example",
                "client_secret": "secret",
                "token_uri": f"{self.root}token",
            }
        )

    def ask(self, verb: str, path: str, *, query: Mapping[str, Any] | None = None, body: Any = None) -> httpx.Response:
        """Ask the emulator, as the user's own programs do."""
        self._used += 1
        token = f"{self.name}-{self._used // PER_TOKEN}"
        return _emulator_client().request(
            verb,
            f"{self.emulator}/gmail/v1/users/me/{path}",
            params=query,
            json=body,
            headers={"Authorization": f"Bearer {token}"},
        )

    def all_messages(self, *labels: str) -> list[dict[str, Any]]:
        """Give id and raw text of every message with these labels."""
        found: list[dict[str, Any]] = []
        page: dict[str, str] = {}
        while True:
            query = {"labelIds": list(labels), "maxResults": "500", "includeSpamTrash": "true", **page}
            answer = self.ask("GET", "messages", query=query).json()
            found += [self.message(one["id"]) for one in answer["messages"]]
            if not answer.get("nextPageToken"):
                return found
            page = {"pageToken": answer["nextPageToken"]}

    def message(self, message: str) -> dict[str, Any]:
        """Give a message with its raw text decoded."""
        answer = self.ask("GET", f"messages/{message}", query={"format": "raw"}).json()
        return {**answer, "bytes": decoded(answer["raw"])}

    def all_drafts(self) -> list[tuple[str, bytes]]:
        """Give every draft's id in the emulator and its raw text."""
        listed = self.ask("GET", "drafts", query={"maxResults": "500"}).json()["drafts"]
        return [
            (
                one["id"],
                decoded(self.ask("GET", f"drafts/{one['id']}", query={"format": "raw"}).json()["message"]["raw"]),
            )
            for one in listed
        ]

    def edit_draft(self, draft: str, raw: bytes) -> None:
        """Save a draft as Gmail's own programs do: the draft stays, the message in it is another."""
        thread = self.ask("GET", f"drafts/{draft}", query={"format": "minimal"}).json()["message"]["threadId"]
        new = self.ask("POST", "drafts", body={"message": {"raw": encoded(raw), "threadId": thread}}).json()["id"]
        self.drafts_shown_as[new] = self.drafts_shown_as.pop(draft, draft)
        self.ask("DELETE", f"drafts/{draft}")


class Front:
    """The server in front of all of it."""

    def __init__(self, emulator: str) -> None:
        self._emulator = emulator
        self._users: dict[str, User] = {}
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def new_user(self) -> User:
        """Open an account nobody has used."""
        name = google_emulator.new_user()
        user = User(name, f"http://127.0.0.1:{self._server.server_port}/{name}/", self._emulator)
        self._users[name] = user
        return user

    def serve(self, verb: str, target: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Answer one request."""
        parts = urlsplit(target)
        _, name, path = parts.path.split("/", 2)
        user = self._users[name]
        user.requests.append((verb, path))
        fault = _due(user, f"{verb} {path}", inside=False)
        if fault and not fault.executed:
            return _broken(fault, None)
        if path == "token":
            reply = _token(user, parse_qs(body.decode()))
        elif path == "batch":
            reply = self._batch(user, headers, body)
        else:
            reply = _one(user, verb, path, parse_qs(parts.query), headers, body)
        return _broken(fault, reply) if fault else reply

    def _batch(self, user: User, headers: Mapping[str, str], body: bytes) -> Reply:
        """Answer the parts of a batch, each by itself."""
        message = Parser().parsestr(f"Content-Type: {headers['content-type']}\r\n\r\n{body.decode()}")
        answers = []
        for part in message.get_payload():
            head = str(part.get_payload()).partition("\n\n")[0].replace("\r", "")  # type: ignore[union-attr]  # a multipart's
            verb, target, _ = head.splitlines()[0].split(" ")
            where = urlsplit(target)
            path = where.path.split("/", 2)[2]
            fault = _due(user, f"{verb} {path}", inside=True)
            reply = _broken(fault, None) if fault else _one(user, verb, path, parse_qs(where.query), headers, b"")
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


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()


def decoded(raw: str) -> bytes:
    return base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))


@functools.cache
def _emulator_client() -> httpx.Client:
    return httpx.Client(timeout=60, limits=httpx.Limits(max_connections=8))


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
            reply = _gmail(user, verb, path.removeprefix("gmail/v1/users/me/"), query, said)
        elif method.api == "calendar":
            calendar = unquote(path.removeprefix("calendar/v3/"))
            reply = _served(user.calendar.answer(verb, calendar, flat, said, headers.get("if-match", "")))
        else:
            reply = _served(user.tasks.answer(verb, unquote(path.removeprefix("tasks/v1/")), flat, said))
    except Refusal as refusal:
        return _refused(refusal.status, refusal.reason)
    if reply.status >= 300:
        return reply
    try:
        google_schema.check_answer(method, reply.body)
    except google_schema.ViolationError as error:
        user.violations.append(str(error))
    if reply.body and "fields" in flat:
        return Reply(reply.status, json.dumps(pick(json.loads(reply.body), flat["fields"])).encode())
    return reply


def _gmail(user: User, verb: str, path: str, query: dict[str, list[str]], body: Any) -> Reply:
    """Answer a request for Gmail, with the emulator or in its place."""
    flat = {name: values[0] for name, values in query.items() if name not in {"alt", "fields"}}
    match [verb, *path.split("/")]:
        case ["GET", "profile"]:
            total = user.ask("GET", "messages", query={"maxResults": 1}).json()["resultSizeEstimate"]
            history = user.ask("GET", "history", query={"startHistoryId": "0"}).json()["historyId"]
            return _served({"emailAddress": user.address, "messagesTotal": total, "historyId": history})
        case ["GET", "history"]:
            start = flat["startHistoryId"]
            if not start.isdigit():
                raise Refusal(400, "invalidArgument")
            if int(start) < user.oldest_history:
                raise Refusal(404, "notFound")
        case ["GET", "messages"]:
            return _search(user, flat, query.get("labelIds", []))
        case ["GET", "messages", message]:
            return _full(user.ask("GET", f"messages/{message}", query={"format": "raw"}), flat.get("format", "full"))
        case ["GET", "drafts"]:
            answer = user.ask("GET", "drafts", query=flat).json()
            for one in answer["drafts"]:
                one["id"] = user.drafts_shown_as.get(one["id"], one["id"])
            return _served(answer)
        case ["GET", "drafts", draft]:
            real = _real(user, draft)
            answer = user.ask("GET", f"drafts/{real}", query={"format": "raw"})
            if answer.status_code != 200:
                return Reply(answer.status_code, answer.content)
            inner = _full_message(answer.json()["message"], flat.get("format", "full"))
            return _served({"id": draft, "message": inner})
        case ["POST", "drafts"]:
            thread = body["message"].get("threadId")
            if thread and user.ask("GET", f"threads/{thread}").status_code != 200:
                raise Refusal(404, "notFound")
        case ["DELETE", "drafts", draft]:
            path = f"drafts/{_real(user, draft)}"
    answer = user.ask(verb, path, query=urlencode({**flat, **_repeated(query)}, doseq=True), body=body)  # type: ignore[arg-type]  # httpx takes it encoded, too
    return Reply(answer.status_code, answer.content)


def _search(user: User, flat: dict[str, str], labels: list[str]) -> Reply:
    """Search as Gmail does: the emulator takes ``-in:`` for a word, and never finds a Message-ID."""
    wanted = flat.get("q", "")
    if found := re.fullmatch(r"rfc822msgid:(\S+)", wanted):
        inside = f"<{found[1]}>".encode()
        hits = [one for one in user.all_messages() if inside in one["bytes"].partition(b"\r\n\r\n")[0]]
        return _served({"messages": [{"id": one["id"], "threadId": one["threadId"]} for one in hits]})
    assert not re.search(r"-in:(?!drafts|chats)", wanted), wanted
    query = {**flat, "q": re.sub(r"\s*-in:\w+", "", wanted), "labelIds": labels}
    answer = user.ask("GET", "messages", query=query).json()
    if "-in:drafts" in wanted:
        drafts = user.ask("GET", "messages", query={"labelIds": ["DRAFT"], "maxResults": 500}).json()["messages"]
        hidden = {one["id"] for one in drafts}
        answer["messages"] = [one for one in answer["messages"] if one["id"] not in hidden]
    return _served(answer)


def _full(answer: httpx.Response, form: str) -> Reply:
    if answer.status_code != 200:
        return Reply(answer.status_code, answer.content)
    return _served(_full_message(answer.json(), form))


def _full_message(message: dict[str, Any], form: str) -> dict[str, Any]:
    """Take a raw message apart as Gmail does; the emulator forgets most headers."""
    if form == "raw":
        return message
    raw = decoded(message.pop("raw"))
    return message if form == "minimal" else {**message, "payload": payload_of(raw, bodies=form == "full")}


def _real(user: User, draft: str) -> str:
    return next((real for real, shown in user.drafts_shown_as.items() if shown == draft), draft)


def _repeated(query: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: values for name, values in query.items() if len(values) > 1}


def _token(user: User, form: dict[str, list[str]]) -> Reply:
    """Give an access token for the refresh token."""
    user.refreshes += 1
    if user.revoked:
        return Reply(400, json.dumps({"error": user.revoked, "error_description": "Said so"}).encode())
    token = f"t{user.refreshes}"
    user.tokens.add(token)
    answer = {"access_token": token, "expires_in": 3599, "token_type": "Bearer", "scope": "x"}
    return Reply(200, json.dumps(answer).encode())


def _due(user: User, request: str, *, inside: bool) -> Fault | None:
    """Take the fault that a request is to meet."""
    for fault in user.faults:
        if fault.times > 0 and fault.inside is inside and re.search(fault.matches, request):
            fault.times -= 1
            return fault
    return None


def _broken(fault: Fault, reply: Reply | None) -> Reply:
    """Give what comes of a request that meets a fault."""
    if fault.lost:
        return Reply(0, lost=True)
    if fault.cut and reply is not None:
        return Reply(reply.status, reply.body[: fault.cut], reply.headers)
    body = fault.body if fault.body is not None else _refused(fault.status, fault.reason).body
    return Reply(fault.status, body, fault.headers)


def _served(said: dict[str, Any] | None) -> Reply:
    return Reply(204) if said is None else Reply(200, json.dumps(said).encode())


def _refused(status: int, reason: str) -> Reply:
    error = {"code": status, "message": "Said so", "errors": [{"domain": "global", "reason": reason, "message": "x"}]}
    return Reply(status, json.dumps({"error": error}).encode())


def _handler(front: Front) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except (ConnectionError, TimeoutError):
                self.close_connection = True

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = front.serve(self.command, self.path, headers, body)
            if reply.lost:
                self.close_connection = True
                self.connection.close()
                return
            self.send_response(reply.status)
            for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            if reply.status != 204:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if reply.status != 204:
                self.wfile.write(reply.body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve

        def log_message(self, *words: object) -> None:
            pass

    return Handler
