"""Our drafts in a mailbox: left as answers in their thread, found again, taken back while untouched.

An answer is made in two steps, since Graph has no other way: ``createReply`` makes it, a change says what is in it.
The first step already carries everything and our key, the second our Message-ID, which says that it is complete; so a
draft whose making was cut short is found and finished, and never made twice.
"""

from __future__ import annotations

import itertools
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from connectors.errors import Refused, SignInNeeded, Transient, UnknownOutcome
from connectors.marks import find
from connectors.microsoft.odata import (
    KEY,
    Get,
    etag_of,
    has_property,
    id_of,
    items,
    property_of,
    quoted,
    segment,
    with_properties,
)
from connectors.outlook import draft as drafted
from connectors.outlook.draft import UNREAD, Held, Ref
from connectors.outlook.letter import IN_REPLY_TO, REFERENCES
from connectors.protocols import Left, MarkState
from connectors.web.answers import BadRequestError, ChangedError, NotThereError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from connectors.microsoft.graph import Graph
    from connectors.outlook.folders import Folders
    from connectors.outlook.watch import Watch
    from connectors.protocols import Draft

PAGE = "100"


class OutlookDrafts:
    """See :class:`connectors.protocols.DraftSink`."""

    def __init__(self, graph: Graph, folders: Folders, watch: Watch) -> None:
        """Leave drafts in the mailbox of ``graph``, whose reads ``watch`` follows."""
        self._graph = graph
        self._folders = folders
        self._watch = watch

    def create_draft(self, draft: Draft) -> Left:
        """Leave the draft: as an answer to what it answers, or by itself where that is gone or there is nothing.

        Raises:
            UnknownOutcome: it was sent and no answer came; what was made is finished the next time.
            Refused: Microsoft does not take it.
        """
        self._watch.change()
        made = self._made_before(draft)
        if not made:
            made = self._answer(draft.reply_ref, draft)
            if not made:  # an id from before the mailbox was moved to another server is not known any more
                other = self._search(draft.in_reply_to)
                made = self._answer(other, draft) if other != draft.reply_ref else ""
        return self._finish(made, draft) if made else self._alone(draft)

    def find_draft(self, key: str, *, message_id: str, in_reply_to: str = "") -> Left | None:  # noqa: ARG002 - what a
        # draft answers would also find one its user wrote
        """Look for the draft of this key among the drafts as they are now; one that is not complete is none yet."""
        found = itertools.chain(self._of_key(key), self._held())
        held = next((one for one in found if one.message_id == message_id), None)
        message = self._look(held.draft) if held else None
        if held is None or message is None:
            return None
        ref = Ref(held.draft, held.message_id, held.in_reply_to)
        return Left(ref=str(ref), fingerprint=drafted.fingerprint(message))

    def draft_states(self, drafts: Sequence[tuple[str, Left]]) -> Sequence[MarkState]:
        """Say what has become of each; without a request where nothing has happened to any draft since the last look.

        One that is gone was sent or deleted, which the thread tells.
        """
        states = {left: state for left, state in self._watch.known().items() if left in {one for _, one in drafts}}
        unknown = [(key, left) for key, left in drafts if left not in states]
        gets = [_looking(Ref.parse(left.ref).draft) for _, left in unknown]
        for (key, left), part in zip(unknown, self._graph.read_all(gets, "the drafts cannot be read"), strict=True):
            if part.error is not None and not isinstance(part.error, NotThereError | BadRequestError):
                raise part.error
            states[left] = self._state(part.answer, key, left)
        self._watch.learn(states)
        return [states[left] for _, left in drafts]

    def withdraw_draft(self, key: str, left: Left) -> bool:
        """Remove it if it is as it was left, else leave it and return False.

        It is read right before, and removed only if it has not changed since.
        """
        self._watch.change()
        ref = Ref.parse(left.ref)
        message = self._current(self._get(ref.draft), key, ref)
        if message is None:
            return True
        if drafted.fingerprint(message) != left.fingerprint:
            return False
        one, doing = id_of(message), "the draft cannot be withdrawn"
        self._graph.know_ours(one)
        try:
            self._graph.change("DELETE", f"messages/{segment(one)}", None, doing, etag=etag_of(message))
        except NotThereError:
            return True
        except ChangedError:
            return False
        return True

    def _answer(self, answered: str, draft: Draft) -> str:
        """Make an answer to a message, which stays as unread as it was; empty where it cannot be answered.

        It cannot where it is gone, or where its author does not let it be answered.
        It is to the people of the draft and nobody else: of itself an answer to one's own mail is to oneself.
        """
        if not answered:
            return ""
        path = f"messages/{segment(answered)}"
        how = "createReplyAll" if len(draft.to) + len(draft.cc) > 1 else "createReply"
        try:
            unread = self._graph.read(Get(path, {"$select": "id,isRead"}), "mail cannot be read").get("isRead") is False
        except (NotThereError, BadRequestError):
            return ""
        marks = [(KEY, draft.key), *([(UNREAD, answered)] if unread else [])]
        message = {**drafted.said(draft), **drafted.marked(*marks)}
        bodies = ({"message": {**message, **drafted.header(draft)}}, {"message": message})
        try:
            made = self._make(f"{path}/{how}", *bodies)
        except (NotThereError, BadRequestError, SignInNeeded):
            return ""
        except UnknownOutcome:
            if unread:
                with suppress(Transient):
                    self._leave_unread(answered)
            raise
        try:
            if unread:
                self._leave_unread(answered)
        except Transient as error:
            # It is not complete yet, so that whoever finishes it tries that again.
            raise UnknownOutcome(str(error), retry_after=error.retry_after) from error
        return made

    def _finish(self, one: str, draft: Draft) -> Left:
        """Say what is in an answer that was made; doing it again does no harm."""
        self._graph.know_ours(one)
        path, doing = f"messages/{segment(one)}", "the draft cannot be left"
        said, named = drafted.said(draft), {"internetMessageId": f"<{draft.message_id}>"}
        try:
            try:
                self._graph.change("PATCH", path, {**said, **named}, doing)
            except BadRequestError:
                # It is known by its key; a Message-ID of the server's own does as well.
                self._graph.change("PATCH", path, said, doing)
        except (Transient, NotThereError) as error:
            raise UnknownOutcome(str(error), retry_after=getattr(error, "retry_after", None)) from error
        return self._prove(one, draft)

    def _alone(self, draft: Draft) -> Left:
        """Make a draft that begins a thread, or answers what is not in this mailbox.

        Graph takes no ``In-Reply-To`` for a header, but it does for the property Exchange makes that header of.
        """
        thread = []
        if draft.in_reply_to:
            references = [*(one for one in draft.references if one != draft.in_reply_to), draft.in_reply_to]
            thread = [
                (IN_REPLY_TO, f"<{draft.in_reply_to}>"),
                (REFERENCES, " ".join(f"<{one}>" for one in references)),
            ]
        said, key = drafted.said(draft), (KEY, draft.key)
        known = {**said, **drafted.marked(key, *thread)}
        named = {**known, **drafted.header(draft), "internetMessageId": f"<{draft.message_id}>"}
        return self._prove(self._make("messages", named, known, {**said, **drafted.marked(key)}), draft)

    def _make(self, path: str, *bodies: dict[str, Any]) -> str:
        """Make a draft of the first of these that is taken; give its id. What is refused was not done."""
        doing = "the draft cannot be left"
        for body in bodies[:-1]:
            with suppress(BadRequestError):
                return _made(self._graph.create(path, body, doing))
        return _made(self._graph.create(path, bodies[-1], doing))

    def _prove(self, one: str, draft: Draft) -> Left:
        """Read what was left, as it is told from then on, and have it marked where what makes it takes no marks.

        Raises UnknownOutcome where that cannot be had now.
        """
        try:
            message = self._look(one)
            if message is None:
                raise UnknownOutcome("the draft that was left is not there yet")
            if property_of(message, KEY) != draft.key:
                self._graph.know_ours(one)
                mark, doing = drafted.marked((KEY, draft.key)), "the draft cannot be marked"
                with suppress(BadRequestError):  # it is known by its Message-ID all the same
                    self._graph.change("PATCH", f"messages/{segment(one)}", mark, doing)
        except (Transient, NotThereError) as error:
            raise UnknownOutcome(str(error), retry_after=getattr(error, "retry_after", None)) from error
        ref = Ref(one, draft.message_id, draft.in_reply_to)
        return Left(ref=str(ref), fingerprint=drafted.fingerprint(message))

    def _leave_unread(self, answered: str) -> None:
        """Undo it if making an answer has marked what it answers as read. Raises Transient where it may still be."""
        path = f"messages/{segment(answered)}"
        with suppress(NotThereError, Refused):
            if self._graph.read(Get(path, {"$select": "id,isRead"}), "mail cannot be read").get("isRead"):
                self._graph.change("PATCH", path, {"isRead": False}, "a message cannot be left unread")

    def _made_before(self, draft: Draft) -> str:
        """Find the answer that was made for this key, or one that is word for word what we would leave."""
        alike = []
        for held in self._held():
            if held.key == draft.key:
                if held.unread:
                    self._leave_unread(held.unread)
                return held.draft
            if not held.key and held.said == drafted.said_by(draft):
                alike.append(held.draft)
        for one in alike:
            message = self._look(one)
            if message is not None and drafted.fingerprint(message) == drafted.expected(draft):
                return one
        return ""

    def _search(self, message_id: str) -> str:
        """Find the message of a Message-ID; empty where it is not in this mailbox."""
        if not message_id:
            return ""
        query = {"$filter": f"internetMessageId eq {quoted(f'<{message_id}>')}", "$select": "id,isDraft", "$top": "5"}
        found = items(self._graph.read(Get("messages", query), "mail cannot be read"), "mail cannot be read")
        return next((str(one["id"]) for one in found if not one.get("isDraft")), "")

    def _state(self, message: dict[str, Any] | None, key: str, left: Left) -> MarkState:
        """Say what has become of one draft."""
        now = self._current(message, key, Ref.parse(left.ref))
        if now is None:
            return MarkState.GONE
        return MarkState.UNTOUCHED if drafted.fingerprint(now) == left.fingerprint else MarkState.EDITED

    def _current(self, message: dict[str, Any] | None, key: str, ref: Ref) -> dict[str, Any] | None:
        """Give a draft as it is now; None for one that was sent or deleted.

        Mail programs that do not speak to Exchange write a draft anew when it is edited, and delete the old one (IMAP).
        """
        if message is not None and not message.get("isDraft", True):
            return None
        if message is not None and self._is_among_drafts(message):
            return message
        held = find(list(self._held()), key, message_id=ref.message_id, in_reply_to=ref.in_reply_to)
        return self._look(held.draft) if held else None

    def _look(self, one: str) -> dict[str, Any] | None:
        """Read a draft as it is in the folder of drafts; None where it is not there."""
        message = self._get(one)
        return message if message is not None and self._is_among_drafts(message) else None

    def _is_among_drafts(self, message: Mapping[str, Any]) -> bool:
        """Whether a message is a draft, and in the folder of drafts: deleted ones are drafts too."""
        if not message.get("isDraft", True):
            return False
        folder = message.get("parentFolderId")
        if folder is None:
            return any(held.draft == id_of(message) for held in self._held())
        return bool(folder == self._folders.drafts_id())

    def _get(self, one: str) -> dict[str, Any] | None:
        """Read a message by its id, wherever it is; None where it is gone."""
        try:
            return self._graph.read(_looking(one), "the draft cannot be read")
        except (NotThereError, BadRequestError):
            return None

    def _of_key(self, key: str) -> Iterator[Held]:
        """Ask for the drafts of a key; a server that does not take the question has no answer to it."""
        with suppress(BadRequestError):
            yield from self._held(has_property(KEY, key))

    def _held(self, wanted: str = "") -> Iterator[Held]:
        """List the drafts, and what each is known by."""
        how = {"$select": drafted.LISTED, "$expand": with_properties(KEY, UNREAD, IN_REPLY_TO), "$top": PAGE}
        get = Get(f"{self._folders.drafts().path}/messages", how | ({"$filter": wanted} if wanted else {}))
        for message in self._graph.entries(get, "the drafts cannot be read"):
            yield drafted.held(message)


def _made(answer: Mapping[str, Any]) -> str:
    """Give the id of what was made. Raises UnknownOutcome where the answer does not tell it."""
    if one := id_of(answer):
        return one
    raise UnknownOutcome("the draft cannot be left: Microsoft's answer does not name it")


def _looking(one: str) -> Get:
    return Get(f"messages/{segment(one)}", {"$select": drafted.LOOK, "$expand": with_properties(KEY)})
