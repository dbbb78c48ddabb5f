"""Why a commitment is there and stands as it does; why a message raised nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

from rich.text import Text

from daemon.show import records
from daemon.show.console import console, plain
from daemon.show.tables import day_of, moment_of
from rules.commitments import ChangeKind, DueFrom, Status
from rules.signals import Party

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from daemon.questions import Explanation, NotRaised
    from rules.commitments import Change, Commitment

_SETS_THE_DAY = frozenset({
    ChangeKind.RENEWED, ChangeKind.CONDITION_MET, ChangeKind.PARTLY_DELIVERED, ChangeKind.REOPENED,
})  # fmt: skip


def record(explanation: Explanation, zone: tzinfo) -> dict[str, Any]:
    """Return an explanation as ``why --json`` tells it: the commitment, and the reasons in words and in data."""
    commitment = explanation.commitment
    return records.commitment_record(commitment, explanation.steps, zone) | {
        "rule_version": commitment.rule_version,
        "playbook": explanation.playbook.name,
        "due_text": _due_text(explanation),
        "history": commitment.history,
        "searched": [{"account": name, "complete_until": until} for name, until in explanation.searched],
        "outcome": outcome(explanation, zone),
        "silence": dict(silence(commitment)),
    }


def show(explanation: Explanation, zone: tzinfo) -> None:
    """Explain a commitment, one reason a line."""
    commitment = explanation.commitment
    who = commitment.counterparty
    out = console()
    side = "we owe" if commitment.owes is Party.US else "owed by"
    person = f"{who.name} <{who.address}>" if who.name else who.address
    heading = Text(f"{commitment.id}: {commitment.kind.value.replace('_', ' ')}, {side} ", style="bold")
    out.print(heading, plain(person, style="bold"), sep="", soft_wrap=True)
    for title, text in _reasons(explanation, zone):
        out.print(Text(f"  {title:<9} ", style="dim"), plain(text), sep="", soft_wrap=True)


def show_not_raised(explanation: NotRaised, zone: tzinfo) -> None:
    """Explain what was read in a message and why no more came of it."""
    out = console()
    trace = explanation.found
    where = f"{trace.direction.value}, {moment_of(trace.date, zone)}, {trace.language}, {trace.words} own words"
    out.print(plain(f"{explanation.message_id}: {where}", style="bold"), soft_wrap=True)
    for text in reasons_not_raised(explanation):
        out.print("  ", plain(text), sep="", soft_wrap=True)


def reasons_not_raised(explanation: NotRaised) -> Iterator[str]:
    """Yield why a message raised nothing, or not more, in sentences."""
    trace = explanation.found
    if trace.automatic is not None:
        yield f"It is automatic mail ({trace.automatic.value.replace('_', ' ')}), and that is nobody's word."
    if explanation.never:
        yield "Everybody in it is listed under “never” in the configuration."
    if not trace.outside:
        yield "Nobody in it is from outside: it stays among ourselves."
    if trace.discarded:
        yield "It had been thrown away before it was read: it tells what happened, and raises nothing."
    if not trace.signals and trace.automatic is None:
        yield "No rule found anything in what its author wrote himself; “prometido rules explain” shows what they see."
    raised = {(each.kind, each.evidence): each for each in explanation.raised}
    for signal in trace.signals:
        found = raised.get((signal.kind, signal.evidence))
        said = f"{signal.kind.value.replace('_', ' ')} ({signal.confidence.word}, {signal.rule}): “{signal.evidence}”"
        if found is None:
            yield f"{said}: seen, and nothing raised: it renews, repeats or answers something else."
        else:
            yield f"{said}: raised as {found.id}, now {found.status.value}."


def outcome(explanation: Explanation, zone: tzinfo) -> str:
    """Say what closed a commitment, or why nothing has."""
    commitment = explanation.commitment
    because = next((change.note for change in reversed(commitment.history) if change.note), "")
    why = f" ({because.replace('_', ' ')})" if because else ""
    closed = f" on {day_of(commitment.closed_at, zone)}" if commitment.closed_at else ""
    by = f" by {commitment.fulfilled_by}" if commitment.fulfilled_by else ""
    match commitment.status:
        case Status.OPEN:
            text = f"still open: nothing later fulfils it, and it is not due yet{why}"
        case Status.OVERDUE:
            text = f"overdue: it was due on {day_of(commitment.due_at, zone)}, and nothing later fulfils it{why}"
        case Status.SNOOZED:
            text = f"quiet until {day_of(commitment.snoozed_until, zone)}, as you said"
        case Status.DISMISSED:
            text = f"dismissed{closed}: you said no{why}"
        case Status.ARCHIVED:
            text = f"archived{closed}: the last step has passed without an answer"
        case Status.FULFILLED | Status.CANCELLED:
            text = f"{commitment.status.value}{closed}{by}{why}"
        case _:
            assert_never(commitment.status)
    return text


def silence(commitment: Commitment) -> Iterator[tuple[str, str]]:
    """Yield the ways to have no more of it, from this one thing to all of its kind."""
    yield "done", f"prometido done {commitment.id}"
    yield "not this", f"prometido dismiss {commitment.id}"
    yield "not now", f"prometido snooze {commitment.id}"
    yield "not them", f"never: [{commitment.counterparty.address}]"
    yield "not the like", f"rules: {{disable: [{commitment.rule}]}}"


def _reasons(explanation: Explanation, zone: tzinfo) -> Iterator[tuple[str, str]]:
    commitment = explanation.commitment
    yield "said", f"“{commitment.evidence}”"
    yield "in", f"“{commitment.subject}”, {moment_of(commitment.made_at, zone)}, {commitment.message_id}"
    yield "rule", f"{commitment.rule}, version {commitment.rule_version} ({commitment.confidence.word})"
    yield "due", _due(explanation, zone)
    for change in commitment.history:
        note = f" ({change.note.replace('_', ' ')})" if change.note else ""
        by = f" by {change.message_id}" if change.message_id and change.message_id != commitment.message_id else ""
        when = f"{change.what.value.replace('_', ' ')} {moment_of(change.at, zone)}{by}"
        yield "then", f"{when}{_now_owed(change, commitment)}{note}"
    for account, until in explanation.searched:
        read = (
            f"read completely until {moment_of(until, zone)}"
            if until
            else "never read completely: nothing is concluded"
        )
        yield "searched", f"{account}: {read}"
    yield "so", outcome(explanation, zone)
    for step in explanation.steps:
        ref = f", {step.ref}" if step.ref else ""
        yield "step", f"{step.action.value} {moment_of(step.at, zone)}: {step.state.value}{ref}"
    for title, command in silence(commitment):
        yield "silence", f"{title}: {command}"


def _now_owed(change: Change, commitment: Commitment) -> str:
    """Say by when it was owed after a change, and after the last part of it came what was left."""
    if change.due is None or change.what not in _SETS_THE_DAY:
        return ""
    day = f"now due on {change.due:%a %d %b %Y}"
    parts = [each for each in commitment.history if each.what is ChangeKind.PARTLY_DELIVERED or "partial" in each.note]
    is_last_part = bool(parts) and change is parts[-1] and commitment.object is not None
    return f", still owed: {commitment.object}, {day}" if is_last_part else f", {day}"


def _due(explanation: Explanation, zone: tzinfo) -> str:
    commitment = explanation.commitment
    if commitment.due_at is None:
        return "waits for the other side first" if commitment.conditional else "on no day"
    day = day_of(commitment.due_at, zone)
    text = _due_text(explanation)
    if commitment.due_from is DueFrom.TEXT:
        return f"{day}: the text says “{text}”" if text else f"{day}: the text names the day"
    term = explanation.playbook.due
    usual = f"{term.count} {_UNITS[term.unit.value]}{'s' * (term.count != 1)}" if term else "a usual term"
    return f"{day}: the text names no day; the playbook “{explanation.playbook.name}” gives {usual}"


_UNITS = {"wd": "working day", "d": "day", "month": "month"}


def _due_text(explanation: Explanation) -> str | None:
    signals = explanation.said_in.signals if explanation.said_in else ()
    return next((each.due_text for each in signals if each.evidence == explanation.commitment.evidence), None)
