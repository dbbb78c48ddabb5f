"""Whatever the ledger holds, a draft comes out whole or does not come out."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.drafting.templates import Templates
from rules.drafting.writing import Unwritable, Writer
from rules.facts import Address, Register
from rules.signals import Act
from tests.occasions import SITUATIONS, an_occasion

WRITER = Writer(Templates())
WORDS = st.text(
    alphabet=st.sampled_from("aeiosñ áé.,:;?¿!¡«»“”\"'()[]{}%/@\n\r\t\x00\u202e\u200b1230€DNI"), max_size=60
)


@settings(max_examples=200, deadline=None)
@given(
    situation=st.sampled_from(SITUATIONS),
    form=st.sampled_from(list(Register)),
    act=st.sampled_from(list(Act)),
    thing=st.none() | WORDS,
    evidence=WORDS,
    subject=WORDS,
    name=WORDS,
)
def test_no_words_of_theirs_can_break_a_draft_or_a_task(
    *, situation: str, form: Register, act: Act, thing: str | None, evidence: str, subject: str, name: str
) -> None:
    reader = Address(address="pedro@cliente.example", name=name)
    occasion = an_occasion(
        situation, thing, form=form, act=act, evidence=evidence, subject=subject, readers=(reader,), greeting=evidence
    )
    task = WRITER.task(occasion)
    assert 0 < len(task.title) <= 70
    try:
        draft = WRITER.draft(occasion)
    except Unwritable:
        return
    for text in (draft.title, draft.text, task.title, task.text):
        assert not [char for char in text if unicodedata.category(char) in {"Cc", "Cf"} and char != "\n"]
    assert "\n" not in draft.title
    assert not re.search(r"\{|\}|\bNone\b", draft.text)
    assert draft.text.count("«") == draft.text.count("»")
    assert "://" not in draft.text
