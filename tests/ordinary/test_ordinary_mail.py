"""Ordinary mail must be left in peace: a guard against relapse, not a measure of unseen mail."""

from __future__ import annotations

import pytest

from rules.corpus import ORDINARY, read_file
from rules.detection import Detector
from rules.language import load_rules
from rules.model import load
from rules.signals import Confidence


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector(load_rules(), load())


@pytest.mark.parametrize("language", ["es", "en"])
def test_nothing_in_ordinary_mail_is_sure_and_hardly_anything_likely(detector: Detector, language: str) -> None:
    mails = list(read_file(ORDINARY[language]))
    found = {mail.message.id: detector.detect(mail.message) for mail in mails}
    sure = [key for key, signals in found.items() if any(each.confidence is Confidence.SURE for each in signals)]
    likely = [key for key, signals in found.items() if any(each.confidence is Confidence.LIKELY for each in signals)]
    assert not sure
    assert len(likely) <= 0.02 * len(mails)


@pytest.mark.parametrize("language", ["es", "en"])
def test_nearly_all_ordinary_mail_raises_nothing_at_all(detector: Detector, language: str) -> None:
    mails = list(read_file(ORDINARY[language]))
    assert sum(not detector.detect(mail.message) for mail in mails) >= 0.93 * len(mails)
