"""The configuration: section by section what ``prometido.yaml`` may say, and what holds where it says nothing."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, JsonValue, PrivateAttr, model_validator

from config import strict_yaml
from config.accounts import Account
from config.sources import Fault, Faults, Source
from config.values import (
    AnyPath,
    Duration,
    Files,
    Folder,
    HolidayCode,
    Hours,
    LedgerPlace,
    People,
    Reading,
    Settings,
    Text,
    ZoneName,
    hours_of,
)

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class WorkingWeek(Settings):
    """When the firm works: due dates count working days, and nudges come at the start of one."""

    days: tuple[Day, ...] = Field(default=("mon", "tue", "wed", "thu", "fri"), min_length=1)
    hours: Hours = "09:00-18:00"
    """Local time, from and to."""
    holidays: HolidayCode | None = None
    """Country, or country-subdivision: ES, ES-MD, MX, US-CA."""

    @property
    def weekdays(self) -> frozenset[int]:
        """The working days as Python counts them: 0 is Monday."""
        return frozenset(DAYS.index(day) for day in self.days)

    @property
    def opens(self) -> time:
        """When the working day starts, local time."""
        return hours_of(self.hours)[0]

    @property
    def closes(self) -> time:
        """When the working day ends, local time."""
        return hours_of(self.hours)[1]


class Rules(Settings):
    """Which rules read the mail."""

    packs: tuple[Text, ...] = ("es", "en")
    """Packs that come with Prometido, one a language."""
    files: Files = ()
    """Rules of one's own; one with the id of a pack's rule takes its place."""
    disable: tuple[Text, ...] = ()
    """Ids of rules that are not used."""


class Thresholds(Settings):
    """From which score on a finding is acted upon; what is not given stays as it was trained."""

    sure: float | None = Field(default=None, ge=0, le=1)
    """Task and draft from here on."""
    likely: float | None = Field(default=None, ge=0, le=1)
    """Task from here on."""
    maybe: float | None = Field(default=None, ge=0, le=1)
    """Listed from here on; below, it is nothing."""

    @model_validator(mode="after")
    def _stand_in_order(self) -> Self:
        given = [value for value in (self.maybe, self.likely, self.sure) if value is not None]
        if given != sorted(given):
            raise ValueError("thresholds out of order; expected maybe ≤ likely ≤ sure")
        return self


class Config(Settings):
    """All of ``prometido.yaml``."""

    timezone: ZoneName = Field(description="the time zone of the firm, such as Europe/Madrid")
    language: Literal["es", "en"] = "es"
    """For tasks, drafts and reports about people with no language of their own yet."""
    working_week: WorkingWeek = WorkingWeek()
    ledger: LedgerPlace = Field(default="ledger.db", validate_default=True)
    """SQLite file, or postgresql://… (no password in it)."""
    state: AnyPath | None = None
    """Folder for tokens that rotate; see :attr:`state_folder`."""
    accounts: tuple[Account, ...] = Field(min_length=1, description="the list of accounts")
    rules: Rules = Rules()
    lookback: Duration = timedelta(days=90)
    """How far the first read goes."""
    never: tuple[People, ...] = ()
    """People and domains nothing is ever raised for."""
    model: Literal["on", "off"] = "on"
    """Whether the second reader, the linear model, reads along."""
    thresholds: Thresholds = Thresholds()
    playbooks: dict[str, JsonValue] | Files = Field(default_factory=dict)
    """Overrides of playbooks: written here, or in the files named."""
    templates: Folder | None = None
    """Folder of draft and task templates of one's own; each takes the place of the one of its name."""
    interval: Duration = timedelta(minutes=1)
    """Time between two cycles of the daemon; an account where nothing happens is read down to four times less often."""
    metrics: AnyPath | None = None
    """File the daemon keeps its counts in, in the Prometheus text format, for a node exporter."""

    _reading: Reading = PrivateAttr()

    def model_post_init(self, context: Any) -> None:
        """Keep where this was read from."""
        self._reading = context

    @property
    def zone(self) -> ZoneInfo:
        """The firm's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def file(self) -> Path:
        """The file this was read from, absolute."""
        return self._reading.file

    @property
    def source(self) -> Source:
        """What the file says, with the place of each part: for faults that others find in it."""
        return self._reading.source

    def account(self, name: str) -> Account:
        """Return the account of this name. Raises KeyError."""
        for account in self.accounts:
            if account.name == name:
                return account
        raise KeyError(name)

    @property
    def ledger_file(self) -> Path | None:
        """The SQLite file; None for PostgreSQL."""
        return None if "://" in self.ledger else Path(self.ledger)

    def playbook_sources(self) -> tuple[Source, ...]:
        """Return the overrides of playbooks, each with its places. Raises Faults for a file that cannot be read."""
        if isinstance(self.playbooks, dict):
            return (self._reading.source.within(("playbooks",)),) if self.playbooks else ()
        sources: list[Source] = []
        faults: list[Fault] = []
        for file in self.playbooks:
            try:
                sources.append(strict_yaml.read(file))
            except Faults as found:
                faults += found.faults
        if faults:
            raise Faults(faults)
        return tuple(sources)
