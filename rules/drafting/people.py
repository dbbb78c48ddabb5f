"""Greet people and say goodbye as the user does, and name them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.drafting.names import MEN, WOMEN
from rules.drafting.occasion import Occasion
from rules.drafting.quoting import plain
from rules.facts import Address, Register
from rules.text import fold, words

_NOT_A_NAME = re.compile(
    r"[@\d/|&]|\b(?:info|ventas|compras|admin|administracion|administración|contacto|hola|comercial|facturación|soporte"
    r"|recepción|oficina|equipo|estudio|taller|talleres|reformas|bar|café|restaurante|hotel|clínica|clinica|centro"
    r"|despacho|asesoría|asesoria|gestoría|abogados|grupo|construcciones|instalaciones|muebles|viajes|academia|colegio"
    r"|ayuntamiento|comunidad|asociación|fundación|librería|farmacia|inmobiliaria|imprenta|editorial|servicios"
    r"|sales|office|team|support|accounts|studio|company|group|services|house|shop|store|school|club|law|consulting"
    r"|s\.?l\.?u?|s\.?a|s\.?c|ltd|inc|llc|gmbh)\b\.?",
    re.IGNORECASE,
)
_PARTICLES = words("de del la las los da dos van von")
_GREETING_WORDS = words(
    """
    hola buenas buenos dias estimado estimada estimados estimadas apreciado apreciada querido querida queridos
    queridas sr sra don dona senor senora senores ing arq lic prof muy buen dia hi hello dear good mr mrs ms dr
    dra todos todas all everyone equipo team y and e que tal
    """
)


def first_name(person: Address) -> str:
    """First name from the display name ("Pedro Ruiz", "Ruiz, Pedro"); empty where it does not look like a person's."""
    name = _display_name(person)
    if not name or _NOT_A_NAME.search(name):
        return ""
    first = name.split()[0]
    return first if first[:1].isupper() and first.isalpha() and len(first) > 1 and not first.isupper() else ""


def full_name(person: Address) -> str:
    """Display name, else the address."""
    return _display_name(person) or person.address


def sr_name(person: Address, language: str) -> str:
    """The name with its courtesy form ("Sr. Ruiz", "Mr Ruiz"); empty where surname or gender cannot be told."""
    if not first_name(person):
        return ""
    words = _display_name(person).split()
    given = 0
    while given < len(words) - 1 and fold(words[given]) in MEN | WOMEN:
        given += 1
    if not given:
        return ""
    surname = words[given:]
    end = next((index for index, word in enumerate(surname) if word.lower() not in _PARTICLES), 0)
    called = " ".join(surname[: end + 1])
    man = fold(words[0]) in MEN
    form = {("es", True): "Sr.", ("es", False): "Sra.", ("en", True): "Mr", ("en", False): "Ms"}[language, man]
    return f"{form}\N{NO-BREAK SPACE}{called[:1].upper()}{called[1:]}"


def join_names(names: Sequence[str], language: str) -> str:
    """Join names: "Marta y Luis", "Marta e Inés", "Ann, Bob and Carol"."""
    if len(names) < 2:
        return "".join(names)
    last = names[-1]
    word = "and" if language == "en" else "e" if re.match(r"h?i(?![aeou])", fold(last)) else "y"
    return f"{', '.join(names[:-1])} {word} {last}"


def greeting(occasion: Occasion) -> str:
    """The user's own greeting to these people, else the default of the register."""
    ours = occasion.our_last
    if ours and _ages_well(ours.greeting) and _greets(ours.greeting, ours.to, occasion.readers):
        return plain(ours.greeting)
    names = [name for name in map(first_name, occasion.readers) if name]
    together = join_names(names, occasion.language) if len(names) == len(occasion.readers) else ""
    if occasion.language == "en":
        return f"Hi {together}," if together else "Hello,"
    if together and occasion.register in {Register.TU, Register.VOS, Register.VOSOTROS}:
        return f"Hola, {together}:"
    formal = sr_name(occasion.readers[0], "es") if len(occasion.readers) == 1 else ""
    return f"Buenos días, {formal}:" if formal and occasion.register is Register.USTED else "Buenos días:"


def goodbye(occasion: Occasion) -> str:
    """The user's own closing formula to these people, else the default, and the author's name below it."""
    ours = occasion.our_last
    own = plain(ours.goodbye) if ours else ""
    formula = own[:1].upper() + own[1:] if own and _says_nothing_more(own) else _default_goodbye(occasion)
    name = first_name(occasion.sender) or full_name(occasion.sender)
    return f"{formula}\n{name}" if "@" not in name else formula


def _display_name(person: Address) -> str:
    name = plain(person.name.replace('"', ""))
    if "," in name and "@" not in name and not _NOT_A_NAME.search(name):
        last, _, first = name.partition(",")
        name = f"{first.strip()} {last.strip()}".strip()
    return name


def _default_goodbye(occasion: Occasion) -> str:
    if occasion.language == "en":
        return "Best regards,"
    return {Register.USTEDES: "Saludos cordiales,", Register.VOS: "Saludos,"}.get(occasion.register, "Un saludo,")


def _greets(line: str, then: Sequence[Address], now: Sequence[Address]) -> bool:
    """Whether a greeting of those written to ``then`` greets those who read ``now``: the same, or named among them."""
    if set(then) == set(now):
        return True
    greeted = {word for word in re.findall(r"[^\W\d_]+", fold(line)) if word not in _GREETING_WORDS}
    known = {word for person in now for word in re.findall(r"[^\W\d_]+", fold(person.name))}
    return set(then) >= set(now) and bool(known) and greeted <= known


def _ages_well(line: str) -> bool:
    """Whether a greeting is good on any day, and nothing but a greeting."""
    dated = re.search(
        r"\b(?:tardes|noches|felic\w*|feliz|afternoon|evening|morning|monday|friday|lunes|viernes|gracias|thanks?)\b"
        r"|[^\w\s.,:;'’–-]|https?:",
        line,
        re.IGNORECASE,
    )
    return re.search(r"[^\W\d_]", line) is not None and not dated


def _says_nothing_more(line: str) -> bool:
    """Whether a goodbye asks for nothing and shouts at nobody."""
    return len(line.split()) <= 8 and not re.search(
        r"espera|cualquier|disposici|dud|forward|hear|question|[^\w\s.,;'’–-]|hoy|mañana|lunes|viernes|finde|weekend|semana",
        line,
        re.IGNORECASE,
    )
