"""Rules, their examples, and what they see in a text, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer
from rich.table import Table
from rich.text import Text

from daemon.show.console import clean, console, plain
from rules.language.matching import Matter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from daemon.cli.trials import Trial
    from rules.grammar.clause import Clause
    from rules.language.matching import Hit
    from rules.language.rule import Rule
    from rules.reading.reading import Reading
    from rules.signals import Signal


def record(rule: Rule) -> dict[str, Any]:
    """Return a rule as ``rules list --json`` tells it."""
    return {
        "id": rule.id,
        "kind": rule.kind.value,
        "language": rule.language,
        "version": rule.version,
        "status": rule.status.value,
        "title": rule.title,
        "file": rule.file,
        "line": rule.line,
    }


def show_rules(rules: Sequence[Rule]) -> None:
    """List rules, one a line."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("rule", "kind", "lang", "version", "status", "finds"):
        table.add_column(column, no_wrap=column != "finds")
    for rule in rules:
        table.add_row(rule.id, rule.kind.value, rule.language, str(rule.version), rule.status.value, plain(rule.title))
    console().print(table)


def show_failure(trial: Trial) -> None:
    """Say of an example what was expected and what the rule did instead."""
    found = " · ".join(f"“{each}”" for each in trial.found) or "nothing"
    expected = "nothing" if not trial.must_find else f"“{trial.evidence}”" if trial.evidence else "something"
    where = f"{trial.rule.file}:{trial.rule.line}: {trial.rule.id} ({trial.rule.language})"
    typer.echo(clean(f"{where}: “{trial.text}”: expected {expected}, found {found}"))


def show_reading(reading: Reading, hits: Sequence[Hit], signals: Sequence[Signal]) -> None:
    """Show sentence by sentence what was understood, which rules saw something, and what came of it."""
    out = console()
    about = f"{reading.language}, {reading.register.value}, {reading.message.direction.value}"
    out.print(plain(about if reading.automatic is None else f"{about}: automatic mail, nobody's word", style="dim"))
    matter = Matter(reading)
    for sentence in reading.sentences:
        out.print(Text("• ", style="bold"), plain(sentence.text), sep="")
        for clause in matter.clauses(sentence):
            if clause.verb is not None:
                out.print("    ", plain(_clause(clause), style="dim"), sep="")
        for rule in dict.fromkeys(hit.rule for hit in hits if hit.sentence is sentence):
            out.print(Text("    ✓ ", style="green"), plain(f"{rule.id}: {rule.title}"), sep="")
    for signal in signals:
        due = f", due {signal.due.isoformat()}" if signal.due else ""
        flags = "".join(f", {name}" for name in ("holding", "conditional") if getattr(signal, name))
        out.print(
            Text(f"{signal.kind.value} ", style="bold"),
            plain(f"({signal.confidence.word}; {signal.owes.value} to act{due}{flags}): “{signal.evidence}”"),
            sep="",
        )
    if not signals:
        out.print("No signal.")


def _clause(clause: Clause) -> str:
    """Name what decides: the verb and its form, how the clause hangs, and what takes its force out."""
    verb = clause.verb
    assert verb is not None  # noqa: S101 - asked for by the caller
    moods = sorted(mood.value for mood in clause.moods)
    parts = [verb.lemma, f"{verb.person.value} person", verb.tense.value, clause.link.value, *moods]
    return ", ".join(parts)
