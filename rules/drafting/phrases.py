"""What "yo" says when it is "nosotros", and what is said otherwise in America and in Spain: tables for the voice.

They hold what the packs' own texts say and the usual verbs of business mail.
"""

from __future__ import annotations

import re

from rules.text import words

VERBS = dict(
    re.findall(
        r"(\w+)/(\w+)",
        """
        adelanto/adelantamos adjunto/adjuntamos agendo/agendamos agradezco/agradecemos agrego/agregamos
        ahorro/ahorramos alegro/alegramos anoto/anotamos anunciaba/anunciábamos apunto/apuntamos añado/añadimos
        busco/buscamos cambio/cambiamos cierro/cerramos comento/comentamos confirmo/confirmamos contesto/contestamos
        compruebo/comprobamos creo/creemos
        cuento/contamos debo/debemos dejo/dejamos dejé/dejamos despedí/despedimos devuelvo/devolvemos
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
PRONOUNS = {
    "yo": "nosotros",
    "me": "nos",
    "mí": "nosotros",
    "mío": "nuestro",
    "mía": "nuestra",
    "conmigo": "con nosotros",
}
NO_ENCLITIC = frozenset({"firme", "confirme", "afirme", "reafirme"})
DETERMINERS = words(
    """
    el un este ese aquel del al su tu nuestro vuestro mi otro cada mismo primer último archivo documento
    """
)
THEIRS_BEFORE = frozenset({"me", "nos"})
"""Before these an imperfect is theirs ("me anunciaba"), without them ours ("le anunciaba")."""
ONLY_AFTER = {
    "paso": (words("lo la los las"), "pasamos"),
    "respeto": (words("y"), "respetamos"),
    "tenga": (words("cuanto apenas"), "tengamos"),
}
"""Ours only after these: "un paso" is a noun, and "tenga" mostly theirs."""
PLURAL = (
    (r"\bquedé en\b", "nos comprometimos a"),
    (r"\bescribí(?= [«“])", "decíamos"),
)
"""Where the plural alone would say something else: "quedamos en", that both agreed; "escribimos", that we do it now."""
IMPERFECT = frozenset({"anunciaba", "enviaba", "mandaba", "llamaba", "preguntaba", "iba"})
WE = words("we nos nosotros nosotras our us")
ONE = words("i i'm i've i'll i'd me my mine yo mi mis mí mío mía conmigo")
NO_VERBS = words(
    """
    ultimos minimos maximos proximos mismos extremos ramos tramos
    vamos vemos veremos veamos hablamos hablaremos hablemos comentamos quedamos acordamos coordinamos dejemos
    """
)
"""They end as "we" does, and are none, or are you and me together ("lo vemos el lunes")."""
ENGLISH = {
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
AMERICAN = {
    "es": (
        (r"\bhe recibido\b", "recibo"),
        (r"\{% if by_another %\}sigue pendiente\{% else %\}todavía no lo he hecho\{% endif %\}", "sigue pendiente"),
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
PENINSULAR = (
    (r"\brecibo\b", "he recibido"),
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
