"""A world that is lived through day by day, with what its user does on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

from daemon.cycle import Cycle
from rules.commitments import Commitment
from tests.worlds import ANA, CONFIG, MADRID, World

HOURS = ("09:05", "18:30")


class Days(World):
    """Runs the real cycle every day, in one process, and remembers what was left when."""

    def __init__(self, place: Path, settings: str = CONFIG, zone: ZoneInfo = MADRID) -> None:
        super().__init__(place, settings, zone)
        self._acts: list[tuple[str, Callable[[], object]]] = []
        self._left: dict[str, tuple[str, str, str]] = {}

    def on(self, when: str, act: Callable[[], object]) -> None:
        """Have something done at a moment, before the cycle that follows."""
        self._acts.append((when, act))

    def live(self, start: str, end: str, but: Container[str] = ()) -> None:
        """Let the days pass, ``but`` for some; once nothing more is to be done, in the mornings only."""
        cycle, day = Cycle(firm=self.firm()), date.fromisoformat(start)
        acts = sorted(self._acts, key=lambda act: act[0])
        while day <= date.fromisoformat(end):
            if str(day) in but:
                day += timedelta(days=1)
                continue
            for hour in HOURS if acts else HOURS[:1]:
                now = f"{day} {hour}"
                while acts and acts[0][0] <= now:
                    acts.pop(0)[1]()
                report = cycle.run(datetime.fromisoformat(now).replace(tzinfo=self.zone))
                assert report.ok, report
                self._look(now)
            day += timedelta(days=1)
        assert not acts, "something was to be done later than the world lived"

    def _look(self, now: str) -> None:
        for draft in self.drafts():
            self._left.setdefault(str(draft["X-Prometido"]), (now[:10], str(draft["To"]), draft.get_content()))
        for task in self.tasks():
            key, summary = (re.findall(rf"^{name}:(.*)$", task, re.MULTILINE)[0] for name in ("X-PROMETIDO", "SUMMARY"))
            self._left.setdefault(key.strip(), (now[:10], "", summary.strip()))

    def of(self, person: str, kind: str) -> Commitment:
        """The one commitment of a kind with somebody."""
        [found] = [item for item in self.owed() if item.counterparty.address == person and item.kind == kind]
        return found

    def story(self, person: str, kind: str) -> list[tuple[str, str]]:
        """On which day each step of a commitment was left."""
        id_ = self.of(person, kind).id
        return sorted(
            (when, key.partition("/")[2]) for key, (when, _, _) in self._left.items() if key.startswith(f"{id_}/")
        )

    def text(self, person: str, kind: str, step: str) -> str:
        return self._left[f"{self.of(person, kind).id}/{step}"][2]

    def drafts_to(self, person: str) -> list[str]:
        """The days on which a draft was left for somebody."""
        return sorted(when for when, to, _ in self._left.values() if person in to)

    def send(self, person: str, when: str, old: str = "", new: str = "") -> None:
        """Have the user send the draft that waits for somebody, a place in it filled or not."""

        def act() -> None:
            path, mail = self._draft_to(person)
            self.user_sends(path, when, mail.get_content().replace(old, new) if old else None)

        self.on(when, act)

    def send_all(self, person: str, when: str) -> None:
        """Have the user send the draft that waits for somebody, if one does."""

        def act() -> None:
            for path, mail in zip(self.draft_files(), self.drafts(), strict=True):
                if person in str(mail["To"]):
                    self.user_sends(path, when)

        self.on(when, act)

    def edit(self, person: str, when: str) -> None:
        def act() -> None:
            path, _ = self._draft_to(person)
            path.write_bytes(path.read_bytes() + b"\r\nPD: una cosa mas.\r\n")

        self.on(when, act)

    def delete(self, person: str, when: str) -> None:
        def act() -> None:
            self._draft_to(person)[0].unlink()

        self.on(when, act)

    def tick(self, summary: str, when: str) -> None:
        """Have the user complete the open task whose title says so."""

        def act() -> None:
            [path] = [
                path
                for path in (self.place / "Calendar").glob("*.ics")
                if summary in (text := path.read_text("utf-8").replace("\n ", "")) and "STATUS:NEEDS-ACTION" in text
            ]
            path.write_text(path.read_text("utf-8").replace("STATUS:NEEDS-ACTION", "STATUS:COMPLETED"), "utf-8")

        self.on(when, act)

    def _draft_to(self, person: str) -> tuple[Path, EmailMessage]:
        [found] = [pair for pair in zip(self.draft_files(), self.drafts(), strict=True) if person in str(pair[1]["To"])]
        return found


class Correspondence(Days):
    """Days of a firm in whose mail everybody is called as his address begins."""

    user = ANA
    called = "{} <{}>"
    letter = "Hola, {}:\n\n{}\n\nUn saludo,\nAna"
    offer, price, file = "Presupuesto de {}", "Le adjunto el presupuesto de {}: {}.", "Presupuesto.pdf"

    def writes(self, to: str, text: str, when: str, subject: str, **more: object) -> str:
        body = self.letter.format(_name(to), text)
        more = {"sender": self.user, **more}
        return self.we_write(body, when, to=self.called.format(_name(to), to), subject=subject, **more)

    def hears(self, sender: str, text: str, when: str, subject: str, **more: object) -> str:
        who = self.called.format(_name(sender), sender)
        return self.they_write(f"{text}\n\n{_name(sender)}", when, sender=who, to=self.user, subject=subject, **more)

    def quotes(self, to: str, what: str, price: str, when: str) -> str:
        text = self.price.format(what, price)
        return self.writes(to, text, when, self.offer.format(what), attachments=(self.file,))


def _name(person: str) -> str:
    return person.partition("@")[0].title()
