"""What is on this machine already: mailboxes, calendars, the time zone, and who writes from here."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MAIL_PLACES = ("Mail", "Maildir", ".mail", "mail", ".local/share/mail")
CALENDAR_PLACES = (
    "Calendar",
    "Calendars",
    ".calendars",
    "calendars",
    ".local/share/vdirsyncer",
    ".local/share/khal/calendars",
)
SENT_NAMES = frozenset({"sent", "sent items", "sent messages", "sent mail", "enviados", "elementos enviados"})
_DEPTH = 3
_SAMPLE = 50
"""Sent messages whose sender is looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """A Maildir: its folder, and the addresses most of what was sent from it came from."""

    path: Path
    addresses: tuple[str, ...] = ()


def find_mailboxes(folders: Iterable[Path]) -> tuple[Mailbox, ...]:
    """Find the Maildirs in the usual places below some folders, each once."""
    found = dict.fromkeys(
        path for folder in folders for name in MAIL_PLACES for path in _mailboxes_in(folder / name, _DEPTH)
    )
    return tuple(Mailbox(path=path, addresses=tuple(_senders(path))) for path in found)


def find_calendars(folders: Iterable[Path]) -> tuple[Path, ...]:
    """Find the folders of .ics files in the usual places below some folders, each once."""
    return tuple(
        dict.fromkeys(
            path for folder in folders for name in CALENDAR_PLACES for path in _vdirs_in(folder / name, _DEPTH)
        )
    )


def find_zone(environment: Mapping[str, str] = os.environ, clock: Path = Path("/etc/localtime")) -> str | None:
    """Tell the machine's time zone by its name, from ``$TZ`` or the link /etc/localtime."""
    named = environment.get("TZ", "").lstrip(":") or str(clock.resolve()).rpartition("zoneinfo/")[2]
    try:
        return ZoneInfo(named).key
    except (LookupError, ValueError, OSError):
        return None


def country_of(zone: str) -> str | None:
    """Tell the country a time zone belongs to (zone.tab of the IANA database), for its public holidays."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    for line in table.splitlines():
        country, *rest = line.split("\t")
        if len(rest) > 1 and rest[1] == zone:
            return country
    return None


def find_language(environment: Mapping[str, str] = os.environ) -> str:
    """Tell from the locale whether its user reads English; Spanish where it says nothing."""
    locale = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG") or ""
    return "en" if locale.lower().startswith("en") else "es"


def _is_maildir(folder: Path) -> bool:
    return (folder / "cur").is_dir() and (folder / "new").is_dir()


def _mailboxes_in(folder: Path, depth: int) -> Iterator[Path]:
    """Yield a Maildir++ by itself, a plain layout by the folder that holds its Maildirs."""
    if _is_maildir(folder) or any(map(_is_maildir, _folders_in(folder))):
        yield folder
    elif depth:
        for inner in _folders_in(folder):
            yield from _mailboxes_in(inner, depth - 1)


def _vdirs_in(folder: Path, depth: int) -> Iterator[Path]:
    if folder.is_dir() and any(folder.glob("*.ics")):
        yield folder
    elif depth:
        for inner in _folders_in(folder):
            yield from _vdirs_in(inner, depth - 1)


def _folders_in(folder: Path) -> list[Path]:
    try:
        return sorted(each for each in folder.iterdir() if each.is_dir())
    except OSError:
        return []


def _senders(mailbox: Path) -> Iterator[str]:
    """Yield the address most of the sent mail came from, and those used at least a quarter as often."""
    sent = [each for each in _folders_in(mailbox) if each.name.lstrip(".").casefold() in SENT_NAMES]
    files = (file for folder in sent for part in ("cur", "new") for file in (folder / part).glob("*"))
    counts = Counter(filter(None, map(_sender, islice(files, _SAMPLE))))
    most = max(counts.values(), default=0)
    yield from (address for address, count in counts.most_common(4) if count * 4 >= most)


def _sender(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            address = parseaddr(str(BytesHeaderParser().parse(opened).get("From", "")))[1].lower()
    except OSError:
        return ""
    return address if address.count("@") == 1 and address.isascii() and " " not in address else ""
