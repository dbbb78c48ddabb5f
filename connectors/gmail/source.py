"""Reading a Gmail account from where one left off.

All mail that is not a draft, spam, deleted or a chat is read, whatever label it has: an answer that was archived is an
answer. The first read lists what there is, newest first; from then on Gmail's own record of changes tells what is new.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from connectors.errors import CursorExpired, NeedsUser, Transient
from connectors.gmail.fetching import DOING, FAILS, NOT_MAIL, Fetching, groups
from connectors.gmail.place import MARKS, Place
from connectors.google.service import entries_of
from connectors.protocols import MailBatch
from connectors.web import failing
from connectors.web.answers import BadRequestError, NotThereError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from connectors.google.service import Service

PAGE = 500
BATCH = 50
"""Messages in one batch of ours: what is lost of a first read that is cut short."""
CHANGES = (
    "historyId,nextPageToken,history(id,messagesAdded/message(id,labelIds),messagesDeleted/message(id),"
    "labelsAdded(labelIds,message(id,labelIds)),labelsRemoved(labelIds,message(id,labelIds)))"
)
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
        self._fetching = Fetching(service)
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
            if not profile.get("historyId"):
                raise Transient(f"{DOING}: Google does not say where its record of changes is")
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
        for ids in groups(left, BATCH):
            got = self._fetching.fetch(ids, place.failed, since=since)
            sent = place.sent or got.is_sent
            if got.failed:
                place = replace(place, sent=sent, failed=failing.count(place.failed, got.failed))
                yield MailBatch(messages=got.messages, cursor=str(place), total=len(listed))
                raise Transient(FAILS.format(count=len(got.failed)))
            place = replace(place, sent=sent, last=(*reversed(ids), *(place.last or ()))[:MARKS])
            yield MailBatch(messages=got.messages, cursor=str(place), seen=len(ids), total=len(listed))
        place = replace(place, last=None, failed={})
        yield MailBatch(messages=(), cursor=str(place), complete=True, total=len(listed))

    def _read_changes(self, place: Place) -> Iterator[MailBatch]:
        """Read what came since; the place moves on only after the last of it."""
        changes = self._changes(place.history)
        if changes.deleted:
            self._refuse_if_lost(place)
        failed: list[str] = []
        for ids in groups(changes.new, BATCH):
            got = self._fetching.fetch(ids, place.failed)
            place = replace(place, sent=place.sent or got.is_sent)
            failed += got.failed
            yield MailBatch(messages=got.messages, cursor=str(place), seen=len(ids), total=len(changes.new))
        if failed:
            yield MailBatch(messages=(), cursor=str(replace(place, failed=failing.count(place.failed, failed))))
            raise Transient(FAILS.format(count=len(failed)))
        self.is_quiet = changes.quiet
        yield MailBatch(messages=(), cursor=str(replace(place, history=changes.history, failed={})), complete=True)

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

    def _read(self, request: Any) -> dict[str, Any]:
        return self._service.read(request, DOING)


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
