"""Reading a Gmail account from where one left off.

All mail that is not a draft, spam, deleted or a chat is read, whatever label it has: an answer that was archived is an
answer. The first read lists what there is, newest first; from then on Gmail's own record of changes tells what is new.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from connectors.dates import written
from connectors.errors import CursorExpired, NeedsUser, Transient, Unreadable
from connectors.gmail import letter
from connectors.gmail.place import MARKS, Place
from connectors.google.service import entries_of
from connectors.protocols import FolderRole, Incoming, MailBatch
from connectors.web.answers import BadRequestError, NotThereError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from connectors.google.service import Service
    from connectors.protocols import MessageParts

PAGE = 500
BATCH = 50
"""Messages in one batch of ours: what is lost of a first read that is cut short."""
TOGETHER = 25
"""Messages asked for in one request; Google fetches them all at the same time."""
FEWEST = 10
"""The same after Google has refused some of them as too many at once."""
ROUNDS = 6
DOING = "mail cannot be read"
FIELDS = "id,threadId,labelIds,internalDate,payload"
CHANGES = (
    "historyId,nextPageToken,history(id,messagesAdded/message(id,labelIds),messagesDeleted/message(id),"
    "labelsAdded(labelIds,message(id,labelIds)),labelsRemoved(labelIds,message(id,labelIds)))"
)
NOT_MAIL = frozenset({"DRAFT", "SPAM", "TRASH", "CHAT"})
ARRIVES = frozenset({"INBOX", "SENT"})
"""Labels whose coming makes a message mail it was not before: a draft that was sent, what was no spam after all."""
LEAVES = NOT_MAIL
"""Labels whose going does."""
EVERYTHING = "after:{since} -in:drafts -in:chats"
"""Days in a search are days of California; seconds of the epoch are exact."""


@dataclass(slots=True)
class Changes:
    """What has happened since a record of the history."""

    new: dict[str, None]
    """Ids of messages that may be new, in the order they came."""
    history: str
    quiet: bool = True
    """Whether nothing at all happened, to drafts neither."""
    deleted: bool = False

    def note(self, entry: Mapping[str, Any]) -> None:
        """Take down the message a record names."""
        one = (entry.get("message") or {}).get("id")
        if one:
            self.new[str(one)] = None


class GmailSource:
    """See :class:`connectors.protocols.MailSource`."""

    def __init__(self, service: Service) -> None:
        """Read the account a service is signed in to."""
        self._service = service
        self._users = service.api.users()
        self._together = TOGETHER
        self.is_quiet = False
        """Whether the last read found that nothing at all had happened since the one before."""

    def read(self, cursor: str | None, *, since: datetime) -> Iterator[MailBatch]:
        """Yield what is new; see :meth:`connectors.protocols.MailSource.read`.

        A quiet cycle is one request of two units.

        Raises:
            CursorExpired: Gmail has forgotten that far back (it remembers a week or more, rarely hours).
            NeedsUser: everything that was sent is suddenly gone.
        """
        self.is_quiet = False
        place = Place.parse(cursor) if cursor is not None else None
        if place is None:
            # Taken before the listing: what comes meanwhile is in both, and known by its id.
            profile = self._read(self._users.getProfile(userId="me", fields="historyId"))
            place = Place(history=str(profile["historyId"]), last=(), since=int(since.timestamp()))
        if place.last is not None:
            yield from self._read_first(place)
        else:
            yield from self._read_changes(place)

    def _read_first(self, place: Place) -> Iterator[MailBatch]:
        """Read what there is, newest first. One that was cut short goes on below the last message it came to."""
        listed = list(self._list(place.since))
        left = _below(listed, place.last or ())
        since = datetime.fromtimestamp(place.since, UTC)
        for ids in _groups(left, BATCH):
            messages, seen = self._fetch(ids, since=since)
            sent = place.sent or any(message.role is FolderRole.SENT for message in messages)
            place = replace(place, sent=sent, last=(*reversed(ids), *(place.last or ()))[:MARKS])
            yield MailBatch(messages=messages, cursor=str(place), seen=seen, total=len(listed))
        yield MailBatch(messages=(), cursor=str(replace(place, last=None)), complete=True, total=len(listed))

    def _read_changes(self, place: Place) -> Iterator[MailBatch]:
        """Read what came since; the place moves on only after the last of it."""
        changes = self._changes(place.history)
        if changes.deleted:
            self._refuse_if_lost(place)
        for ids in _groups(changes.new, BATCH):
            messages, seen = self._fetch(ids)
            place = replace(place, sent=place.sent or any(message.role is FolderRole.SENT for message in messages))
            yield MailBatch(messages=messages, cursor=str(place), seen=seen, total=len(changes.new))
        self.is_quiet = changes.quiet
        yield MailBatch(messages=(), cursor=str(replace(place, history=changes.history)), complete=True)

    def _list(self, since: int) -> Iterator[str]:
        """List the ids of all mail received from a second of the epoch on."""
        query = EVERYTHING.format(since=since - 1)

        def ask(page: str | None) -> Any:
            return self._users.messages().list(
                userId="me", q=query, maxResults=PAGE, pageToken=page, fields="messages/id,nextPageToken"
            )

        for message in self._service.entries(ask, "messages", DOING):
            yield str(message["id"])

    def _changes(self, history: str) -> Changes:
        """Read the record of changes to its end, always from the same start: moving it between pages leaves gaps."""

        def ask(page: str | None) -> Any:
            return self._users.history().list(
                userId="me", startHistoryId=history, maxResults=PAGE, pageToken=page, fields=CHANGES
            )

        changes = Changes({}, history)
        try:
            for answer in self._service.pages(ask, DOING):
                for record in entries_of(answer, "history", DOING):
                    _note(record, changes)
                changes.history = str(answer.get("historyId") or changes.history)
        except (NotThereError, BadRequestError) as error:
            raise CursorExpired("Gmail no longer remembers what has happened since the last read") from error
        return changes

    def _fetch(self, ids: Sequence[str], since: datetime | None = None) -> tuple[tuple[Incoming, ...], int]:
        """Fetch messages, a few in a request; what Google was too busy for is asked for again, fewer at a time.

        What is gone meanwhile, is no mail, or is dated before ``since``, is left out. Returns how many were looked at.
        Raises Transient where some could not be had, so that none is ever skipped.
        """
        found: dict[str, Incoming | None] = {}
        wanted = list(ids)
        trouble: Transient | None = None
        for attempt in range(ROUNDS):
            if trouble is not None:
                self._together = FEWEST
                self._service.rest(attempt, trouble)
            busy: list[str] = []
            for few in _groups(wanted, self._together):
                requests = [
                    self._users.messages().get(userId="me", id=one, format="full", fields=FIELDS) for one in few
                ]
                for one, part in zip(few, self._service.read_all(requests, DOING), strict=True):
                    if isinstance(part.error, Transient):
                        busy.append(one)
                        trouble = part.error
                    elif part.error is None or isinstance(part.error, NotThereError):
                        found[one] = self._incoming(part.answer, since) if part.answer is not None else None
                    elif isinstance(part.error, NeedsUser):
                        raise part.error
                    else:
                        found[one] = Incoming(ref=one, role=FolderRole.OTHER, unreadable=str(part.error))
            wanted = busy
            if not wanted:
                return tuple(message for one in ids if (message := found[one]) is not None), len(ids)
        raise Transient(
            f"Gmail could not give {len(wanted)} messages", retry_after=trouble.retry_after if trouble else None
        )

    def _refuse_if_lost(self, place: Place) -> None:
        """Raise NeedsUser where no sent mail is left: nothing may be concluded from mail that is not there."""
        answer = self._read(
            self._users.messages().list(userId="me", labelIds=["SENT"], maxResults=1, fields="messages/id")
        )
        if place.sent and not answer.get("messages"):
            raise NeedsUser(
                "all sent mail of this Gmail account is suddenly gone: if it was lost, restore it from the bin; "
                "if this is right, it goes on by itself with the next message you send"
            )

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
        if since is not None:
            date = next((value for name, value in parts.headers if name.lower() == "date"), "")
            own = written(f"Date: {date}\r\n\r\n".encode("ascii", "replace")) or received
            if own is not None and own < since:
                return None
        return Incoming(ref=ref, role=role, parts=parts, received=received, thread_hint=thread)

    def _parts(self, message: Mapping[str, Any]) -> MessageParts:
        """Take a message apart; one whose text Gmail keeps to itself, as it does with long ones, is fetched whole."""
        payload = message.get("payload") or {}
        if letter.is_whole(payload):
            return letter.read(payload)
        get = self._users.messages().get(userId="me", id=str(message["id"]), format="raw", fields="raw")
        return letter.read_raw(self._read(get))

    def _read(self, request: Any) -> dict[str, Any]:
        return self._service.read(request, DOING)


def _groups(items: Iterable[str], size: int) -> Iterator[tuple[str, ...]]:
    """Give the items in groups, the last of which may be smaller."""
    rest = iter(items)
    while group := tuple(islice(rest, size)):
        yield group


def _below(listed: Sequence[str], last: Sequence[str]) -> Sequence[str]:
    """Give what a first read has not come to yet; all of it, where none of the last messages is there any more."""
    for one in last:
        if one in listed:
            return listed[listed.index(one) + 1 :]
    return listed


def _note(record: dict[str, Any], changes: Changes) -> None:
    """Take down what one record says."""
    changes.quiet = False
    for entry in record.get("messagesAdded") or ():
        if not NOT_MAIL.intersection((entry.get("message") or {}).get("labelIds") or ()):
            changes.note(entry)
    for entry in record.get("labelsAdded") or ():
        if ARRIVES.intersection(entry.get("labelIds") or ()):
            changes.note(entry)
        changes.deleted = changes.deleted or "TRASH" in (entry.get("labelIds") or ())
    for entry in record.get("labelsRemoved") or ():
        if LEAVES.intersection(entry.get("labelIds") or ()):
            changes.note(entry)
    changes.deleted = changes.deleted or bool(record.get("messagesDeleted"))


def _received(message: Mapping[str, Any]) -> datetime | None:
    """Read when a message came, in milliseconds of the epoch; None for what is no moment."""
    try:
        return datetime.fromtimestamp(int(message["internalDate"]) / 1000, UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return None
