"""From a message taken apart to the facts the rules read."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from hashlib import sha256

from connectors.protocols import FolderRole, MessageParts
from connectors.reading import addresses, html
from connectors.reading.authenticity import is_refuted
from connectors.reading.charsets import one_line
from connectors.reading.forms import read_form, writes_forms
from rules.facts import Address, Direction, Message
from rules.people import Us
from rules.reading.automatic import HEADERS, is_daemon, is_nobody

LOCAL_DOMAIN = "no-message-id.prometido.invalid"
"""Right-hand side of the Message-ID given to a message that has none (RFC 2606: never a real domain)."""
FORGED = "#forged"
"""What ends the id of a message that is not from whom it says: no Message-ID ends so by chance."""
MAX_SUBJECT = 998
MAX_ID = 512
MAX_REFERENCES = 200
AHEAD = timedelta(days=2)
"""How far a clock may run ahead before its date is not believed."""
EARLIEST_YEAR = 1990

_DELIVERED = HEADERS - {"content-type", "x-prometido", "x-auto-response-suppress", "precedence"}

_ID = re.compile(rf"<([^<>\s]{{1,{MAX_ID}}})>")
_DATE = re.compile(
    r"(?:[A-Za-z]{3}, *)?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d{2}):(\d{2})(?::(\d{2}))? ([+-])(\d{2})(\d{2})\b"
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}
_FURTHEST_OFFSET = timedelta(hours=14)


def build(
    parts: MessageParts, *, role: FolderRole, account: str, us: Us, received: datetime | None, now: datetime
) -> Message:
    """Make a Message. ``received`` is when the server took it in, ``now`` the clock; both aware.

    The author's own date counts, with its offset, unless it is missing, unreadable, or lies ahead of both clocks.
    What is in the sent folder is ours even under an address nobody configured, unless it came from somebody. What came
    in and only claims to be ours, as the server that took it in has found, is marked as forged, and its id with it: the
    true message with that Message-ID, if there is one, is another. What a web form or a portal writes for somebody is
    his word, not ours and no machine's.
    """
    first: dict[str, str] = {}
    for name, value in parts.headers:
        first.setdefault(name.lower(), value)
    sender = next(iter(addresses.parse(first.get("from", "")) or addresses.parse(first.get("sender", ""))), None)
    sender = sender or Address(address="")
    text, links = text_of(parts)
    subject = one_line(first.get("subject", ""))[:MAX_SUBJECT]
    to, cc = addresses.parse(first.get("to", "")), addresses.parse(first.get("cc", ""))
    ours = sender in us or (role is FolderRole.SENT and _was_written_here(first, sender, us, (*to, *cc)))
    is_machine = is_nobody(sender) or writes_forms(sender) or (ours and not is_daemon(sender))
    may_be_form = role is not FolderRole.SENT and is_machine
    form = read_form(text) if may_be_form else None
    if form is not None and form.person not in us:
        sender, text, ours = form.person, form.text, False
        first = {name: value for name, value in first.items() if name not in HEADERS}
    is_forged = ours and role is not FolderRole.SENT and is_refuted(parts.headers)
    return Message(
        id=_message_id(first, text) + (FORGED if is_forged else ""),
        account=account,
        direction=Direction.OUTBOUND if ours else Direction.INBOUND,
        date=_date(first.get("date", ""), received=received, now=now),
        sender=sender,
        to=to,
        cc=cc,
        subject=subject,
        text=text,
        references=_references(first),
        attachments=parts.attachments,
        headers={name: one_line(value) for name, value in first.items() if name in HEADERS},
        links=links,
        is_forged=is_forged,
    )


def _was_written_here(first: dict[str, str], sender: Address, us: Us, people: tuple[Address, ...]) -> bool:
    """Whether mail in the sent folder was sent from it, under an alias, and not moved there by hand.

    What was delivered has a Return-Path (RFC 5321, 4.4), is addressed to us, or says that a machine or a list sent it.
    """
    if not sender.address:
        return True
    return not _DELIVERED & first.keys() and bool(people) and not any(person in us for person in people)


def text_of(parts: MessageParts) -> tuple[str, int]:
    """Plain text, and the links that only the HTML shows."""
    plain = parts.plain or ""
    if not parts.html:
        return plain, 0
    rendered = html.to_text(parts.html)
    if len(plain.strip()) >= len(rendered.text.strip()) / 2:
        return plain, rendered.links
    return rendered.text, rendered.links


def _message_id(first: dict[str, str], text: str) -> str:
    value = first.get("message-id", "")
    match = _ID.search(value)
    if match:
        return match[1]
    bare = value.strip("<> \t")
    if bare and len(bare) <= MAX_ID and bare.isprintable() and " " not in bare:
        return bare
    content = "\0".join((first.get("date", ""), first.get("from", ""), first.get("subject", ""), value, text))
    return f"{sha256(content.encode('utf-8', 'replace')).hexdigest()[:32]}@{LOCAL_DOMAIN}"


def _references(first: dict[str, str]) -> tuple[str, ...]:
    """Message-IDs of References, the newest MAX_REFERENCES of them and the first, then of In-Reply-To."""
    named = _ID.findall(first.get("references", ""))
    if len(named) > MAX_REFERENCES:
        named = [named[0], *named[-MAX_REFERENCES:]]
    return tuple(dict.fromkeys([*named, *_ID.findall(first.get("in-reply-to", ""))[:MAX_REFERENCES]]))


def _date(value: str, *, received: datetime | None, now: datetime) -> datetime:
    said = _parse_date(value[:200], now)
    if said is not None and said.year >= EARLIEST_YEAR and said <= max(now, received or now) + AHEAD:
        return said
    instead = received or now
    return instead if said is None else instead.astimezone(said.tzinfo)


def _parse_date(value: str, now: datetime) -> datetime | None:
    """Read a date (RFC 5322, 3.3), keeping the author's offset; one without a zone is in our own."""
    match = _DATE.match(value)
    try:
        if match is None or match[7] + match[8] + match[9] == "-0000":
            date = parsedate_to_datetime(value)
            return date if date.tzinfo else date.replace(tzinfo=now.tzinfo)
        offset = timedelta(hours=int(match[8]), minutes=int(match[9])) * (-1 if match[7] == "-" else 1)
        return datetime(
            int(match[3]),
            _MONTHS[match[2].title()],
            int(match[1]),
            int(match[4]),
            int(match[5]),
            min(int(match[6] or 0), 59),  # a leap second
            tzinfo=timezone(offset) if abs(offset) <= _FURTHEST_OFFSET else UTC,
        )
    except (ValueError, TypeError, KeyError, OverflowError):
        return None
