"""The texts of drafts and tasks: the packs' own, and the user's in their place."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Template, TemplateError, TemplateSyntaxError, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from config import shipped_yaml
from rules.drafting import limits
from rules.facts import Register

LANGUAGES = ("es", "en")
FORMS = {
    "es": (Register.USTED, Register.TU, Register.VOSOTROS, Register.USTEDES, Register.VOS),
    "en": (Register.NEUTRAL,),
}
_LONGEST = 10_000  # characters a text may have when written out


class TemplateFault(ValueError):
    """A template that cannot be used: the text says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFault:
    """What is wrong with one of the user's texts, and where: the path of keys, and the line and word in the text."""

    path: tuple[str, ...]
    what: str
    line: int = 0
    """From 1; 0 where the key itself is wrong."""
    word: str = ""


class _Unknown(Undefined):
    """A value that is not known: a condition may ask for it, a text cannot print it."""

    __slots__ = ()
    __str__ = Undefined._fail_with_undefined_error  # noqa: SLF001 - the documented way to make one of one's own
    __iter__ = Undefined._fail_with_undefined_error  # noqa: SLF001


class Templates:
    """Texts by language, situation and form of address."""

    def __init__(self, own: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        """Take the packs' texts and put the user's own (language → situation → form → text) in their place.

        The user's have to be without fault: see :func:`faults_in`.
        """
        self._environment = _environment()
        self._texts = {language: dict(_pack(language)) for language in LANGUAGES}
        for language, situations in (own or {}).items():
            for situation, forms in situations.items():
                self._texts[language][situation] = {**self._texts[language][situation], **forms}
        self._compiled: dict[str, Template] = {}

    def has(self, language: str, situation: str, form: str) -> bool:
        """Whether there is such a text."""
        return form in self._texts[language].get(situation, {})

    def situations(self, language: str) -> Iterable[str]:
        """Name all situations there are texts for."""
        return self._texts[language]

    def text(self, language: str, situation: str, form: str) -> str:
        """Give a text as it is written. Raises KeyError where there is none."""
        written: str = self._texts[language][situation][form]
        return written

    def body(
        self,
        language: str,
        situation: str,
        form: str,
        values: Mapping[str, Any],
        turns: Iterable[Callable[[str, str], str]] = (),
    ) -> str:
        """Write a draft's body; ``turns`` change its words first, never its values.

        Raises TemplateFault where a value it needs is unknown.
        """
        text = self.text(language, situation, form)
        for turn in turns:
            text = turn(text, language)
        return self._write(text, values)

    def task(self, language: str, situation: str, values: Mapping[str, Any]) -> tuple[str, str]:
        """Write a task's title and the line of its kind. Raises TemplateFault where a value is unknown."""
        texts = self._texts[language][situation]["task"]
        return self._write(texts["title"], values), self._write(texts["line"], values)

    def _write(self, text: str, values: Mapping[str, Any]) -> str:
        if text not in self._compiled:
            self._compiled[text] = self._environment.from_string(text)
        try:
            written = self._compiled[text].render({name: value for name, value in values.items() if value != ""})
        except TemplateError as error:
            raise TemplateFault(f"cannot be written: {error}") from None
        return written[:_LONGEST].strip()


def faults_in(language: str, texts: Mapping[str, Any], known: frozenset[str]) -> Iterator[TextFault]:
    """Find everything that is wrong with the user's own texts of a language; ``known`` names the values there are."""
    pack = _pack(language)
    for situation, forms in texts.items():
        if situation not in pack:
            yield TextFault(path=(situation,), what=f'no situation "{situation}"; {_hint(situation, pack)}')
            continue
        for form, text in forms.items():
            path = (situation, form)
            if form not in pack[situation]:
                yield TextFault(path=path, what=f'no text "{form}" here; expected {" or ".join(pack[situation])}')
            elif form != "task":
                yield from _faults_of(path, text, known)
            elif not isinstance(text, Mapping):
                yield TextFault(path=path, what="expected title and line")
            else:
                for part, words in text.items():
                    if part in pack[situation]["task"]:
                        yield from _faults_of((*path, part), words, known)
                    else:
                        yield TextFault(path=(*path, part), what=f'no part "{part}" of a task; expected title or line')


def _faults_of(path: tuple[str, ...], text: Any, known: frozenset[str]) -> Iterator[TextFault]:
    if not isinstance(text, str):
        yield TextFault(path=path, what="expected a text")
        return
    try:
        tree = _environment().parse(text)
        breaches = list(limits.breaches(tree, known))
        if not breaches:  # only then: what is constant in a text is worked out while it is compiled
            _environment().from_string(text)
    except TemplateSyntaxError as error:
        yield TextFault(path=path, line=error.lineno, what=f"not a template: {error.message}")
        return
    except (RecursionError, SyntaxError):  # of Python itself, which the text is turned into
        yield TextFault(path=path, what="not a template: nested too deeply")
        return
    for breach in breaches:
        hint = f"; {_hint(breach.word, known)}" if breach.what.startswith("no value") else ""
        yield TextFault(path=path, line=breach.line, word=breach.word, what=f"{breach.what}{hint}")


def _hint(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(known), n=1)
    return f'did you mean "{close[0]}"?' if close else "expected one of those in docs/drafts.md"


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(undefined=_Unknown, autoescape=False)
    environment.globals.clear()
    return environment


@cache
def _pack(language: str) -> Mapping[str, Mapping[str, Any]]:
    text = files("rules.packs").joinpath(language, "drafts.yaml").read_text("utf-8")
    loaded: Mapping[str, Mapping[str, Any]] = shipped_yaml.load(text, "drafts.yaml").data
    return loaded
