"""Our drafts in a Gmail account: left in their thread, found again, taken back while untouched.

A draft keeps its id for its whole life, while the message in it gets a new one with every edit. So a draft whose
message is the one we left is untouched, and telling so costs one list for all drafts together.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from connectors.compose import to_mime
from connectors.errors import Refused
from connectors.google.service import named_by
from connectors.marks import find, fingerprint
from connectors.protocols import Left, MarkState
from connectors.web.answers import BadRequestError, NotThereError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from connectors.gmail.source import GmailSource
    from connectors.google.service import Service
    from connectors.protocols import Draft

PAGE = 500
TOGETHER = 25
"""Drafts looked at in one request: there may be hundreds."""
DOING = "the draft cannot be left"
UNREAD = "the drafts cannot be read"
LIST = "drafts(id,message(id,threadId)),nextPageToken"
HEADERS = ("X-Prometido", "Message-ID", "In-Reply-To")


class Ref(NamedTuple):
    """Where a draft of ours is; written as :attr:`Left.ref`."""

    draft: str
    message: str
    """Id of the message in it: another one after every edit."""
    message_id: str
    in_reply_to: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a ref."""
        return cls(*[*text.split("\t"), "", "", "", ""][:4])

    def __str__(self) -> str:
        """Write it."""
        return "\t".join(self)


class Listed(NamedTuple):
    """A draft as the list of drafts has it."""

    draft: str
    message: str
    thread: str


class Held(NamedTuple):
    """A draft whose headers are known."""

    draft: str
    message: str
    thread: str
    key: str
    message_id: str
    in_reply_to: str


class GmailDrafts:
    """See :class:`connectors.protocols.DraftSink`."""

    def __init__(self, service: Service, source: GmailSource) -> None:
        """Leave drafts in the account ``source`` reads."""
        self._service = service
        self._source = source
        self._drafts = service.api.users().drafts()
        self._known: dict[str, Held] = {}
        """Headers by the id of the message, which no two versions of a draft share."""
        self._listed: tuple[Listed, ...] | None = None
        """The drafts as they were at the last look, as long as nothing has happened since."""

    def create_draft(self, draft: Draft) -> Left:
        """Leave the draft in its thread, once; see :meth:`connectors.google.service.Service.create`.

        A thread takes it where ``References`` and the subject fit too. Where the thread is gone, or is one of another
        account, the draft is left by itself.

        Raises:
            UnknownOutcome: it was sent and no answer came.
            Refused: Gmail does not take it.
        """
        raw = to_mime(draft)
        self._listed = None
        message: dict[str, str] = {"raw": base64.urlsafe_b64encode(raw).decode("ascii")}
        if draft.thread_hint:
            try:
                return self._create({**message, "threadId": draft.thread_hint}, draft, raw)
            except (NotThereError, BadRequestError):
                pass
        return self._create(message, draft, raw)

    def find_draft(self, key: str, *, message_id: str, in_reply_to: str = "") -> Left | None:  # noqa: ARG002 - what a
        # draft answers would also find one its user wrote
        """Look for a draft of this key among the drafts as they are now."""
        held = find(self._held(self._list()), key, message_id=message_id, in_reply_to="")
        raw = self._raw(held.draft) if held else None
        if held is None or raw is None:
            return None
        ref = Ref(held.draft, held.message, held.message_id, held.in_reply_to)
        return Left(ref=str(ref), fingerprint=fingerprint(raw))

    def draft_states(self, drafts: Sequence[tuple[str, Left]]) -> Sequence[MarkState]:
        """Say what has become of each, from one list of all drafts; from none where nothing has happened since.

        One that is gone was sent or discarded, which the thread tells.
        """
        if not drafts:
            return []
        if self._listed is None or not self._source.is_quiet:
            self._listed = self._list()
        self._source.is_quiet = False
        listed = {one.draft: one for one in self._listed}
        return [self._state(listed, key, left) for key, left in drafts]

    def withdraw_draft(self, key: str, left: Left) -> bool:
        """Remove it if it is untouched, else leave it and return False.

        Gmail knows no conditions, so it is read right before; what is deleted is not in the bin.
        """
        ref = Ref.parse(left.ref)
        listed = self._list()
        held = next((one for one in listed if one.draft == ref.draft), None) or self._elsewhere(listed, key, ref)
        raw = self._raw(held.draft) if held else None
        if held is None or raw is None:
            return True
        if fingerprint(raw) != left.fingerprint:
            return False
        self._listed = None
        with contextlib.suppress(NotThereError):
            self._service.change(self._drafts.delete(userId="me", id=held.draft), "the draft cannot be withdrawn")
        return True

    def _create(self, message: Mapping[str, str], draft: Draft, raw: bytes) -> Left:
        request = self._drafts.create(userId="me", body={"message": message}, fields="id,message(id,threadId)")
        answer = self._service.create(request, DOING)
        made, message_now = named_by(answer, DOING), named_by(answer.get("message") or {}, DOING)
        ref = Ref(made, message_now, draft.message_id, draft.in_reply_to)
        return Left(ref=str(ref), fingerprint=fingerprint(raw))

    def _state(self, listed: Mapping[str, Listed], key: str, left: Left) -> MarkState:
        """Say what has become of one draft."""
        ref = Ref.parse(left.ref)
        now = listed.get(ref.draft) or self._elsewhere(tuple(listed.values()), key, ref)
        if now is None:
            return MarkState.GONE
        if now.message == ref.message:
            return MarkState.UNTOUCHED
        raw = self._raw(now.draft)
        if raw is None:
            return MarkState.GONE
        return MarkState.UNTOUCHED if fingerprint(raw) == left.fingerprint else MarkState.EDITED

    def _elsewhere(self, listed: Sequence[Listed], key: str, ref: Ref) -> Held | None:
        """Find a draft whose id is gone: mail programs write a draft anew when it is edited (IMAP)."""
        return find(self._held(listed), key, message_id=ref.message_id, in_reply_to=ref.in_reply_to)

    def _list(self) -> tuple[Listed, ...]:
        """List all drafts."""

        def ask(page: str | None) -> Any:
            return self._drafts.list(userId="me", maxResults=PAGE, pageToken=page, fields=LIST)

        found = self._service.entries(ask, "drafts", UNREAD)
        return tuple(_listed(one) for one in found)

    def _held(self, listed: Sequence[Listed]) -> list[Held]:
        """Read the headers of drafts, each version of each once."""
        unknown = [one for one in listed if one.message not in self._known]
        for one, headers in self._read_headers(unknown):
            key, message_id, in_reply_to = (headers.get(name.lower(), "").strip("<> ") for name in HEADERS)
            self._known[one.message] = Held(one.draft, one.message, one.thread, key, message_id, in_reply_to)
        here = {one.message for one in listed}
        self._known = {message: held for message, held in self._known.items() if message in here}
        return [self._known[one.message] for one in listed if one.message in self._known]

    def _read_headers(self, listed: Sequence[Listed]) -> Iterator[tuple[Listed, dict[str, str]]]:
        """Read the headers that tell whose a draft is, a few in a request; one that is gone meanwhile is left out."""
        for start in range(0, len(listed), TOGETHER):
            few = listed[start : start + TOGETHER]
            parts = self._service.read_all([self._asked(one) for one in few], UNREAD)
            for one, part in zip(few, parts, strict=True):
                try:
                    # What was refused as too much at once is asked for by itself, which has patience.
                    answer = part.answer or self._service.read(self._asked(one), UNREAD)
                except NotThereError:
                    continue
                yield one, _headers_in(answer)

    def _asked(self, one: Listed) -> Any:
        """Ask for the headers of a draft."""
        fields = "message(id,payload/headers)"
        return self._drafts.get(userId="me", id=one.draft, format="metadata", fields=fields)

    def _raw(self, draft: str) -> bytes | None:
        """Fetch a draft as it is; None where it is gone."""
        try:
            answer = self._service.read(
                self._drafts.get(userId="me", id=draft, format="raw", fields="message/raw"), "the draft cannot be read"
            )
            return base64.urlsafe_b64decode(str(answer["message"]["raw"]) + "==")
        except NotThereError:
            return None
        except (KeyError, binascii.Error, ValueError) as error:
            raise Refused("Gmail gives a draft that cannot be read") from error


def _headers_in(answer: Mapping[str, Any]) -> dict[str, str]:
    """Give the headers of an answer by their names in small letters; of several the first counts."""
    headers = ((answer.get("message") or {}).get("payload") or {}).get("headers") or ()
    said = [(str(header.get("name") or "").lower(), str(header.get("value") or "")) for header in headers]
    return dict(reversed(said))


def _listed(one: Mapping[str, Any]) -> Listed:
    """Read an entry of the list of drafts."""
    message = one.get("message") or {}
    return Listed(str(one["id"]), str(message.get("id") or ""), str(message.get("threadId") or ""))
