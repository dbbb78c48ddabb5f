"""Google's interfaces as googleapiclient describes them, behind our own wire, pace and meaning of errors."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from connectors.errors import ConnectorError, Refused, Transient, UnknownOutcome
from connectors.google.allowed import PERMITS
from connectors.google.guarded import Guarded
from connectors.google.tokens import Tokens
from connectors.google.trouble import trouble
from connectors.web.answers import AstrayError, NotThereError, Part, ServerError, UnauthorisedError
from connectors.web.attempts import PATIENCE, again, pause
from connectors.web.pages import Trail
from connectors.web.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from config.accounts import Google
    from connectors.registry import Context

T = TypeVar("T")
UNREAD = (LookupError, ValueError, TypeError, AttributeError, RecursionError)
"""What googleapiclient runs into where an answer is not what it takes it for."""
VERSIONS = {"gmail": "v1", "calendar": "v3", "tasks": "v1"}
UNITS = {
    "gmail.users.getProfile": 1,
    "gmail.users.messages.list": 5,
    "gmail.users.messages.get": 20,
    "gmail.users.history.list": 2,
    "gmail.users.drafts.list": 5,
    "gmail.users.drafts.get": 20,
    "gmail.users.drafts.create": 20,
    "gmail.users.drafts.delete": 20,
    "gmail.users.labels.list": 1,
    "gmail.users.labels.create": 5,
    "gmail.users.messages.modify": 10,
    "gmail.users.settings.sendAs.list": 1,
}
"""Quota units of a request (Gmail API, "Usage limits", of May 2026)."""
PER_SECOND = 90.0
AT_ONCE = 600.0
"""600 at once and 90 a second: no minute has more than the 6 000 units a user has in it."""


class UnreadableBatchError(Transient):
    """The answer to a batch is none, or lacks a part."""


@dataclass(slots=True)
class Pace:
    """Keeps to the quota of a user, whatever is asked for."""

    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    spent: int = 0
    """Units since the beginning."""
    _left: float = AT_ONCE
    _at: float | None = None

    def pay(self, units: int) -> None:
        """Wait until there is room for these units, and count them."""
        now = self.clock()
        if self._at is not None:
            self._left = min(AT_ONCE, self._left + max(now - self._at, 0.0) * PER_SECOND)
        self._at = now
        self.spent += units
        self._left -= units
        if self._left < 0:
            self.sleep(-self._left / PER_SECOND)
            self._left, self._at = 0.0, self.clock()

    def slow_down(self) -> None:
        """Take it that others use the quota too."""
        self._left = min(self._left, 0.0)


@dataclass(slots=True)
class Service:
    """One of Google's interfaces for one account."""

    api: Any
    """Makes requests; see googleapiclient."""
    wire: Guarded
    pace: Pace = field(default_factory=Pace)

    def read(self, request: Any, doing: str) -> dict[str, Any]:
        """Send a request that changes nothing, again where that may help. Raises ConnectorError."""
        return self._again(lambda: self._once(request, doing))

    def pages(self, ask: Callable[[str | None], Any], doing: str) -> Iterator[dict[str, Any]]:
        """Read a list page by page; ``ask`` makes the request for one, None being the first. Raises ConnectorError."""
        page, trail = None, Trail(doing, "Google")
        while True:
            answer = self.read(ask(page), doing)
            yield answer
            if not answer.get("nextPageToken"):
                return
            page = trail.go_on(str(answer["nextPageToken"]))

    def entries(self, ask: Callable[[str | None], Any], name: str, doing: str) -> Iterator[dict[str, Any]]:
        """Read the entries of a list to its end. Raises ConnectorError."""
        for answer in self.pages(ask, doing):
            yield from entries_of(answer, name, doing)

    def change(self, request: Any, doing: str) -> dict[str, Any]:
        """Send a request that has the same effect once or twice. Raises ConnectorError."""
        return self._again(lambda: self._once(request, doing))

    def create(self, request: Any, doing: str) -> dict[str, Any]:
        """Send a request that makes something, once. Raises UnknownOutcome where it may or may not have.

        What Google refuses with 429 or 403 was not executed; an error of the server's own may come after the effect.
        """
        try:
            return self._once(request, doing)
        except ServerError as error:
            raise UnknownOutcome(str(error), retry_after=error.retry_after) from error

    def read_all(self, requests: Sequence[Any], doing: str) -> list[Part]:
        """Send requests that change nothing in one batch, and look at each part by itself.

        Google executes the parts at the same time for one user, and refuses some with 429 while others are served.
        Those come back as Transient; what to do about them is up to the caller. Where no batches are served (a gateway
        between), or none that can be read, the requests are sent one by one.
        """
        try:
            return self._again(lambda: self._batch(requests, doing))
        except (NotThereError, Refused, AstrayError, UnreadableBatchError):
            return [self._alone(request, doing) for request in requests]

    def rest(self, attempt: int, error: Transient) -> None:
        """Wait before what was refused is asked for again. Raises the error where Google asks for more patience."""
        if (error.retry_after or 0) > PATIENCE:
            raise error
        self.pace.sleep(pause(attempt, error.retry_after or 0.0))

    def _batch(self, requests: Sequence[Any], doing: str) -> list[Part]:
        from googleapiclient.errors import BatchError, HttpError  # noqa: PLC0415 - heavy, here it is loaded already

        from connectors.google.model import TooDeep  # noqa: PLC0415 - the same

        parts: dict[str, Part] = {}
        stale: list[str] = []

        def take(number: str, answer: Any, error: Any) -> None:
            if error is not None:
                stale.extend([number] if error.resp.status == 401 else [])
                parts[number] = Part(None, self._meaning(error, doing))
            elif isinstance(answer, dict):
                parts[number] = Part(answer, None)
            elif isinstance(answer, TooDeep):
                parts[number] = Part(None, Refused(f"{doing}: it is nested too deeply"))
            else:
                parts[number] = Part(None, Transient(f"{doing}: an answer of Google's is cut off"))

        self.pace.pay(sum(UNITS.get(request.methodId, 1) for request in requests))
        batch = self.api.new_batch_http_request(callback=take)
        for number, request in enumerate(requests):
            batch.add(request, request_id=str(number))
        try:
            batch.execute(http=self.wire)
        except (BatchError, *UNREAD) as error:
            # The library runs into whatever a batch lacks that was cut off.
            text = f"{doing}: an answer of Google's cannot be read ({type(error).__name__})"
            raise UnreadableBatchError(text) from error
        except HttpError as error:
            raise self._meaning(error, doing) from None
        if stale:
            self.wire.renew()
        cut = Part(None, Transient(f"{doing}: a part of Google's answer is missing"))
        return [parts.get(str(number), cut) for number in range(len(requests))]

    def _alone(self, request: Any, doing: str) -> Part:
        try:
            return Part(self._once(request, doing), None)
        except ConnectorError as error:
            return Part(None, error)

    def _once(self, request: Any, doing: str) -> dict[str, Any]:
        from googleapiclient.errors import HttpError  # noqa: PLC0415 - heavy, here it is loaded already

        self.pace.pay(UNITS.get(request.methodId, 1))
        try:
            answer = request.execute(http=self.wire)
        except HttpError as error:
            raise self._meaning(error, doing) from None
        except UNREAD:
            answer = None
        if isinstance(answer, dict):
            return answer
        if request.method == "DELETE":
            return {}
        # The library hands a body that is no JSON back as it is: cut off, or of a gateway between.
        raise (UnknownOutcome if request.method == "POST" else Transient)(f"{doing}: Google's answer is cut off")

    def _meaning(self, error: Any, doing: str) -> ConnectorError:
        found = trouble(error.resp.status, error.resp, error.content, doing)
        if isinstance(found, UnauthorisedError):
            return Transient(f"{found}, though the token is new")
        if isinstance(found, Transient):
            self.pace.slow_down()
        return found

    def _again(self, attempt: Callable[[], T]) -> T:
        return again(attempt, self.pace.sleep)

    def close(self) -> None:
        """Drop the connections."""
        self.wire.close()


def open_service(name: str, settings: Google, context: Context, scopes: Sequence[str]) -> Service:
    """Describe one of Google's interfaces; no secret is read and no connection opened yet.

    The description comes with googleapiclient. Its root is replaced as a whole, so that batches go to a configured
    endpoint too.
    """
    from googleapiclient.discovery import build_from_document  # noqa: PLC0415 - heavy, only for accounts that need it
    from googleapiclient.discovery_cache import get_static_doc  # noqa: PLC0415

    from connectors.google.model import Model  # noqa: PLC0415 - the same

    described = json.loads(get_static_doc(name, VERSIONS[name]))
    described.pop("mtlsRootUrl", None)
    if settings.endpoint is not None:
        described["rootUrl"] = str(settings.endpoint).rstrip("/") + "/"
    root = described["rootUrl"]
    described["baseUrl"] = root + described["servicePath"]
    wire = Wire("Google", ca_bundle=settings.ca_bundle)
    tokens = Tokens(
        lambda: context.secret(settings.credential),
        lambda token: context.keep(settings.credential, token),
        wire=wire,
        scopes=scopes,
        user=settings.user,
    )
    guarded = Guarded(wire, tokens, PERMITS[name], root)
    return Service(build_from_document(described, http=guarded, model=Model()), guarded)


def entries_of(answer: Mapping[str, Any], name: str, doing: str) -> list[dict[str, Any]]:
    """Give the entries of a page. Raises Transient for what is none."""
    there = answer.get(name) or []
    if not isinstance(there, list) or not all(isinstance(one, dict) and one.get("id") for one in there):
        raise Transient(f"{doing}: Google's answer is no list")
    return there


def named_by(answer: Mapping[str, Any], doing: str) -> str:
    """Give the id of what was made. Raises UnknownOutcome where the answer does not tell it."""
    if one := answer.get("id"):
        return str(one)
    raise UnknownOutcome(f"{doing}: Google's answer does not name it")
