"""How a Spanish message addresses its reader: tú, usted, vosotros, ustedes or vos."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from functools import lru_cache

from rules.facts import Register
from rules.text import fold, words

_WORD = re.compile(r"[^\W\d_]+")

_WORDS: dict[str, tuple[Register, int]] = {
    word: (register, weight)
    for register, weight, listed in (
        (Register.TU, 4, words("tu ti contigo tus tuyo tuya tuyos tuyas eres")),
        (
            Register.TU,
            3,
            words("te puedes tienes quieres has vas podrias dime dinos prefieres necesitas tengas quieras"),
        ),
        (Register.TU, 3, words("puedas vienes")),
        (
            Register.TU,
            2,
            words("sabes estas dices ves crees pasas mandas envias haces avisas cuentas llamas decides echas"),
        ),
        (Register.TU, 2, words("querido querida digas")),
        (Register.USTED, 5, words("usted ud vd")),
        (Register.USTED, 3, words("digame indiqueme perdone disculpe hagame permitame remitame cuenteme agradecerle")),
        (Register.USTED, 3, words("enviarle informarle estimado estimada")),
        (Register.USTED, 2, words("avise pueda quiera desee necesite considere consulte reciba tenga prefiera su sus")),
        (Register.USTED, 1, words("le")),
        (Register.VOSOTROS, 5, words("vosotros vosotras vuestro vuestra vuestros vuestras")),
        (Register.VOSOTROS, 3, words("os sois vais")),
        (Register.USTEDES, 5, words("ustedes uds vds")),
        (
            Register.USTEDES,
            3,
            words("senores estimados estimadas digannos diganme avisen disculpen enviarles informarles"),
        ),
        (Register.USTEDES, 3, words("agradecerles")),
        (Register.USTEDES, 2, words("puedan quieran deseen necesiten reciban tengan sres")),
        (Register.USTEDES, 1, words("les")),
        (Register.VOS, 6, words("vos podes tenes queres sos")),
    )
    for word in listed
}
_TO_YOU = re.compile(
    r"le(?<![a-z0-9]le)(?P<many>s?) (?:adjunt|envi|remit|confirm|llam|inform|mand|paso\b|pasar|agradec|escrib|rueg|"
    r"rog|manten|comunic|dej|hag|"
    r"har|hac|ofrec|propon|record|respond|contest|pido|ped|traslad|facilit|avis|indic|present|proporcion|explic|digo|"
    r"dire|doy|dare|salud|acompan|"
    r"parec|veng|va bien|viene bien|interes|import|cuadra)"
)
_ASKED = re.compile(
    r"¿(?:[a-z]+, )?(?:(?:me|nos|lo|la|le|se|nos lo|me lo|me la|cuando|como|que|cuantos?|a que hora|donde) )?"
    r"(?:podria|puede|tiene|quiere|sabe|desea|prefiere|necesita|confirma|envia|manda|seria tan amable)(?P<many>n?)\b"
)
_IF_YOU = re.compile(
    r"\b(?:si|cuando|como|donde) (?:lo |la |le |usted )?(?:desea|prefiere|necesita|quiere|puede|pueda|quiera|guste|"
    r"decide|parece)(?P<many>n?)\b"
)
_IF_VERBS = words(
    "desea prefiere necesita quiere puede pueda quiera guste decide parece desean prefieren necesitan quieren "
    "pueden puedan quieran gusten"
)
_TAILS = frozenset({"és", "ás", "ís", "is", "te", "me", "os", "lo", "la", "le"})
"""Last two letters of the words worth a closer look."""
_VOSEO = re.compile(r"[a-zñ]+[áéí]s")
_NOT_VOSEO = re.compile(
    r"(?:estás|estés|más|nomás|demás|además|después|través|interés|atrás|jamás|detrás|quizás|país|dés|vés|revés|"
    r"estrés|compás|papás|mamás|"
    r"\w+(?:rás|gués|cés|nés|lés|dés|rtés))"
)
"""Words that end like "tenés" and are none; the future ("podrás") is the same with tú."""
_FUTURE = re.compile(r"(?!atrás|detrás)[a-zñ]{2,}rás")
"""One person who is no usted; whether he is tú or vos the rest tells."""
_VOSOTROS = re.compile(r"[a-z]{2,}(?:[ae]is|[aei]d(?:me|nos|lo|la|le)s?)")
_PAST = re.compile(r"[a-z]{2,}(?:aste|iste)")
_NOT_PAST = words(
    "existe consiste asiste insiste persiste resiste triste contraste chiste desgaste embiste viste reviste "
    "desiste subsiste baste gaste"
)
_ORDER_USTED = re.compile(
    r"(?!respond|ofrec|conoc|le|tra|pon|atend|deb|escog|sorpr)[a-z]{2,}[^aeiou]{1,2}i?e(?:me|nos)(?:lo|la)?|"
    r"(?:di|ha|tra|pon|ten|oi|remit|permit|escrib|transmit)(?:g|i?)a(?:me|nos)(?:lo|la)?"
)
_ORDER_TU = re.compile(
    r"[a-z]{2,}a(?:me|nos)(?:lo|la)?|(?:di|haz|pon|ve|ten)(?:me|nos)(?:lo|la)?|(?:escrib|le|respond)e(?:me|"
    r"nos)(?:lo|la)?"
)
_ORDER_VOS = re.compile(
    r"(?:avisa|pasa|manda|llama|fija|deja|conta|deci|confirma|escribi|busca|mira|toma|proba|veni|saca|anota)(?:me|"
    r"te|nos|le)(?:lo|la)?"
)
_TEAM = re.compile(r"\b(?:estimado|apreciado|querido) equipo\b")
_EITHER = frozenset({"decis", "venis"})
"""The same without their accents."""
_LEAST = 2


def detect(said: AbstractSet[str], text: str, folded: str) -> Register:
    """Weigh pronouns, possessives, clitics and verb forms.

    ``said`` are the different folded words of ``folded``, greeting included; ``text`` is the same unfolded, since
    only its accents tell "avisame" (vos) from "avísame" (tú).
    """
    scores = dict.fromkeys(Register, 0)
    for word in said & _WORDS.keys():
        register, weight = _WORDS[word]
        scores[register] += weight
    accented = not text.isascii()
    either = 6 * len(said & _EITHER)
    for word in {word for word in _WORD.findall(text) if word[-2:] in _TAILS}:
        told = _of_form(word, accented=accented)
        if told is Register.VOS and word.endswith("ís"):
            either += 3
        elif told is not None:
            scores[told] += 3
    # "Me decís" is said by vos and by vosotros: what else is said tells.
    scores[Register.VOSOTROS if scores[Register.VOSOTROS] > scores[Register.VOS] else Register.VOS] += either
    if "equipo" in said and _TEAM.search(folded):
        scores[Register.USTEDES] += 5
    patterns = [_ASKED] if "¿" in folded else []
    if "le" in said or "les" in said:
        patterns.append(_TO_YOU)
    if not _IF_VERBS.isdisjoint(said):
        patterns.append(_IF_YOU)
    for pattern in patterns:
        for match in pattern.finditer(folded):
            scores[Register.USTEDES if match["many"] else Register.USTED] += 2
    return _chosen(scores)


@lru_cache(maxsize=4096)
def _of_form(word: str, *, accented: bool) -> Register | None:
    """What the form of one word tells; ``accented`` says whether its author writes accents at all."""
    low = fold(word)
    if _VOSEO.fullmatch(word) and low[-3:] not in {"ais", "eis"}:
        of_future = Register.TU if _FUTURE.fullmatch(word) else None
        return of_future if _NOT_VOSEO.fullmatch(word) else Register.VOS
    if _VOSOTROS.fullmatch(low):
        return Register.VOSOTROS
    if _PAST.fullmatch(low):
        return None if low in _NOT_PAST else Register.TU
    if _ORDER_USTED.fullmatch(low):
        return Register.USTED
    if accented and low == word.lower() and _ORDER_VOS.fullmatch(low):
        return Register.VOS
    return Register.TU if low != word.lower() and _ORDER_TU.fullmatch(low) else None


def _chosen(scores: dict[Register, int]) -> Register:
    # Voseo shares its pronouns (te, tu) with tú, and ustedes its possessive (su) with usted.
    if scores[Register.VOS]:
        scores[Register.VOS] += scores[Register.TU]
    if scores[Register.USTEDES] > 1:
        scores[Register.USTEDES] += scores[Register.USTED] // 2
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] >= _LEAST else Register.NEUTRAL
