"""How a mail begins: "Hola, Pedro:", "Buenos días D. Francisco:", "Dear all,", "Pedro, buenas tardes."."""

from __future__ import annotations

import re

from rules.text import words

_HELLO = (
    r"(?:muy )?(?:hola|holi|buenas(?: tardes| noches)?|buenos dias|buen dia|"
    r"(?:estimad|apreciad|querid|distinguid)[oa]s?(?:[/(]?-?[oa]s?\)?)?|senor(?:es|as?)?|que tal|"
    r"hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening|day)|morning|afternoon|greetings|"
    r"bon dia|bona tarda|ola|bom dia|boa tarde|bonjour|buongiorno|ciao|hallo|guten (?:tag|morgen)|sehr geehrte[rs]?)"
)
_START = re.compile(rf"{_HELLO}(?![\w'])")
_NAMED_FIRST = re.compile(rf"[^\W\d_][\w'-]+(?: [^\W\d_][\w'-]+){{0,2}},? (?P<hello>{_HELLO})\s*(?:[,:.!]+(?=\s|$)|$)")
_NAME_ALONE = re.compile(r"[^\W\d_][\w'.-]+(?: [^\W\d_][\w'.-]+){0,3}\s*[,:]$")
_WORD = re.compile(r"[\s,]+([^\W\d_][\w'.ª/@-]*)")
_MARK = re.compile(r"\s*(?:[,:;.!)(\u2014-]+(?=\s|$)|$)")
_TITLES = words(
    "sr sra srta sres d da dna dª dr dra don dona mr mrs ms miss sir madam team all everyone everybody folks guys "
    "both there again todos todas tod@s equipo chicos chicas pareja familia companeros companeras amigo amiga "
    "amigos amigas cliente clientes senor senora senores senoras mio mia mios nuestro nuestros de del la las los "
    "nuevo otra vez a y e o and or tocayo colega jefe jefa que tal ing lic arq prof muy buenas buenos dias tardes "
    "noches hola tarde dos tres cuatro ambos ambas nuevamente vecino vecina maestro maestra profe guapa guapo bonita "
    "corazon"
)
_NOT_NAMES = words(
    "adelante perfecto gracias recibido conforme vale ok si no hecho genial thanks done agreed yes great noted "
    "manana hoy te le os les me se lo ya el un una para con por en al mi tu su i we just please this that it as"
)
_MAX_NAMES = 6


def find(line: str, folded: str, *, is_last: bool) -> int:
    """Length of the greeting at the beginning of a line, 0 where there is none.

    ``is_last`` says that nothing follows: then a name alone is no greeting but a signature.
    """
    start = _START.match(folded)
    if start is None:
        named = _NAMED_FIRST.match(folded) if line[:1].isupper() else None
        if named is not None and _may_be_names(line[: named.start("hello")]):
            return named.end()
        alone = not is_last and len(line) <= 40 and line[:1].isupper() and _NAME_ALONE.match(folded) is not None
        return len(line) if alone and _are_names(line) else 0
    position, best, names = start.end(), 0, 0
    while names <= _MAX_NAMES:
        mark = _MARK.match(folded, position)
        if mark is not None:
            best = mark.end()
        word = _WORD.match(folded, position)
        if word is None:
            break
        low = word[1].rstrip(".")
        end = word.end() if low in _TITLES else word.start(1) + len(low)
        capital = line[word.start(1)].isupper()
        # "hola pedro, ..." on a phone
        typed = names == 0 and "," not in word[0] and _MARK.match(folded, end) is not None
        if low in _TITLES or (low not in _NOT_NAMES and (capital or typed)):
            position = end
        else:
            break
        names += 1
    if best == 0 and position > start.end():
        best = position
    return best or (start.end() if folded.startswith("hola ") else 0)


def _may_be_names(before: str) -> bool:
    """Tell "Pedro, buenas tardes." from "Paid this morning."."""
    named = [word.strip(",.") for word in before.split()]
    return all(word[:1].isupper() or word.lower() in _TITLES for word in named) and not _NOT_NAMES & {
        word.lower() for word in named
    }


def _are_names(line: str) -> bool:
    words = line.rstrip(" ,:").split()
    return all(word[0].isupper() for word in words) and not _NOT_NAMES & {word.lower() for word in words}
