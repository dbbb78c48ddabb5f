"""Spanish or English, told by the small words."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from rules.text import words

_WORD = re.compile(r"[a-z][a-z']*")

_SPANISH = words(
    "el la los las un una unos unas de del al que y o en con por para se lo le les me te nos os su sus tu tus mi "
    "mis es esta estan son fue ser hay ha han he hemos no si ya mas muy pero como cuando donde porque este esta "
    "esto ese esa eso hola buenas buenos dias tardes gracias saludo saludos manana hoy ayer usted ustedes "
    "vosotros nosotros yo ella ellos sin sobre hasta desde entre todo toda todos nada algo bien tambien solo aqui "
    "ahora tengo tiene puede puedo podemos envio adjunto favor cualquier semana lunes martes miercoles jueves "
    "viernes factura presupuesto cliente estimado estimada cordial atentamente vale perfecto recibido perdona "
    "perdon quedo quedamos vamos voy estoy estamos dime digo queria seria va van ver hacer tal vez sido les dos "
    "tres creo segun ante tras luego pues unos otra otro conforme adelante abrazo un dia mes ano hora"
)
_ENGLISH = words(
    "the a an of to and in on at for with by from is are was were be been it its this that these those i you we "
    "take off that's you're thx "
    "they he she my your our their me us them have has had will would can could should do does did not no yes but "
    "if as or so there here what when where which who how all any some more just now please thanks thank hi hello "
    "dear regards best kind morning afternoon tomorrow today yesterday week monday tuesday wednesday thursday "
    "friday i'll i'm we'll don't it's i've we've let know attached find hope cheers sorry about up out back get "
    "got one two new re sure great sounds invoice quote sent send see need after before until over than then also "
    "well only very much again next last soon"
) - {"a", "no", "me", "re"}


def guess(words: AbstractSet[str], subject: str = "") -> str:
    """Tell ``es`` or ``en`` by the folded words of the author's own text, or of the subject where they say nothing."""
    for chosen in (words, frozenset(_WORD.findall(subject))):
        spanish, english = len(chosen & _SPANISH), len(chosen & _ENGLISH)
        if spanish != english:
            return "es" if spanish > english else "en"
    return "es"
