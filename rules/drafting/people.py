"""Greet people and say goodbye as the user does, and name them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.drafting.occasion import Occasion
from rules.facts import Address, Register

_PARTICLES = frozenset({"de", "del", "la", "los", "las", "da", "dos", "van", "von", "y", "e"})
_NOT_A_NAME = re.compile(
    r"[@\d/|]|\b(?:info|ventas|compras|admin|contacto|hola|s\.?l\.?u?|s\.?a|ltd|inc|gmbh)\b", re.IGNORECASE
)


def first_name(person: Address) -> str:
    """First name from the display name ("Pedro Ruiz", "Ruiz, Pedro"); empty where it does not look like a person's."""
    name = " ".join(person.name.replace('"', "").split())
    if not name or _NOT_A_NAME.search(name):
        return ""
    if "," in name:
        name = name.partition(",")[2].strip() or name
    first = name.split()[0]
    return first if first[:1].isupper() and first.isalpha() and len(first) > 1 else ""


def full_name(person: Address) -> str:
    """Display name, else the address."""
    name = " ".join(person.name.replace('"', "").split())
    if "," in name and "@" not in name:
        last, _, first = name.partition(",")
        name = f"{first.strip()} {last.strip()}".strip()
    return name or person.address


def join_names(names: Sequence[str], language: str) -> str:
    """Join names: "Marta y Luis", "Marta e Inés", "Ann, Bob and Carol"."""
    if len(names) < 2:
        return "".join(names)
    last = names[-1]
    word = "and" if language == "en" else "e" if re.match(r"h?[ií](?![aeouáéóú])", last, re.IGNORECASE) else "y"
    return f"{', '.join(names[:-1])} {word} {last}"


def greeting(occasion: Occasion) -> str:
    """The user's own greeting in this thread, else the default of the register."""
    ours = occasion.our_last
    if ours and ours.greeting and _still_fits(ours.greeting) and set(ours.to) >= set(occasion.readers):
        return ours.greeting
    names = [name for name in map(first_name, occasion.readers) if name]
    together = join_names(names, occasion.language) if len(names) == len(occasion.readers) else ""
    if occasion.language == "en":
        return f"Hi {together}," if together else "Hello,"
    if together and occasion.register in {Register.TU, Register.VOS, Register.VOSOTROS}:
        return f"Hola, {together}:"
    return "Buenos días:"


def goodbye(occasion: Occasion) -> str:
    """The user's own closing formula in this thread, else the default, and the author's name below it."""
    ours = occasion.our_last
    formula = ours.goodbye if ours and ours.goodbye and _says_nothing_more(ours.goodbye) else _default_goodbye(occasion)
    name = first_name(occasion.sender) or full_name(occasion.sender)
    return f"{formula}\n{name}" if "@" not in name else formula


def _default_goodbye(occasion: Occasion) -> str:
    if occasion.language == "en":
        return "Best regards,"
    return {Register.USTEDES: "Saludos cordiales,", Register.VOS: "Saludos,"}.get(occasion.register, "Un saludo,")


def _still_fits(line: str) -> bool:
    """A greeting of a part of the day or of a feast does not age well."""
    return not re.search(
        r"\b(?:tardes|noches|felic|feliz|afternoon|evening|morning|monday|friday|lunes|viernes)", line, re.IGNORECASE
    )


def _says_nothing_more(line: str) -> bool:
    """A goodbye that asks for something, or shouts, is not repeated."""
    return not re.search(r"espera|cualquier|disposici|dud|forward|hear|question|!", line, re.IGNORECASE)
