"""The few questions of ``prometido init``; each has an answer ready, so that Enter is enough."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import typer
from pydantic import TypeAdapter, ValidationError

from config.values import AddressText, HolidayCode, ZoneName
from daemon.cli.setup.finding import Mailbox, country_of, find_calendars, find_language, find_mailboxes, find_zone
from daemon.cli.setup.writing import Answers, Place, relative

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = {
    "maildir": "mail that mbsync or OfflineIMAP keeps on this machine",
    "imap": "a mail server (IMAP), and perhaps a calendar server (CalDAV)",
    "google": "Gmail or Google Workspace",
    "microsoft": "Outlook or Microsoft 365",
}
NOTHING = "-"
UNKNOWN_ADDRESS = "you@firm.example"


class Interview:
    """Asks for what a configuration needs, or takes what was found and is usual."""

    def __init__(self, folder: Path, *, questions: bool) -> None:
        """Look around in ``folder``, where the configuration will be, and in the user's home."""
        self._folder = folder
        self._questions = questions
        homes = (folder, Path.home())
        self._mailboxes = find_mailboxes(homes)
        self._calendars = find_calendars(homes)

    def answers(self) -> Answers:
        """Return what the configuration will say."""
        zone = self._ask("Time zone", find_zone() or "Europe/Madrid", _zone)
        holidays = self._ask(
            "Public holidays of (a country, or a part of it such as ES-MD; - for none)", _holidays(zone), _holiday_code
        )
        kind = self._kind()
        mailbox = self._mailbox() if kind == "maildir" else Mailbox(path=self._folder)
        known = ", ".join(mailbox.addresses) or UNKNOWN_ADDRESS
        addresses = _split(self._ask("Your addresses, with commas between them", known, _addresses))
        domain = addresses[0].rpartition("@")[2]
        name = self._ask("A short name for this account", domain.partition(".")[0])
        mail, calendar, tasks = self._places(kind, name, addresses[0], mailbox.path)
        return Answers(
            timezone=zone,
            language=find_language(),
            holidays=None if holidays == NOTHING else holidays,
            account=name,
            mail=mail,
            calendar=calendar,
            tasks=tasks,
            addresses=addresses,
        )

    def _ask(self, question: str, default: str, check: Callable[[str], str] = str.strip) -> str:
        if not self._questions:
            return default
        return cast("str", typer.prompt(question, default=default, value_proc=check))

    def _kind(self) -> str:
        if not self._questions:
            return "maildir"
        typer.echo("Where is the mail?")
        for number, text in enumerate(KINDS.values(), start=1):
            typer.echo(f"  {number}  {text}")
        return list(KINDS)[int(self._ask("Number", "1", _number)) - 1]

    def _mailbox(self) -> Mailbox:
        for mailbox in self._mailboxes if self._questions else ():
            typer.echo(f"  found {mailbox.path}")
        usual = relative(self._mailboxes[0].path, self._folder) if self._mailboxes else "Mail"
        path = Path(self._folder, Path(self._ask("Mail folder", usual)).expanduser())
        return next((each for each in self._mailboxes if each.path == path), Mailbox(path=path))

    def _places(self, kind: str, name: str, address: str, mailbox: Path) -> tuple[Place, Place | None, Place | None]:
        """Return where mail, calendar and tasks are."""
        match kind:
            case "imap":
                return self._servers(name, address)
            case "google":
                google = {"credential": f"{name}-google", "client": "google-client"}
                return {"connector": "gmail"} | google, {"connector": "google_calendar"} | google, None
            case "microsoft":
                client = self._ask(
                    "Application (client) id of your app registration", "00000000-0000-0000-0000-000000000000"
                )
                graph = {"client_id": client, "credential": f"{name}-ms"}
                return (
                    {"connector": "outlook"} | graph,
                    {"connector": "outlook_calendar"} | graph,
                    {"connector": "microsoft_todo"} | graph,
                )
            case _:
                usual = relative(self._calendars[0], self._folder) if self._calendars else NOTHING
                calendar = self._ask("Calendar, a folder of .ics files (- for none)", usual)
                mail = {"connector": "maildir", "path": relative(mailbox, self._folder)}
                return mail, None if calendar == NOTHING else {"connector": "ics", "path": calendar}, None

    def _servers(self, name: str, address: str) -> tuple[Place, Place | None, None]:
        host = self._ask("Mail server", f"imap.{address.rpartition('@')[2]}")
        user = self._ask("Your name on it", address)
        url = self._ask("Calendar server, a CalDAV URL (- for none)", NOTHING)
        mail = {"connector": "imap", "host": host, "user": user, "credential": f"{name}-imap"}
        calendar = {"connector": "caldav", "url": url, "user": user, "credential": f"{name}-dav"}
        return mail, None if url == NOTHING else calendar, None


def _fits(text: str, kind: Any) -> str:
    """Return a part of an answer that will do as a value of the configuration, or have the question asked again."""
    try:
        TypeAdapter(kind).validate_python(text)
    except ValidationError as error:
        raise typer.BadParameter(str(error.errors()[0]["ctx"]["error"])) from None
    return text


def _zone(text: str) -> str:
    return _fits(text.strip(), ZoneName)


def _holiday_code(text: str) -> str:
    return NOTHING if text.strip() == NOTHING else _fits(text.strip(), HolidayCode)


def _addresses(text: str) -> str:
    return ", ".join(_fits(each, AddressText) for each in _split(text))


def _number(text: str) -> str:
    if text.strip() not in {str(number) for number in range(1, len(KINDS) + 1)}:
        raise typer.BadParameter(f"“{text}” is none of these; expected a number from 1 to {len(KINDS)}")
    return text.strip()


def _holidays(zone: str) -> str:
    import holidays  # noqa: PLC0415 - a large table

    country = country_of(zone)
    return country if country and country in holidays.list_supported_countries() else NOTHING


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip().lower() for part in text.split(",") if part.strip()) or (UNKNOWN_ADDRESS,)
