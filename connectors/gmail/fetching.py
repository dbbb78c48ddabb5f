"""Fetching messages from Gmail: a few in a request, each looked at by itself, and none skipped."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from connectors.dates import is_older
from connectors.errors import NeedsUser, Transient, Unreadable
from connectors.gmail import letter
from connectors.google.service import entries_of
from connectors.protocols import FolderRole, Incoming
from connectors.web import failing
from connectors.web.answers import NotThereError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from connectors.google.service import Service
    from connectors.protocols import MessageParts
    from connectors.web.answers import Part

TOGETHER = 25
"""Messages asked for in one request; Google fetches them all at the same time."""
FEWEST = 10
"""The same after Google has refused some of them as too many at once."""
ROUNDS = 6
FIELDS = "id,threadId,labelIds,internalDate,payload"
NOT_MAIL = frozenset({"DRAFT", "SPAM", "TRASH", "CHAT"})
DOING = "mail cannot be read"
FAILS = "Gmail fails on {count} messages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came of asking for some messages."""

    messages: tuple[Incoming, ...]
    failed: tuple[str, ...]
    """What Google fails on, and may not for ever."""

    @property
    def is_sent(self) -> bool:
        """Whether one of them was sent."""
        return any(message.role is FolderRole.SENT for message in self.messages)


class Fetching:
    """Fetches from the account a service is signed in to."""

    def __init__(self, service: Service) -> None:
        """Have fetched nothing yet."""
        self._service = service
        self._users = service.api.users()
        self._together = TOGETHER

    def fetch(self, ids: Sequence[str], failed: Mapping[str, int], since: datetime | None = None) -> Fetched:
        """Fetch messages; what Google was too busy for is asked for again, fewer at a time.

        What is gone meanwhile, is no mail, or is dated before ``since``, is left out. What Google itself fails on is
        named, and set aside once that has lasted long enough; ``failed`` says how long it has. Raises ConnectorError
        where some could not be had for another reason, so that none is ever skipped.
        """
        found: dict[str, Incoming | None] = {}
        busy: dict[str, Transient] = {}
        wanted: Sequence[str] = list(ids)
        for attempt in range(ROUNDS):
            if busy:
                self._together = FEWEST
                self._service.rest(attempt, next(reversed(busy.values())))
            busy = {}
            for one, part in self._ask(wanted):
                if isinstance(part.error, Transient):
                    busy[one] = part.error
                else:
                    found[one] = self._read_part(one, part, since)
            wanted = list(busy)
            if not wanted:
                break
        others = [error for error in busy.values() if not failing.is_failure(error)]
        if others:
            raise Transient(f"Gmail could not give {len(busy)} messages", retry_after=others[-1].retry_after)
        if wanted and failing.is_enough(failed, wanted) and self._gives_others(wanted):
            reason = failing.REASON.format(provider="Gmail")
            found |= {one: Incoming(ref=one, role=FolderRole.OTHER, unreadable=reason) for one in wanted}
            wanted = []
        return Fetched(
            messages=tuple(message for one in ids if (message := found.get(one)) is not None),
            failed=tuple(wanted),
        )

    def _ask(self, ids: Sequence[str]) -> Iterator[tuple[str, Part]]:
        for few in groups(ids, self._together):
            requests = [self._users.messages().get(userId="me", id=one, format="full", fields=FIELDS) for one in few]
            yield from zip(few, self._service.read_all(requests, DOING), strict=True)

    def _read_part(self, one: str, part: Part, since: datetime | None) -> Incoming | None:
        """Read the answer to one request; None where there is no mail in it. Raises NeedsUser."""
        if part.answer is not None:
            return self._incoming(part.answer, since)
        if isinstance(part.error, NotThereError):
            return None
        if isinstance(part.error, NeedsUser):
            raise part.error
        return Incoming(ref=one, role=FolderRole.OTHER, unreadable=str(part.error))

    def _incoming(self, message: Mapping[str, Any], since: datetime | None) -> Incoming | None:
        """Read a message; None for what is no mail, is gone meanwhile, or is older than ``since``."""
        labels = set(message.get("labelIds") or ())
        if labels & NOT_MAIL:
            return None
        ref, thread, received = str(message["id"]), str(message.get("threadId") or ""), _received(message)
        role = FolderRole.SENT if "SENT" in labels else FolderRole.INBOX if "INBOX" in labels else FolderRole.OTHER
        try:
            parts = self._parts(message)
        except NotThereError:
            return None
        except Unreadable as error:
            return Incoming(ref=ref, role=role, unreadable=str(error), received=received, thread_hint=thread)
        except (AttributeError, TypeError, ValueError, LookupError) as error:
            # What Gmail describes otherwise than it says is that message's own affair.
            reason = f"Gmail describes a message that cannot be read ({type(error).__name__})"
            return Incoming(ref=ref, role=role, unreadable=reason, received=received, thread_hint=thread)
        if since is not None and is_older(parts.headers, received, since):
            return None
        return Incoming(ref=ref, role=role, parts=parts, received=received, thread_hint=thread)

    def _parts(self, message: Mapping[str, Any]) -> MessageParts:
        """Take a message apart; one whose text Gmail keeps to itself, as it does with long ones, is fetched whole."""
        payload = message.get("payload") or {}
        if letter.is_whole(payload):
            return letter.read(payload)
        get = self._users.messages().get(userId="me", id=str(message["id"]), format="raw", fields="raw")
        return letter.read_raw(self._service.read(get, DOING))

    def _gives_others(self, but: Sequence[str]) -> bool:
        """Whether Gmail gives other messages than these. Raises ConnectorError where it does not even list any."""
        answer = self._service.read(
            self._users.messages().list(userId="me", maxResults=len(but) + 1, fields="messages/id"), DOING
        )
        others = [str(one["id"]) for one in entries_of(answer, "messages", DOING) if one["id"] not in but]
        get = self._users.messages().get(userId="me", format="full", fields=FIELDS, id=others[0]) if others else None
        with contextlib.suppress(Transient):
            return get is not None and bool(self._service.read(get, DOING))
        return False


def groups(items: Iterable[str], size: int) -> Iterator[tuple[str, ...]]:
    """Give the items in groups, the last of which may be smaller."""
    rest = iter(items)
    while group := tuple(islice(rest, size)):
        yield group


def _received(message: Mapping[str, Any]) -> datetime | None:
    """Read when a message came, in milliseconds of the epoch; None for what is no moment."""
    try:
        return datetime.fromtimestamp(int(message["internalDate"]) / 1000, UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return None
