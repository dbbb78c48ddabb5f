"""The label of what has been given up waiting for: ``Prometido/Retrasados``, made when it is first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connectors.errors import Refused, Transient
from connectors.google.service import named_by
from connectors.google.trouble import ExistsError
from connectors.web.answers import BadRequestError, NotThereError

if TYPE_CHECKING:
    from connectors.google.service import Service

LABEL = "Prometido/Retrasados"
MAKING = "the label cannot be made"
WORDS = frozenset(' "<>(){}')
"""What ends a word of a search, or has a meaning of its own in it."""


class GmailDelayed:
    """See :class:`connectors.protocols.Archiver`."""

    def __init__(self, service: Service, *, is_wanted: bool) -> None:
        """Label messages of an account where its user has agreed to the permission that takes."""
        self._service = service
        self._users = service.api.users()
        self._is_wanted = is_wanted

    def mark_delayed(self, ref: str, *, message_id: str) -> bool:
        """Give a message the label; False where it is gone. Raises Refused where labels are not wanted."""
        if not self._is_wanted:
            raise Refused("this Gmail account is not set to label delayed mail (labels: true)")
        return self._change("addLabelIds", self._find_label() or self._make_label(), ref, message_id)

    def unmark_delayed(self, ref: str, *, message_id: str) -> bool:
        """Take the label away; False where the message is gone, or there is no such label."""
        if not self._is_wanted:
            return False
        label = self._find_label()
        return bool(label) and self._change("removeLabelIds", label, ref, message_id)

    def _change(self, what: str, label: str, ref: str, message_id: str) -> bool:
        """Change the label of a message, found by its id or else its Message-ID."""
        for one in filter(None, (ref, *self._search(message_id, known=bool(ref)))):
            request = self._users.messages().modify(userId="me", id=one, body={what: [label]}, fields="id")
            try:
                self._service.change(request, "the message cannot be labelled")
            except (NotThereError, BadRequestError):
                continue
            return True
        return False

    def _search(self, message_id: str, *, known: bool) -> list[str]:
        """Find a message by its Message-ID where its id is not known; an id of Gmail's never changes."""
        if known or not message_id or WORDS & {*message_id}:
            return []
        request = self._users.messages().list(
            userId="me", q=f"rfc822msgid:{message_id}", maxResults=1, fields="messages/id"
        )
        answer = self._service.read(request, "the message cannot be found")
        return [str(message["id"]) for message in answer.get("messages") or ()]

    def _find_label(self) -> str:
        """Find the label's id; empty where there is no such label.

        Gmail has no two labels whose names differ in case alone. The list is read each time, for its user may have
        deleted the label since.
        """
        request: Any = self._users.labels().list(userId="me", fields="labels(id,name)")
        answer = self._service.read(request, "the labels cannot be read")
        named = (one for one in answer.get("labels") or () if str(one.get("name")).casefold() == LABEL.casefold())
        return next((str(one["id"]) for one in named), "")

    def _make_label(self) -> str:
        """Make the label. One that another process makes at the same time is taken."""
        request = self._users.labels().create(userId="me", body={"name": LABEL}, fields="id")
        try:
            return named_by(self._service.create(request, MAKING), MAKING)
        except (ExistsError, BadRequestError, Transient) as error:
            if there := self._find_label():
                return there
            if isinstance(error, ExistsError):
                raise Refused(f"Gmail does not take the label {LABEL}, and has none of this name") from error
            raise
