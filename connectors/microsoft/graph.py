"""Microsoft Graph for one mailbox, behind our own wire, list of what may leave, and meaning of errors."""

from __future__ import annotations

import json
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from urllib.parse import quote, urlsplit

from connectors.errors import ConnectorError, Transient, UnknownOutcome
from connectors.microsoft.allowed import check
from connectors.microsoft.lanes import AT_A_TIME, Lanes
from connectors.microsoft.tokens import Tokens
from connectors.microsoft.trouble import trouble
from connectors.web.answers import Part, ServerError, UnauthorisedError
from connectors.web.attempts import ATTEMPTS, PATIENCE, again, pause
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
PROPERTY = "String {{2b0a6f0e-6d0c-4f4e-9a53-52d1c1a4d7b6}} Name {name}"
"""A named property of ours (MS-OXPROPS, 1.3.2); the GUID is Prometido's own and the same for ever."""
KEY = PROPERTY.format(name="Prometido")
"""The key of a draft or task that was left."""
PLAIN = "$,()':;=/{}@"
"""What a query may hold as it is (RFC 3986, 3.4, and the braces Graph's own examples have)."""


class Get(NamedTuple):
    """A request that changes nothing: path within the mailbox, query, preferences besides the usual ones."""

    path: str
    query: Mapping[str, str] | str = ""
    prefer: tuple[str, ...] = ()


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

    def pages(self, get: Get, doing: str) -> Iterator[dict[str, Any]]:
        """Read a list page by page. Raises ConnectorError."""
        here: Get | None = get
        while here is not None:
            answer = self.read(here, doing)
            yield answer
            link = answer.get("@odata.nextLink")
            here = here._replace(query=query_of(link)) if link else None

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
            for few in _groups(wanted, TOGETHER):
                parts.update(zip(few, self._together([gets[number] for number in few], doing), strict=True))
            busy = {number: error for number in wanted if isinstance(error := parts[number].error, Transient)}
            wanted = list(busy)
            patience = max((error.retry_after or 0.0 for error in busy.values()), default=0.0)
            if not wanted or patience > PATIENCE or attempt == ATTEMPTS - 1:
                break
            self.sleep(pause(attempt, patience))
        return [parts[number] for number in range(len(gets))]

    def close(self) -> None:
        """Drop the connections."""
        self.wire.close()

    def _together(self, gets: Sequence[Get], doing: str) -> list[Part]:
        """Send one batch, or the one request that it would be."""
        if len(gets) == 1:
            try:
                return [Part(self._once("GET", gets[0], None, doing), None)]
            except ConnectorError as error:
                return [Part(None, error)]
        body = {
            "requests": [
                {"id": str(number), "method": "GET", "url": f"/{self._target(get)}", "headers": _headers(get)}
                for number, get in enumerate(gets)
            ]
        }
        answers = self._again(lambda: self._batch(body, doing))
        lost = Part(None, Transient(f"{doing}: a part of Microsoft's answer is missing"))
        return [answers.get(str(number), lost) for number in range(len(gets))]

    def _batch(self, body: Mapping[str, Any], doing: str) -> dict[str, Part]:
        try:
            answer = self._send("POST", "$batch", body, {"prefer": IMMUTABLE}, doing, lanes=AT_A_TIME)
        except UnknownOutcome as error:
            # It only reads.
            raise Transient(str(error), retry_after=error.retry_after) from error
        parts = {str(one.get("id")): _part(one, doing) for one in answer.get("responses") or ()}
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
        if method == "DELETE" or answer.status_code == 204:
            return {}
        try:
            said = json.loads(answer.content)
        except ValueError:
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


def segment(one: str) -> str:
    """Write an id as a part of a path."""
    return quote(one, safe="=")


def written(query: Mapping[str, str]) -> str:
    """Write a query; the names of OData stay legible."""
    return "&".join(f"{name}={quote(value, safe=PLAIN)}" for name, value in query.items())


def query_of(link: str) -> str:
    """Take the place out of a link to the next page or the next round.

    Only the query is used, on the path we asked for: a server's answer never decides where a token is sent.
    """
    return urlsplit(link).query


def quoted(value: str) -> str:
    """Write a text in a filter (OData 4.01, URL Conventions, 5.1.1.14.1)."""
    return "'{}'".format(value.replace("'", "''"))


def property_of(item: Mapping[str, Any], wanted: str) -> str:
    """Give an extended property; empty where there is none. Exchange writes the GUID as it likes."""
    for one in item.get("singleValueExtendedProperties") or ():
        if str(one.get("id", "")).lower() == wanted.lower():
            return str(one.get("value") or "")
    return ""


def with_properties(*wanted: str) -> str:
    """Ask for extended properties beside an item."""
    return f"singleValueExtendedProperties($filter={' or '.join(f'id eq {quoted(one)}' for one in wanted)})"


@cache
def _lanes_of(client_id: str) -> Lanes:  # noqa: ARG001 - one for each
    return Lanes()


def _part(one: Mapping[str, Any], doing: str) -> Part:
    """Look at one answer of a batch."""
    status, said = int(one.get("status", 0)), one.get("body")
    if status == 200 and isinstance(said, dict):
        return Part(said, None)
    return Part(None, trouble(status, one.get("headers") or {}, json.dumps(said).encode(), doing))


def _headers(get: Get) -> dict[str, str]:
    return {"prefer": ", ".join((IMMUTABLE, TEXT, *get.prefer))}


def _groups(items: Sequence[int], size: int) -> Iterator[tuple[int, ...]]:
    rest = iter(items)
    while group := tuple(islice(rest, size)):
        yield group
