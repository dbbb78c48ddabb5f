"""Put the thing owed into a sentence: article, gender, pronoun, point of view. What cannot be told is not guessed."""

from __future__ import annotations

import re

from rules.drafting import english_nouns, lint
from rules.drafting.days import MONTHS, WEEKDAYS
from rules.drafting.pronouns import ALL, ARTICLES, DEFINITE, KEPT, POSSESSIVE, article, gender_of, is_plural, pronoun
from rules.drafting.quoting import is_quotable, plain, quoted, without_signs
from rules.drafting.thing import Thing, lower_first
from rules.facts import Register
from rules.text import fold

_LONGEST = 8  # words; beyond that the complement is cut
_LONGEST_JOINED = 12  # words of "X y Y", which cannot be cut
_LONGEST_LIST = 18  # words of "X, Y y Z"
_LONGEST_CLAUSE = 14  # words; a question cannot be cut
_CLAUSE = re.compile(
    r"(?:si|que|qué|cuándo|cuando|cuánt[oa]s?|cuant[oa]s?|cómo|como|dónde|donde|cuál(?:es)?|qui[eé]n(?:es)?"
    r"|(?:a|en|de|para|por|con) (?:qué|quién|cuál|cuánto)|hasta (?:qué|cuándo))\b",
    re.IGNORECASE,
)
_UNACCENTED = re.compile(r"(?:cuant[oa]s?|como|donde|cuando|quien(?:es)?)\b", re.IGNORECASE)
_ACCENTS = str.maketrans("aeiou", "áéíóú")
_WHICH = re.compile(
    r"(?i:que|q)(?= (?:día|hora|fecha|precio|talla|medida|modelo|color|tamaño|opción|plazo|horario)s?\b)"
)
_ENGLISH_CLAUSE = re.compile(
    r"(?:exactly |just )?(?:if|whether|what|when|where|which|who|how|why|that)\b", re.IGNORECASE
)
_CUT = re.compile(
    r"\s+(?:con|para|que|de|del|en|por|desde|hasta|según|sin|for|with|that|which|from|about)\s", re.IGNORECASE
)
_HEADLESS = re.compile(
    r"(?:(?:(?:otr|primer|segund|tercer|cuart|[uú]ltim|nuev)[oa]s?|dos|tres|cuatro|resto|dem[aá]s|que faltan?)"
    r"(?: (?:dos|tres|cuatro))?(?: que .*)?|(?:de|del|que|con|sin|para|por) .*)",
    re.IGNORECASE,
)
"""What is left of a noun phrase whose noun was said before: "las otras **dos**", "el **tercero**", "dos **nuevos**"."""
_LINKS = frozenset({"de", "del", "para", "con", "en", "y", "e", "a", "por", "sobre", "al"})
_ABBREVIATIONS = {
    "ppto": "presupuesto",
    "pptos": "presupuestos",
    "doc": "documento",
    "docs": "documentos",
    "info": "información",
    "q": "que",
}
_ABBREVIATED = re.compile(rf"\b(?:{'|'.join(_ABBREVIATIONS)})\b\.?", re.IGNORECASE)
_ATTACHED = re.compile(
    r"^(?:adjunt[oa]s?|anex[oa]s?|attached|enclosed)\s+|\s+(?:adjunt[oa]s?|attached|enclosed)$", re.IGNORECASE
)
_SOMETHING_ABOUT = re.compile(
    r"^(?:algo (?:de|sobre|acerca de)(?= (?:la|las|los|lo|el|mi|tu|su)s?\b)|algo (?=del\b)|(?:something|more) about) ?",
    re.IGNORECASE,
)
_UNKNOWN_ABBREVIATION = re.compile(r"\b(?:pto|tb|tmb|xq|pq|dto|x|d|k|xfa)\b\.?", re.IGNORECASE)
_DAY_AFTER = re.compile(
    r"(?<!\bdel)(?<!\bde)(?<!\bof)\s+(?:(?:para|antes de|before|by|on|for)\s+)?(?:el\s+|the\s+)?"
    rf"(?:{'|'.join((*WEEKDAYS['es'], *WEEKDAYS['en']))}|mañana|hoy|tomorrow|today"
    r"|esta (?:tarde|mañana|semana|noche)|this (?:week|afternoon|morning)|pasado mañana)"
    rf"(?:\s+\d+)?(?:\s+(?:de\s+)?(?:{'|'.join((*MONTHS['es'], *MONTHS['en']))}))?$",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:me|nos|te|os|le|les|lo|i|we|you)\b", re.IGNORECASE)
_EMPTY_SUBJECTS = re.compile(
    r"hola|buen[oa]s (?:dias|tardes)|(?:una )?(?:consulta|pregunta|duda)|\(?sin asunto\)?"
    r"|hello|hi|(?:a )?question|[ei]nquiry|\(?no subject\)?"
)


def thing(
    text: str | None, language: str, *, theirs: bool = False, register: Register = Register.USTED, many: bool = False
) -> Thing | None:
    """Read the object of a promise as a noun phrase, or None where its grammar cannot be told.

    ``theirs`` says that the counterparty wrote it: "mi DNI" becomes "su DNI", "tu factura" becomes "mi factura", or
    "nuestra factura" where we write as ``many``.
    """
    cleaned = _cleaned(text or "", language)
    if not re.search(r"\w", cleaned) or not is_quotable(cleaned) or fold(cleaned) in english_nouns.UNNAMED:
        return None
    is_clause = (_ENGLISH_CLAUSE if language == "en" else _CLAUSE).match(cleaned)
    if is_clause and (theirs or len(cleaned.split()) > _LONGEST_CLAUSE):
        return None
    if is_clause:
        found: Thing | None = Thing(
            text=lower_first(_accented(cleaned, language)), it="it" if language == "en" else "lo", is_clause=True
        )
    elif language == "en":
        found = english_nouns.read(_as_we_say(cleaned), theirs=theirs)
    else:
        found = _spanish(_as_we_say(cleaned), theirs=theirs, register=register, many=many)
    return found if found and not lint.is_unspeakable(found.text, language, register) else None


_SAYS_MORE = re.compile(r"\s(?:no|ya|se|me|te|le|nos|os|les|sigue|está|es|va|urge)\b", re.IGNORECASE)
"""A subject that says something of its noun ("copia de seguridad no va") and names nothing."""


def topic(subject: str, language: str, register: Register = Register.USTED) -> str:
    """What the conversation is about, from its cleaned subject; quoted where no article can be told, or whose it is.

    "Enlace de mi hija" is said by whoever wrote it, and it may have been either side.
    """
    cleaned = without_signs(" ".join(subject.split()))
    if not cleaned or _EMPTY_SUBJECTS.fullmatch(fold(cleaned)):
        return ""
    quotation = quoted(cleaned, language, whole=True)
    words = cleaned.split()
    if language == "en" and words[0] == "the" and not re.search(r"[?!:/|#\[\]@]", cleaned):
        return cleaned
    if language == "en" or len(words) > _LONGEST or re.search(r"[?¿!¡:/|#–\[\]\d@]| - ", cleaned):
        return quotation
    head = words[1:] if words[0].lower() in ARTICLES else words
    if (
        _CLAUSE.match(cleaned)
        or _SAYS_MORE.search(cleaned)
        or POSSESSIVE.search(cleaned)
        or not head
        or (len(head) > 1 and head[1].lower() not in _LINKS)
    ):
        return quotation
    found = _spanish(cleaned, theirs=False, register=register, many=False)
    return found.text if found and not lint.is_unspeakable(found.text, language, register) else quotation


def _cleaned(text: str, language: str) -> str:
    cleaned = _SOMETHING_ABOUT.sub("", _ATTACHED.sub("", plain(text).strip(" .,;:¿?¡!\"'«»“”()[]-–")))
    if language == "es":
        cleaned = _ABBREVIATED.sub(lambda match: _ABBREVIATIONS[match[0].lower().rstrip(".")], cleaned)
        if _UNKNOWN_ABBREVIATION.search(cleaned):
            return ""
    if cleaned.isupper() and " " in cleaned:
        cleaned = cleaned.lower()
    return _DAY_AFTER.sub("", cleaned)


def _accented(clause: str, language: str) -> str:
    """Give a question within a sentence the accent that people leave out: "cuantos vienen", "q día"."""
    if language == "en":
        return clause
    if match := _UNACCENTED.match(clause):
        vowel = 1 if match[0][0].lower() == "d" or match[0].lower().startswith("como") else 2
        return f"{clause[:vowel]}{clause[vowel].translate(_ACCENTS)}{clause[vowel + 1 :]}"
    return _WHICH.sub("qué", clause, count=1)


def _as_we_say(phrase: str) -> str:
    """Shorten a phrase; a clause about "me" and "you" goes, for it would have to be turned round."""
    match = re.search(r"\s(?:que|which|that|you)\s", phrase)
    if match and _FIRST_PERSON.search(phrase, match.start()):
        phrase = phrase[: match.start()]
    return _shortened(phrase)


def _spanish(phrase: str, *, theirs: bool, register: Register, many: bool) -> Thing | None:
    turned = _turned(phrase, theirs=theirs, register=register, many=many)
    if not turned:
        return None
    words = turned.split()
    first = words[0].lower()
    if (first in {*ARTICLES, *DEFINITE} or KEPT.fullmatch(first)) and _HEADLESS.fullmatch(" ".join(words[1:])):
        return None
    if first == "lo" and len(words) > 2:
        return None if theirs else Thing(text=lower_first(turned), it="lo")
    if first in DEFINITE and len(words) > 1:
        words[0] = first = article(words[1], DEFINITE[first])
    elif first not in ARTICLES and not KEPT.match(turned) and not ALL.match(turned) and not POSSESSIVE.match(turned):
        gender = gender_of(words[0])
        if gender is None:
            return None
        plural = is_plural(words[0])
        of_gender = {("m", False): "el", ("f", False): "la", ("m", True): "los", ("f", True): "las"}[gender, plural]
        words = [article(words[0], of_gender), lower_first(words[0]), *words[1:]]
    if len(words) < 2:
        return None
    words[0] = words[0].lower()
    text = " ".join(words)
    it = pronoun(text)
    return Thing(text=text, it=it) if it else None


def _turned(phrase: str, *, theirs: bool, register: Register, many: bool) -> str:
    """Turn every possessive so that it is ours to say; empty where whose it is cannot be told."""
    failed = False

    def turn(match: re.Match[str]) -> str:
        nonlocal failed
        owner, noun = match["owner"].lower(), match["noun"]
        plural = owner.endswith("s")
        speaker, reader = owner.startswith(("mi", "nuestr")), owner.startswith(("tu", "vuestr"))
        if theirs and owner.startswith("su"):
            failed = True  # ours, or somebody else's: cannot be told
        turned = owner
        if speaker == theirs and (speaker or reader):
            turned = _readers(register, noun, plural=plural)
        elif theirs and reader:
            turned = _writers(noun, plural=plural, many=many)
        failed = failed or not turned
        return f"{turned}{noun}"

    turned = POSSESSIVE.sub(turn, phrase)
    return "" if failed else turned


def _readers(register: Register, noun: str, *, plural: bool) -> str:
    ending = "s" if plural else ""
    if register is Register.VOSOTROS:
        gender = gender_of(noun)
        return f"vuestr{'o' if gender == 'm' else 'a'}{ending}" if gender else ""
    return f"{'tu' if register in {Register.TU, Register.VOS} else 'su'}{ending}"


def _writers(noun: str, *, plural: bool, many: bool) -> str:
    ending = "s" if plural else ""
    if not many:
        return f"mi{ending}"
    gender = gender_of(noun)
    return f"nuestr{'o' if gender == 'm' else 'a'}{ending}" if gender else ""


def _shortened(phrase: str) -> str:
    """Cut a long phrase before a complement, never inside "X y Y"; empty where that cannot be."""
    is_joined = re.search(r"\s(?:y|e|and)\s", phrase) is not None
    longest = _LONGEST_LIST if is_joined and "," in phrase else _LONGEST_JOINED if is_joined else _LONGEST
    if len(phrase.split()) <= longest:
        return phrase
    for match in reversed(list(_CUT.finditer(phrase))):
        kept = phrase[: match.start()]
        dangles = kept.split()[-1].lower() in _LINKS
        if (
            2 <= len(kept.split()) <= _LONGEST
            and not dangles
            and not re.search(r"\b(?:y|e|and)\b", phrase[match.start() :])
        ):
            return kept
    return ""
