"""The texts of drafts and tasks: the packs' own, and the user's in their place."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from ruamel.yaml import YAML

from rules.facts import Register

LANGUAGES = ("es", "en")
FORMS = {
    "es": (Register.USTED, Register.TU, Register.VOSOTROS, Register.USTEDES, Register.VOS),
    "en": (Register.NEUTRAL,),
}
_LONGEST = 10_000  # characters a text may have when written out; a template cannot loop for ever


class TemplateFault(ValueError):
    """A template that cannot be used: the text says which and why."""


class Templates:
    """Texts by language, situation and form of address."""

    def __init__(self, own: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        """Take the packs' texts and put the user's own (language → situation → form → text) in their place.

        Raises TemplateFault for a situation or form that does not exist, or a text that is no template.
        """
        self._environment = ImmutableSandboxedEnvironment(
            undefined=StrictUndefined, autoescape=False, trim_blocks=False
        )
        self._texts = {language: dict(_pack(language)) for language in LANGUAGES}
        for language, situations in (own or {}).items():
            if language not in self._texts:
                raise TemplateFault(f"{language}: no such language, expected es or en")
            for situation, forms in situations.items():
                self._override(language, situation, forms)

    def _override(self, language: str, situation: str, forms: Mapping[str, Any]) -> None:
        known = self._texts[language].get(situation)
        if known is None:
            raise TemplateFault(
                f"{language}: {situation}: no such situation, expected one of the names in docs/drafts.md"
            )
        for form, text in forms.items():
            if form not in known:
                raise TemplateFault(f"{language}: {situation}: {form}: expected one of {', '.join(known)}")
            for part in text.values() if isinstance(text, Mapping) else (text,):
                try:
                    self._environment.from_string(part)
                except TemplateError as error:
                    raise TemplateFault(f"{language}: {situation}: {form}: not a template ({error})") from None
        self._texts[language][situation] = {**known, **forms}

    def has(self, language: str, situation: str, form: str) -> bool:
        """Whether there is such a text."""
        return form in self._texts[language].get(situation, {})

    def body(self, language: str, situation: str, form: str, values: Mapping[str, Any]) -> str:
        """Write a draft's body. Raises TemplateFault where a value it needs is unknown."""
        return self._write(self._texts[language][situation][form], values)

    def task(self, language: str, situation: str, values: Mapping[str, Any]) -> tuple[str, str]:
        """Write a task's title and the line of its kind. Raises TemplateFault where a value is unknown."""
        texts = self._texts[language][situation]["task"]
        return self._write(texts["title"], values), self._write(texts["line"], values)

    def _write(self, text: str, values: Mapping[str, Any]) -> str:
        try:
            written = self._environment.from_string(text).render(values)
        except (TemplateError, ArithmeticError, TypeError, ValueError, MemoryError, RecursionError) as error:
            raise TemplateFault(f"cannot be written: {error}") from None
        return written[:_LONGEST].strip()


@cache
def _pack(language: str) -> Mapping[str, Mapping[str, Any]]:
    text = files("rules.packs").joinpath(language, "drafts.yaml").read_text("utf-8")
    loaded: Mapping[str, Mapping[str, Any]] = YAML(typ="safe", pure=True).load(text)
    return loaded
