"""How a message addresses its reader: tú, usted, vosotros, ustedes or vos."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from rules.facts import Register

_WORDS: dict[str, tuple[Register, int]] = {
    word: (register, weight)
    for register, weight, words in (
        (Register.TU, 3, "tu ti contigo tus tuyo tuya tuyos tuyas eres"),
        (Register.TU, 2, "te puedes tienes quieres sabes vas estas dices dime dinos avisame mandame enviame pasame llamame confirmame necesitas"),
        (Register.USTED, 4, "usted ud vd"),
        (Register.USTED, 2, "digame avise indiqueme confirmeme envieme llameme digale perdone disculpe estimado estimada"),
        (Register.USTED, 1, "le su sus"),
        (Register.VOSOTROS, 4, "vosotros vosotras vuestro vuestra vuestros vuestras"),
        (Register.VOSOTROS, 2, "os decidme avisadme mandadme enviadme"),
        (Register.USTEDES, 4, "ustedes uds vds"),
        (Register.USTEDES, 2, "estimados estimadas diganme avisen"),
        (Register.USTEDES, 1, "les"),
        (Register.VOS, 4, "vos podes tenes queres decime avisame mandame sos"),
    )
    for word in words.split()
}


def detect(words: AbstractSet[str]) -> Register:
    """Weigh pronouns, possessives, clitics and verb forms among the folded words of a Spanish text."""
    scores = dict.fromkeys(Register, 0)
    for word in words & _WORDS.keys():
        register, weight = _WORDS[word]
        scores[register] += weight
    scores[Register.VOSOTROS] += 3 * sum(len(word) > 5 for word in words if word.endswith(("ais", "eis")))
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] > 1 else Register.NEUTRAL
