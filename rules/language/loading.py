"""From rule files to rules: strict, and with every fault of every file at once."""

from __future__ import annotations

import difflib
import re
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

import re2

from config import shipped_yaml, strict_yaml
from config.sources import Fault, Faults, Path, Source
from rules.grammar.languages import GRAMMARS, MOOD_SIGNS, RECIPIENT_SIGNS
from rules.language.lexicons import Lexicons, alternation
from rules.language.matching import RuleSet
from rules.language.rule import Condition, Rule, VerbCondition
from rules.language.schema import (
    LANGUAGES,
    ConditionText,
    Evidence,
    Need,
    ObjectText,
    RuleFile,
    RuleText,
    Time,
    VerbText,
)
from rules.language.spotting import OPTIONS
from rules.signals import Act

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_OURS: Final = re.compile(r"^(?:rules|lexicons):", re.MULTILINE)
"""A pack's folder holds other files too, such as its drafts."""
_OF_MESSAGE: Final = {"direction", "attachments", "links", "position", "message", "subject_line"}
"""Keys of a description that ask for something outside of the sentence."""
_NAME: Final = re.compile(r"\{([a-z_]+)\}")


def load_rules(
    packs: Iterable[str] = LANGUAGES, files: Iterable[tuple[str, str]] = (), disable: Iterable[str] = ()
) -> RuleSet:
    """Load the shipped packs and the user's own ``(name, text)`` files, which may override a rule by its id.

    Raises :class:`config.sources.Faults` with every fault of every file.
    """
    loader = _Loader()
    for pack in packs:
        if pack not in GRAMMARS:
            loader.faults.append(Fault("rules.packs", 1, 1, f'no pack "{pack}"; expected {" or ".join(GRAMMARS)}'))
            continue
        folder = resources.files("rules") / "packs" / pack
        names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".yaml"))
        texts = [(f"packs/{pack}/{name}", (folder / name).read_text("utf-8")) for name in names]
        loader.load([(name, text) for name, text in texts if _OURS.search(text)], shipped_yaml.load)
    loader.load(list(files), strict_yaml.load)
    unwanted = set(disable)
    known = {rule.id for rule in loader.rules.values()}
    loader.faults += [Fault("rules.disable", 1, 1, f'unknown rule "{name}"') for name in unwanted - known]
    if loader.faults:
        raise Faults(loader.faults)
    acts = {
        language: {verb: act for act in Act for verb in lexicons.verbs_if_any(f"act_{act}")}
        for language, lexicons in loader.lexicons.items()
    }
    return RuleSet((rule for rule in loader.rules.values() if rule.id not in unwanted), acts)


class _Loader:
    """Gathers lexicons and rules, pack by pack."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.lexicons = {language: Lexicons(grammar) for language, grammar in GRAMMARS.items()}
        self.rules: dict[tuple[str, str], Rule] = {}

    def load(self, files: list[tuple[str, str]], source_of: Callable[[str, str], Source]) -> None:
        """Read the files of one pack: their lexicons first, so that the order of files does not matter."""
        read: list[tuple[Source, RuleFile]] = []
        for name, text in files:
            try:
                source = source_of(text, name)
                read.append((source, strict_yaml.validate(RuleFile, source)))
            except Faults as faults:
                self.faults += faults.faults
        for source, file in read:
            for name, lexicon in file.lexicons.items():
                self.faults += [
                    source.fault(("lexicons", name, key), what)
                    for key, what in self.lexicons[file.language].add(name, lexicon)
                ]
        seen: set[tuple[str, str]] = set()
        for source, file in read:
            for number, written in enumerate(file.rules):
                for language in written.languages:
                    rule = _Compiler(source, self, language, ("rules", number)).rule(written)
                    key = (rule.id, language)
                    if key in seen:
                        self.faults.append(source.fault(("rules", number, "id"), f'rule "{rule.id}" stands twice'))
                    seen.add(key)
                    self.rules[key] = rule


class _Compiler:
    """Compiles one rule for one language, and notes what it speaks of that does not exist."""

    def __init__(self, source: Source, loader: _Loader, language: str, path: Path) -> None:
        self.source = source
        self.loader = loader
        self.language = language
        self.lexicons = loader.lexicons[language]
        self.grammar = GRAMMARS[language]
        self.path = path

    def rule(self, text: RuleText) -> Rule:
        """Compile a rule."""
        examples = [(finds, example) for finds, group in ((True, text.examples.finds), (False, text.examples.ignores))
                    for example in group if (example.language or text.languages[0]) == self.language]  # fmt: skip
        return Rule(
            id=text.id,
            title=text.title,
            kind=text.kind,
            version=text.version,
            status=text.status,
            outright=text.outright,
            announces=text.announces,
            language=self.language,
            description=text.description,
            looks_for=self._conditions("looks_for", text.looks_for),
            unless=self._conditions("unless", text.unless),
            holding_when=self._conditions("holding_when", text.holding_when),
            direction=text.direction,
            playbook=text.playbook,
            false_positives=text.false_positives,
            examples=tuple(examples),
            file=self.source.name,
            line=self.source.place(self.path).line,
        )

    def _conditions(self, key: str, texts: tuple[ConditionText, ...]) -> tuple[Condition, ...]:
        return tuple(self._condition(text, (key, number)) for number, text in enumerate(texts))

    def _condition(self, text: ConditionText, path: Path) -> Condition:
        verb = self._verb(text.verb, (*path, "verb")) if text.verb else None
        object_words = (
            self._words(text.object.lexicon, (*path, "object", "lexicon"))
            if isinstance(text.object, ObjectText)
            else ""
        )
        mentions = self._words(text.mentions, (*path, "mentions"))
        expanded = {key: self._expand(getattr(text, key), (*path, key)) for key in ("text", "sentence", "message")}
        needs_clause = bool(
            text.verb or text.subject or text.recipient or text.link or text.modality or text.waits_on
            or text.time or text.complement or text.object or text.mentions
        )  # fmt: skip
        anchored = needs_clause and re.search(r"(?<![\\\[])\^|\$", expanded["text"]) is not None
        triggers = (
            "" if anchored else expanded["text"],  # "^" is the start of the clause, not of the sentence
            mentions,
            object_words,
            self._verb_trigger(verb),
            self._auxiliary_trigger(verb),
            expanded["sentence"],
            MOOD_SIGNS[self.language].get(text.modality[0], "") if len(text.modality) == 1 else "",
            self.grammar.time_sign if text.time in {Time.REQUIRED, Time.DATED} else "",
            "|".join(RECIPIENT_SIGNS[self.language].get(role, "") for role in text.recipient),
        )
        if text.model_fields_set <= {"confidence", "evidence", "holding"}:
            self._fault(path, "describes nothing, so that everything would fit")
        return Condition(
            verb=verb,
            subjects=frozenset(text.subject),
            recipients=frozenset(text.recipient),
            links=frozenset(text.link),
            moods=frozenset(text.modality),
            waits_on=frozenset(text.waits_on),
            time=text.time,
            complement=text.complement,
            object=text.object if isinstance(text.object, Need) else None,
            object_words=self._compile(object_words, (*path, "object")),
            mentions=self._compile(mentions, (*path, "mentions")),
            **{key: self._compile(pattern, (*path, key)) for key, pattern in expanded.items()},
            subject_line=self._compile(
                self._expand(text.subject_line, (*path, "subject_line")), (*path, "subject_line")
            ),
            direction=text.direction,
            attachments=text.attachments,
            links_to=text.links,
            place=text.position,
            evidence=text.evidence or (Evidence.CLAUSE if needs_clause else Evidence.MATCH),
            confidence=text.confidence.confidence,
            holding=text.holding,
            asks_message=not text.model_fields_set.isdisjoint(_OF_MESSAGE),
            needs_clause=needs_clause,
            triggers=tuple(filter(None, triggers)),
        )

    def _verb(self, text: VerbText, path: Path) -> VerbCondition:
        need = next((Need(word) for word in text.auxiliary if word in set(Need)), None)
        return VerbCondition(
            lemmas=self._verbs(text.lexicon, (*path, "lexicon")),
            excluded=self._verbs(text.other_than, (*path, "except")),
            persons=frozenset(text.person),
            tenses=frozenset(text.tense),
            auxiliaries=self._verbs(() if need else text.auxiliary, (*path, "auxiliary")),
            auxiliary=need,
            direct=text.direct,
            passive=text.passive,
            plural=text.plural,
        )

    def _verb_trigger(self, verb: VerbCondition | None) -> str:
        if verb is None:
            return ""
        if not verb.lemmas:
            return self.grammar.sign(verb.persons, verb.tenses)
        forms = (self.grammar.forms(lemma, verb.persons, verb.tenses) for lemma in verb.lemmas)
        return rf"\b{alternation(frozenset[str]().union(*forms))}{self.grammar.enclitics}\b"

    def _auxiliary_trigger(self, verb: VerbCondition | None) -> str:
        if verb is None or not verb.auxiliaries:
            return ""
        forms = (self.grammar.forms(lemma, verb.persons, verb.tenses) for lemma in verb.auxiliaries)
        return rf"\b{alternation(frozenset[str]().union(*forms))}\b"

    def _known(self, names: Iterable[str], path: Path) -> list[str]:
        known = []
        for name in names:
            if name in self.lexicons.named:
                known.append(name)
            else:
                close = difflib.get_close_matches(name, self.lexicons.named, n=1)
                hint = f'did you mean "{close[0]}"?' if close else f"expected one of the {self.language} lexicons"
                self._fault(path, f'unknown lexicon "{name}"; {hint}')
        return known

    def _verbs(self, names: tuple[str, ...], path: Path) -> frozenset[str]:
        verbs = self.lexicons.verbs(known := self._known(names, path))
        if known and not verbs:
            self._fault(path, f'no verbs in "{", ".join(known)}"; expected a lexicon with verbs')
        return verbs

    def _words(self, names: tuple[str, ...], path: Path) -> str:
        return self.lexicons.pattern(self._known(names, path))

    def _expand(self, text: str | None, path: Path) -> str:
        """Put lexicons in the place of their ``{name}``."""
        return _NAME.sub(lambda match: f"(?:{self._words((match[1],), path)})", text or "")

    def _compile(self, pattern: str, path: Path) -> Any:
        try:
            return re2.compile(pattern, OPTIONS) if pattern else None
        except re2.error as error:
            reason = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error)
            self._fault(path, f"RE2 refuses the pattern: {reason}; it knows no look-around and no back-references")
            return None

    def _fault(self, path: Path, what: str) -> None:
        self.loader.faults.append(self.source.fault((*self.path, *path), what))
