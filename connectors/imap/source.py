"""Reading mail over IMAP from where one left off."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from connectors.errors import NeedsUser
from connectors.imap import folders
from connectors.imap.fetching import ITEMS, Fetching, Intake
from connectors.imap.grammar import Value, decode_name, holds, mailbox, number, pairs, uid_set
from connectors.imap.place import Place, Places
from connectors.protocols import FolderRole, Incoming, MailBatch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from connectors.imap.described import Described
    from connectors.imap.folders import Chosen, Listed, Wanted
    from connectors.imap.session import Session
    from connectors.imap.structure import Section
    from connectors.imap.wire import Connection, Reply

BATCH = 250
"""Messages a round trip: their headers and structures come while the texts of those before them are read."""
AHEAD = 2
"""Batches that are asked for at any time."""
SLACK = timedelta(days=2)
"""Servers search by day, in whatever zone they like; the exact time is compared here."""
VALIDITY = re.compile(rb"\[UIDVALIDITY (\d+)\]", re.IGNORECASE)
FOLLOWING = re.compile(rb"\[UIDNEXT (\d+)\]", re.IGNORECASE)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Status(NamedTuple):
    """What the server says of a folder without opening it."""

    validity: int
    following: int
    held: int
    changed: int


class Ref(NamedTuple):
    """Where a message is; written as :attr:`Incoming.ref`."""

    folder: str
    validity: int
    uid: int

    @classmethod
    def parse(cls, text: str) -> Ref:
        """Read a ref. Raises ValueError for what is none."""
        folder, validity, uid = text.rsplit("\t", 2)
        return cls(folder, int(validity), int(uid))

    @staticmethod
    def start(folder: str, validity: int) -> str:
        """Write what the refs of a folder begin with; the UID follows."""
        return f"{folder}\t{validity}\t"


class ImapSource:
    """See :class:`connectors.protocols.MailSource`."""

    def __init__(self, session: Session, wanted: Wanted) -> None:
        """Read the wanted folders of an account."""
        self._session = session
        self._wanted = wanted

    def read(self, cursor: str | None, *, since: datetime) -> Iterator[MailBatch]:
        """Yield what is new, in batches; see :meth:`connectors.protocols.MailSource.read`.

        A quiet cycle is one STATUS for each folder, sent together. UIDs only ever grow, so what is new in a folder is
        what has a UID from where the last read ended; a folder with another UIDVALIDITY is read anew from ``since``.
        Where a server has QRESYNC it says, when a folder is opened, which of the drafts in it have changed or vanished;
        with CONDSTORE alone a MODSEQ says whether anything has; else they are looked at each time.

        Raises:
            NeedsUser: a folder is missing, cannot be told from others, or is suddenly empty.
            CursorExpired: the cursor is not of this version.
            Transient: the connection broke, or the server cannot serve now.
        """
        known = Places.parse(cursor)
        connection = self._session.connection()
        listed = folders.list_all(self._session, connection)
        chosen = folders.reading(listed, self._wanted)
        statuses = self._statuses(connection, chosen)
        validities = {folder.name: status.validity for folder, status in zip(chosen, statuses, strict=True)}
        places = {name: known.of(name, validities) for name in validities}
        self._refuse_if_lost(connection, {**places, **known.folders}, listed, chosen, statuses)
        total = 0
        for folder, status in zip(chosen, statuses, strict=True):
            place = places[folder.name]
            uids = self._new(connection, folder, place, status, since)
            total += len(uids)
            for messages, following, drafts, seen in self._messages(connection, folder, place, uids, since):
                places[folder.name] = place.at(following, drafts)
                yield MailBatch(messages=messages, cursor=str(Places(places)), seen=seen, total=total)
            places[folder.name] = replace(
                places[folder.name],
                following=max(status.following, place.following),
                held=status.held,
                changed=status.changed,
                first=False,
            )
        present = sum(status.held for status in statuses)
        yield MailBatch(messages=(), cursor=str(Places(places)), complete=True, total=total, present=present)

    def check(self) -> None:
        """Try it without changing anything. Raises what reading would raise."""
        connection = self._session.connection()
        self._statuses(connection, folders.reading(folders.list_all(self._session, connection), self._wanted))

    def _statuses(self, connection: Connection, chosen: Sequence[Chosen]) -> list[Status]:
        """Ask how the folders stand, all at once."""
        items = b"(UIDVALIDITY UIDNEXT MESSAGES%b)" % (b" HIGHESTMODSEQ" if self._session.can("CONDSTORE") else b"")
        connection.send(*((b"STATUS", mailbox(folder.name), items) for folder in chosen))
        replies = [connection.collect() for _ in chosen]
        said = {
            decode_name(name): facts
            for reply in replies
            for name, facts, *_ in (items for items in reply.named(b"STATUS") if len(items) > 1)
            if isinstance(name, bytes) and isinstance(facts, list)
        }
        found = [_status(reply, folder, said.get(folder.name)) for reply, folder in zip(replies, chosen, strict=True)]
        return [
            status if status.validity and status.following else self._opened(connection, folder, status)
            for status, folder in zip(found, chosen, strict=True)
        ]

    def _opened(self, connection: Connection, folder: Chosen, status: Status) -> Status:
        """Open a folder of which STATUS does not say all; some servers only say it then, or not at all."""
        reply = connection.run(b"EXAMINE", mailbox(folder.name)).expect(f"the folder {folder.name} cannot be opened")
        said = b"\n".join(response.text for response in reply.responses)
        validity, following = VALIDITY.search(said), FOLLOWING.search(said)
        if following is None:
            found = connection.run(b"UID SEARCH", b"ALL").expect(f"the folder {folder.name} cannot be searched")
            last = max(found.found(), default=0)
        return status._replace(
            validity=int(validity[1]) if validity else 1, following=int(following[1]) if following else last + 1
        )

    def _refuse_if_lost(
        self,
        connection: Connection,
        before: Mapping[str, Place],
        listed: Sequence[Listed],
        chosen: Sequence[Chosen],
        statuses: Sequence[Status],
    ) -> None:
        """Raise NeedsUser for a folder that is suddenly empty, unless it is an inbox that was tidied away."""
        for folder, status in zip(chosen, statuses, strict=True):
            place = before[folder.name]
            if not place.held or status.held:
                continue
            if folder.role is FolderRole.INBOX and place.validity == status.validity:
                names = {one.name for one in chosen}
                others = [one for one in listed if one.name not in names and not one.uses & {"\\drafts", "\\all"}]
                counts = self._statuses(connection, [folder._replace(name=one.name) for one in others])
                if any(count.held >= place.held for count in counts):
                    continue
            raise NeedsUser(
                f"the folder {folder.name} held {place.held} messages and is suddenly empty: if they were lost,"
                " restore them; if this is right, it goes on by itself with the next message in it"
            )

    def _new(self, connection: Connection, folder: Chosen, place: Place, status: Status, since: datetime) -> list[int]:
        """Open the folder and find the UIDs to look at; nothing is opened where nothing is new."""
        again = place.drafts if status.changed != place.changed or not status.changed else ()
        if status.following <= place.following and not again:
            return []
        if not status.held:
            return []
        resync = self._resync(place, status)
        connection.send((b"EXAMINE", mailbox(folder.name), *resync), _search(place, status, since))
        opened, found = connection.collect(), connection.collect()
        if resync and not opened.ok:
            resync = ()
            connection.send((b"EXAMINE", mailbox(folder.name)), _search(place, status, since))
            opened, found = connection.collect(), connection.collect()
        opened.expect(f"the folder {folder.name} cannot be opened")
        if not found.ok:
            found = connection.run(*_search(replace(place, first=False), status, since))
        found.expect(f"the folder {folder.name} cannot be searched")
        uids = set(found.found())
        if resync:
            changed, vanished = _changes(opened)
            uids |= changed
            again = tuple(uid for uid in again if uid in changed or any(holds(gone, uid) for gone in vanished))
        return sorted({uid for uid in uids if place.following <= uid < status.following} | set(again))

    def _resync(self, place: Place, status: Status) -> tuple[bytes, ...]:
        """Ask what has changed and vanished since the last look (QRESYNC, RFC 7162, 3.2.5), of what matters to us."""
        if not self._session.resyncs or place.first or not place.changed:
            return ()
        known = [uid_set(place.drafts)] if place.drafts else []
        if place.following < status.following:
            known.append(b"%d:%d" % (place.following, status.following - 1))
        return (b"(QRESYNC (%d %d %b))" % (place.validity, place.changed, b",".join(known)),)

    def _messages(
        self, connection: Connection, folder: Chosen, place: Place, uids: Sequence[int], since: datetime
    ) -> Iterator[tuple[tuple[Incoming, ...], int, tuple[int, ...], int]]:
        """Fetch messages: for each batch what counts, where to go on, the drafts passed over, and how many were seen.

        Two batches are always asked for, so that the server works while we do, and a link's delay is paid once a batch.
        """
        batches = [uids[start : start + BATCH] for start in range(0, len(uids), BATCH)]
        drafts = frozenset(place.drafts) - frozenset(uids)
        items = b"(%b%b)" % (ITEMS, b" X-GM-THRID" if self._session.can("X-GM-EXT-1") else b"")
        heads = [(b"UID FETCH", uid_set(batch), items) for batch in batches]

        intake = Intake(Ref.start(folder.name, place.validity), folder.role, since if place.first else None)
        fetching = Fetching(folder, connection, intake)
        asked = [fetching.ask(head) for head in heads[:AHEAD]]
        following = place.following
        for at, batch in enumerate(batches):
            fetching.wait(asked[at])
            rest = fetching.waiting(batch)
            texts = fetching.ask(*(_fetch(uids, sections) for sections, uids in _groups(rest).items()))
            asked += [fetching.ask(head) for head in heads[at + AHEAD : at + AHEAD + 1]]
            fetching.wait(texts)
            fetching.finish(rest)
            found = fetching.taken(batch)
            drafts |= fetching.drafts.intersection(batch)
            following = max(following, batch[-1] + 1)
            messages = tuple([message for message in found if message is not None])
            yield messages, following, tuple(sorted(drafts)), len(found)


def _status(reply: Reply, folder: Chosen, said: list[Value] | None) -> Status:
    """Read the answer to STATUS. Raises NeedsUser where the folder is gone."""
    if not reply.ok:
        trouble = reply.trouble(f"the folder {folder.name} ({folder.role}) cannot be read")
        raise trouble if reply.code else NeedsUser(str(trouble))
    facts = pairs(said or [])
    validity, following, held, changed = (
        number(facts.get(name)) for name in (b"UIDVALIDITY", b"UIDNEXT", b"MESSAGES", b"HIGHESTMODSEQ")
    )
    return Status(validity, following, held, changed)


def _search(place: Place, status: Status, since: datetime) -> tuple[bytes, ...]:
    """Ask for the UIDs that are new; at the first read only of mail written or received since a day.

    The author's own date is what counts, but a message may have none that the server can read. The day it was
    received comes first, because servers know it without opening the message.
    """
    words = (b"UID SEARCH", b"UID", b"%d:%d" % (place.following, max(place.following, status.following - 1)))
    if not place.first:
        return words
    day = (since - SLACK).date()
    written_day = f"{day.day}-{MONTHS[day.month - 1]}-{day.year:04}".encode("ascii")
    return (*words, b"OR", b"SINCE", written_day, b"SENTSINCE", written_day)


def _changes(opened: Reply) -> tuple[set[int], list[Value]]:
    """Read what has changed in a folder, by UID, and the sets of UIDs that vanished from it."""
    items = [response.values[-1] for response in opened.responses if response.is_fetch()]
    changed = {number(pairs(item).get(b"UID")) for item in items if isinstance(item, list)}
    return changed, [said[-1] for said in opened.named(b"VANISHED")]


def _groups(messages: Sequence[Described]) -> dict[tuple[Section, ...], list[int]]:
    """Gather the messages of which the same parts are wanted."""
    groups: dict[tuple[Section, ...], list[int]] = {}
    for message in messages:
        groups.setdefault(message.sections, []).append(message.uid)
    return groups


def _fetch(uids: Sequence[int], sections: tuple[Section, ...]) -> tuple[bytes, ...]:
    """Ask for parts of messages."""
    return (b"UID FETCH", uid_set(uids), b"(UID %b)" % b" ".join(section.item for section in sections))
