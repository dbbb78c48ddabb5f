"""Playbooks as they are written in YAML: the shipped ones, and what a user's own file says over them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from importlib import resources
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    field_validator,
    model_validator,
)

from config import shipped_yaml, strict_yaml
from config.sources import Fault, Faults, Source
from rules.playbooks.anchors import Anchor
from rules.playbooks.choosing import Choice, Playbooks
from rules.playbooks.playbook import ANY_CURRENCY, Playbook, Size, StepPlan, While
from rules.playbooks.terms import SAME_DAY, Term
from rules.signals import Kind, Party
from rules.steps import Place


def load_playbooks(sources: Iterable[Source] = (), by_rule: Mapping[str, str] | None = None) -> Playbooks:
    """Read the playbooks that come with the packs, then the user's own.

    ``by_rule`` gives the playbook each rule names, by the rule's id. Raises :class:`config.sources.Faults`
    with everything that is wrong.
    """
    shipped = (resources.files("rules") / "packs" / "playbooks.yaml").read_text(encoding="utf-8")
    by_name: dict[str, Playbook] = {}
    choices: list[Choice] = []
    faults: list[Fault] = []
    for source in (shipped_yaml.load(shipped, "playbooks.yaml"), *sources):
        try:
            _read(source, by_name, choices)
        except Faults as error:
            faults += error.faults
    if faults:
        raise Faults(faults)
    return Playbooks(by_name=by_name, choices=tuple(choices), by_rule=by_rule or {})


_Term = Annotated[Term, PlainValidator(Term.parse)]
_Templates = str | tuple[str, ...]


def _thresholds(told: object) -> Mapping[str, Decimal]:
    """Read one sum for every currency, or a sum for each. Raises ValueError."""
    by_currency = told if isinstance(told, dict) else {ANY_CURRENCY: told}
    found: dict[str, Decimal] = {}
    for currency, sum_ in by_currency.items():
        if not (currency == ANY_CURRENCY or re.fullmatch("[A-Z]{3}", str(currency))):
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
    after: _Term = SAME_DAY
    every: _Term | None = None
    at_most: int = Field(default=1, ge=1, le=50)
    at_once: bool = False
    nudge: bool = False
    during: While = Field(default=While.OPEN, alias="while")
    unless: frozenset[Kind] = frozenset()
    covered_by: frozenset[Kind] = frozenset()
    in_place_of: str = ""
    asks_why: bool = False
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
        names = {step.name for step in steps}
        for step in steps:
            if step.in_place_of and step.in_place_of not in names:
                raise ValueError(f'"{step.in_place_of}" is no step of this playbook; expected one of {sorted(names)}')
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


def _read(source: Source, by_name: dict[str, Playbook], choices: list[Choice]) -> None:
    """Take one file over. Raises :class:`config.sources.Faults`."""
    if not isinstance(source.data, dict):
        raise Faults([*source.faults, source.fault((), 'expected playbooks by their names, and "for"')])
    faults = list(source.faults)
    for name in source.data:
        if name == "for":
            continue
        try:
            entry = strict_yaml.validate(_Entry, source.within((name,)))
        except Faults as error:
            faults += error.faults
            continue
        base = by_name.get(entry.like or name) or by_name.get(name.partition(".")[0])
        if base is None and (entry.like or name not in _OF_KINDS):
            path = (name, "like") if entry.like else (name,)
            faults.append(source.fault(path, _unknown(entry.like or name, by_name), key=not entry.like))
            continue
        by_name[name] = entry.over(base or Playbook(name=name), name)
    if faults:
        raise Faults(faults)
    if "for" in source.data:
        found = strict_yaml.validate(tuple[_ChoiceEntry, ...], source.within(("for",)))
        faults += (
            source.fault(("for", number, "use"), _unknown(entry.use, by_name))
            for number, entry in enumerate(found)
            if entry.use not in by_name
        )
        choices += (entry.choice() for entry in found)
    if faults:
        raise Faults(faults)


_OF_KINDS = frozenset({*Kind, *(f"{kind}.{owes}" for kind in Kind for owes in Party)})


def _unknown(name: str, known: Iterable[str]) -> str:
    return f'"{name}" is no playbook; a new one says "like:" which it starts from; known are {", ".join(sorted(known))}'
