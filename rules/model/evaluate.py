"""``python -m rules.model.evaluate``: what rules, model and both together are worth on mail they have not seen.

Two splits. *By author*: eight parts, no author in two of them; the model is tried on the files on which no rule was
worked out; this is the better guess of a stranger's mail. *By firm*: five parts, no firm in two of them; people and
habits of one author are on both sides. In both the judge and the bars come from the other parts, too. The table is put
into ``docs/detection.md`` between its marks when that file's path is given.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from rules.corpus import FRESH, ORDINARY, read_file
from rules.detection import Detector
from rules.language import load_rules
from rules.model.kinds import KINDS
from rules.model.lessons import gather, read_lessons
from rules.model.reader import Reader, load
from rules.model.scoring import Score
from rules.model.training import by_author, fold_of, rehearse, rules_alone, settle
from rules.model.weights import Weights
from rules.reading import read
from rules.signals import Confidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from rules.model.judging import Trial
    from rules.model.training import Rehearsal
    from rules.signals import Signal

_BEGIN: Final = "<!-- figures: written by python -m rules.model.evaluate -->"
_END: Final = "<!-- end of figures -->"
_HEAD: Final = """\
| mail | reader | promise P | R | F1 | all P | R | F1 | due exact | in peace |
|---|---|---|---|---|---|---|---|---|---|"""


@dataclass(slots=True)
class _Result:
    """Scores of the three readers on the same messages."""

    rules: Score = field(default_factory=Score)
    model: Score = field(default_factory=Score)
    both: Score = field(default_factory=Score)


def _judged(trials: Sequence[Trial], groups: Sequence[str], judged: Iterable[str]) -> list[tuple[Signal, ...]]:
    """Give what a judge and bars learnt on the other groups make of the messages of some groups."""
    found: list[tuple[Signal, ...]] = [()] * len(trials)
    outright = frozenset(rule.id for rule in load_rules().rules if rule.outright)
    for group in sorted(judged):
        judge, bars = settle([trial for trial, other in zip(trials, groups, strict=True) if other != group])
        reader = Reader(weights=_judge_only(judge, bars), trusted=outright)
        for at, trial in enumerate(trials):
            if groups[at] == group:
                lesson = trial.lesson
                found[at] = reader.settle(trial.candidates, trial.traits, lesson.matter, lesson.sheet.units)
    return found


def _judge_only(judge: NDArray[np.float32], bars: NDArray[np.float32]) -> Weights:
    nothing = np.zeros(2 * len(KINDS), np.float32)
    return Weights(table=np.zeros((1, 2 * len(KINDS)), np.int8), scale=nothing, bias=nothing, judge=judge, bars=bars)


def _compare(rehearsal: Rehearsal, names_of: Callable[[Trial], Sequence[str]]) -> dict[str, _Result]:
    """Score what has a name, under each of its names."""
    groups = rehearsal.groups
    judged = {group for group, trial in zip(groups, rehearsal.trials, strict=True) if names_of(trial)}
    both = _judged(rehearsal.trials, groups, judged)
    alone = _judged(rehearsal.unaided, groups, judged)
    results: dict[str, _Result] = {}
    for trial, rules, model, together in zip(rehearsal.trials, rehearsal.found, alone, both, strict=True):
        for name in names_of(trial):
            result = results.setdefault(name, _Result())
            for score, signals in ((result.rules, rules), (result.model, model), (result.both, together)):
                score.add(trial.lesson.mail, signals)
    return results


def _rows(results: dict[str, _Result]) -> Iterable[str]:
    for name, result in sorted(results.items()):
        for reader in ("rules", "model", "both"):
            score: Score = getattr(result, reader)
            figures = (*score.rates("promise"), *score.rates(), score.due, score.peace)
            yield f"| {name} | {reader} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |"


def _kinds(results: dict[str, _Result]) -> Iterable[str]:
    yield "| kind | " + " | ".join(f"{name}: P | R | F1" for name in sorted(results)) + " |"
    yield "|---|" + "---|" * (3 * len(results))
    for kind in KINDS:
        figures = [f"{figure:.2f}" for name in sorted(results) for figure in results[name].both.rates(kind)]
        yield f"| `{kind}` | " + " | ".join(figures) + " |"


def _ordinary() -> Iterable[str]:
    detector = Detector(load_rules(), load())
    yield "| mail | messages | none found | maybe | likely | sure |\n|---|---|---|---|---|---|"
    for language, name in ORDINARY.items():
        counts = dict.fromkeys(Confidence, 0)
        calm = total = 0
        for mail in read_file(name):
            found = detector.detect_reading(read(mail.message))
            total += 1
            calm += not found
            if found:
                counts[max(signal.confidence for signal in found)] += 1
        levels = (counts[Confidence.MAYBE], counts[Confidence.LIKELY], counts[Confidence.SURE])
        yield f"| {language} | {total} | {calm} | " + " | ".join(map(str, levels)) + " |"


def report() -> str:
    """Measure everything, and write it as Markdown."""
    course = gather(read_lessons())
    found = rules_alone(course.lessons)
    firms = [f"part {fold_of(lesson.mail.firm)}" for lesson in course.lessons]
    apart = rehearse(course, by_author(course.lessons), found)
    by_firm = rehearse(course, firms, found)

    def language(trial: Trial) -> Sequence[str]:
        return (trial.lesson.reading.language,)

    def fresh(trial: Trial) -> Sequence[str]:
        file = trial.lesson.mail.file
        return (file, f"all fresh {trial.lesson.reading.language}") if file in FRESH else ()

    unseen = _compare(apart, fresh)
    lines = [
        "### By author, on mail no rule was worked out on",
        "",
        _HEAD,
        *_rows(unseen),
        "",
        "Both together, kind by kind:",
        "",
        *_kinds({name: result for name, result in unseen.items() if name.startswith("all")}),
        "",
        "### By firm, all files",
        "",
        _HEAD,
        *_rows(_compare(by_firm, language)),
        "",
        "### Ordinary mail, the weights as shipped",
        *_ordinary(),
    ]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> None:
    """Print the report, or put it into a document."""
    text = report()
    if not arguments:
        sys.stdout.write(text)
        return
    document = Path(arguments[0])
    before, _, rest = document.read_text("utf-8").partition(_BEGIN)
    document.write_text(f"{before}{_BEGIN}\n\n{text}\n{_END}{rest.partition(_END)[2]}", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
