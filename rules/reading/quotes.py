"""Which lines of a mail its author wrote himself, and which he quotes or forwards."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rules.text import fold

Line = tuple[int, int]
"""Start and end of a line in the text, white space at both ends left out."""

BREAK: Line = (-1, -1)
"""Stands for one or more blank lines."""
QUOTE: Line = (-2, -2)
"""Stands for a quotation between two passages of the author's own."""

MAX_TEXT = 200_000
"""Characters looked at; nobody writes more himself, and quoted history stands below."""

_FROM = frozenset({"de", "from", "von", "da", "expediteur", "remitente", "van"})
_DATES = frozenset(
    ["enviado", "enviado el", "enviada em", "enviada", "enviat", "enviat el", "fecha", "fecha de envio", "date", "sent", "sent on", "envoye", "envoye le", "gesendet", "gesendet am", "datum", "verzonden", "message du", "inviato", "inviato il", "data", "data de envio"]
)
_OTHERS = frozenset(
    ["para", "per a", "to", "a", "an", "asunto", "assumpte", "assunto", "tema", "subject", "objet", "oggetto", "betreff", "cc", "cco", "reply-to", "responder a", "responde a", "copie a", "aan", "onderwerp", "sujet", "destinatario", "destinataire", "mailed-by", "importance", "importancia"]
)
_SUBJECTS = frozenset(["asunto", "assumpte", "assunto", "tema", "subject", "objet", "oggetto", "betreff", "sujet", "onderwerp"])
_FROM_INITIALS = frozenset("*_É") | {initial for name in _FROM for initial in (name[0], name[0].upper())}
_KEYS = _FROM | _DATES | _OTHERS
_FORWARD_PREFIXES = ("rv:", "fw:", "fwd:", "wg:", "tr:", "enc:", "rif:", "reenv:")

_ORIGINAL = re.compile(
    r"[-_*=]{2,}\s*(?:(?P<forwarded>(?:begin )?forwarded message|mensaje (?:re)?enviado|missatge reenviat|mensagem encaminhada|"
    r"message (?:transfere|transmis)|messaggio inoltrato|weitergeleitete (?:nachricht|mail)|forwarded by .*|reenviado por .*)"
    r"|(?:mensaje|missatge|correo|message|mail) origina[l]?|original (?:message|appointment|e?-?mail)|mensagem original|message d'origine|"
    r"messaggio originale|ursprungliche (?:nachricht|mail)|reply message|respuesta original|cita original)\b.{0,80}$"
)
_BEGIN_FORWARD = re.compile(
    r"(?:begin forwarded message|inicio del mensaje reenviado|mensaje reenviado|inici del missatge reenviat|debut du message (?:reexpedie|transfere)|"
    r"inizio messaggio inoltrato|anfang der weitergeleiteten (?:nachricht|e-mail)|inicio da mensagem (?:reencaminhada|encaminhada))\s*:$"
)
_WROTE = re.compile(
    r"\b(?:escribio|wrote|va escriure|escreveu|a ecrit|ha scritto|schrieb|ha escrit|writes|escribiste|escribe)\b"
)
_STARTS = re.compile(
    r"\W{0,3}(?:(?:el|en|on|le|il|in data|am|em|a|no dia|la|vom|op|lunes|martes|miercoles|jueves|viernes|sabado|domingo|mon|tue|wed|thu|fri|sat|sun)\b|"
    r"\d{1,4}[-/. ]\d)"
)
_WHO_AND_WHEN = re.compile(r".{0,160}\d.{0,160}[<(\[][^<>\s]+@[^<>\s]+[>)\]]+[^<>@]{0,20}:$")
_NAMED = re.compile(
    r"\D{0,60}<[^<>\s]+@[^<>\s]+>\W*(?:\w+ )?(?:escribio|wrote|va escriure|escreveu|a ecrit|ha scritto|schrieb)\b"
)
_WHO_OR_WHEN = re.compile(r"@|\d{1,2}[:.h]\d{2}|\b(?:19|20)\d{2}\b|\d{1,2}[/.-]\d{1,2}")
_WHEN = re.compile(r"\d{1,2}[:.h]\d{2}|\b(?:19|20)\d{2}\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{2}")
_MAX_ATTRIBUTION = 400
_MAX_WRAPS = 4
_CUT_AT = 58


@dataclass(frozen=True, slots=True)
class Own:
    """The author's own lines in order, with BREAK and QUOTE between them."""

    lines: list[Line]
    forwarded: bool


def own_lines(text: str) -> Own:
    """Tell the author's own lines from quoted history and forwarded text.

    Below a header block ("De: … Enviado: …"), a separator ("-----Mensaje original-----") or an attribution
    ("El … escribió:") that is not followed by ``>`` everything is history; between lines with ``>`` the author answers
    point by point, which is his own.
    """
    own: list[Line] = []
    forwarded = False
    raw = text[:MAX_TEXT].split("\n")
    position = 0
    count = len(raw)
    index = -1
    last = BREAK
    quoted = ""
    while index + 1 < count:
        index += 1
        line = raw[index]
        start, position = position, position + len(line) + 1
        stripped = line.strip()
        if not stripped:
            if last[0] >= 0:
                own.append(BREAK)
                last = BREAK
            continue
        first, final = stripped[0], stripped[-1]
        if first == ">":
            quoted = stripped
            if last is not QUOTE:
                if last is BREAK and own:
                    own.pop()
                own.append(QUOTE)
                last = QUOTE
            continue
        if first in "-_*=" and len(stripped) > 4:
            folded = fold(stripped[:160])
            marker = _ORIGINAL.match(folded)
            if marker:
                forwarded = forwarded or marker["forwarded"] is not None
                break
            if not stripped.strip("_-*= ") and len(stripped) >= 10:
                block = _header_block(raw, index + 1)
                if block:
                    forwarded = forwarded or block == "forwarded"
                    break
        if first in _FROM_INITIALS and ":" in stripped[:22] and _key(stripped) in _FROM:
            block = _header_block(raw, index)
            if block:
                forwarded = forwarded or block == "forwarded"
                _drop_lead(text, own)
                break
        if final in ":*" or stripped.endswith(("wrote", "escribió", " ----")):
            folded = fold(stripped[-_MAX_ATTRIBUTION:]).rstrip("*- ")
            if final == ":" and _BEGIN_FORWARD.match(folded):
                forwarded = True
                break
            wraps = _attribution(text, own, folded)
            if wraps >= 0:
                if wraps:
                    del own[-wraps:]
                if not _quote_follows(raw, index + 1):
                    break
                if own and own[-1] is not QUOTE:
                    own.append(BREAK)
                last = own[-1] if own else BREAK
                continue
        if last is QUOTE and first.islower() and raw[index - 1].lstrip()[:1] == ">" and _is_cut(quoted):
            continue
        if line[0] != first:
            start += len(line) - len(line.lstrip())
        last = (start, start + len(stripped))
        own.append(last)
    while own and own[-1][0] < 0:
        own.pop()
    return Own(own, forwarded)


def _is_cut(quoted: str) -> bool:
    """Whether a mail program has broken this quoted line and left its rest below without a mark."""
    return len(quoted) > _CUT_AT and quoted[-1] not in ".?!:"


def _drop_lead(text: str, own: list[Line]) -> None:
    """Take away what belongs to a header block above its first header: rulers, and a date put first."""
    while own and (own[-1][0] < 0 or _is_lead(text[own[-1][0] : own[-1][1]])):
        own.pop()


def _is_lead(line: str) -> bool:
    return not line.strip("-_=* ") or (":" in line[:22] and _key(line) in _DATES)


def _key(line: str) -> str:
    """The name before a line's colon, as a header block has it: "*De:*", "Enviado el :"."""
    return fold(line[:26].partition(":")[0].strip("*_ \t\xa0"))


def _header_block(raw: list[str], index: int) -> str:
    """Say whether a header block starts here: a sender, and two more headers close below, a date or subject among them."""
    seen: set[str] = set()
    kind = "history"
    skipped = 0
    for line in raw[index : index + 16]:
        stripped = line.strip("> \t\r\xa0*")
        if not stripped:
            continue
        key = _key(stripped) if ":" in stripped[:26] else ""
        if key in _KEYS:
            if key in _FROM and "from" in seen:
                break
            seen.add(
                "from" if key in _FROM else "date" if key in _DATES else "subject" if key in _SUBJECTS else "other"
            )
            if key in _SUBJECTS and fold(stripped.partition(":")[2][:12]).strip("* ").startswith(_FORWARD_PREFIXES):
                kind = "forwarded"
        else:
            skipped += 1
            if skipped > 2 or "from" not in seen:
                break
    return kind if "from" in seen and len(seen) >= 3 and seen & {"date", "subject"} else ""


def _attribution(text: str, own: list[Line], folded: str) -> int:
    """How many lines above belong to the attribution that ends in this line; -1 where there is none."""
    if "@" not in folded and not _WROTE.search(folded):
        return -1
    joined, named = folded, -1
    for wraps in range(_MAX_WRAPS):
        if len(joined) > _MAX_ATTRIBUTION:
            break
        whole = joined.count("<") >= joined.count(">")
        if whole and _WHO_OR_WHEN.search(joined):
            if _WROTE.search(joined) and _STARTS.match(joined):
                return wraps
            if _WHO_AND_WHEN.match(joined) and _WHEN.search(joined):
                return wraps
            if wraps == 0 and _NAMED.match(joined):
                named = 0
        if wraps >= len(own) or own[-1 - wraps][0] < 0:
            break
        start, end = own[-1 - wraps]
        joined = f"{fold(text[max(start, end - _MAX_ATTRIBUTION) : end])} {joined}"
    return named


def _quote_follows(raw: list[str], index: int) -> bool:
    for line in raw[index : index + 4]:
        stripped = line.lstrip()
        if stripped:
            return stripped[0] == ">"
    return False
