"""Try the user's own texts: what is wrong with them is told before a draft fails for it, all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rules.drafting import samples
from rules.drafting.templates import FORMS, Templates, TextFault, faults_in
from rules.drafting.writing import Unwritable, Writer


def faults_of_texts(language: str, texts: Mapping[str, Any]) -> Iterator[TextFault]:
    """Find everything that is wrong with the texts of a language, in their grammar or in what they write.

    Texts that can be read are written out on made-up occasions, and held against the lints of every draft.
    """
    faults = list(faults_in(language, texts, samples.known_values()))
    yield from faults
    faulty = {fault.path[:2] for fault in faults} | {fault.path for fault in faults if len(fault.path) == 1}
    for situation, forms in texts.items():
        if (situation,) in faulty:
            continue
        for form in FORMS[language]:
            if form.value in forms and (situation, form.value) not in faulty:
                own = Writer(Templates({language: {situation: {form.value: forms[form.value]}}}))
                yield from _faults_in_use(own, language, situation, form.value)


def _faults_in_use(own: Writer, language: str, situation: str, form: str) -> Iterator[TextFault]:
    register = next(each for each in FORMS[language] if each.value == form)
    told = set()
    for occasion, *also in samples.mails(situation, language, register):
        if not also and own.situation_of(occasion) != situation:
            continue
        try:
            own.draft(occasion, also)
        except Unwritable as error:
            what = str(error).removeprefix(f"{situation}: ")
            if what not in told:
                told.add(what)
                yield TextFault(path=(situation, form), what=f"no draft would be left with this text: {what}")
