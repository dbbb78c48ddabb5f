from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from daemon.acting import Acted
from daemon.cycle import AccountReport, CycleReport
from daemon.figures import Figures, Month, Quotes
from daemon.intake import Taken
from daemon.ledger.accounts import AccountState
from daemon.replaying import Raised, Replayed
from daemon.show import cycle, figures, replayed
from daemon.show.records import to_json
from daemon.show.wording import WORDS
from rules.commitments import Commitment, Status
from rules.signals import Confidence, Kind, Party
from rules.steps import Place
from tests.builders import MADRID, PEDRO, at

FIGURES = Figures(
    at=at("2026-03-31 09:00"),
    promises=8,
    kept_rate=0.875,
    in_time_rate=0.5,
    months=(
        Month(first=date(2026, 2, 1), kept=1, late=1, dropped=0),
        Month(first=date(2026, 3, 1), kept=3, late=2, dropped=1),
    ),
    first_answers=3,
    hours_to_first_answer=1.5,
    unanswered_inquiries=1,
    quotes=(
        Quotes(state="open", number=2, amounts={"EUR": Decimal("12345.50"), "USD": Decimal(900)}),
        Quotes(state="won", number=4, amounts={}),
        Quotes(state="lost", number=0, amounts={}),
        Quotes(state="delayed", number=0, amounts={}),
        Quotes(state="answered", number=0, amounts={}),
    ),
    complaints=2,
    complaints_solved=1,
    gone=3,
    recovered=1,
    causes=(("<script>alert(1)</script>", 2), ("precio", 1)),
)
EMPTY = Figures(
    at=at("2026-03-31 09:00"), promises=0, kept_rate=None, in_time_rate=None, months=(), first_answers=0,
    hours_to_first_answer=None, unanswered_inquiries=0, quotes=(), complaints=0, complaints_solved=0, gone=0,
    recovered=0, causes=(),
)  # fmt: skip
COMMITMENT = Commitment(
    id="sbe2hogxdk",
    kind=Kind.PROMISE,
    owes=Party.US,
    status=Status.OVERDUE,
    account="despacho",
    counterparty=PEDRO,
    message_id="m1@estudio.example",
    thread="t",
    subject="Reforma",
    made_at=at("2026-03-10 10:12"),
    evidence="Mañana le envío el presupuesto",
    rule="es-promise-own",
    rule_version=1,
    confidence=Confidence.SURE,
    due_at=at("2026-03-11 23:59"),
)


def test_the_report_is_told_in_the_language_of_the_firm(capsys: pytest.CaptureFixture[str]) -> None:
    figures.show(FIGURES, "es")
    shown = capsys.readouterr().out
    for part in (
        "31 de marzo de 2026",
        "87,5 %",
        "1,5 h",
        "marzo de 2026",
        "5 de 6 cumplidas, 2 con retraso",
        "12.345,5 EUR + 900 USD",
    ):
        assert part in shown
    figures.show(FIGURES, "en")
    shown = capsys.readouterr().out
    for part in ("31 March 2026", "87.5%", "March 2026", "5 of 6 kept, 2 late", "12,345.5 EUR + 900 USD", "1 of 2"):
        assert part in shown


def test_bars_are_as_long_as_their_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    figures.show(FIGURES, "en")
    bars = dict(re.findall(r"^(February|March) 2026\s+(█+)", capsys.readouterr().out, re.MULTILINE))
    assert (len(bars["February"]), len(bars["March"])) == (14, 40)


def test_an_empty_ledger_has_no_charts_and_no_rates() -> None:
    assert list(figures.charts_of(EMPTY, WORDS["es"])) == []
    assert dict(figures.facts_of(EMPTY, WORDS["es"]))["Cumplidas"] == "–"


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_page_stands_alone_and_runs_nothing() -> None:
    html = figures.page(FIGURES, "es")
    page = Page()
    page.feed(html)
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in page.tags}
    assert "http://" not in html
    assert "https://" not in html
    assert "&lt;script&gt;" in html
    assert ("html", {"lang": "es"}) in page.tags
    march = [attributes for tag, attributes in page.tags if tag == "rect"][3:6]
    assert [(each["class"], each["x"], each["width"]) for each in march] == [
        ("kept", "0", "50.0"),
        ("late", "50.0", "33.33"),
        ("dropped", "83.33", "16.67"),
    ]


def test_every_language_says_everything() -> None:
    assert set(WORDS) == {"es", "en"}
    for words in WORDS.values():
        assert len(words.month_names) == 12
        assert set(words.states) == {"open", "won", "lost", "delayed", "answered"}


REPLAYED = Replayed(
    start=date(2026, 3, 10),
    end=date(2026, 3, 16),
    raised=(
        Raised(at=at("2026-03-11 09:05"), action=Place.TASK, template="promise", commitment=COMMITMENT),
        Raised(at=at("2026-03-12 09:05"), action=Place.DRAFT, template="promise.send", commitment=COMMITMENT),
    ),
    forgotten=(COMMITMENT,),
    kept_late=(),
    kept=2,
    unanswered=(),
)


def test_a_replay_tells_the_days_and_what_was_forgotten(capsys: pytest.CaptureFixture[str]) -> None:
    replayed.show(REPLAYED, MADRID)
    shown = capsys.readouterr().out
    assert shown.index("Wed 11 Mar 2026") < shown.index("Thu 12 Mar 2026") < shown.index("Forgotten")
    assert "promise.send Pedro Marín: “Mañana le envío el presupuesto”" in shown
    assert "1 tasks, 1 drafts would have been left; 2 kept in time, 0 late, 1 forgotten." in shown
    assert "Never answered" not in shown


def test_a_replay_in_json_holds_whole_commitments() -> None:
    found = json.loads(to_json(replayed.record(REPLAYED, MADRID), zone=MADRID))
    assert (found["from"], found["to"], found["kept"]) == ("2026-03-10", "2026-03-16", 2)
    assert found["raised"][0]["at"] == "2026-03-11T09:05:00+01:00"
    assert found["raised"][1]["action"] == "draft"
    assert found["forgotten"][0]["id"] == COMMITMENT.id
    assert found["forgotten"][0]["steps"] == []


def test_a_cycle_is_a_line_an_account(capsys: pytest.CaptureFixture[str]) -> None:
    good = AccountReport(
        name="despacho",
        state=AccountState.OK,
        taken=Taken(seen=3, new=2, complete=True),
        acted=Acted(drafts=1, tasks=2),
    )
    bad = replace(good, name="obra", state=AccountState.STOPPED, reason="no such folder", taken=Taken(), acted=Acted())
    cycle.show_report(CycleReport(now=at("2026-03-10 09:00"), accounts=(good, bad), circles=1))
    assert capsys.readouterr().out.splitlines() == [
        "despacho: ok, 3 read, 2 new, 1 left as drafts, 2 left as tasks",
        "obra: stopped, 0 read; not read completely, so nothing is concluded: no such folder",
    ]
