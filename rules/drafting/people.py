"""Greet people and say goodbye as the user does, and name them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rules.drafting.names import GIVEN, MEN, WOMEN
from rules.drafting.occasion import Occasion
from rules.drafting.quoting import plain
from rules.facts import Address, Direction, Register
from rules.text import fold, words

_NOT_A_NAME = re.compile(
    r"[@\d/|&]|\b(?:info|ventas|compras|admin|administracion|administración|contacto|hola|comercial|facturación|soporte"
    r"|recepción|oficina|equipo|estudio|taller|talleres|reformas|bar|café|restaurante|hotel|clínica|clinica|centro"
    r"|despacho|asesoría|asesoria|gestoría|abogados|grupo|construcciones|instalaciones|muebles|viajes|academia|colegio"
    r"|ayuntamiento|comunidad|asociación|fundación|librería|farmacia|inmobiliaria|imprenta|editorial|servicios"
    r"|cooperativa|casa|familia|seguros|pinturas|transportes|banquetes|digital|dirección|gerencia|secretaría|web"
    r"|sales|office|team|support|accounts|studio|company|group|services|house|shop|store|school|club|law|consulting"
    r"|catering|family|the|s\.?l\.?u?|s\.?a|s\.?c|ltd|inc|llc|gmbh)\b\.?",
    re.IGNORECASE,
)
_MAILBOXES = words(
    """
    info ventas compras admin administracion contacto hola comercial facturacion soporte recepcion oficina direccion
    gerencia secretaria web citas reservas pedidos taller obra clientes atencion correo mail email
    sales office team support accounts events bookings orders hello enquiries inquiries contact
    """
)
"""Names of mailboxes behind which anybody may sit."""
_TITLES = words("sr sra srta d dna don dona dr dra lic lcdo lcda ing arq prof mr mrs ms miss")
_COURTESY = {
    "es": {
        "sr": "Sr.",
        "sra": "Sra.",
        "srta": "Srta.",
        "dr": "Dr.",
        "dra": "Dra.",
        "lic": "Lic.",
        "ing": "Ing.",
        "arq": "Arq.",
        "prof": "Prof.",
    },
    "en": {"mr": "Mr.", "mrs": "Mrs.", "ms": "Ms.", "miss": "Miss", "dr": "Dr.", "prof": "Prof."},
}
"""Titles with which somebody names himself, as they stand before the surname."""
_PARTICLES = words("de del la las los da dos van von")
_GREETING_WORDS = words(
    """
    hola buenas buenos dias estimado estimada estimados estimadas apreciado apreciada querido querida queridos
    queridas sr sra don dona senor senora senores ing arq lic prof muy buen dia hi hello dear good mr mrs ms dr
    dra todos todas all everyone equipo team y and e que tal
    """
)
_COUPLE = re.compile(r"\s+(?:y|e|and|&|i)\s+", re.IGNORECASE)
_BY_DAYLIGHT = (
    (re.compile(r"\bbuenas (?:tardes|noches)\b", re.IGNORECASE), "buenos días"),
    (re.compile(r"\bgood (?:morning|afternoon|evening)\b", re.IGNORECASE), "hello"),
)
"""What is said at one hour only, and what can be said at any."""
_LONGEST_SIGNATURE = 40


def first_name(person: Address) -> str:
    """First name from the display name ("Pedro Ruiz", "Ruiz, Pedro"); empty where it does not look like a person's."""
    name = _display_name(person)
    if not name or _NOT_A_NAME.search(name):
        return ""
    said = [word for word in name.split() if fold(word).rstrip(".") not in _TITLES]
    first = said[0] if said else ""
    is_name = first[:1].isupper() and first.isalpha() and len(first) > 1 and not first.isupper()
    return first if is_name and (fold(first) in GIVEN or not _names_a_firm(person, said)) else ""


def first_names(person: Address, language: str) -> str:
    """The names to greet somebody by: one, or both of a couple that shares an address ("Clara e Íñigo")."""
    both = [first_name(replace(person, name=name)) for name in _COUPLE.split(_display_name(person).replace("&", "y"))]
    together = len(both) == 2 and all(both) and all(fold(name) in GIVEN for name in both)
    return join_names(both, language) if together else first_name(person)


def full_name(person: Address) -> str:
    """Display name, else the address."""
    return _display_name(person) or person.address


def sr_name(person: Address, language: str) -> str:
    """The name with its courtesy form ("Sr. Ruiz", "Mr Ruiz"); empty where surname or gender cannot be told."""
    if not first_name(person) or _COUPLE.search(_display_name(person)):
        return ""
    words = [word for word in _display_name(person).split() if fold(word).rstrip(".") not in _TITLES]
    given = 0
    while given < len(words) - 1 and fold(words[given]) in (GIVEN if given else MEN | WOMEN):
        given += 1
    if not given:
        return ""
    man = fold(words[0]) in MEN
    form = {("es", True): "Sr.", ("es", False): "Sra.", ("en", True): "Mr", ("en", False): "Ms"}[language, man]
    return _called(form, words[given:])


def titled_name(person: Address, language: str) -> str:
    """Title and surname, where the address itself has the title: "Lic. Olvera", "Mrs. Okafor"; else empty."""
    said = _display_name(person).split()
    title = _COURTESY[language].get(fold(said[0]).rstrip(".")) if len(said) > 1 else None
    if title is None or _COUPLE.search(_display_name(person)):
        return ""
    names = [word for word in said[1:] if len(word.rstrip(".")) > 1]
    if language == "en":
        return _called(title, names[-1:])
    given = 0
    while given < len(names) - 1 and fold(names[given]) in GIVEN:
        given += 1
    return _called(title, names[given:])


def _called(title: str, surnames: Sequence[str]) -> str:
    """Title and first surname with what belongs to it: "Dra. De la Fuente"; empty where that is no name."""
    end = next((index for index, word in enumerate(surnames) if word.lower() not in _PARTICLES), None)
    called = " ".join(surnames[: end + 1]) if end is not None else ""
    is_name = called.replace(" ", "").isalpha() and surnames[end or 0][:1].isupper()
    return f"{title}\N{NO-BREAK SPACE}{called[:1].upper()}{called[1:]}" if called and is_name else ""


def join_names(names: Sequence[str], language: str) -> str:
    """Join names: "Marta y Luis", "Marta e Inés", "Ann, Bob and Carol"."""
    if len(names) < 2:
        return "".join(names)
    last = names[-1]
    word = "and" if language == "en" else "e" if re.match(r"h?i(?![aeou])", fold(last)) else "y"
    return f"{', '.join(names[:-1])} {word} {last}"


def introduced(occasion: Occasion) -> Occasion:
    """The same, with the readers named as they sign where their address gives no name of a person."""
    known = {person.address: _introduced(person, occasion) for person in occasion.readers}
    client = occasion.commitment.counterparty
    if not client.name or "@" in client.name or fold(client.name) in _MAILBOXES:
        client = _introduced(client, occasion)
    return replace(
        occasion,
        readers=tuple(known[person.address] for person in occasion.readers),
        commitment=replace(occasion.commitment, counterparty=client),
    )


def greeting(occasion: Occasion) -> str:
    """The user's own greeting to these people, else the default of the register."""
    ours = next((trace for trace in occasion.our_ways if trace.greeting), None)
    said = plain(ours.greeting) if ours else ""
    own = _at_any_hour(said)
    names = [name for person in occasion.readers if (name := first_names(person, occasion.language))]
    is_bare = bool(names) and not _greeted(own) and not said.lower().startswith(own.lower().rstrip(",:"))
    if ours and not is_bare and _ages_well(own, bool(names)) and _greets(own, ours.to, occasion.readers):
        return own if own[-1] in ",:.;–—-" else f"{own}{',' if occasion.language == 'en' else ':'}"
    together = join_names(names, occasion.language) if len(names) == len(occasion.readers) else ""
    titled = titled_name(occasion.readers[0], occasion.language) if len(occasion.readers) == 1 else ""
    if occasion.language == "en":
        titled = titled if occasion.is_american else titled.replace(".", "")
        return f"Dear {titled}," if titled else f"Hi {together}," if together else "Hello,"
    if together and occasion.register in {Register.TU, Register.VOS, Register.VOSOTROS}:
        return f"Hola, {together}:"
    formal = titled or (sr_name(occasion.readers[0], "es") if len(occasion.readers) == 1 else "")
    if formal and occasion.register in {Register.USTED, Register.USTEDES}:
        return f"Buenos días, {formal}:"
    return "Buenos días:"


def goodbye(occasion: Occasion) -> str:
    """The user's own closing formula to these people, else the default, and the author's name below it."""
    ours = next((trace for trace in occasion.our_ways if trace.goodbye), None)
    own = plain(ours.goodbye).strip(" ¡!") if ours else ""
    own = f"{own}," if own[-1:].isalnum() else own
    formula = own[:1].upper() + own[1:] if own and _says_nothing_more(own) else _default_goodbye(occasion)
    name = _signature(occasion) or first_name(occasion.sender) or full_name(occasion.sender)
    return f"{formula}\n{name}" if "@" not in name else formula


def _display_name(person: Address) -> str:
    name = plain(person.name.replace('"', ""))
    if "," in name and "@" not in name and not _NOT_A_NAME.search(name):
        last, _, first = name.partition(",")
        name = f"{first.strip()} {last.strip()}".strip()
    return _in_usual_letters(name)


def _in_usual_letters(name: str) -> str:
    """Write a person's name with capitals where they belong: "WILSON GIRALDO", "pedro ruiz"."""
    given = fold(name.partition(" ")[0]) in GIVEN
    if not given or not (name.isupper() or name.islower()):
        return name
    return " ".join(word if word in _PARTICLES | {"y", "e"} else word.capitalize() for word in name.lower().split())


def _names_a_firm(person: Address, said: Sequence[str]) -> bool:
    """Whether an unknown name is rather a firm's: the mailbox's is anybody's, or the domain has the name."""
    local = fold(person.address.partition("@")[0])
    if fold(said[0]) in re.split(r"[._+-]", local) or local == f"{fold(said[0])[:1]}{fold(said[-1])}":
        return False
    domain = fold(person.domain)
    return local in _MAILBOXES or (len(said) > 1 and any(len(word) > 3 and fold(word) in domain for word in said))


def _introduced(person: Address, occasion: Occasion) -> Address:
    """Somebody with the name under his latest message, where only that says who he is; or both names of a couple."""
    known = first_name(person)
    for trace in (*reversed(occasion.thread), *reversed(occasion.elsewhere)):
        if trace.direction is Direction.INBOUND and trace.sender.address == person.address and trace.signature:
            signed = replace(person, name=_without_title(plain(trace.signature).strip(" .,-–*_")))
            if not known and _is_clearly_a_person(signed):
                return signed
            together = first_names(signed, occasion.language)
            return signed if known and " " in together and known in together.split() else person
    return person


def _is_clearly_a_person(signed: Address) -> bool:
    """Whether a signature is a name and nothing else: it begins with a given name and has no other words."""
    words = signed.name.split()
    return (
        1 <= len(words) <= 5
        and fold(words[0]) in GIVEN
        and not _NOT_A_NAME.search(signed.name)
        and all(word[:1].isupper() or word in _PARTICLES | {"y", "e", "and", "&"} for word in words)
    )


def _without_title(name: str) -> str:
    words = name.split()
    while words and fold(words[0]).rstrip(".") in _TITLES:
        words = words[1:]
    return " ".join(words)


def _signature(occasion: Occasion) -> str:
    """How the author signs to these people: with surname, with a title, or as the firm; empty where he does not."""
    ours = occasion.our_last
    if ours is None or ours.sender.address != occasion.sender.address:
        return ""
    signed = plain(ours.signature).rstrip(" .,;:–-*_") if not ours.signature.endswith(("S.L.", "S.A.")) else ""
    fits = 1 < len(signed) <= _LONGEST_SIGNATURE and not re.search(r"[@\d<>|!?¡¿:/]|www\.", signed)
    return signed if fits and any(char.isupper() for char in signed) else ""


def _default_goodbye(occasion: Occasion) -> str:
    if occasion.language == "en":
        return "Best regards,"
    return {Register.USTEDES: "Saludos cordiales,", Register.VOS: "Saludos,"}.get(occasion.register, "Un saludo,")


def _greets(line: str, then: Sequence[Address], now: Sequence[Address]) -> bool:
    """Whether a greeting of those written to ``then`` greets those who read ``now``: the same, or named among them."""
    if set(then) == set(now):
        return True
    greeted = _greeted(line)
    known = {word for person in now for word in re.findall(r"[^\W\d_]+", fold(person.name))}
    return set(then) >= set(now) and bool(known) and greeted <= known


def _greeted(line: str) -> set[str]:
    """The words of a greeting that name somebody."""
    return {word for word in re.findall(r"[^\W\d_]+", fold(line)) if word not in _GREETING_WORDS}


def _at_any_hour(line: str) -> str:
    """The greeting without its cheer and its hour: "¡Buenas tardes, Pedro!" is "Buenos días, Pedro"."""
    calm = line.strip(" ¡!")
    for hour, any_hour in _BY_DAYLIGHT:
        calm = hour.sub(any_hour, calm)
    return calm[:1].upper() + calm[1:]


def _ages_well(line: str, has_name: bool) -> bool:
    """Whether a greeting is good on any day, nothing but a greeting, and whole.

    One that breaks off ("Hola a las") or has lost the name (a bare "Hola" to somebody we can name) is not.
    """
    dated = re.search(
        r"\b(?:tardes|noches|felic\w*|feliz|afternoon|evening|morning|monday|friday|lunes|viernes|gracias|thanks?)\b"
        r"|[^\w\s.,:;'’–-]|https?:",
        line,
        re.IGNORECASE,
    )
    breaks_off = re.search(r"\b(?:a|de|del|el|la|las|los|y|e|and|to)$", line) or (has_name and " " not in line)
    whole = line[-1:] in {",", ":"} or not breaks_off
    return re.search(r"[^\W\d_]", line) is not None and not dated and whole


def _says_nothing_more(line: str) -> bool:
    """Whether a goodbye asks for nothing and shouts at nobody."""
    return len(line.split()) <= 8 and not re.search(
        r"espera|cualquier|disposici|dud|forward|hear|question|[^\w\s.,;'’–-]|hoy|mañana|lunes|viernes|finde|weekend|semana",
        line,
        re.IGNORECASE,
    )
