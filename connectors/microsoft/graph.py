"""Microsoft Graph for one mailbox, behind our own wire, list of what may leave, and meaning of errors."""

from __future__ import annotations

import json
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from connectors.errors import ConnectorError, Refused, Transient, UnknownOutcome
from connectors.microsoft.allowed import check
from connectors.microsoft.lanes import AT_A_TIME, Lanes
from connectors.microsoft.odata import Get, items, next_page, written
from connectors.microsoft.tokens import Tokens
from connectors.microsoft.trouble import trouble
from connectors.web.answers import AstrayError, BadRequestError, NotThereError, Part, ServerError, UnauthorisedError
from connectors.web.attempts import ATTEMPTS, PATIENCE, again, pause
from connectors.web.pages import Trail
from connectors.web.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import httpx

    from config.accounts import Microsoft
    from connectors.registry import Context
    from connectors.web.permits import Permit

T = TypeVar("T")
ROOT = "https://graph.microsoft.com/v1.0"
TOGETHER = 20
"""Requests in one batch, at most."""
IMMUTABLE = 'IdType="ImmutableId"'
"""With every request: an id then survives moves between folders, and a draft's names the mail it becomes."""
TEXT = 'outlook.body-content-type="text"'
OURS_KEPT = 10_000
"""How many ids of ours are remembered; each is learnt again when it is read again."""


@dataclass(slots=True)
class Graph:
    """Asks for one mailbox. A path is relative to it."""

    wire: Wire
    tokens: Tokens
    permits: Sequence[Permit]
    root: str
    home: str
    """``me``, or ``users/…`` for a mailbox that is not one's own."""
    lanes: Lanes
    sleep: Callable[[float], None] = time.sleep
    _ours: OrderedDict[str, None] = field(default_factory=OrderedDict)

    def know_ours(self, one: str) -> None:
        """Remember an id as ours, so that what changes or removes it may leave."""
        self._ours[one] = None
        self._ours.move_to_end(one)
        if len(self._ours) > OURS_KEPT:
            self._ours.popitem(last=False)

    def read(self, get: Get, doing: str) -> dict[str, Any]:
        """Send a request that changes nothing, again where that may help. Raises ConnectorError."""
        return self._again(lambda: self._once("GET", get, None, doing))

    def entries(self, get: Get, doing: str) -> Iterator[dict[str, Any]]:
        """Read a list to its end, page by page. Raises ConnectorError."""
        trail = Trail(doing, "Microsoft")
        while True:
            answer = self.read(get, doing)
            yield from items(answer, doing)
            following = next_page(answer)
            if not following:
                return
            get = get._replace(query=trail.go_on(following))

    def change(self, method: str, path: str, body: Any, doing: str, *, etag: str = "") -> dict[str, Any]:
        """Send a request that has the same effect once or twice, again where that may help.

        With ``etag`` only what has not changed since is changed. Raises ConnectorError.
        """
        return self._again(lambda: self._once(method, Get(path), body, doing, etag=etag))

    def create(self, path: str, body: Any, doing: str) -> dict[str, Any]:
        """Send a request that makes something, once. Raises UnknownOutcome where it may or may not have.

        What is refused with 429 was not executed; an error of the server's own may come after the effect.
        """
        try:
            return self._once("POST", Get(path), body, doing)
        except ServerError as error:
            raise UnknownOutcome(str(error), retry_after=error.retry_after) from error

    def read_all(self, gets: Sequence[Get], doing: str) -> list[Part]:
        """Send requests that change nothing in batches, and look at each part by itself.

        A batch is answered with 200 while some of its parts were refused. What was refused for now is asked for again;
        what still is comes back as Transient.
        """
        parts: dict[int, Part] = {}
        wanted = list(range(len(gets)))
        for attempt in range(ATTEMPTS):
            # What a batch has not brought in so many attempts may come by itself.
            size = 1 if attempt == ATTEMPTS - 1 else TOGETHER
            for few in _groups(wanted, size):
                parts.update(zip(few, self._together([gets[number] for number in few], doing), strict=True))
            busy = {number: error for number in wanted if isinstance(error := parts[number].error, Transient)}
            wanted = list(busy)
            patience = max((error.retry_after or 0.0 for error in busy.values()), default=0.0)
            if not wanted or patience > PATIENCE or attempt == ATTEMPTS - 1:
                break
            self.sleep(pause(attempt, patience))
        for number, part in parts.items():
            if isinstance(part.error, BadRequestError) and len(gets) > 1:
                # It may be the batch that is not taken; by itself it tells.
                parts[number] = self._alone(gets[number], doing)
        return [parts[number] for number in range(len(gets))]

    def close(self) -> None:
        """Drop the connections."""
        self.wire.close()

    def _together(self, gets: Sequence[Get], doing: str) -> list[Part]:
        """Send one batch; one request, or a batch the server does not take as such (a gateway between), one by one."""
        if len(gets) == 1:
            return [self._alone(gets[0], doing)]
        body = {
            "requests": [
                {"id": str(number), "method": "GET", "url": f"/{self._target(get)}", "headers": _headers(get)}
                for number, get in enumerate(gets)
            ]
        }
        try:
            answers = self._again(lambda: self._batch(body, doing))
        except (NotThereError, Refused, AstrayError):
            return [self._alone(get, doing) for get in gets]
        lost = Part(None, Transient(f"{doing}: a part of Microsoft's answer is missing"))
        return [answers.get(str(number), lost) for number in range(len(gets))]

    def _alone(self, get: Get, doing: str) -> Part:
        try:
            return Part(self._once("GET", get, None, doing), None)
        except ConnectorError as error:
            return Part(None, error)

    def _batch(self, body: Mapping[str, Any], doing: str) -> dict[str, Part]:
        try:
            answer = self._send("POST", "$batch", body, {"prefer": IMMUTABLE}, doing, lanes=AT_A_TIME)
        except UnknownOutcome as error:
            # It only reads.
            raise Transient(str(error), retry_after=error.retry_after) from error
        there = answer.get("responses")
        if not isinstance(there, list) or not all(isinstance(one, dict) for one in there):
            raise Transient(f"{doing}: Microsoft's answer is no batch")
        parts = {str(one.get("id")): _part(one, doing) for one in there}
        if any(isinstance(part.error, UnauthorisedError) for part in parts.values()):
            self.tokens.renewed()
        return {
            number: Part(None, Transient(str(part.error))) if isinstance(part.error, UnauthorisedError) else part
            for number, part in parts.items()
        }

    def _once(self, method: str, get: Get, body: Any, doing: str, *, etag: str = "") -> dict[str, Any]:
        headers = _headers(get) | ({"if-match": etag} if etag else {})
        return self._send(method, self._target(get), body, headers, doing, lanes=1)

    def _send(
        self, method: str, target: str, body: Any, headers: dict[str, str], doing: str, *, lanes: int
    ) -> dict[str, Any]:
        """Send one request once; where the token is not taken, which executes nothing, again with a new one."""
        check(self.permits, self.home, method, target.partition("?")[0], body, self._ours.keys())
        content = json.dumps(body).encode() if body is not None else None
        if content is not None:
            headers["content-type"] = "application/json"
        with self.lanes.take(lanes):
            answer = self._carry(method, target, headers, content, self.tokens.current())
            if answer.status_code == 401:
                answer = self._carry(method, target, headers, content, self.tokens.renewed())
        if not answer.is_success:
            error = trouble(answer.status_code, answer.headers, answer.content, doing)
            raise Transient(f"{error}, though the token is new") if isinstance(error, UnauthorisedError) else error
        if method == "DELETE" or (method == "PATCH" and not answer.content):
            return {}
        try:
            said = json.loads(answer.content)
        except (ValueError, RecursionError):
            said = None
        if isinstance(said, dict):
            return said
        raise (UnknownOutcome if method == "POST" else Transient)(f"{doing}: Microsoft's answer is cut off")

    def _carry(
        self, method: str, target: str, headers: Mapping[str, str], content: bytes | None, token: str
    ) -> httpx.Response:
        return self.wire.send(method, f"{self.root}/{target}", {**headers, "authorization": f"Bearer {token}"}, content)

    def _target(self, get: Get) -> str:
        query = get.query if isinstance(get.query, str) else written(get.query)
        return f"{self.home}/{get.path}{'?' if query else ''}{query}"

    def _again(self, attempt: Callable[[], T]) -> T:
        return again(attempt, self.sleep)


def open_graph(settings: Microsoft, context: Context, permits: Sequence[Permit], scopes: Sequence[str]) -> Graph:
    """Describe the interface of one mailbox; no secret is read and no connection opened yet."""
    return Graph(
        wire=Wire("Microsoft", ca_bundle=settings.ca_bundle),
        tokens=Tokens(settings, context, scopes),
        permits=permits,
        root=(settings.endpoint or ROOT).rstrip("/"),
        home=f"users/{quote(settings.user, safe='@')}" if settings.user else "me",
        lanes=_lanes_of(settings.client_id),
    )


@cache
def _lanes_of(client_id: str) -> Lanes:  # noqa: ARG001 - one for each
    return Lanes()


def _part(one: Mapping[str, Any], doing: str) -> Part:
    """Look at one answer of a batch."""
    status, said = str(one.get("status")), one.get("body")
    if status == "200" and isinstance(said, dict):
        return Part(said, None)
    if not status.isdigit() or status == "200":
        return Part(None, Transient(f"{doing}: a part of Microsoft's answer cannot be read"))
    return Part(None, trouble(int(status), _told(one.get("headers")), json.dumps(said).encode(), doing))


def _told(headers: Any) -> Mapping[str, Any]:
    """Give the headers of a part, which may have none."""
    return headers if isinstance(headers, dict) else {}


def _headers(get: Get) -> dict[str, str]:
    return {"prefer": ", ".join((IMMUTABLE, TEXT, *get.prefer))}


def _groups(items: Sequence[int], size: int) -> Iterator[tuple[int, ...]]:
    rest = iter(items)
    while group := tuple(islice(rest, size)):
        yield group
