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


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split(", "))


_FROM = _names("de, from, von, da, expediteur, remitente, van")
_DATES = _names(
    "enviado, enviado el, enviada em, enviada, enviat, enviat el, fecha, fecha de envio, date, sent, sent on, envoye, "
    "envoye le, gesendet, gesendet am, datum, verzonden, message du, inviato, inviato il, data, data de envio"
)
_SUBJECTS = _names("asunto, assumpte, assunto, tema, subject, objet, oggetto, betreff, sujet, onderwerp")
_OTHERS = _names(
    "para, per a, to, a, an, cc, cco, copie a, aan, reply-to, responder a, responde a, destinatario, destinataire, "
    "mailed-by, importance, importancia"
)
_KEYS = _FROM | _DATES | _SUBJECTS | _OTHERS
_KEY_LENGTH = 26
_FROM_INITIALS = frozenset("*_É") | {initial for name in _FROM for initial in (name[0], name[0].upper())}
_RULERS = "-_*="
_FORWARD_PREFIXES = ("rv:", "fw:", "fwd:", "wg:", "tr:", "enc:", "rif:", "reenv:")

_ORIGINAL = re.compile(
    r"[-_*=]{2,}\s*(?:(?P<forwarded>(?:begin )?forwarded message|mensaje (?:re)?enviado|missatge reenviat|"
    r"mensagem encaminhada|"
    r"message (?:transfere|transmis)|messaggio inoltrato|weitergeleitete (?:nachricht|mail)|forwarded by .*|"
    r"reenviado por .*)"
    r"|(?:mensaje|missatge|correo|message|mail) original|original (?:message|appointment|e?-?mail)|"
    r"mensagem original|message d'origine|"
    r"messaggio originale|ursprungliche (?:nachricht|mail)|reply message|respuesta original|cita original)\b.{0,80}$"
)
_BEGIN_FORWARD = re.compile(
    r"(?:begin forwarded message|inicio del mensaje reenviado|mensaje reenviado|inici del missatge reenviat|"
    r"debut du message (?:reexpedie|transfere)|"
    r"inizio messaggio inoltrato|anfang der weitergeleiteten (?:nachricht|e-mail)|"
    r"inicio da mensagem (?:reencaminhada|encaminhada))\s*:$"
)
_WROTE = re.compile(
    r"\b(?:escribio|wrote|va escriure|escreveu|a ecrit|ha scritto|schrieb|ha escrit|writes|escribiste|escribe)\b"
)
_STARTS = re.compile(
    r"\W{0,3}(?:(?:el|en|on|le|il|in data|am|em|a|no dia|la|vom|op|lunes|martes|miercoles|jueves|viernes|sabado|"
    r"domingo|mon|tue|wed|thu|fri|sat|sun)\b|"
    r"\d{1,4}[-/. ]\d)"
)
_WHO_AND_WHEN = re.compile(r".{0,160}\d.{0,160}[<(\[][^<>\s]+@[^<>\s]+[>)\]]+[^<>@]{0,20}:$")
_NAMED = re.compile(
    r"\D{0,60}<?\b[^<>\s]+@[^<>\s]+>?\W*(?:\w+ )?(?:escribio|wrote|va escriure|escreveu|a ecrit|ha scritto|schrieb)\b"
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
    ("El … escribió:") that is not followed by ``>`` everything is history; between lines with ``>`` the author
    answers point by point, which is his own.
    """
    own: list[Line] = []
    raw = text[:MAX_TEXT].split("\n")
    position, quoted, below = 0, "", ""
    for index, line in enumerate(raw):
        start, position = position, position + len(line) + 1
        stripped = line.strip()
        if not stripped:
            _separate(own, BREAK)
            continue
        if stripped[0] == ">":
            quoted = stripped
            _separate(own, QUOTE)
            continue
        below = _history(raw, index, stripped)
        if below:
            _drop_lead(text, own)
            break
        wraps = _attribution(text, own, stripped)
        if wraps >= 0:
            del own[len(own) - wraps :]
            if not _quote_follows(raw, index + 1):
                break
            _separate(own, BREAK)
        elif not (quoted and _is_rest(raw[index - 1], quoted, stripped)):
            if line[0] != stripped[0]:
                start += len(line) - len(line.lstrip())
            own.append((start, start + len(stripped)))
    while own and own[-1][0] < 0:
        own.pop()
    return Own(own, forwarded=below == "forwarded")


def _separate(own: list[Line], mark: Line) -> None:
    """Put a mark after the last line; a quotation outweighs blank lines."""
    if own and own[-1][0] >= 0:
        own.append(mark)
    elif mark is QUOTE and own:
        own[-1] = QUOTE


def _history(raw: list[str], index: int, line: str) -> str:
    """Say whether ``history`` or a ``forwarded`` message begins at this line, or neither (empty)."""
    first = line[0]
    if first in _RULERS and len(line) > 4:
        marker = _ORIGINAL.match(fold(line[:160]))
        if marker:
            return "history" if marker["forwarded"] is None else "forwarded"
        if len(line) >= 10 and not line.strip(_RULERS + " "):
            return _header_block(raw, index + 1)
    if first in _FROM_INITIALS and ":" in line[:_KEY_LENGTH] and _key(line) in _FROM:
        return _header_block(raw, index)
    return "forwarded" if line[-1] == ":" and _BEGIN_FORWARD.match(fold(line[:80])) else ""


def _is_rest(above: str, quoted: str, line: str) -> bool:
    """Whether a mail program has broken the quoted line above and left its rest here without a mark."""
    return line[0].islower() and above.lstrip()[:1] == ">" and len(quoted) > _CUT_AT and quoted[-1] not in ".?!:"


def _drop_lead(text: str, own: list[Line]) -> None:
    """Take away what belongs to a header block above its first header: rulers, and a date put first."""
    while own and (own[-1][0] < 0 or _is_lead(text[own[-1][0] : own[-1][1]])):
        own.pop()


def _is_lead(line: str) -> bool:
    return not line.strip(_RULERS + " ") or (":" in line[:_KEY_LENGTH] and _key(line) in _DATES)


def _key(line: str) -> str:
    """Return the folded name before a line's colon, as a header block has it: "*De:*", "Enviado el :"."""
    return fold(line[:_KEY_LENGTH].partition(":")[0].strip("*_ \t\xa0"))


def _header_block(raw: list[str], index: int) -> str:
    """Say whether a header block starts here: a sender and two more headers, a date or a subject among them."""
    seen: set[str] = set()
    kind = "history"
    skipped = 0
    for line in raw[index : index + 16]:
        stripped = line.strip("> \t\r\xa0*")
        if not stripped:
            continue
        key = _key(stripped) if ":" in stripped[:_KEY_LENGTH] else ""
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


def _attribution(text: str, own: list[Line], line: str) -> int:
    """Count the lines above that belong to the attribution that ends in this line; -1 where it is none."""
    if line[-1] not in ":*" and not line.endswith(("wrote", "escribió", " ----")):
        return -1
    folded = fold(line[-_MAX_ATTRIBUTION:]).rstrip("*- ")
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
