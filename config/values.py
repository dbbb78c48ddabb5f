"""The kinds of values settings are made of: durations, places, addresses, time zones.

Each says in a sentence what is wrong and what was expected. Paths are relative to the file that names them.
"""

from __future__ import annotations

import difflib
import ipaddress
import re
from dataclasses import dataclass
from datetime import time, timedelta
from glob import has_magic
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationInfo

from config.sources import Source
from config.wording import describe


class Settings(BaseModel):
    """Base of all settings: nothing unknown, nothing changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What validating needs to know: the file that is read, and whether to look if the folders it names are there."""

    file: Path
    source: Source
    look: bool = False


def _folder(info: ValidationInfo) -> Path:
    return info.context.file.parent if info.context else Path()


_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def _duration(value: Any) -> timedelta:
    match = re.fullmatch(r"([0-9]{1,6})([smhdw])", value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f"{describe(value)} is no duration; expected a number and s, m, h, d or w, such as 90d")
    duration = timedelta(**{_UNITS[match[2]]: int(match[1])})
    if not duration:
        raise ValueError("a duration of nothing; expected more than zero")
    return duration


def _written(value: Any) -> Any:
    if isinstance(value, str) and (not value.strip() or "\0" in value):
        raise ValueError(f"{describe(value)} is no path; expected one, absolute or relative to this file")
    return value


def _resolve(value: Path, info: ValidationInfo) -> Path:
    try:
        return Path(_folder(info), value.expanduser())
    except RuntimeError:
        raise ValueError(f"{describe(str(value))} names a home that is not known; expected a path") from None


def _existing_folder(value: Path, info: ValidationInfo) -> Path:
    if info.context and info.context.look and not value.is_dir():
        raise ValueError(f"there is no folder {value}; expected one that is there")
    return value


def _existing_file(value: Path) -> Path:
    if not value.is_file():
        raise ValueError(f"there is no file {value}; expected one that is there")
    return value


def files_of(pattern: str, folder: Path) -> tuple[Path, ...]:
    """Return the files a name or pattern such as ``rules.d/*.yaml`` stands for, sorted.

    Raises ValueError where a name without wildcards is no file; a pattern may well match nothing yet.
    """
    path = Path(pattern).expanduser()
    if not has_magic(pattern):
        return (_existing_file(Path(folder, path)),)
    root = Path(path.anchor) if path.is_absolute() else folder
    parts = path.relative_to(path.anchor) if path.is_absolute() else path
    return tuple(sorted(each for each in root.glob(str(parts)) if each.is_file()))


def _expand(value: Any, info: ValidationInfo) -> Any:
    if not isinstance(value, str):
        return value
    files = files_of(value, _folder(info))
    meant = "" if files or not (info.context and info.context.look) else _meant(value, _folder(info))
    if meant:
        raise ValueError(f"{describe(value)} stands for no file; did you mean {describe(meant)}?")
    return tuple(map(str, files))


def _meant(pattern: str, folder: Path) -> str:
    """Say what a pattern that stands for no file was likely to be; empty where its files may be to come.

    In a folder that is there something else ends in ``.yaml``; of one that is not, a folder beside it has nearly the
    name.
    """
    parts = Path(pattern).expanduser().parts
    plain = list(takewhile(lambda part: not has_magic(part), parts))
    rest = parts[len(plain) :]
    base = Path(folder, *plain)
    if base.is_dir():
        endings = {each.suffix for each in base.iterdir() if each.suffix in _YAML}
        return str(Path(*plain, *rest[:-1], f"*{min(endings)}")) if endings and len(rest) == 1 else ""
    beside = base.parent.iterdir() if base.parent.is_dir() else ()
    names = [each.name for each in beside if each.is_dir() and any(inside.suffix in _YAML for inside in each.iterdir())]
    close = difflib.get_close_matches(base.name, names, n=1)
    return str(Path(*plain[:-1], close[0], *rest)) if close else ""


def _flatten(value: tuple[tuple[Path, ...], ...]) -> tuple[Path, ...]:
    return tuple(dict.fromkeys(file for files in value for file in files))


_YAML = frozenset({".yaml", ".yml"})
_LOCAL = r"[^\s@<>\"(),:;\[\]\\]+"
_DOMAIN = r"(?:[\w-]+\.)*[\w-]+"


def _address(value: str) -> str:
    if not re.fullmatch(f"{_LOCAL}@{_DOMAIN}", value):
        raise ValueError(f"{describe(value)} is no address; expected one such as ana@estudio.example")
    return value.lower()


def _people(value: str) -> str:
    if not re.fullmatch(rf"(?:(?:{_LOCAL}|\*)@)?{_DOMAIN}", value):
        raise ValueError(
            f"{describe(value)} names nobody; expected an address, a domain, or “*@domain”, such as estudio.example"
        )
    return value.lower()


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (LookupError, ValueError, OSError):
        names = sorted(available_timezones())
        close = difflib.get_close_matches(value, names, n=1, cutoff=0.7)
        hint = f'did you mean "{close[0]}"?' if close else "expected a name such as Europe/Madrid"
        raise ValueError(f"{describe(value)} is no time zone; {hint}") from None
    return value


def _hours(value: str) -> str:
    try:
        start, end = hours_of(value)
    except ValueError:
        raise ValueError(f"{describe(value)} are no hours; expected “09:00-18:00”") from None
    if start >= end:
        raise ValueError(f"the day ends at {end:%H:%M} before it starts at {start:%H:%M}; expected “09:00-18:00”")
    return value


def hours_of(text: str) -> tuple[time, time]:
    """Take "09:00-18:00" apart into local times. Raises ValueError."""
    if not re.fullmatch(r"\d{1,2}:\d{2}\s*[-–]\s*\d{1,2}:\d{2}", text):
        raise ValueError(text)
    start, end = (clock.strip().zfill(5) for clock in re.split("[-–]", text))
    return time.fromisoformat(start), time.fromisoformat(end)


def _holidays(value: str) -> str:
    # Imported here: the tables of the countries are the slowest import of all settings.
    import holidays  # noqa: PLC0415

    country, _, part = value.partition("-")
    countries = holidays.list_supported_countries()
    if country not in countries:
        raise ValueError(f"{describe(value)} is no country known here; expected a code such as ES, MX or ES-MD")
    parts = countries[country]
    if part and part not in parts:
        raise ValueError(f"{describe(part)} is no part of {country} known here; expected {', '.join(parts) or 'none'}")
    return value


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _url(value: str) -> str:
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise ValueError(f"{describe(value)} is no URL; expected one such as https://dav.example/") from None
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        raise ValueError(f"{describe(value)} is no URL; expected one such as https://dav.example/")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ValueError("a URL without encryption; expected https:// (http:// only for this machine itself)")
    if parts.password is not None:
        raise ValueError("a password in the URL; expected none: name a credential instead")
    return value


def _credential(value: str) -> str:
    if not is_credential_name(value):
        raise ValueError(f"{describe(value)} is no name of a credential; expected letters, digits, “.”, “-”, “_”, “@”")
    return value


def is_credential_name(name: str) -> bool:
    """Whether a name can name a credential: a plain file name that leads nowhere else."""
    return bool(re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,127}", name))


def _ledger(value: str, info: ValidationInfo) -> str:
    scheme, separator, _ = value.partition("://")
    if not separator:
        return str(_resolve(Path(value), info))
    if scheme not in {"postgresql", "postgresql+psycopg"}:
        raise ValueError(f"{describe(value)} is no ledger; expected the path of a file, or postgresql://…")
    if urlsplit(value).password is not None:
        raise ValueError("a password in this file; expected none: PostgreSQL reads it from ~/.pgpass")
    return value


def _one_or_many(value: Any) -> Any:
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Duration = Annotated[timedelta, BeforeValidator(_duration, json_schema_input_type=str)]
AnyPath = Annotated[Path, BeforeValidator(_written, json_schema_input_type=str), AfterValidator(_resolve)]
Folder = Annotated[AnyPath, AfterValidator(_existing_folder)]
ExistingFile = Annotated[AnyPath, AfterValidator(_existing_file)]
if TYPE_CHECKING:
    Files = tuple[Path, ...]
else:  # each pattern is expanded for itself, so that a fault has its place; mypy cannot see them joined again
    Files = Annotated[
        tuple[Annotated[tuple[Path, ...], BeforeValidator(_expand, json_schema_input_type=str)], ...],
        AfterValidator(_flatten),
    ]
"""Names and patterns such as ``rules.d/*.yaml``, replaced by the files they stand for."""
FolderNames = Annotated[tuple[Text, ...], BeforeValidator(_one_or_many, json_schema_input_type=str | list[str])]
AddressText = Annotated[str, AfterValidator(_address)]
People = Annotated[str, AfterValidator(_people)]
ZoneName = Annotated[str, AfterValidator(_zone)]
Hours = Annotated[str, AfterValidator(_hours)]
HolidayCode = Annotated[str, AfterValidator(_holidays)]
Url = Annotated[str, AfterValidator(_url)]
CredentialName = Annotated[str, AfterValidator(_credential)]
LedgerPlace = Annotated[str, AfterValidator(_ledger)]
