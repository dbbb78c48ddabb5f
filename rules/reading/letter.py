"""The parts of a letter: greeting, body, closing formula, signature, footer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rules.reading import goodbyes, greetings
from rules.reading.quotes import BREAK, QUOTE, Line
from rules.text import words

_DEVICE = re.compile(
    r"(?:\W{0,3})(?:enviado (?:desde|con|a traves de|por) (?:mi|el|outlook|correo|yahoo|proton|un|iphone|gmail|"
    r"samsung|mail|huawei|xiaomi)|sent (?:from|via|with|using) (?:my|outlook|mail|yahoo|proton|a|the|iphone|samsung|"
    r"gmail|typeapp|blue ?mail|spark|edison)|get outlook for|"
    r"obtener outlook|obten outlook|descargar outlook|enviat des d|envoye (?:de|depuis|a partir)|obtenir outlook|"
    r"von meine|gesendet (?:von|mit)|inviato da|enviado do meu|outlook (?:para|for) (?:ios|android))"
)
_FOOTER = re.compile(
    r"\W*(?:aviso (?:legal|de confidencialidad|importante)|nota (?:legal|de confidencialidad)|clausula|confidencial|"
    r"este (?:mensaje|correo|e-?mail|email)|el (?:contenido de este|presente) |(?:la informacion|"
    r"los datos) (?:contenid[ao]s?|incluida|"
    r"de este)|"
    r"esta (?:comunicacion|informacion)|de (?:conformidad|acuerdo) con (?:lo|el|la)|en cumplimiento|"
    r"le informamos (?:de )?que|(?:informacion (?:basica )?(?:sobre )?)?proteccion de datos|"
    r"responsable(?: del tratamiento)?:|antes de imprimir|"
    r"no imprima|piense|por favor,? (?:piense|no imprima)|si (?:usted )?(?:no es|ha recibido)|"
    r"politica de privacidad|legal notice|disclaimer|confidentiality|this (?:e-?mail|message|communication|"
    r"electronic)|the (?:information|content|contents) |"
    r"please (?:consider|think)|if you (?:are not|have received|received)|privileged|registered (?:in|office)|"
    r"aquest (?:missatge|correu)|esta mensagem|ce (?:message|courriel)|diese (?:e-?mail|nachricht)|questo messaggio|"
    r"to unsubscribe|darse de baja|you received this message because|has recibido este mensaje porque)"
)
_LEGALESE = re.compile(
    r"confiden|destinatari|intended|recipient|proteccion de datos|reglamento|rgpd|gdpr|lopd|imprim|environment|"
    r"medio ambiente|privileg|virus|unsubscribe|darse de baja|"
    r"secreto profesional|divulgacion|por error|tratamiento de (?:sus |los )?datos|sus datos|data protection|"
    r"vertraulich|"
    r"groups?\b|lssi|registered"
)
_BANNER = re.compile(
    r"\W*(?:caution|warning|external|aviso|atencion|precaucion|cuidado)\b.{0,40}(?:external|outside|originated|"
    r"externo|externa|fuera de (?:la|nuestra|su))|"
    r"\W*(?:do not click|no haga clic|no abra)\b|\W*(?:this (?:e-?mail|message)|este (?:correo|"
    r"mensaje)) (?:originated|came|procede|proviene) (?:from )?(?:outside|de fuera)"
)
_BULLETS = ("- ", "* ", "• ", "· ", "+ ")
_GREETING_LINES = 4
_RULER = "-_=*~·—– "
_POSTSCRIPT = re.compile(r"\W{0,2}p\.?\s?[ds]\.?\s?(?:[:.\-]|\s)|postdata\b|ps[:.]\s")
_CONTACT = re.compile(
    r"\b(?:tel|telf|tlf|tfno|telefono|movil|mob|mobile|phone|fax|cell|direct|ext|whatsapp|t|m|f|cp|cif|nif)\b"
    r"[ .:/]{0,3}[+(a-z]?\d|"
    r"^horario\b|^(?:calle|avda|avenida|plaza|pza|paseo|poligono|pol|pg|ctra|rua|street|road|suite)\b.*\d|"
    r"\b(?:c/|colegiad[oa]|col\.) |"
    r"www\.|https?://|[\w.+-]+@[\w-]+\.\w|\+?\d[\d ().-]{7,}\d|\b\d{5} [a-z]| [·|] "
)
_MAYBE_CONTACT = re.compile(r"[\d@·|/]|www|colegiad|col\.|horario")
"""What every line that matches the pattern above has; spares most lines that pattern."""
_FIRM = re.compile(r"\b(?:s\.? ?[al]\.?(?: ?[usp]\.?)?|c\.v\.|s\.a\.s\.|n\.l\.|ltd\.|inc\.|co\.|llc\.|c\.b\.)$")
"""How the name of a firm may end in a full stop."""
_NOT_NAMES = words(
    "adelante perfecto gracias recibido conforme aceptado aceptada vale ok okay si no hecho hecha confirmado "
    "confirmada thanks done agreed approved genial estupendo listo lista entendido correcto claro saludos "
    "cordialmente yes sure great perfect received noted sounds good fine urgente importante acuerdo feliz navidad "
    "buenas buenos hola hasta luego pronto manana hoy lunes martes miercoles jueves viernes sabado domingo monday "
    "tuesday wednesday thursday friday saturday sunday tomorrow today"
)
_MAX_SIGNATURE = 14
"""Lines of a signature at most."""


@dataclass(slots=True)
class Letter:
    """A mail cut into its parts. ``paragraphs`` is the body; the others are places in the text, empty at (0, 0)."""

    paragraphs: list[list[Line]]
    greeting: Line = (0, 0)
    goodbye: Line = (0, 0)
    signature: Line = (0, 0)
    """The line right below the closing formula, or behind it ("Un saludo, Ana"); else a name at the end."""


def take_apart(text: str, folded: str, own: list[Line], author: frozenset[str]) -> Letter:
    """Find greeting, closing formula, signature and footer in the author's own lines; the rest is the body.

    ``folded`` is the fold of ``text``, as far as the own lines go; ``author`` holds the words of the author's name.
    """
    lines = list(own)
    letter = Letter([])
    _take_greeting(text, folded, lines, letter)
    body = _without_endings(text, folded, lines, letter, author)
    paragraph: list[Line] = []
    for line in body:
        if line[0] >= 0:
            paragraph.append(line)
        elif paragraph:
            letter.paragraphs.append(paragraph)
            paragraph = []
    if not letter.paragraphs and letter.goodbye[1]:
        # A mail that says nothing but "gracias" says just that.
        letter.paragraphs, letter.goodbye = [[letter.goodbye]], (0, 0)
    return letter


def _take_greeting(text: str, folded: str, lines: list[Line], letter: Letter) -> None:
    """Find the greeting in the first line that is not a gateway's banner."""
    for index, (start, end) in enumerate(lines[:_GREETING_LINES]):
        if start < 0 or _BANNER.match(folded, start, end):
            continue
        size = greetings.find(text[start:end], folded[start:end], is_last=index == len(lines) - 1)
        if size:
            stop = start + size
            letter.greeting = (start, start + len(text[start:stop].rstrip()))
            while stop < end and text[stop].isspace():
                stop += 1
            lines[index] = (stop, end) if stop < end else BREAK
        return


def _without_endings(text: str, folded: str, lines: list[Line], letter: Letter, author: frozenset[str]) -> list[Line]:
    """Leave out closing formula, signature and footer, of the whole mail and of each passage before a quotation."""
    kept: list[Line] = []
    passage: list[Line] = []
    for line in [*lines, QUOTE]:
        if line is QUOTE:
            kept += _passage(text, folded, passage, letter, author)
            kept.append(BREAK)
            passage = []
        else:
            passage.append(line)
    return kept


def _passage(text: str, folded: str, lines: list[Line], letter: Letter, author: frozenset[str]) -> list[Line]:
    body: list[Line] = []
    closed = 0
    below: list[Line] = []
    for index, line in enumerate(lines):
        start, end = line
        if start < 0:
            body.append(line)
            continue
        low = folded[start:end]
        if _ends_letter(text, folded, lines, index, closed=bool(closed), begun=bool(body)):
            below = _postscript(folded, lines[index + 1 :])
            break
        if not low.strip(_RULER) and len(low) > 1:
            body.append(BREAK)
        elif end - start <= goodbyes.LONGEST and goodbyes.is_closing(low) and _is_signature(text, folded, lines, index):
            if not letter.goodbye[1]:
                letter.goodbye, letter.signature = goodbyes.signed_in_line(text, low, line)
            closed = 1
        elif 0 < closed <= _MAX_SIGNATURE and _looks_signed(text, low, start, end):
            if closed == 1 and not letter.signature[1] and not _is_contact(low):
                letter.signature = line
            closed += 1
        elif not _BANNER.match(low):
            closed = 0
            body.append(line)
    kept = _without_name(text, folded, body, author)
    _sign(text, folded, letter, body[len(kept) :], author)
    return kept + below


def _sign(text: str, folded: str, letter: Letter, left_out: list[Line], author: frozenset[str]) -> None:
    """Take the name at the end for the signature where no closing formula has announced one."""
    start, end = next((line for line in left_out if line[0] >= 0), (0, 0))
    if end and not letter.signature[1] and _is_name(text[start:end], folded[start:end], author):
        letter.signature = (start, end)


def _ends_letter(text: str, folded: str, lines: list[Line], index: int, *, closed: bool, begun: bool) -> bool:
    """Whether only signature and footer stand from this line on."""
    start, end = lines[index]
    low = folded[start:end]
    if not low.strip(_RULER) and len(low) > 1:
        return closed or low in {"--", "---"} or _is_footer(text, folded, lines, index)
    if begun and end - start < 90 and _DEVICE.match(low):
        return True
    return _FOOTER.match(low) is not None and _LEGALESE.search(folded, start, end + 600) is not None


def _is_footer(text: str, folded: str, lines: list[Line], ruler: int) -> bool:
    """Whether all that stands below a ruler can be a signature or a footer."""
    seen = 0
    for index in range(ruler + 1, len(lines)):
        start, end = lines[index]
        if start < 0:
            continue
        seen += 1
        low = folded[start:end]
        if seen > _MAX_SIGNATURE or not (_looks_signed(text, low, start, end) or _FOOTER.match(low)):
            return False
    return seen > 0


def _is_signature(text: str, folded: str, lines: list[Line], closing: int) -> bool:
    """Whether what stands directly below a closing formula can be a signature, or nothing does."""
    for start, end in lines[closing + 1 : closing + 3]:
        if start >= 0:
            low = folded[start:end]
            return _looks_signed(text, low, start, end) or any(
                pattern.match(low) for pattern in (_FOOTER, _DEVICE, _POSTSCRIPT)
            )
    return True


def _looks_signed(text: str, low: str, start: int, end: int) -> bool:
    """Whether a line can stand in a signature: short and no sentence, or a way to reach somebody."""
    length = end - start
    if length > 120 or _POSTSCRIPT.match(low) or text[start] in "¿¡" or low.startswith(_BULLETS):
        return False
    if _is_contact(low):
        return length <= 60 or (text[end - 1] not in "?!" and low.count(" ") < 14)
    words = low.count(" ") + 1
    if text[end - 1] in "?!:;":
        return False
    if text[end - 1] == "." and not _FIRM.search(low, max(0, length - 12)):
        return words <= 4
    return length <= 60 and words <= (6 if text[start].islower() else 9)


def _is_contact(low: str) -> bool:
    return _MAYBE_CONTACT.search(low) is not None and _CONTACT.search(low) is not None


def _postscript(folded: str, lines: list[Line]) -> list[Line]:
    """The postscript written below a signature, if any."""
    for index, (start, _) in enumerate(lines):
        if start >= 0 and _POSTSCRIPT.match(folded, start):
            rest = lines[index:]
            for stop, (first, _) in enumerate(rest):
                if first < 0:
                    return [BREAK, *rest[:stop]]
            return [BREAK, *rest]
    return []


def _without_name(text: str, folded: str, body: list[Line], author: frozenset[str]) -> list[Line]:
    """Leave out a signature that no formula announces: a name and short lines below it, or a block with an address."""
    while body and body[-1][0] < 0:
        body.pop()
    first = len(body)
    reachable = False
    for index in range(len(body) - 1, max(-1, len(body) - _MAX_SIGNATURE), -1):
        start, end = body[index]
        if start < 0:
            continue
        low = folded[start:end]
        if not _looks_signed(text, low, start, end):
            break
        reachable = reachable or _is_contact(low)
        above = body[index - 1] if index else BREAK
        is_block = reachable and above[0] < 0 and len(body) - index > 1 and not text[start].islower()
        if index and (
            is_block or (_is_name(text[start:end], low, author) and (above[0] < 0 or text[above[1] - 1] in ".!?…:,)"))
        ):
            first = index
    return body[:first] if any(start >= 0 for start, _ in body[:first]) else body


def _is_name(line: str, low: str, author: frozenset[str]) -> bool:
    words = low.strip(" .,-*_").split()
    if not 1 <= len(words) <= 5 or _NOT_NAMES.intersection(words):
        return False
    if words[0].strip(".,") in author or (len(words) == 1 and len(words[0].strip(".")) == 1):
        return True
    if not all(goodbyes.NAME_WORD.match(word) for word in line.strip(" .,-*_").split()):
        return False
    return len(words) >= 2 or line[-1] not in ".,"
