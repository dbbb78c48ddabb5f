"""All that was said between us and one counterparty, and the user's own word on it."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from rules.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from rules.facts import Address, Event, Trace
    from rules.signals import Kind, Party


class Verb(StrEnum):
    """What the user can say of a commitment, in words or by what he does with our marks."""

    DONE = "done"
    DISMISS = "dismiss"
    SNOOZE = "snooze"
    REOPEN = "reopen"
    TASK_COMPLETED = "task_completed"
    DRAFT_DELETED = "draft_deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """The user's word on one commitment: final, whatever is read or found later.

    ``message_id``, ``kind``, ``owes`` and ``evidence`` repeat what the commitment said when the user spoke. With them
    the word still holds after a new version of a rule has cut the evidence, and so the id, otherwise.
    """

    commitment_id: str
    verb: Verb
    at: datetime
    until: datetime | None = None
    """End of a snooze."""
    cause: str = ""
    """The user's reason, or what told it (the key of a task or draft)."""
    message_id: str = ""
    kind: Kind | None = None
    owes: Party | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """What one counterparty and we have said and done.

    ``traces`` holds every trace in which somebody of the counterparty's circle (:func:`circle_of`) takes part, and
    every trace of those threads (an answer may come from his assistant, a bounce from nobody he knows); ``events``
    those that somebody of that circle attends. Any order will do; the same message may stand there once an account.
    """

    counterparty: Address
    traces: tuple[Trace, ...] = ()
    events: tuple[Event, ...] = ()
    words: tuple[Word, ...] = ()
    drafts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Messages of ours that the user made of our drafts, by id, and the commitments that each draft spoke of."""


def commitment_id(message_id: str, kind: Kind, owes: Party, evidence: str) -> str:
    """Return the short name of a commitment: the same on every machine for the same message.

    Ten letters of base 32 hold 50 bits: among a million commitments two share a name once in two thousand ledgers.
    """
    told = "\x1f".join((message_id, kind, owes, " ".join(fold(evidence).split())))
    return base64.b32encode(hashlib.sha256(told.encode()).digest()[:10])[:10].decode().lower()


_PUBLIC_PROVIDERS = frozenset({
    "adinet.com.uy", "aol.com", "arnet.com.ar", "arrakis.es", "att.net", "bell.net", "bellsouth.net",
    "bigpond.com", "blueyonder.co.uk", "btinternet.com", "cantv.net", "charter.net", "ciudad.com.ar",
    "comcast.net", "cox.net", "earthlink.net", "eircom.net", "etb.net.co", "euskaltel.net", "fastmail.com",
    "fibertel.com.ar", "free.fr", "freenet.de", "gmail.com", "gmx.com", "gmx.de", "gmx.es", "gmx.net",
    "googlemail.com", "hey.com", "hotmail.co.uk", "hotmail.com", "hotmail.com.ar", "hotmail.com.mx", "hotmail.es",
    "hotmail.fr", "icloud.com", "jazztel.es", "laposte.net", "libero.it", "live.co.uk", "live.com", "live.com.ar",
    "live.com.mx", "live.fr", "mac.com", "mail.com", "mail.ru", "me.com", "movistar.es", "msn.com",
    "ntlworld.com", "ono.com", "optonline.net", "optusnet.com.au", "orange.es", "orange.fr", "outlook.com",
    "outlook.com.ar", "outlook.com.mx", "outlook.es", "pm.me", "prodigy.net.mx", "proton.me", "protonmail.com",
    "rocketmail.com", "rogers.com", "sapo.pt", "sbcglobal.net", "sfr.fr", "shaw.ca", "sky.com", "speedy.com.ar",
    "sympatico.ca", "t-online.de", "talktalk.net", "telefonica.net", "terra.com", "terra.com.mx", "terra.es",
    "tiscali.co.uk", "tutanota.com", "une.net.co", "uol.com.br", "verizon.net", "virgilio.it", "virginmedia.com",
    "vodafone.es", "vtr.net", "wanadoo.es", "web.de", "ya.com", "yahoo.ca", "yahoo.co.uk", "yahoo.com",
    "yahoo.com.ar", "yahoo.com.co", "yahoo.com.mx", "yahoo.es", "yahoo.fr", "yandex.com", "ymail.com",
})  # fmt: skip
"""Domains that say nothing about who belongs together."""


def circle_of(person: Address) -> str:
    """Return what the people of one firm share: their domain; at a public provider everybody stands alone."""
    return person.address if person.domain in _PUBLIC_PROVIDERS or not person.domain else person.domain
