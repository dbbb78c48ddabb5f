"""The first configuration, with comments that say what each thing is for."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_PLAIN = re.compile(r"[A-Za-z/_~][\w@./~+-]*|[0-9]+")
_WORDS = frozenset({"true", "false", "null", "~"})

PROVIDERS = frozenset({
    "aol", "gmail", "gmx", "googlemail", "hotmail", "icloud", "live", "mac", "mail", "me", "movistar", "msn", "ono",
    "orange", "outlook", "pm", "proton", "protonmail", "telefonica", "terra", "uol", "wanadoo", "yahoo", "yandex",
    "ymail", "zoho",
})  # fmt: skip
"""Domains (without their ending) that thousands of firms share: whoever writes from one is no colleague."""
Place = dict[str, str]
"""A connector's keys, as they will stand in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What was asked, or found, or taken for granted."""

    timezone: str
    language: str
    holidays: str | None
    account: str
    mail: Place
    calendar: Place | None = None
    tasks: Place | None = None
    addresses: tuple[str, ...]


def render(answers: Answers) -> str:
    """Return the text of ``prometido.yaml``."""
    named = {"mail": answers.mail, "calendar": answers.calendar, "tasks": answers.tasks}
    places = "\n".join(f"    {name + ':':<10} {_flow(place)}" for name, place in named.items() if place)
    if answers.calendar is None:
        places += "\n    # calendar: {connector: ics, path: Calendar}    # where meetings are read and tasks are left"
    week = "" if answers.holidays is None else f", holidays: {_scalar(answers.holidays)}"
    domains = (each.rpartition("@")[2] for each in answers.addresses)
    colleagues = tuple(dict.fromkeys(domain for domain in domains if domain.partition(".")[0] not in PROVIDERS))
    return f"""\
# Prometido. Check this file with “prometido check”; every key is explained in docs/configuration.md.
# Paths are relative to this file. Passwords are never in it: “credential” is the name of one.

timezone: {_scalar(answers.timezone)}
language: {answers.language}                      # es or en: for people with no language of their own yet
working_week: {{days: [mon, tue, wed, thu, fri], hours: "09:00-18:00"{week}}}
ledger: ledger.db                 # what was promised; nothing of it leaves this machine

accounts:
  - name: {_scalar(answers.account)}
{places}
    addresses: {_list(answers.addresses)}   # every address that is you
    colleagues: {_list(colleagues)}   # people and domains on your side

rules:
  packs: [es, en]
  files: [rules.d/*.yaml]         # rules of your own
  disable: []                     # ids of rules you do not want; “prometido rules list” shows them

lookback: 90d                     # how far the first read goes
never: []                         # people and domains nothing is ever raised for, such as "*@bank.example"
"""


def relative(path: Path, folder: Path) -> str:
    """Write a path as people would: relative to the file where it lies beside it, else from home."""
    if path.is_relative_to(folder):
        return str(path.relative_to(folder))
    home = type(path).home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def _flow(place: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {_scalar(value)}" for key, value in place.items()) + "}"


def _list(items: tuple[str, ...]) -> str:
    return "[" + ", ".join(map(_scalar, items)) + "]"


def _scalar(text: str) -> str:
    """Write a text plainly where YAML reads it as one, else between quotes (JSON's are YAML's too)."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)
