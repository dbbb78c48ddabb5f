"""A draft of ours as Graph writes it: what it says, what it is known by, and the hash that tells it is untouched."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from connectors.microsoft.odata import KEY, PROPERTY, id_of, property_of
from connectors.microsoft.prints import text_of
from connectors.outlook.letter import IN_REPLY_TO, address_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from connectors.protocols import Draft
    from rules.facts import Address

UNREAD = PROPERTY.format(name="PrometidoUnread")
"""The id of what an answer is to, where that was unread before."""
LISTED = "id,subject,toRecipients,ccRecipients,internetMessageId,internetMessageHeaders"
LOOK = "id,isDraft,parentFolderId,subject,toRecipients,ccRecipients,body,hasAttachments"


class Ref(NamedTuple):
    """Where a draft of ours is; written as :attr:`connectors.protocols.Left.ref`."""

    draft: str
    message_id: str
    in_reply_to: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a ref."""
        return cls(*[*text.split("\t"), "", "", ""][:3])

    def __str__(self) -> str:
        """Write it."""
        return "\t".join(self)


class Held(NamedTuple):
    """A draft in the folder of drafts, and what it is known by."""

    draft: str
    key: str
    message_id: str
    in_reply_to: str
    unread: str
    """The id of what it answers, where that was unread before."""
    said: tuple[str, ...]
    """Whom it is to and its subject."""


def held(message: Mapping[str, Any]) -> Held:
    """Read what a draft is known by."""
    headers = {
        str(one.get("name", "")).lower(): str(one.get("value", "")).strip()
        for one in reversed(message.get("internetMessageHeaders") or ())
    }
    return Held(
        draft=id_of(message),
        key=property_of(message, KEY) or headers.get("x-prometido", ""),
        message_id=str(message.get("internetMessageId") or "").strip("<> "),
        in_reply_to=(property_of(message, IN_REPLY_TO) or headers.get("in-reply-to", "")).strip("<> "),
        unread=property_of(message, UNREAD),
        said=_said_of(message),
    )


def said(draft: Draft) -> dict[str, Any]:
    """Write whom a draft is to, its subject and its text."""
    return {
        "subject": draft.subject,
        "body": {"contentType": "text", "content": draft.text},
        "toRecipients": [_recipient(person) for person in draft.to],
        "ccRecipients": [_recipient(person) for person in draft.cc],
    }


def header(draft: Draft) -> dict[str, Any]:
    """Write the header a draft is known by; Graph takes headers only when something is made."""
    return {"internetMessageHeaders": [{"name": "X-Prometido", "value": draft.key}]}


def marked(*marks: tuple[str, str]) -> dict[str, Any]:
    """Write extended properties."""
    return {"singleValueExtendedProperties": [{"id": name, "value": value} for name, value in marks]}


def said_by(draft: Draft) -> tuple[str, ...]:
    """Tell whom a draft is to and its subject, as :attr:`Held.said` does."""
    to, cc = (_addresses(person.address.lower() for person in people) for people in (draft.to, draft.cc))
    return to, cc, " ".join(draft.subject.split())


def fingerprint(message: Mapping[str, Any]) -> str:
    """Hash what a person would change in a draft, or attach to it."""
    return _print(_said_of(message), text_of(message), attached=bool(message.get("hasAttachments")))


def expected(draft: Draft) -> str:
    """Hash what a draft would be like that nobody has touched."""
    return _print(said_by(draft), draft.text, attached=False)


def _print(parts: tuple[str, ...], text: str, *, attached: bool) -> str:
    """Hash it; Exchange breaks lines and leaves spaces at ends as it likes."""
    content = (*parts, " ".join(text.split()), "attached" if attached else "")
    return hashlib.sha256("\0".join(content).encode("utf-8", "replace")).hexdigest()


def _said_of(message: Mapping[str, Any]) -> tuple[str, ...]:
    to, cc = (_addresses(map(address_of, message.get(name) or ())) for name in ("toRecipients", "ccRecipients"))
    return to, cc, " ".join(str(message.get("subject") or "").split())


def _addresses(addresses: Iterable[str]) -> str:
    return " ".join(sorted(addresses))


def _recipient(person: Address) -> dict[str, Any]:
    return {"emailAddress": {"address": person.address, **({"name": person.name} if person.name else {})}}
