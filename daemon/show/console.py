"""Where output goes. Colours and widths follow the terminal; NO_COLOR and a pipe give plain text."""

from __future__ import annotations

import os
import unicodedata
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PIPE_WIDTH = 160
"""Columns where no terminal says otherwise: wide enough that scripts find a row in one line."""


def console(*, stderr: bool = False) -> Console:
    """Return the console for results, or for what is told besides."""
    found = Console(stderr=stderr, highlight=False)
    if not found.is_terminal and "COLUMNS" not in os.environ:
        found.width = PIPE_WIDTH
    return found


def clean(text: str) -> str:
    """Drop what could steer a terminal or turn the reading direction, and fold white space."""
    kept = "".join(" " if each.isspace() else each for each in text if each.isspace() or _is_harmless(each))
    return " ".join(kept.split())


def _is_harmless(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


def plain(text: str, style: str = "") -> Text:
    """Return text from outside as it is: cleaned, and never taken for markup."""
    return Text(clean(text), style=style)


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int | None], None]]:
    """Show a bar on standard error while something long is done; nothing where that is no terminal.

    Yields a function that takes how much is done, and of how much where that is known.
    """
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    errors = console(stderr=True)
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task(what, total=None)

        def advance(done: int, total: int | None) -> None:
            bar.update(task, completed=done, total=total)

        yield advance
