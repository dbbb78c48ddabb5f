"""What happened, as the outside world tells it: messages and events, and who wrote to whom.

A :class:`Message` lives only while it is being read. What the ledger keeps of it is a
:class:`Trace`, which has no body (privacy: ids, dates, addresses, hashes and the sentences
that are evidence).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as day  # "date" is a field of Message and Trace
from datetime import datetime
from enum import StrEnum

from rules.signals import Signal


class Direction(StrEnum):
    """Who wrote a message: our side (outbound) or the other (inbound)."""

    OUTBOUND = "outbound"
    INBOUND = "inbound"


class Register(StrEnum):
    """How the reader of a message is addressed; English has a single form."""

    TU = "tú"
    USTED = "usted"
    VOSOTROS = "vosotros"
    USTEDES = "ustedes"
    VOS = "vos"
    NEUTRAL = "neutral"
    """The text addresses nobody in a form that can be told."""


class Automatic(StrEnum):
    """Why a message is nobody's word."""

    BULK = "bulk"
    """Lists, newsletters, notifications, no-reply senders, anything auto-generated."""
    OUT_OF_OFFICE = "out_of_office"
    BOUNCE = "bounce"
    FORGED = "forged"
    """It says it is ours, and the server that took it in found that it is not."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Address:
    """A mailbox: ``address`` is the lower-cased addr-spec of RFC 5322, ``name`` its display name."""

    address: str
    name: str = field(default="", compare=False)

    @property
    def domain(self) -> str:
        """The part after the last ``@``, or an empty string."""
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message, complete, while it is being read.

    ``date`` is the author's own ``Date:`` with its offset (RFC 5322, 3.6.1): relative deadlines
    are counted from that local day. ``headers`` holds lower-cased names, and only those that
    matter (see :data:`rules.reading.automatic.HEADERS`).
    """

    id: str
    """Message-ID without angle brackets."""
    account: str
    direction: Direction
    date: datetime
    sender: Address
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str = ""
    text: str = ""
    """The whole text as plain text, quoted history included."""
    references: tuple[str, ...] = ()
    """Message-IDs of ``References`` and then ``In-Reply-To``, without angle brackets."""
    attachments: tuple[str, ...] = ()
    """File names of real attachments; pictures of a signature do not count."""
    links: int = 0
    """Links that only the HTML of the message shows ("pulse aquí"); those in the text are found there."""
    headers: Mapping[str, str] = field(default_factory=dict)
    is_forged: bool = False
    """Whether it claims to be ours and is not."""
    language: str | None = None
    """ISO 639-1, where the caller knows it; else it is guessed from the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What the ledger keeps of a message. Never a body.

    Order of arrival must not matter: everything the ledger concludes is concluded again from
    the traces of a conversation (:mod:`rules.settlement`), so a trace says all that was seen.
    """

    id: str
    account: str
    direction: Direction
    date: datetime
    sender: Address
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    outside: tuple[Address, ...] = ()
    """The people in it who are not us: the sender of an inbound message first, else To, then Cc."""
    subject: str = ""
    references: tuple[str, ...] = ()
    thread_hint: str = ""
    """The provider's own thread id, where it has one; joins messages without ``References``."""
    thread: str = ""
    """Key of the thread it belongs to; given by the ledger, which sees all of them."""
    language: str = "es"
    register: Register = Register.NEUTRAL
    automatic: Automatic | None = None
    returns_on: day | None = None
    """Return date named by an out-of-office reply."""
    signals: tuple[Signal, ...] = ()
    attachments: int = 0
    links: int = 0
    words: int = 0
    """Number of words the author wrote himself."""
    mentions: frozenset[int] = frozenset()
    """Hashes of the content words of the own text and the attachment names: see :func:`rules.mentions.of`."""
    attached: frozenset[int] = frozenset()
    """The same of the attachment names alone."""
    marks: frozenset[str] = frozenset()
    """What the message as a whole does for promises made before it; see :class:`rules.marks.Mark`."""
    more_time: day | None = None
    """Day until which it gives more time, or takes it ("it'll be Friday now"); see :mod:`rules.respite`."""
    greeting: str = ""
    """The author's own greeting line, as written ("Hola, Pedro:")."""
    goodbye: str = ""
    """The author's own closing formula, as written ("Un saludo,")."""
    signature: str = ""
    """The line in which the author signs, as written ("Ana Ruiz", "El equipo de Norte")."""
    plural_author: bool = False
    """The author writes as "nosotros"."""
    discarded: bool = False
    """Its user had thrown it away before it was read here: it tells what happened, and asks nothing of him."""
    step_key: str = ""
    """Our ``X-Prometido`` header, when a sent draft has kept it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One occurrence in a calendar. Times are aware; an all-day event spans local midnights."""

    id: str
    """UID, with the occurrence's start when it recurs: stable across reads."""
    account: str
    start: datetime
    end: datetime
    title: str = ""
    attendees: tuple[Address, ...] = ()
    """Everybody invited, organiser included, who has not declined."""
    outside: tuple[Address, ...] = ()
    """Those of them who are not us."""
    cancelled: bool = False
    all_day: bool = False
