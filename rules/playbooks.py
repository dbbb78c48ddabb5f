"""What follows a signal: what is owed until when, which steps come while it stays open, when it rests.

The playbooks are data (``packs/playbooks.yaml``); the user's own change them by kind, or for a rule, person or domain.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from importlib import resources
from typing import TYPE_CHECKING, Annotated, Any, Self, assert_never

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    field_validator,
    model_validator,
)

from config import strict_yaml
from rules.commitments import ChangeKind, Commitment, Status
from rules.facts import Address
from rules.signals import Kind, Party
from rules.steps import Place

if TYPE_CHECKING:
    from rules.signals import Amount
    from rules.working_time import WorkingTime


class Unit(StrEnum):
    """What a term is counted in."""

    WORKING_DAYS = "wd"
    DAYS = "d"
    MONTHS = "month"


@dataclass(frozen=True, slots=True)
class Term:
    """A span of local days; negative counts back."""

    count: int
    unit: Unit

    @classmethod
    def parse(cls, text: object) -> Term:
        """Read "2 wd", "30 d", "1 month" or "6 months". Raises ValueError for anything else."""
        match str(text).split():
            case [count, ("wd" | "d" | "month" | "months") as unit] if count.lstrip("-").isdecimal():
                return cls(int(count), Unit(unit.removesuffix("s")))
            case _:
                raise ValueError(f'"{text}" is no term; expected "2 wd" (working days), "30 d" or "1 month"')

    def counted_from(self, day: date, working_time: WorkingTime) -> date:
        """Return the day that lies this term after ``day``; a month ends where the next has no such day."""
        match self.unit:
            case Unit.WORKING_DAYS:
                return working_time.add_working_days(day, self.count)
            case Unit.DAYS:
                return day + timedelta(days=self.count)
            case Unit.MONTHS:
                year, month = divmod(day.year * 12 + day.month - 1 + self.count, 12)
                return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
            case _:
                assert_never(self.unit)


class Anchor(StrEnum):
    """What the time of a step is counted from."""

    MADE = "made"
    DUE = "due"
    WAITING = "waiting"
    """When it was made, or the day it was last put off to."""
    ANSWERED = "answered"
    VALID_UNTIL = "valid_until"


class While(StrEnum):
    """In which state a commitment must be for a step to come."""

    OPEN = "open"
    ANSWERED = "answered"
    """Fulfilled: what follows an answer."""
    EITHER = "either"


class Size(StrEnum):
    """Which quotes a step is for."""

    ANY = "any"
    SMALL = "small"
    LARGE = "large"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPlan:
    """One step of a playbook, or one that comes back: where, with which templates, when."""

    name: str
    place: Place
    templates: tuple[str, ...]
    """One for each time it comes; the last one serves for all that follow."""
    counted_from: Anchor = Anchor.DUE
    after: Term = Term(0, Unit.DAYS)
    every: Term | None = None
    at_most: int = 1
    at_once: bool = False
    """Whatever the hour: it repairs something just done."""
    nudge: bool = False
    during: While = While.OPEN
    unless: frozenset[Kind] = frozenset()
    covered_by: frozenset[Kind] = frozenset()
    """What, said in the same message, is answered in this step's place."""
    size: Size = Size.ANY
    closes: bool = True
    """Whether a task completed says that the whole matter is done, and not this step of it alone."""

    def step_name(self, number: int) -> str:
        """Name the ``number``-th time it comes, from 1: the part of a step's key after the slash."""
        return self.name if self.at_most == 1 else f"{self.name}.{number}"

    def template(self, number: int) -> str:
        """Return the template of the ``number``-th time, from 1."""
        return self.templates[min(number, len(self.templates)) - 1]

    def moments(self, anchor: datetime, working_time: WorkingTime) -> tuple[datetime, ...]:
        """Return when it comes, counted from ``anchor``, as if nothing held it back."""
        if self.at_once:
            return (anchor,)
        day = self.after.counted_from(working_time.local_day(anchor), working_time)
        moments = []
        for number in range(self.at_most):
            if number and self.every is not None:
                day = self.every.counted_from(day, working_time)
            moments.append(working_time.start_of(_working_day(day, self.after, working_time)))
        return tuple(moments)


def _working_day(day: date, after: Term, working_time: WorkingTime) -> date:
    return working_time.on_or_before(day) if after.count < 0 else working_time.on_or_after(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    """What follows one kind of commitment."""

    name: str
    due: Term | None = None
    lapses: bool = True
    """Whether the day that passes makes it overdue."""
    large_from: Mapping[str, Decimal] = field(default_factory=dict)
    """By ISO 4217 code; ``*`` for every other currency. Empty: nothing is large."""
    steps: tuple[StepPlan, ...] = ()
    archived_after: Term | None = None

    def steps_for(self, commitment: Commitment) -> tuple[StepPlan, ...]:
        """Return the steps that hold for a commitment of its size."""
        size = Size.LARGE if self.is_large(commitment.amount, project=commitment.project) else Size.SMALL
        return tuple(step for step in self.steps if step.size in {Size.ANY, size})

    def closes(self, step_name: str) -> bool:
        """Tell whether the matter is done when the task of a step is; see :attr:`StepPlan.closes`."""
        step_name = step_name.partition("+")[0]  # what follows tells how often it was reopened
        names = (step.step_name(number) for step in self.steps for number in range(1, step.at_most + 1) if step.closes)
        return step_name in names or all(step_name != step.name for step in self.steps)

    def is_large(self, amount: Amount | None, *, project: bool) -> bool:
        """Tell whether a sum is large in its currency; without one, whether the thread speaks of a project."""
        if not self.large_from:
            return False
        if amount is None:
            return project
        least = self.large_from.get(amount.currency, self.large_from.get(_ANY_CURRENCY))
        return least is not None and amount.value >= least


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which commitments get another playbook than their kind's. What is empty matches all."""

    use: str
    rule: str = ""
    counterparty: str = ""
    """An address, a domain, or ``*@domain``; lower case."""
    kind: Kind | None = None
    owes: Party | None = None

    def fits(self, kind: Kind, owes: Party, rule: str, counterparty: Address) -> bool:
        """Say whether it holds for a commitment."""
        return (
            self.kind in {None, kind}
            and self.owes in {None, owes}
            and self.rule in {"", rule}
            and self.counterparty in {"", counterparty.address, counterparty.domain, f"*@{counterparty.domain}"}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbooks:
    """All playbooks of a firm, by name, and who gets which."""

    by_name: Mapping[str, Playbook]
    choices: tuple[Choice, ...] = ()
    """The last one that fits holds."""
    by_rule: Mapping[str, str] = field(default_factory=dict)
    """The playbook a rule names itself, by the rule's id."""

    @classmethod
    def load(cls, sources: Iterable[strict_yaml.Source] = (), by_rule: Mapping[str, str] | None = None) -> Playbooks:
        """Read the playbooks that come with the packs, then the user's own.

        ``by_rule`` gives the playbook each rule names, by the rule's id. Raises :class:`config.strict_yaml.Faults`
        with everything that is wrong.
        """
        shipped = (resources.files("rules") / "packs" / "playbooks.yaml").read_text(encoding="utf-8")
        by_name: dict[str, Playbook] = {}
        choices: list[Choice] = []
        faults: list[strict_yaml.Fault] = []
        for source in (strict_yaml.load(shipped, "playbooks.yaml"), *sources):
            try:
                _read(source, by_name, choices)
            except strict_yaml.Faults as error:
                faults += error.faults
        if faults:
            raise strict_yaml.Faults(faults)
        return cls(by_name=by_name, choices=tuple(choices), by_rule=by_rule or {})

    def for_(self, kind: Kind, owes: Party, rule: str, counterparty: Address) -> Playbook:
        """Return the playbook of a commitment: the user's choice, else its rule's own, else that of its kind."""
        for choice in reversed(self.choices):
            if choice.fits(kind, owes, rule, counterparty):
                return self.by_name[choice.use]
        own = self.by_name.get(self.by_rule.get(rule, ""))
        return own or self.by_name.get(f"{kind}.{owes}") or self.by_name[kind]


def anchor_of(commitment: Commitment, anchor: Anchor, working_time: WorkingTime) -> datetime | None:
    """Return the moment the steps counted from ``anchor`` start from; None where it has not come to that."""
    match anchor:
        case Anchor.MADE:
            return commitment.made_at
        case Anchor.DUE:
            return commitment.due_at
        case Anchor.WAITING:
            return _waiting_since(commitment, working_time)
        case Anchor.ANSWERED:
            return commitment.closed_at if commitment.status is Status.FULFILLED else None
        case Anchor.VALID_UNTIL:
            return None if commitment.valid_until is None else working_time.start_of(commitment.valid_until)
        case _:
            assert_never(anchor)


def rests_from(commitment: Commitment, playbook: Playbook, working_time: WorkingTime) -> datetime | None:
    """Return when an unanswered matter goes to rest: the playbook's term after its last step, or after its last change.

    None where the playbook never lets it rest.
    """
    if playbook.archived_after is None:
        return None
    moments = [change.at for change in commitment.history]
    for step in playbook.steps_for(commitment):
        anchor = anchor_of(commitment, step.counted_from, working_time)
        if anchor is not None and step.during is not While.ANSWERED:
            moments += step.moments(anchor, working_time)
    if commitment.snoozed_until is not None:
        moments.append(commitment.snoozed_until)
    last = working_time.local_day(max(moments))
    return working_time.start_of(playbook.archived_after.counted_from(last, working_time))


def _waiting_since(commitment: Commitment, working_time: WorkingTime) -> datetime:
    renewed = [change for change in commitment.history if change.what is ChangeKind.RENEWED]
    if not renewed:
        return commitment.made_at
    last = renewed[-1]
    return last.at if last.due is None else max(last.at, working_time.start_of(last.due))


_Term = Annotated[Term, PlainValidator(Term.parse)]
_Templates = str | tuple[str, ...]
_ANY_CURRENCY = "*"


def _thresholds(told: object) -> Mapping[str, Decimal]:
    """Read one sum for every currency, or a sum for each. Raises ValueError."""
    by_currency = told if isinstance(told, dict) else {_ANY_CURRENCY: told}
    found: dict[str, Decimal] = {}
    for currency, sum_ in by_currency.items():
        if not (currency == _ANY_CURRENCY or re.fullmatch("[A-Z]{3}", str(currency))):
            raise ValueError(f'"{currency}" is no currency; expected a code such as EUR or MXN, or "*" for all others')
        if isinstance(sum_, bool) or not isinstance(sum_, int | float):
            raise ValueError(  # noqa: TRY004 - the loader tells ValueErrors with their places
                f'"{sum_}" is no sum; expected a number, or one for each currency: {{EUR: 10000, MXN: 200000}}'
            )
        found[str(currency)] = Decimal(str(sum_))
    return found


_LargeFrom = Annotated[Mapping[str, Decimal], PlainValidator(_thresholds)]
_Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")]


class _StepEntry(BaseModel):
    """A step as it is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: _Name = Field(description="a name that is this step's own in its playbook")
    task: _Templates = ()
    draft: _Templates = ()
    size: Size = Field(default=Size.ANY, alias="for")
    counted_from: Anchor = Field(default=Anchor.DUE, alias="from")
    after: _Term = Term(0, Unit.DAYS)
    every: _Term | None = None
    at_most: int = Field(default=1, ge=1, le=50)
    at_once: bool = False
    nudge: bool = False
    during: While = Field(default=While.OPEN, alias="while")
    unless: frozenset[Kind] = frozenset()
    covered_by: frozenset[Kind] = frozenset()
    closes: bool = True

    @model_validator(mode="after")
    def _leaves_one_thing(self) -> Self:
        if bool(self.task) == bool(self.draft):
            raise ValueError("a step leaves either a task or a draft; expected one of the two")
        if self.at_most > 1 and self.every is None:
            raise ValueError('a step that comes more than once says how often; expected "every"')
        return self

    def plan(self) -> StepPlan:
        told = self.model_dump(exclude={"task", "draft", "after", "every"})
        place, templates = (Place.TASK, self.task) if self.task else (Place.DRAFT, self.draft)
        templates = (templates,) if isinstance(templates, str) else templates
        return StepPlan(place=place, templates=templates, after=self.after, every=self.every, **told)


class _Entry(BaseModel):
    """A playbook as it is written: what is not named stays as it was."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    like: str | None = None
    due: _Term | None = None
    lapses: bool = True
    large_from: _LargeFrom = Field(default_factory=dict)
    steps: tuple[_StepEntry, ...] = ()
    archived_after: _Term | None = None

    @field_validator("steps")
    @classmethod
    def _names_are_their_own(cls, steps: tuple[_StepEntry, ...]) -> tuple[_StepEntry, ...]:
        seen: set[tuple[str, Size]] = set()
        for step in steps:
            if {(step.name, step.size), (step.name, Size.ANY)} & seen:
                raise ValueError(f'two steps are called "{step.name}"; expected a name of its own for each')
            seen.add((step.name, step.size))
        return steps

    def over(self, base: Playbook, name: str) -> Playbook:
        told: dict[str, Any] = {key: getattr(self, key) for key in self.model_fields_set - {"like", "steps"}}
        if "steps" in self.model_fields_set:
            told["steps"] = tuple(step.plan() for step in self.steps)
        return replace(base, name=name, **told)


class _ChoiceEntry(BaseModel):
    """Who gets another playbook, as it is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    use: str = Field(description="the name of a playbook")
    rule: str = ""
    counterparty: Annotated[str, AfterValidator(str.lower)] = ""
    kind: Kind | None = None
    owes: Party | None = None

    def choice(self) -> Choice:
        return Choice(**self.model_dump())


def _read(source: strict_yaml.Source, by_name: dict[str, Playbook], choices: list[Choice]) -> None:
    """Take one file over. Raises :class:`config.strict_yaml.Faults`."""
    if not isinstance(source.data, dict):
        raise strict_yaml.Faults([source.fault((), 'expected playbooks by their names, and "for"')])
    faults: list[strict_yaml.Fault] = []
    for name in source.data:
        if name == "for":
            continue
        try:
            entry = strict_yaml.validate(_Entry, source.within((name,)))
        except strict_yaml.Faults as error:
            faults += error.faults
            continue
        base = by_name.get(entry.like or name) or by_name.get(name.partition(".")[0])
        if base is None and (entry.like or name not in _OF_KINDS):
            path = (name, "like") if entry.like else (name,)
            faults.append(source.fault(path, _unknown(entry.like or name, by_name), key=not entry.like))
            continue
        by_name[name] = entry.over(base or Playbook(name=name), name)
    if faults:
        raise strict_yaml.Faults(faults)
    if "for" in source.data:
        found = strict_yaml.validate(tuple[_ChoiceEntry, ...], source.within(("for",)))
        faults += (
            source.fault(("for", number, "use"), _unknown(entry.use, by_name))
            for number, entry in enumerate(found)
            if entry.use not in by_name
        )
        choices += (entry.choice() for entry in found)
    if faults:
        raise strict_yaml.Faults(faults)


_OF_KINDS = frozenset({*Kind, *(f"{kind}.{owes}" for kind in Kind for owes in Party)})


def _unknown(name: str, known: Iterable[str]) -> str:
    return f'"{name}" is no playbook; a new one says "like:" which it starts from; known are {", ".join(sorted(known))}'
