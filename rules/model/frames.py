"""What the grammar says of a clause, as names: who acts, when, to whom, in which mood, and how these go together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.grammar.clause import Link
from rules.model.families import family

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rules.deadlines import Deadline
    from rules.grammar.clause import Clause
    from rules.model.times import Time


def frame_of(clause: Clause, folded: str, times: Iterable[Time | Deadline], language: str) -> list[str]:
    """Name what is said of a clause; the first seven names are those its neighbours look at.

    ``folded`` is the sentence, ``times`` are those of it that stand in the clause.
    """
    verb = clause.verb
    kinds = sorted({time.kind for time in times})
    when = "T" if any(kind.counts for kind in kinds) else "-"
    moods = "+".join(sorted(clause.moods)) or "plain"
    doer, link = clause.subject, clause.link
    if verb is None:
        names = [
            f"subject={doer}",
            f"link={link}",
            f"moods={moods}",
            f"time={when}",
            "verb=none",
            f"none:{when}:{link}",
        ]
        tense = "-"
    else:
        tense, to = verb.tense, verb.recipient
        form = f"{tense}:{verb.person}{'s' if verb.plural else ''}"
        kin = family(verb.lemma, language)
        names = [
            f"act={doer}:{tense}:{when}:{moods}",
            f"kin={kin}:{doer}:{tense}",
            f"form={form}:{to}",
            f"subject={doer}",
            f"link={link}",
            f"moods={moods}",
            f"time={when}",
            f"form={form}",
            f"tense={tense}",
            f"lemma={verb.lemma}",
            f"lemma={verb.lemma}:{form}",
            f"aux={verb.auxiliary}:{tense}",
            f"to={to}",
            f"form={form}:{to}:{when}",
            f"form={form}:{when}:{link}:{moods}",
            f"act={doer}:{verb.lemma}",
            f"act={doer}:{tense}:{verb.auxiliary}:{to}:{int(verb.direct)}",
            f"has={tense}:{int(verb.direct)}:{int(verb.passive)}:{int(clause.object is not None)}",
            f"kin={kin}",
            f"kin={kin}:{doer}",
            f"kin={kin}:{doer}:{tense}:{when}:{moods}",
            f"kin={kin}:{form}:{to}",
            f"says={int(clause.complement)}:{tense}:{doer}",
        ]
    names += [f"mood={mood}" for mood in sorted(clause.moods)]
    for kind in kinds:
        names += [f"when={kind}", f"when={kind}:{doer}:{tense}"]
    if link is not Link.MAIN:
        names.append(f"sub={clause.subordinator}")
    if clause.waits_on is not None:
        names.append(f"waits={clause.waits_on}")
    if clause.object is not None:
        for word in folded[clause.object.start : clause.object.end].split():
            names.append(f"thing={word}")
            if kin := family(word, language):
                names.append(f"thing@{kin}:{tense}")
    if clause.subject_words is not None:
        for word in folded[clause.subject_words.start : clause.subject_words.end].split():
            names.append(f"doer={family(word, language) or word}")
    return names
