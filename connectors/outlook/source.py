"""Reading a mailbox from where one left off: a delta query for each folder that matters.

A round of a query goes from page to page until there is a link to the next round. Pages may be empty, the same item may
come several times, and any place may be forgotten by the server at any time: then the round begins anew, which is
harmless, since a message is known by its id.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from connectors.dates import is_older
from connectors.errors import NeedsUser, Transient
from connectors.microsoft.odata import Get, items, next_page, next_round, segment
from connectors.microsoft.odata import written as query_of
from connectors.microsoft.trouble import ForgottenError
from connectors.outlook import letter
from connectors.outlook.folders import gone
from connectors.outlook.place import Place, Round, mark_of
from connectors.protocols import FolderRole, Incoming, MailBatch
from connectors.web import failing
from connectors.web.answers import BadRequestError, NotThereError
from connectors.web.pages import Trail

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import tzinfo

    from connectors.microsoft.graph import Graph
    from connectors.outlook.folders import Folder, Folders
    from connectors.outlook.watch import Watch

DOING = "mail cannot be read"
PAGE = "odata.maxpagesize=60"
LISTED = "id,isDraft,receivedDateTime"
DRAFTS_LISTED = "id,subject,toRecipients,ccRecipients,lastModifiedDateTime"
FILTERED = 5000
"""Messages a delta query with a filter gives, at most (Microsoft Graph, message: delta); the rest have to be listed."""
LIST_PAGE = "500"
TOGETHER = 60
"""Messages in one batch of ours: what is lost of a read that is cut short."""
RESTARTS = 3
"""Rounds that are begun anew in one read; a server that forgets faster is left alone for now."""


@dataclass(slots=True)
class Page:
    """A page of a round."""

    ids: list[str]
    """Of what may be mail, each once."""
    here: Round
    """Where it goes on after this page."""
    removed: bool
    """Whether something has left the folder."""
    is_last: bool
    is_first_round: bool


class OutlookSource:
    """See :class:`connectors.protocols.MailSource`."""

    def __init__(self, graph: Graph, folders: Folders, watch: Watch, *, zone: tzinfo) -> None:
        """Read the mailbox of ``graph``, and tell ``watch`` what happens to drafts."""
        self._graph = graph
        self._folders = folders
        self._zone = zone
        self._watch = watch

    def read(self, cursor: str | None, *, since: datetime) -> Iterator[MailBatch]:
        """Yield what is new; see :meth:`connectors.protocols.MailSource.read`.

        A quiet cycle is one request for each folder.

        Raises:
            CursorExpired: the cursor is none of ours.
            NeedsUser: a folder is gone, or everything that was sent is.
        """
        place = Place.parse(cursor) if cursor is not None else Place()
        # Drafts first: one that is sent while we look is then found in the sent folder.
        drafts = self._folders.drafts()
        before = place.rounds.get(drafts.name)
        self._watch.begin(before.query if before else "")
        for page in self._round(drafts, place, None):
            if page.ids or page.removed or page.is_first_round:
                self._watch.change()
            place = place.at(drafts.name, page.here)
        for folder in self._folders.reading():
            removed = False
            for page in self._round(folder, place, since):
                removed = removed or page.removed
                known = place.marks()
                new = [one for one in page.ids if mark_of(one) not in known]
                for start in range(0, len(new), TOGETHER):
                    few = new[start : start + TOGETHER]
                    messages, failed = self._fetch(few, place, folder, since if page.is_first_round else None)
                    sent = place.sent or (folder.role is FolderRole.SENT and bool(messages))
                    if failed:
                        place = replace(place, sent=sent, failed=failing.count(place.failed, failed))
                        yield MailBatch(messages=messages, cursor=str(place))
                        raise Transient(f"Microsoft fails on {len(failed)} messages")
                    place = replace(place.remember(tuple(few)), sent=sent)
                    if start + TOGETHER >= len(new):
                        place = place.at(folder.name, page.here)
                    yield MailBatch(messages=messages, cursor=str(place), seen=len(few))
                if page.is_last and removed and folder.role is FolderRole.SENT:
                    self._refuse_if_lost(folder, place)
                place = place.at(folder.name, page.here)
        self._watch.end(place.rounds[drafts.name].query)
        yield MailBatch(messages=(), cursor=str(replace(place, failed={})), complete=True)

    def _round(self, folder: Folder, place: Place, since: datetime | None) -> Iterator[Page]:
        """Go through a round, from its beginning where the server does not know the place any more.

        Raises NeedsUser where the folder is gone, and Transient where the server forgets again and again.
        """
        begin = Round(_beginning(since), is_first=True)
        here = place.rounds.get(folder.name, begin)
        restarts = count = 0
        trail = Trail(DOING, "Microsoft")
        while True:
            try:
                answer = self._graph.read(Get(f"{folder.path}/messages/delta", here.query, (PAGE,)), DOING)
            except (ForgottenError, BadRequestError, NotThereError) as error:
                # Only what a round begins with tells whether the folder is there, and the question a good one.
                if here == begin and isinstance(error, NotThereError):
                    raise gone(folder.name) from error
                if here == begin and isinstance(error, BadRequestError):
                    raise
                restarts += 1
                if restarts > RESTARTS:
                    raise Transient("Microsoft forgets the place of a read while it is being read") from error
                here, count, trail = begin, 0, Trail(DOING, "Microsoft")
                continue
            page = _page(answer, here)
            # Of what has left the folder meanwhile, a round that is begun anew says nothing.
            page.removed = page.removed or (restarts > 0 and folder.name in place.rounds)
            count += len(page.ids)
            if page.is_last and here.is_first and since is not None and count >= FILTERED:
                page.ids = list(dict.fromkeys([*page.ids, *self._list(folder, since)]))
            yield page
            if page.is_last:
                return
            here = page.here
            trail.go_on(here.query)

    def _list(self, folder: Folder, since: datetime) -> Iterator[str]:
        """List all mail of a folder received since a moment; what a filtered delta query has left out is in it."""
        how = {"$select": LISTED, "$filter": _since(since), "$top": LIST_PAGE}
        for one in self._graph.entries(Get(f"{folder.path}/messages", how), DOING):
            yield str(one["id"])

    def _fetch(
        self, ids: Sequence[str], place: Place, folder: Folder, since: datetime | None
    ) -> tuple[tuple[Incoming, ...], list[str]]:
        """Fetch messages, and the names of what is attached to them.

        What is gone meanwhile, is a draft, or is dated before ``since``, is left out. What Microsoft itself fails on is
        named beside them, and set aside once that has lasted long enough. Raises ConnectorError where some could not be
        had for another reason, so that none is ever skipped.
        """
        gets = [Get(f"messages/{segment(one)}", letter.QUERY) for one in ids]
        found: list[tuple[str, dict[str, Any]]] = []
        broken: dict[str, str] = {}
        failed: list[str] = []
        for one, part in zip(ids, self._graph.read_all(gets, DOING), strict=True):
            if part.answer is not None:
                found += [] if part.answer.get("isDraft") else [(one, part.answer)]
            elif failing.is_failure(part.error):
                failed.append(one)
            elif isinstance(part.error, Transient) or (
                isinstance(part.error, NeedsUser) and not self._may_read(folder)
            ):
                raise part.error
            elif not isinstance(part.error, NotThereError | ForgottenError):
                broken[one] = str(part.error)
        if failed and failing.is_enough(place.failed, failed) and self._gives_others(failed):
            broken |= dict.fromkeys(failed, failing.REASON.format(provider="Microsoft"))
            failed = []
        attachments = self._attachments([one for one, message in found if letter.may_have_attachments(message)])
        read = (self._incoming(one, message, attachments.get(one, ()), folder.role, since) for one, message in found)
        aside = (Incoming(ref=one, role=folder.role, unreadable=reason) for one, reason in broken.items())
        return (*(incoming for incoming in read if incoming is not None), *aside), failed

    def _attachments(self, ids: Sequence[str]) -> dict[str, Sequence[dict[str, Any]]]:
        """Ask for the names of attachments."""
        gets = [Get(f"messages/{segment(one)}/attachments", letter.ATTACHMENTS) for one in ids]
        found: dict[str, Sequence[dict[str, Any]]] = {}
        for one, part in zip(ids, self._graph.read_all(gets, "attachments cannot be listed"), strict=True):
            if part.answer is not None:
                found[one] = part.answer.get("value") or ()
            elif isinstance(part.error, Transient | NeedsUser):
                raise part.error
        return found

    def _incoming(
        self,
        one: str,
        message: Mapping[str, Any],
        attachments: Sequence[Mapping[str, Any]],
        role: FolderRole,
        since: datetime | None,
    ) -> Incoming | None:
        """Read a message; None for one that is older than ``since``."""
        received, thread = letter.moment(message.get("receivedDateTime")), str(message.get("conversationId") or "")
        try:
            parts = letter.read(message, attachments, self._zone)
        except (AttributeError, TypeError, ValueError, LookupError, ArithmeticError) as error:
            # What Graph describes otherwise than it says is that message's own affair.
            reason = f"Microsoft describes a message that cannot be read ({type(error).__name__})"
            return Incoming(ref=one, role=role, unreadable=reason, received=received, thread_hint=thread)
        if since is not None and is_older(parts.headers, received, since):
            return None
        return Incoming(ref=one, role=role, parts=parts, received=received, thread_hint=thread)

    def _gives_others(self, but: Sequence[str]) -> bool:
        """Whether Microsoft gives other messages than these. Raises ConnectorError where it does not even list any."""
        get = Get("messages", {"$select": "id", "$top": str(len(but) + 1)})
        there = [str(one["id"]) for one in items(self._graph.read(get, DOING), DOING)]
        others = [one for one in there if one not in but]
        with suppress(Transient, NotThereError):
            return bool(others and self._graph.read(Get(f"messages/{segment(others[0])}", letter.QUERY), DOING))
        return False

    def _may_read(self, folder: Folder) -> bool:
        """Whether mail may be read at all: then a message that may not be (protected by its author) is one alone."""
        query = {"$select": letter.FIELDS, "$top": "5"}
        try:
            return bool(items(self._graph.read(Get(f"{folder.path}/messages", query), DOING), DOING))
        except NeedsUser:
            return False

    def _refuse_if_lost(self, folder: Folder, place: Place) -> None:
        """Raise NeedsUser where no sent mail is left: nothing may be concluded from mail that is not there."""
        if place.sent and not self._folders.look(folder).get("totalItemCount"):
            raise NeedsUser(
                "all sent mail of this mailbox is suddenly gone: if it was lost, restore it from the deleted items; "
                "if this is right, it goes on by itself with the next message you send"
            )


def _beginning(since: datetime | None) -> str:
    """Write the query a round begins with; its parameters hold for all later ones."""
    if since is None:
        return query_of({"$select": DRAFTS_LISTED})
    return query_of({"$select": LISTED, "$filter": _since(since)})


def _since(since: datetime) -> str:
    return f"receivedDateTime ge {since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _page(answer: Mapping[str, Any], here: Round) -> Page:
    """Read a page. Raises Transient for one that leads nowhere."""
    there = items(answer, DOING)
    following = next_page(answer)
    is_last = not following
    query = following or next_round(answer)
    if not query:
        raise Transient(f"{DOING}: Microsoft's answer leads nowhere")
    return Page(
        ids=list(dict.fromkeys(str(item["id"]) for item in there if "@removed" not in item)),
        here=Round(query, here.is_first and not is_last),
        removed=any("@removed" in item for item in there),
        is_last=is_last,
        is_first_round=here.is_first,
    )
