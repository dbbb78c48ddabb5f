"""Which mailbox is for what: by its special use (RFC 6154), by what mail programs call it, or as configured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from connectors.errors import ConnectorError, NeedsUser
from connectors.imap.grammar import decode_name
from connectors.protocols import Finding, FolderRole
from connectors.special_folders import DRAFTS, SENT, among

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connectors.imap.session import Session
    from connectors.imap.wire import Connection


class Listed(NamedTuple):
    """A mailbox of the account that can hold messages."""

    name: str
    uses: frozenset[str]
    """Its attributes, in lower case: ``\\sent``."""
    delimiter: str


class Chosen(NamedTuple):
    """A mailbox, and why it was taken."""

    name: str
    role: FolderRole
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The names the configuration gives; none: they are looked for."""

    inbox: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()


def list_all(session: Session, connection: Connection) -> list[Listed]:
    """List the mailboxes that can be opened."""
    if session.can("SPECIAL-USE") and session.can("LIST-EXTENDED"):
        reply = connection.run(b"LIST", b'""', b'"*"', b"RETURN", b"(SPECIAL-USE)")
    else:
        reply = connection.run(b"XLIST" if session.can("XLIST") else b"LIST", b'""', b'"*"')
    listed = []
    reply.expect("the folders cannot be listed")
    for flags, delimiter, name, *_ in reply.named(b"LIST") + reply.named(b"XLIST"):
        uses = frozenset(flag.decode("ascii", "replace").lower() for flag in flags or () if isinstance(flag, bytes))
        if isinstance(name, bytes) and not uses & {"\\noselect", "\\nonexistent"}:
            between = delimiter.decode("ascii", "replace") if isinstance(delimiter, bytes) else ""
            listed.append(Listed(decode_name(name), uses, between))
    return listed


def reading(listed: Sequence[Listed], wanted: Wanted) -> list[Chosen]:
    """Choose what is read. Raises NeedsUser where a folder is missing or cannot be told."""
    inbox = [Chosen(_configured(listed, name, "inbox"), FolderRole.INBOX, "configured") for name in wanted.inbox]
    if not inbox:
        inbox = [Chosen(_configured(listed, "INBOX", "inbox"), FolderRole.INBOX, "where every server puts new mail")]
    sent = [Chosen(_configured(listed, name, "sent"), FolderRole.SENT, "configured") for name in wanted.sent]
    if not sent:
        marked = [folder.name for folder in listed if "\\sent" in folder.uses]
        sent = [Chosen(name, FolderRole.SENT, "the server says it is for sent mail (\\Sent)") for name in marked]
    if not sent:
        sent = [Chosen(_usual(listed, SENT, "sent"), FolderRole.SENT, "its name is usual for sent mail")]
    return inbox + sent


def drafts(listed: Sequence[Listed], wanted: Wanted) -> Chosen:
    """Choose where drafts are left. Raises NeedsUser where the folder is missing or cannot be told."""
    if wanted.drafts:
        return Chosen(_configured(listed, wanted.drafts[0], "drafts"), FolderRole.OTHER, "configured")
    marked = [folder.name for folder in listed if "\\drafts" in folder.uses]
    if len(marked) == 1:
        return Chosen(marked[0], FolderRole.OTHER, "the server says it is for drafts (\\Drafts)")
    if marked:
        raise _undecided(marked, "drafts")
    return Chosen(_usual(listed, DRAFTS, "drafts"), FolderRole.OTHER, "its name is usual for drafts")


def explain(listed: Sequence[Listed], wanted: Wanted) -> list[Finding]:
    """Say what was chosen and why, or what is missing."""
    findings: list[Finding] = []
    try:
        chosen = reading(listed, wanted)
        findings += [Finding(ok=True, text=f"{folder.role}: {folder.name} ({folder.why})") for folder in chosen]
    except ConnectorError as error:
        findings.append(Finding(ok=False, text=str(error)))
    try:
        folder = drafts(listed, wanted)
        findings.append(Finding(ok=True, text=f"drafts: {folder.name} ({folder.why})"))
    except ConnectorError as error:
        findings.append(Finding(ok=False, text=str(error)))
    return findings


def _configured(listed: Sequence[Listed], name: str, key: str) -> str:
    """Find a configured name as it is, or below the prefix that every folder of the server has. INBOX has no case."""
    for folder in listed:
        if folder.name == name or (name.upper() == "INBOX" == folder.name.upper()):
            return folder.name
    for folder in listed:
        if folder.delimiter and folder.name.upper() == f"INBOX{folder.delimiter}{name}".upper():
            return folder.name
    names = ", ".join(sorted(folder.name for folder in listed)[:20])
    raise NeedsUser(f"the folder {name!r} ({key}) is not on the server, which has: {names}")


def _usual(listed: Sequence[Listed], names: frozenset[str], key: str) -> str:
    """Find the one folder with a usual name."""
    delimiters = "".join({folder.delimiter for folder in listed})
    found = among((folder.name for folder in listed), names, delimiters=delimiters or "/")
    match found:
        case [name]:
            return name
        case []:
            raise NeedsUser(f"no folder on the server looks like the one for {key}: name it in the configuration")
        case _:
            raise _undecided(found, key)


def _undecided(names: Sequence[str], key: str) -> NeedsUser:
    """Make the error that asks the user to choose."""
    return NeedsUser(f"{' and '.join(names)} look like the folder for {key}: name the right one in the configuration")
