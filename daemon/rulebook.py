"""What the configuration says about rules, playbooks and texts, opened: the packs, and the user's own over them."""

from __future__ import annotations

import difflib
import re
from importlib import resources
from typing import TYPE_CHECKING

from config import Fault, Faults, strict_yaml
from config.sources import Source
from rules import corpus
from rules.currencies import Dollar
from rules.detection import Detector
from rules.drafting.templates import LANGUAGES, Templates, TextFault
from rules.drafting.trial import faults_of_texts
from rules.language.loading import load_rules
from rules.language.matching import RuleSet
from rules.model import load as load_second_reader
from rules.playbooks import Playbooks
from rules.playbooks.loading import load_playbooks
from rules.reading import read
from rules.signals import Confidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config import Config
    from rules.language.rule import Rule

_Texts = dict[str, dict[str, str | dict[str, str]]]
"""Situation → form of address, or "task" → text."""
_TEXT_FILES = tuple(f"{language}.yaml" for language in LANGUAGES)


def packs() -> tuple[str, ...]:
    """Return the names of the packs that come with the program."""
    return tuple(sorted(each.name for each in (resources.files("rules") / "packs").iterdir() if len(each.name) == 2))


def open_rules(config: Config | None) -> RuleSet:
    """Return the rules that are to be looked for, without a configuration all packs as they come.

    Raises Faults with all that is wrong with them.
    """
    known = packs()
    if config is None:
        return load_rules(known)
    faults = [
        config.source.fault(("rules", "packs", index), f'no pack "{name}"; expected {" or ".join(known)}')
        for index, name in enumerate(config.rules.packs)
        if name not in known
    ]
    files = []
    for file in config.rules.files:
        try:
            files.append((str(file), strict_yaml.text_of(file)))
        except Faults as found:
            faults += found.faults
    chosen = [name for name in config.rules.packs if name in known]
    try:
        rules = load_rules(chosen, files)
    except Faults as found:
        raise Faults([*faults, *found.faults]) from None
    ids = {rule.id for rule in rules.rules}
    for index, name in enumerate(config.rules.disable):
        if name not in ids:
            close = difflib.get_close_matches(name, ids, n=1)
            hint = f'did you mean "{close[0]}"?' if close else "expected one that “prometido rules list” shows"
            faults.append(config.source.fault(("rules", "disable", index), f'no rule "{name}"; {hint}'))
    if faults:
        raise Faults(faults)
    return load_rules(chosen, files, config.rules.disable) if config.rules.disable else rules


def faults_in_ordinary_mail(rules: RuleSet) -> tuple[Fault, ...]:
    """Try the user's own rules on ordinary business mail, in which nothing is promised, asked or owed.

    Nothing may be *sure* there, and next to nothing *likely*; a *maybe* leaves nothing outside and may be.
    """
    own = RuleSet((rule for rule in rules.rules if is_own(rule)), rules.acts)
    found: dict[tuple[str, str], list[tuple[Confidence, str]]] = {}
    sizes: dict[str, int] = {}
    for language in {rule.language for rule in own.rules}:
        letters = list(corpus.read_file(corpus.ORDINARY[language]))
        sizes[language] = len(letters)
        for letter in letters:
            reading = read(letter.message)
            for hit in own.match(reading) if reading.automatic is None else ():
                said = " ".join(letter.message.text[hit.start : hit.end].split())
                found.setdefault((hit.rule.id, language), []).append((hit.confidence, said))
    return tuple(
        Fault(rule.file, rule.line, 1, f'rule "{rule.id}" fires on ordinary mail, such as “{told}”; {_NARROW}')
        for rule in own.rules
        if (told := _told_too_much(found.get((rule.id, rule.language), ()), sizes[rule.language]))
    )


_NARROW = 'narrow it under "looks_for" or "unless", or let its descriptions say "confidence: maybe"'
_ORDINARY_LIKELY = 0.02
"""Share of ordinary mails in which a rule may find something likely."""


def _told_too_much(hits: Sequence[tuple[Confidence, str]], mails: int) -> str:
    sure = [said for confidence, said in hits if confidence is Confidence.SURE]
    likely = [said for confidence, said in hits if confidence is Confidence.LIKELY]
    return sure[0] if sure else likely[0] if len(likely) > _ORDINARY_LIKELY * mails else ""


def is_own(rule: Rule) -> bool:
    """Whether a rule is the user's, not a pack's."""
    return not rule.file.startswith("packs/")


def open_detector(config: Config | None = None) -> Detector:
    """Return the detection the configuration asks for; without one, all packs as they come. Raises Faults."""
    rules = open_rules(config)
    dollar = Dollar()
    if config is not None:
        dollar = Dollar.of(holidays=config.working_week.holidays, zone=config.timezone)
        if config.model == "off":
            return Detector(rules, dollar=dollar)
    trusted = frozenset(rule.id for rule in rules.rules if is_own(rule) or rule.outright)
    return Detector(rules, load_second_reader(trusted), dollar)


def open_playbooks(config: Config) -> Playbooks:
    """Return what follows each kind of signal. Raises Faults."""
    return load_playbooks(config.playbook_sources())


def open_templates(config: Config) -> Templates:
    """Return the texts of drafts and tasks, the user's own (``es.yaml``, ``en.yaml``) in place of the packs'.

    Raises Faults.
    """
    faults: list[Fault] = []
    own: dict[str, _Texts] = {}
    for file in sorted(config.templates.glob("*.y*ml")) if config.templates is not None else ():
        if file.name not in _TEXT_FILES:
            faults.append(Fault(str(file), 1, 1, f"not a file of texts; expected {' or '.join(_TEXT_FILES)}"))
            continue
        try:
            source = strict_yaml.read(file)
            own[file.stem] = strict_yaml.validate(_Texts, source)
        except Faults as found:
            faults += found.faults
        else:
            lines = strict_yaml.text_of(file).splitlines()
            faults += (_placed(fault, source, lines) for fault in faults_of_texts(file.stem, own[file.stem]))
    if faults:
        raise Faults(faults)
    return Templates(own)


def faults_of(config: Config) -> tuple[Fault, ...]:
    """Return everything that is wrong with rules, playbooks and texts."""
    faults: list[Fault] = []
    for opened in (open_rules, open_playbooks, open_templates):
        try:
            opened(config)
        except Faults as found:
            faults += found.faults
    return tuple(faults)


def _placed(fault: TextFault, source: Source, lines: Sequence[str]) -> Fault:
    """Find the place of a fault: in a block (``|``) its line and word, else where the text or its key begins."""
    if not fault.line:
        return source.fault(fault.path, fault.what, key=True)
    place = source.place(fault.path)
    is_block = lines[place.line - 1][place.column - 1 : place.column] == "|"
    at = place.line + fault.line
    if not is_block or at > len(lines):
        return source.fault(fault.path, fault.what)
    found = re.search(rf"\b{re.escape(fault.word)}\b" if fault.word else r"\S", lines[at - 1])
    return Fault(source.name, at, found.start() + 1 if found else 1, fault.what)
