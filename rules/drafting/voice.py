"""Turn a text from "yo" to "nosotros", or to the usage of America: the mails are written once, in the singular.

What stands in quotation marks is somebody's own words or a note to the user, and what stands in braces is a value: both
stay as they are. The tables hold what the packs' own texts say and the usual verbs of business mail.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

from rules.drafting.nouns import gender_of
from rules.text import fold, words

_KEPT = r"\{\{.*?\}\}|\{%.*?%\}|«[^«»]*»|“[^“”]*”"
_WORD = re.compile(rf"(?P<kept>{_KEPT})|(?P<word>\w+(?:'\w+)?)", re.DOTALL)

_VERBS = dict(
    re.findall(
        r"(\w+)/(\w+)",
        """
        adelanto/adelantamos adjunto/adjuntamos agendo/agendamos agradezco/agradecemos agrego/agregamos
        ahorro/ahorramos alegro/alegramos anoto/anotamos anunciaba/anunciábamos apunto/apuntamos añado/añadimos
        busco/buscamos cambio/cambiamos cierro/cerramos comento/comentamos confirmo/confirmamos contesto/contestamos
        creo/creemos cuento/contamos debo/debemos dejo/dejamos dejé/dejamos despedí/despedimos devuelvo/devolvemos
        digo/decimos dije/dijimos doy/damos empiezo/empezamos enseñara/enseñáramos entiendo/entendemos
        enviaba/enviábamos enviaré/enviaremos enviaría/enviaríamos envié/enviamos envío/enviamos escriba/escribamos
        escribo/escribimos escribí/escribimos espere/esperemos espero/esperamos esperé/esperamos estoy/estamos
        guardo/guardamos hablo/hablamos hago/hacemos he/hemos hice/hicimos iba/íbamos insisto/insistimos
        lamento/lamentamos leo/leemos leí/leímos llamaba/llamábamos llamo/llamamos llamé/llamamos llevo/llevamos
        mandaba/mandábamos mande/mandemos mando/mandamos mandé/mandamos mostrara/mostráramos necesito/necesitamos
        ocupo/ocupamos ofrezco/ofrecemos pedí/pedimos pido/pedimos pongo/ponemos prefiero/preferimos
        preguntaba/preguntábamos pregunto/preguntamos pregunté/preguntamos preparo/preparamos prometí/prometimos
        propongo/proponemos puedo/podemos quedo/quedamos quedé/quedamos quiero/queremos recibo/recibimos
        recibí/recibimos repito/repetimos respondo/respondemos respondí/respondimos resuelvo/resolvemos
        resumo/resumimos retomo/retomamos reviso/revisamos sigo/seguimos soy/somos sugiero/sugerimos sumo/sumamos
        sé/sabemos tendré/tendremos tengo/tenemos tomo/tomamos traigo/traemos trato/tratamos tuve/tuvimos vi/vimos
        volveré/volveremos volví/volvimos voy/vamos vuelvo/volvemos
        """,
    )
)
_PRONOUNS = {
    "yo": "nosotros",
    "me": "nos",
    "mí": "nosotros",
    "mío": "nuestro",
    "mía": "nuestra",
    "conmigo": "con nosotros",
}
_ENCLITIC = re.compile(
    r"(?P<stem>.*[aeiáéíóú]r|dígan?|díga|di|dí|decí|decid|decíd|cuénten?|cuénta|contad?|contá|avísen?|avísa|avisad?"
    r"|corríjan?|corríge|corregid?|envíen?|envía|enviad?|mánden?|mánda|mandad?|escríban?|escríbe|respónda|llámen?)"
    r"me(?P<more>l[oa]s?)?",
    re.IGNORECASE,
)
_NO_ENCLITIC = frozenset({"firme", "confirme", "afirme", "reafirme"})
_DETERMINERS = words(
    """
    el un este ese aquel del al su tu nuestro vuestro mi otro cada mismo primer último archivo documento
    """
)
_THEIRS_BEFORE = frozenset({"me", "nos"})
"""Before these an imperfect is theirs ("me anunciaba"), without them ours ("le anunciaba")."""
_ONLY_AFTER = {
    "paso": (words("lo la los las"), "pasamos"),
    "respeto": (words("y"), "respetamos"),
    "tenga": (words("cuanto apenas"), "tengamos"),
}
"""Ours only after these: "un paso" is a noun, and "tenga" mostly theirs."""
_PLURAL = (
    (r"\bquedé en\b", "nos comprometimos a"),
    (r"\bescribí(?= [«“])", "decíamos"),
)
"""Where the plural alone would say something else: "quedamos en", that both agreed; "escribimos", that we do it now."""
_IMPERFECT = frozenset({"anunciaba", "enviaba", "mandaba", "llamaba", "preguntaba", "iba"})
_ONE = re.compile(r"\b(?:te|le|os|les|lo|la|los|las|se) \w{3,}o\b", re.IGNORECASE)
"""A verb in -o after a pronoun: "te aviso", "se lo paso"."""
_WE = words("we nos nosotros nosotras our us")
_NO_VERBS = words("ultimos minimos maximos proximos mismos extremos ramos tramos")
"""They end as "we" does, and are none."""
_ENGLISH = {
    "i": "we",
    "i'm": "we're",
    "i've": "we've",
    "i'll": "we'll",
    "i'd": "we'd",
    "me": "us",
    "my": "our",
    "mine": "ours",
    "myself": "ourselves",
}
_AMERICAN = {
    "es": (
        (r"\bno he recibido\b", "no recibí"),
        (r"\blo he hecho\b", "lo hice"),
        (r"\bse ha hecho\b", "se hizo"),
        (r"\b([Ll]e|[Tt]e) he dicho\b", r"\1 dije"),
        (r"\bhe vuelto\b", "volví"),
        (r"\bha elegido\b", "eligió"),
        (r"\bhas elegido\b", "elegiste"),
        (r"\bHa pasado un mes\b", "Pasó un mes"),
        (r"\bha pasado con\b", "pasó con"),
        (r"\blo hemos llevado\b", "lo llevamos"),
        (r"\bHe leído\b", "Leí"),
        (r"\bha confiado\b", "confió"),
        (r"\bhas confiado\b", "confiaste"),
        (r"\bha quedado\b", "quedó"),
        (r"\bse ha torcido\b", "se complicó"),
        (r"\bhaya sentado mal\b", "haya caído mal"),
        (r"\bhe esperado\b", "esperé"),
        (r"\b[Yy]a le hemos respondido\b", "Ya le respondimos"),
        (r"\b[Yy]a se le ha respondido\b", "Ya se le respondió"),
        (r"\bhaber contado con nosotros\b", "habernos tomado en cuenta"),
        (r"\bquedé en llamarle(.*?)y no lo hice\b", r"quedé en hacerle una llamada\1y no la hice"),
        (r"\bdígame a qué (?:teléfono y a qué )?hora le llamo\b", "dígame un teléfono y un horario"),
        (r"\bno se arreglara\b", "no se haya arreglado"),
        (r"\b([Ll])e añado\b", r"\1e agrego"),
        (r"\b([Tt])e añado\b", r"\1e agrego"),
        (r"¿L([oa]) apuntamos\b", r"¿L\1 agendamos"),
        (r"\bLo apuntamos\b", "Lo anotamos"),
        (r"\blo dejo apuntado\b", "lo dejo anotado"),
        (r"\b([lt])e viene mejor\b", r"\1e queda mejor"),
        (r"\bllenar([lt])e el buzón\b", r"llenar\1e la bandeja"),
        (r"\bdeprisa\b", "de prisa"),
    ),
    "en": (
        (r"\bapologise\b", "apologize"),
        (r"\bto hand\b", "at hand"),
        (r"\banother way round\b", "another way around"),
    ),
}
_PENINSULAR = (
    (r"\bno recibo\b", "no he recibido"),
    (r"\blo hice\b", "lo he hecho"),
    (r"\bse hizo\b", "se ha hecho"),
    (r"\bLes dije dos veces\b", "Les he dicho dos veces"),
    (r"\bLa demora es mía\b", "El retraso es mío"),
    (r"\bmi demora\b", "mi retraso"),
    (r"\bno les volví a escribir\b", "no les he vuelto a escribir"),
    (r"\beligieron\b", "han elegido"),
    (r"\bPasó un mes\b", "Ha pasado un mes"),
    (r"\bpasó con\b", "ha pasado con"),
    (r"\bquedó (resuelto|bien)\b", r"ha quedado \1"),
    (r"\bse complicó\b", "se ha torcido"),
    (r"\bhaya caído mal\b", "haya sentado mal"),
    (r"\bLeí su\b", "He leído su"),
    (r"\bque confiaron en\b", "que han confiado en"),
    (r"\bpor eso esperé\b", "por eso he esperado"),
    (r"\bYa le respondimos\b", "Ya le hemos respondido"),
    (r"\bllenarles la bandeja\b", "llenarles el buzón"),
    (r"\bde prisa\b", "deprisa"),
    (r"\bLa vigencia\b", "La validez"),
    (r"\blos tiempos\b", "los plazos"),
    (r"¿L([oa]) agendamos\b", r"¿L\1 apuntamos"),
    (r"\blo agendo\b", "lo anoto en el calendario"),
    (r"\bqueda mejor\b", "viene mejor"),
    (r"¿Les queda bien ese horario, o prefieren otro\?", "¿Les parece bien esa hora, o prefieren otra?"),
    (r"\bquedé en hacerles una llamada(.*?)y no la hice\b", r"quedé en llamarles\1y no lo hice"),
    (r"\bLes agrego\b", "Les añado"),
    (r"\bhabernos tomado en cuenta\b", "haber contado con nosotros"),
    (r"\btomo en cuenta\b", "tengo en cuenta"),
    (r"\bQuedan listas\b", "Quedan hechas"),
    (r"\bmostrara\b", "enseñara"),
)
"""For "ustedes" in Spain: that text is written for America, where nearly everybody is written to so."""


@cache
def plural(text: str, language: str) -> str:
    """Turn every first person of a text into the plural: "le dije" into "le dijimos", "I'm" into "we're"."""
    if language == "en":
        return _each_word(text, _english_plural)
    return _each_word(_each_phrase(text, _PLURAL), _spanish_plural)


@cache
def american(text: str, language: str) -> str:
    """Turn a text of Spain (the perfect, *apuntar*) or of Britain into the usage of America."""
    return _each_phrase(text, _AMERICAN[language])


@cache
def peninsular(text: str, language: str) -> str:
    """Turn the text for "ustedes" into the usage of Spain; English needs no change."""
    return _each_phrase(text, _PENINSULAR) if language == "es" else text


def speaks_as_one(text: str) -> bool:
    """Whether a sentence has a first person singular: "te mando", "I'll send"."""
    said = set(re.findall(r"\w+", text.lower()))
    known = not said.isdisjoint(_VERBS.keys() | {"i", "yo"}) or any(re.search(r"[aei]ré$", word) for word in said)
    return known or _ONE.search(text) is not None


def speaks_as_many(text: str) -> bool:
    """Whether a sentence has a first person plural: "le enviaremos", "we will send"."""
    return any(word in _WE or _is_we(word) for word in re.findall(r"\w+", fold(text)))


def _is_we(word: str) -> bool:
    return len(word) > 4 and word.endswith("mos") and word not in _NO_VERBS


def _each_phrase(text: str, table: Iterable[tuple[str, str]]) -> str:
    for pattern, instead in table:
        text = re.sub(pattern, instead, text, flags=re.DOTALL)
    return text


def _each_word(text: str, turn: Callable[[str, str, str], str]) -> str:
    def replaced(match: re.Match[str]) -> str:
        if match["kept"] is not None:
            return match["kept"]
        return turn(match["word"], match.string[: match.start()], match.string[match.end() :])

    return _WORD.sub(replaced, text)


def _spanish_plural(word: str, before: str, after: str) -> str:
    lowered = word.lower()
    if lowered in {"mi", "mis"}:
        turned = _our(after, plural_noun=lowered == "mis")
    elif lowered in _PRONOUNS:
        turned = _PRONOUNS[lowered]
    elif (match := _ENCLITIC.fullmatch(word)) and lowered not in _NO_ENCLITIC:
        turned = f"{match['stem']}nos{match['more'] or ''}"
    else:
        turned = _plural_verb(lowered, _last_word(before))
    return turned[:1].upper() + turned[1:] if word[:1].isupper() else turned


def _plural_verb(word: str, previous: str) -> str:
    """The verb in the plural, unless the word before shows that it is a noun or somebody else's verb."""
    if word in _ONLY_AFTER:
        before, turned = _ONLY_AFTER[word]
        return turned if previous in before else word
    is_other = previous in _DETERMINERS or (word in _IMPERFECT and previous in _THEIRS_BEFORE)
    return word if is_other else _VERBS.get(word, word)


def _english_plural(word: str, before: str, _after: str) -> str:
    lowered = word.lower()
    if lowered in {"am", "was"} and _last_word(before) == "i":
        return {"am": "are", "was": "were"}[lowered]
    if lowered not in _ENGLISH:
        return word
    opens = not before.strip() or before.rstrip(" ")[-1:] in {".", "?", "\n"}
    turned = _ENGLISH[lowered]
    return turned.capitalize() if opens else turned


def _our(after: str, *, plural_noun: bool) -> str:
    """The possessive agrees with its noun; "mi último correo" has it in the second place."""
    nouns = [word for word in re.findall(r"\w+", after)[:2] if fold(word) not in {"ultimo", "anterior", "primer"}]
    gender = "f" if nouns[:1] == ["parte"] else gender_of(nouns[0]) if nouns else None
    return ("nuestra" if gender == "f" else "nuestro") + ("s" if plural_noun else "")


def _last_word(before: str) -> str:
    last = re.search(r"(\w+)\W*$", before)
    return last[1].lower() if last else ""
