"""Put the thing owed into a sentence: article, gender, pronoun, point of view. What cannot be told is not guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rules.drafting.days import contract
from rules.facts import Register
from rules.text import fold

_LONGEST = 8  # words; beyond that the complement is cut
_ARTICLES = {"el": "lo", "la": "la", "los": "los", "las": "las"}
_DEFINITE = {"un": "el", "una": "la", "unos": "los", "unas": "las"}
_FEMININE_EL = frozenset({"acta", "agua", "area", "aula", "alta", "arma", "alma", "ancla", "hacha", "aguila"})
_CLAUSE = re.compile(
    r"^(?:si|que|qué|cuándo|cuando|cuánto|cuánta|cuántos|cuántas|cómo|dónde|cuál|quién|lo que|lo de|a qué|en qué|de qué|para qué|por qué)\b",
    re.IGNORECASE,
)
_ENGLISH_CLAUSE = re.compile(r"^(?:if|whether|what|when|where|which|who|how|why|that)\b", re.IGNORECASE)
_KEPT = re.compile(
    r"^(?:\d+|amb[oa]s|es[eao]s?|est[eao]s?|otr[oa]s?|cada|tod[oa]s?|vari[oa]s|algun[oa]?s?|dos|tres|cuatro|cinco|seis)\b",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"^(mi|mis|tu|tus|su|sus|nuestr[oa]s?|vuestr[oa]s?)\s+(\w+)", re.IGNORECASE)
_OUR_MINE = frozenset({"mi", "mis", "nuestro", "nuestra", "nuestros", "nuestras"})
_CUT = re.compile(
    r"\s+(?:con|para|que|de|del|en|por|desde|hasta|según|sin|for|with|that|which|from|about)\s", re.IGNORECASE
)
_LINKS = frozenset({"de", "del", "para", "con", "en", "y", "a", "por", "sobre", "al"})
_ABBREVIATION = re.compile(r"\b(?:ppto|pto|q|tb|tmb|xq|dto|doc|docs|info)\b\.?", re.IGNORECASE)
_MASCULINE = frozenset(
    [
        "presupuesto",
        "contrato",
        "plano",
        "informe",
        "documento",
        "borrador",
        "correo",
        "archivo",
        "fichero",
        "pedido",
        "albaran",
        "recibo",
        "certificado",
        "poder",
        "acuerdo",
        "calendario",
        "listado",
        "precio",
        "importe",
        "pago",
        "abono",
        "anticipo",
        "deposito",
        "resumen",
        "expediente",
        "proyecto",
        "diseño",
        "diseno",
        "boceto",
        "render",
        "catalogo",
        "modelo",
        "formulario",
        "justificante",
        "comprobante",
        "extracto",
        "dni",
        "cif",
        "nif",
        "iban",
        "pdf",
        "excel",
        "word",
        "enlace",
        "numero",
        "telefono",
        "nombre",
        "dato",
        "detalle",
        "cambio",
        "material",
        "envio",
        "paquete",
        "repuesto",
        "tecnico",
        "plazo",
        "turno",
        "horario",
        "menu",
        "vuelo",
        "hotel",
        "visado",
        "pasaporte",
        "seguro",
        "parte",
        "peritaje",
        "dictamen",
        "escrito",
        "recurso",
        "burofax",
        "libro",
        "texto",
        "articulo",
        "video",
        "audio",
        "logotipo",
        "logo",
        "cartel",
        "folleto",
        "manual",
        "plan",
        "programa",
        "temario",
        "examen",
        "resultado",
        "analisis",
        "diagnostico",
        "tratamiento",
        "codigo",
        "usuario",
        "acceso",
        "visto",
        "cheque",
        "link",
        "finiquito",
        "convenio",
        "balance",
        "cierre",
        "sello",
        "molde",
        "patron",
        "vestido",
        "traje",
        "mueble",
        "armario",
    ]
)
_FEMININE = frozenset(
    [
        "oferta",
        "propuesta",
        "factura",
        "cotizacion",
        "proforma",
        "minuta",
        "nomina",
        "escritura",
        "memoria",
        "ficha",
        "foto",
        "lista",
        "carta",
        "copia",
        "muestra",
        "respuesta",
        "confirmacion",
        "informacion",
        "documentacion",
        "direccion",
        "reserva",
        "entrada",
        "cita",
        "fecha",
        "hora",
        "llave",
        "clave",
        "contraseña",
        "contrasena",
        "cuenta",
        "transferencia",
        "garantia",
        "poliza",
        "licencia",
        "tarjeta",
        "tarifa",
        "plantilla",
        "version",
        "medida",
        "referencia",
        "valoracion",
        "tasacion",
        "demanda",
        "sentencia",
        "declaracion",
        "renta",
        "solicitud",
        "orden",
        "relacion",
        "cuota",
        "fianza",
        "señal",
        "senal",
        "prueba",
        "receta",
        "dieta",
        "rutina",
        "grabacion",
        "traduccion",
        "invitacion",
        "agenda",
        "acta",
        "guia",
        "hoja",
        "carpeta",
        "caja",
        "pieza",
        "maquina",
        "puerta",
        "cocina",
        "reforma",
        "obra",
        "instalacion",
        "reparacion",
        "revision",
        "visita",
        "reunion",
        "web",
        "pagina",
        "campaña",
        "campana",
    ]
)
_FEMININE_ENDINGS = ("cion", "sion", "dad", "tad", "tud", "umbre", "eza", "anza", "encia", "ancia")
_MASCULINE_ENDINGS = ("miento", "aje", "ismo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A noun phrase with its article, ready for a sentence, and the pronoun that stands for it."""

    text: str
    it: str
    """Object pronoun: lo, la, los, las; in English it, them."""
    is_clause: bool = False

    @property
    def of(self) -> str:
        """The same after "de", contracted; clauses take no "de" and stay as they are."""
        return self.text if self.is_clause else contract(f"de {self.text}")

    @property
    def capital(self) -> str:
        """The same at the start of a sentence."""
        return self.text[:1].upper() + self.text[1:]


def thing(
    text: str | None, language: str, *, theirs: bool = False, register: Register = Register.USTED
) -> Thing | None:
    """Read the object of a promise as a noun phrase, or None where its grammar cannot be told.

    ``theirs`` says that the counterparty wrote it: "mi DNI" becomes "su DNI", "tu factura" becomes "mi factura".
    """
    cleaned = " ".join((text or "").split()).strip(" .,;:¿?¡!\"'«»“”()")
    if not cleaned or _ABBREVIATION.search(cleaned) or "@" in cleaned or "://" in cleaned:
        return None
    if language == "en":
        return _english(cleaned, theirs=theirs)
    if _CLAUSE.match(cleaned):
        return (
            Thing(text=_lower_first(cleaned), it="lo", is_clause=True) if len(cleaned.split()) <= 2 * _LONGEST else None
        )
    return _spanish(_shortened(cleaned), theirs=theirs, register=register)


def topic(subject: str, language: str) -> str:
    """What the conversation is about, from its cleaned subject; quoted where no article can be told."""
    cleaned = " ".join(subject.split()).strip(" .,;:-–")
    if not cleaned:
        return ""
    quoted = f"«{cleaned}»" if language == "es" else f"“{cleaned}”"
    if language == "en" or len(cleaned.split()) > _LONGEST or any(mark in cleaned for mark in "?¿!¡:/|#–"):
        return quoted
    words = cleaned.split()
    apposed = len(words) > 1 and words[0].lower() not in _ARTICLES and words[1].lower() not in _LINKS
    if apposed or _CLAUSE.match(cleaned):
        return quoted
    found = _spanish(cleaned, theirs=False, register=Register.USTED)
    return found.text if found else quoted


def _spanish(phrase: str, *, theirs: bool, register: Register) -> Thing | None:
    words = phrase.split()
    first = words[0].lower()
    if first in _ARTICLES and len(words) > 1:
        return Thing(text=_lower_first(phrase), it=_pronoun(first, words))
    if first in _DEFINITE and len(words) > 1:
        article = _DEFINITE[first]
        head = fold(words[1])
        if article == "la" and head in _FEMININE_EL:
            article = "el"
        return Thing(text=" ".join([article, *words[1:]]), it=_pronoun(article, [article, *words[1:]]))
    if match := _POSSESSIVE.match(phrase):
        return _possessed(match.group(1).lower(), words, theirs=theirs, register=register)
    gender = _gender(words)
    if _KEPT.match(phrase):
        plural = not first.startswith(("es", "cada"))
        gender = gender or _gender_of_ending(words[1:2])
        if gender is None:
            return None
        return Thing(text=_lower_first(phrase), it=_it(gender, plural=plural))
    if gender is None:
        return None
    plural = _is_plural(words[0])
    article = {("m", False): "el", ("f", False): "la", ("m", True): "los", ("f", True): "las"}[gender, plural]
    if article == "la" and fold(words[0]) in _FEMININE_EL:
        article = "el"
    head = words[0] if words[0].isupper() else words[0][:1].lower() + words[0][1:]
    return Thing(text=" ".join([article, head, *words[1:]]), it=_pronoun(article, [article, *words]))


def _possessed(owner: str, words: list[str], *, theirs: bool, register: Register) -> Thing | None:
    gender = _gender(words[1:]) or ("f" if owner.endswith(("a", "as")) and owner != "a" else None)
    if owner.endswith(("ro", "ros")):
        gender = "m"
    if gender is None:
        return None
    plural = owner.endswith("s") and owner != "us"
    rest = " ".join(words[1:])
    it = _it(gender, plural=plural)
    if not theirs:
        return Thing(text=f"{owner} {rest}", it=it)
    if owner in _OUR_MINE:
        turned = _reader_possessive(register, gender, plural=plural)
    elif owner.startswith(("tu", "vuestr")):
        turned = "mis" if plural else "mi"
    else:
        return None  # "su" of a third person or of ours: cannot be told
    return Thing(text=f"{turned} {rest}", it=it)


def _reader_possessive(register: Register, gender: str, *, plural: bool) -> str:
    if register is Register.VOSOTROS:
        return {"m": "vuestro", "f": "vuestra"}[gender] + ("s" if plural else "")
    stem = "tu" if register in {Register.TU, Register.VOS} else "su"
    return stem + ("s" if plural else "")


def _pronoun(article: str, words: list[str]) -> str:
    joined = [index for index, word in enumerate(words) if word.lower() in {"y", "e"}]
    if joined and all(word.lower() in {*_ARTICLES, *_DEFINITE} or index for index, word in enumerate(words)):
        others = [words[index + 1].lower() for index in joined if index + 1 < len(words)]
        if others and all(other in _ARTICLES for other in others):
            feminine = article in {"la", "las"} and all(other in {"la", "las"} for other in others)
            return "las" if feminine else "los"
    if article == "el" and len(words) > 1 and fold(words[1]) in _FEMININE_EL:
        return "la"
    return _ARTICLES[article]


def _gender(words: list[str]) -> str | None:
    """Gender of the head: the first word that says it."""
    for word in words[:3]:
        folded = fold(word).strip(".,;:")
        for form in (folded, folded.removesuffix("s"), folded.removesuffix("es")):
            if form in _MASCULINE:
                return "m"
            if form in _FEMININE or form in _FEMININE_EL:
                return "f"
        single = folded.removesuffix("es") if folded.endswith("iones") else folded
        if single.endswith(_FEMININE_ENDINGS):
            return "f"
        if single.endswith(_MASCULINE_ENDINGS):
            return "m"
        if not folded.isdigit():
            return None
    return None


def _gender_of_ending(words: list[str]) -> str | None:
    """Of a counted noun the ending is enough: a wrong pronoun for "120 mapas" is rarer than no draft at all."""
    for word in words:
        ending = fold(word).removesuffix("s")[-1:]
        return {"a": "f", "o": "m"}.get(ending)
    return None


def _is_plural(word: str) -> bool:
    folded = fold(word)
    return folded.endswith("s") and folded not in {"analisis", "dosis", "tesis", "crisis"} and not word.isupper()


def _it(gender: str, *, plural: bool) -> str:
    return {"m": "lo", "f": "la"}[gender] + ("s" if plural else "")


def _english(phrase: str, *, theirs: bool) -> Thing | None:
    if _ENGLISH_CLAUSE.match(phrase):
        return (
            Thing(text=_lower_first(phrase), it="it", is_clause=True) if len(phrase.split()) <= 2 * _LONGEST else None
        )
    words = _shortened(phrase).split()
    first = words[0].lower()
    if first in {"it", "this", "that", "them", "something", "everything", "you", "one", "these", "those"}:
        return None
    if first in {"a", "an", "some"} and len(words) > 1:
        words = ["the", *words[1:]]
    elif theirs and first in {"my", "our"}:
        words = ["your", *words[1:]]
    elif theirs and first == "your":
        words = ["our", *words[1:]]
    elif (
        first not in {"the", "my", "our", "your", "his", "her", "their", "all", "both", "each"}
        and not first[0].isdigit()
    ):
        head = words[0] if words[0].isupper() or words[0][:1].islower() else words[0].lower()
        words = ["the", head, *words[1:]]
    words[0] = words[0].lower()
    return Thing(text=" ".join(words), it=_english_pronoun(words))


def _english_pronoun(words: list[str]) -> str:
    lowered = [word.lower().strip(".,;:") for word in words]
    if "and" in lowered:
        return "them"
    head = next(
        (lowered[i - 1] for i, word in enumerate(lowered) if word in {"of", "for", "with", "from", "to", "in"} and i),
        lowered[-1],
    )
    return "them" if head.endswith("s") and not head.endswith(("ss", "us", "is", "news")) else "it"


def _shortened(phrase: str) -> str:
    """Cut a long phrase at its first complement, never inside "X y Y"."""
    if len(phrase.split()) <= _LONGEST:
        return phrase
    for match in _CUT.finditer(phrase):
        kept = phrase[: match.start()]
        if len(kept.split()) >= 2 and not re.search(r"\b(?:y|e|and)\b", phrase[match.start() :]):
            return kept
    return " ".join(phrase.split()[:_LONGEST])


def _lower_first(phrase: str) -> str:
    first = phrase.split(maxsplit=1)[0]
    return phrase if len(first) > 1 and first.isupper() else phrase[:1].lower() + phrase[1:]
