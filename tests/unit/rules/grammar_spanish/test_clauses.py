"""What Spanish sentences say: who acts, when, to whom, and what takes the force away."""

from __future__ import annotations

from datetime import date

import pytest

from rules.deadlines import DeadlineKind, find
from rules.grammar.clause import Clause, Context, Link, Mood, Role, Span, Tense
from rules.grammar.spanish import SPANISH
from rules.reading.reading import Sentence
from rules.text import fold


def clauses_of(text: str, *, accents: bool = True, quoted: bool = False) -> tuple[Clause, ...]:
    sentence = Sentence(text=text, folded=fold(text), start=0, end=len(text), paragraph=0)
    found = find(sentence.folded, language="es", said=date(2026, 3, 11))
    context = Context(
        times=tuple(Span(each.start, each.end) for each in found if each.kind.counts),
        vague=tuple(Span(each.start, each.end) for each in found if each.kind.counts and each.day is None),
        past=tuple(Span(each.start, each.end) for each in found if each.kind is DeadlineKind.PAST),
        habitual=tuple(Span(each.start, each.end) for each in found if each.kind is DeadlineKind.HABITUAL),
        accents=accents,
        quoted=quoted,
    )
    return SPANISH.parse(sentence, context)


def clause_with(text: str, lemma: str, *, accents: bool = True) -> Clause:
    found = (each for each in clauses_of(text, accents=accents) if each.verb is not None)
    return next(each for each in found if each.verb is not None and each.verb.lemma == lemma)


def words_of(text: str, lemma: str) -> str:
    clause = clause_with(text, lemma)
    return text[clause.start : clause.end]


@pytest.mark.parametrize(
    ("text", "lemma", "tense"),
    [
        ("Le enviaré el plano.", "enviar", Tense.FUTURE),
        ("Le envío el plano.", "enviar", Tense.PRESENT),
        ("Voy a enviarle el plano.", "enviar", Tense.GOING_TO),
        ("Se lo voy a volver a enviar.", "enviar", Tense.GOING_TO),
        ("Lo estoy mirando.", "mirar", Tense.PROGRESSIVE),
        ("Le estaría confirmando el viernes.", "confirmar", Tense.FUTURE),
        ("Sigo esperando la factura.", "esperar", Tense.PROGRESSIVE),
        ("Le he enviado el plano.", "enviar", Tense.PERFECT),
        ("Se lo había mandado.", "mandar", Tense.PERFECT),
        ("Le envié el plano.", "enviar", Tense.PAST),
        ("Le enviaría el plano.", "enviar", Tense.CONDITIONAL),
        ("Cuando me envíe el plano, lo miro.", "enviar", Tense.SUBJUNCTIVE),
        ("Mándame el plano.", "mandar", Tense.IMPERATIVE),
        ("Le hago llegar el plano.", "enviar", Tense.PRESENT),
        ("Será entregado el lunes.", "entregar", Tense.FUTURE),
        ("Enviar el plano antes del lunes.", "enviar", Tense.INFINITIVE),
    ],
)
def test_a_verb_group_has_one_tense(text: str, lemma: str, tense: Tense) -> None:
    verb = clause_with(text, lemma).verb
    assert verb is not None
    assert verb.tense is tense


@pytest.mark.parametrize(
    ("text", "lemma", "auxiliary"),
    [
        ("Me encargo de pedir el material.", "pedir", "encargar"),
        ("Quedamos en enviarlo el lunes.", "enviar", "quedar"),
        ("Podemos mandarlo.", "mandar", "poder"),
        ("Tengo que mandarlo.", "mandar", "tener"),
        ("Voy a intentar mandarlo.", "mandar", "intentar"),
        ("Hemos decidido contratar el plan.", "contratar", "decidir"),
        ("Vuelvo a llamar mañana.", "llamar", ""),
    ],
)
def test_what_governs_a_verb_is_told_apart(text: str, lemma: str, auxiliary: str) -> None:
    verb = clause_with(text, lemma).verb
    assert verb is not None
    assert verb.auxiliary == auxiliary


@pytest.mark.parametrize(
    ("text", "lemma", "role"),
    [
        ("Te lo mando.", "mandar", Role.READER),
        ("Se lo mando.", "mandar", Role.READER),
        ("Nos pondremos en contacto con usted.", "poner", Role.READER),
        ("Lo enviaremos a su correo.", "enviar", Role.READER),
        ("¿Me lo manda?", "mandar", Role.AUTHOR),
        ("Envíenos la factura.", "enviar", Role.AUTHOR),
        ("Mando el plano.", "mandar", Role.NOBODY),
        ("Me paso mañana.", "pasar", Role.NOBODY),
        ("Te quedas con la copia.", "quedar", Role.NOBODY),
    ],
)
def test_the_pronouns_say_to_whom(text: str, lemma: str, role: Role) -> None:
    verb = clause_with(text, lemma).verb
    assert verb is not None
    assert verb.recipient is role


@pytest.mark.parametrize(
    ("text", "lemma", "role"),
    [
        ("Le llamo mañana.", "llamar", Role.AUTHOR),
        ("Nuestro técnico le llamará.", "llamar", Role.FIRM),
        ("Lo firma gerencia mañana.", "firmar", Role.FIRM),
        ("La mira el electricista.", "mirar", Role.FIRM),
        ("El proveedor no contesta.", "contestar", Role.THIRD),
        ("Lo revisa Marina mañana.", "revisar", Role.THIRD),
        ("En breve recibirá usted la oferta.", "recibir", Role.READER),
        ("Me manda la factura.", "mandar", Role.READER),
        ("Mándamela.", "mandar", Role.READER),
        ("En breve recibirá la oferta.", "recibir", Role.NOBODY),
        ("Enviar hoy.", "enviar", Role.NOBODY),
        ("Por la tarde cierra.", "cerrar", Role.NOBODY),
    ],
)
def test_the_subject_is_who_acts(text: str, lemma: str, role: Role) -> None:
    assert clause_with(text, lemma).subject is role


@pytest.mark.parametrize(
    ("text", "lemma", "link"),
    [
        ("Si llega el plano, lo miro.", "llegar", Link.IF),
        ("En cuanto llegue lo miro.", "llegar", Link.WHEN),
        ("Apenas llegue se lo escaneo.", "llegar", Link.WHEN),
        ("Lo miro porque corre prisa.", "correr", Link.BECAUSE),
        ("Se lo mando para que lo firme.", "firmar", Link.PURPOSE),
        ("El plano que le envié está mal.", "enviar", Link.RELATIVE),
        ("Le digo que lo miramos.", "mirar", Link.THAT),
        ("Le confirmo si llega el lunes.", "llegar", Link.THAT),
        ("Le digo qué decidieron.", "decidir", Link.THAT),
        ("Que los pido hoy.", "pedir", Link.MAIN),
        ("Le digo cual prefiero.", "preferir", Link.THAT),
        ("Si el lunes, por fin, llega el plano, lo miro.", "llegar", Link.IF),
        ("El que llega tarde paga.", "llegar", Link.RELATIVE),
        ("Sí, lo miro.", "mirar", Link.MAIN),
        ("Una vez firmado el contrato le daremos las claves.", "dar", Link.MAIN),
        ("Le comunico que, tras estudiarlo, hemos elegido la suya.", "elegir", Link.THAT),
        ("Cuando cobre y me traigan la pieza, lo arreglo.", "traer", Link.WHEN),
        ("Conforme a lo hablado, mañana le mando el plano.", "mandar", Link.MAIN),
        ("Según lo acordado, el lunes le mando el plano.", "mandar", Link.MAIN),
        ("Conforme me lleguen los planos, los miro.", "llegar", Link.WHEN),
    ],
)
def test_a_clause_hangs_in_its_sentence(text: str, lemma: str, link: Link) -> None:
    assert clause_with(text, lemma).link is link


@pytest.mark.parametrize(
    ("text", "lemma", "mood"),
    [
        ("No le enviaré el plano.", "enviar", Mood.NEGATED),
        ("Le mandaremos ningún cargo.", "mandar", Mood.NEGATED),
        ("¿Le envío el plano?", "enviar", Mood.QUESTION),
        ("le envio el plano?", "enviar", Mood.QUESTION),
        ("Le envié el plano.", "enviar", Mood.PAST),
        ("El lunes pasado lo llevamos.", "llevar", Mood.PAST),
        ("Lo llevamos ayer.", "llevar", Mood.PAST),
        ("Le enviaría el plano.", "enviar", Mood.CONDITIONAL),
        ("Siempre enviamos factura.", "enviar", Mood.HABITUAL),
        ("Le mando un abrazo.", "mandar", Mood.COURTESY),
        ("Intentaré mandarlo.", "mandar", Mood.DOUBT),
        ("A lo mejor lo mando.", "mandar", Mood.DOUBT),
        ("Tengo que mandarlo.", "mandar", Mood.DUTY),
        ("Podemos mandarlo.", "mandar", Mood.OFFER),
        ("Si quiere le mando una muestra.", "mandar", Mood.OFFER),
        ("Si te sirve, te mando una muestra.", "mandar", Mood.OFFER),
        ("Si hace falta lo mandamos otra vez.", "mandar", Mood.OFFER),
        ("Si bajara a tres, lo cojo mañana.", "coger", Mood.OFFER),
        ("Si te cuadra nos dices y te guardamos plaza.", "guardar", Mood.OFFER),
        ("Cuando firmaron les explicamos las condiciones.", "explicar", Mood.PAST),
        ("Fuimos el lunes y cambiamos la pieza.", "cambiar", Mood.PAST),
        ("Ya lo mandamos el lunes.", "mandar", Mood.PAST),
        ("Siempre que hay junta les mandamos el acta.", "mandar", Mood.HABITUAL),
        ("No lo sé ni te lo voy a mandar.", "mandar", Mood.NEGATED),
        ("Mi cuñado dice que te llama mañana.", "llamar", Mood.REPORTED),
        ('Decía "te llamo mañana" y nada.', "llamar", Mood.REPORTED),
        ("Ponía «te llamo mañana» en el correo.", "llamar", Mood.REPORTED),
    ],
)
def test_a_mood_takes_the_force_away(text: str, lemma: str, mood: Mood) -> None:
    assert mood in clause_with(text, lemma).moods


@pytest.mark.parametrize(
    ("text", "lemma", "mood"),
    [
        ("¿Vale? Le envío el plano.", "enviar", Mood.QUESTION),
        ("Le envío el plano: ¿lo quiere?", "enviar", Mood.QUESTION),
        ("La factura de ayer te la mando.", "mandar", Mood.PAST),
        ("Le mando el plano el lunes.", "mandar", Mood.HABITUAL),
        ("Te digo que lo mando.", "mandar", Mood.REPORTED),
        ("Si llega el martes, lo mando.", "mandar", Mood.OFFER),
        ("Ya lo mandamos mañana.", "mandar", Mood.PAST),
        ("Ya te lo mando el lunes.", "mandar", Mood.PAST),
        ("Cuando salga la resolución les mandamos copia.", "mandar", Mood.PAST),
        ("He hablado con él y cambiamos la pieza el lunes.", "cambiar", Mood.PAST),
    ],
)
def test_a_mood_is_not_seen_where_there_is_none(text: str, lemma: str, mood: Mood) -> None:
    assert mood not in clause_with(text, lemma).moods


def test_what_stands_in_open_quotation_marks_is_somebody_s_word() -> None:
    (clause,) = clauses_of("Te llamo mañana.", quoted=True)
    assert Mood.REPORTED in clause.moods


@pytest.mark.parametrize(
    ("text", "lemma", "role"),
    [
        ("Cuando me mande el plano, lo miro.", "mirar", Role.READER),
        ("Si es crítico, avísame y lo miro.", "mirar", Role.READER),
        ("Lo miro en cuanto llegue el plano.", "mirar", Role.THIRD),
        ("En cuanto pueda lo miro.", "mirar", Role.THIRD),
        ("Cuando entre la pieza lo miro.", "mirar", Role.THIRD),
        ("En cuanto lo tengo lo miro.", "mirar", Role.AUTHOR),
        ("Cuando me mande el plano, lo miro y se lo devuelvo.", "devolver", Role.READER),
        ("Una vez recibamos el justificante lo tramitamos.", "tramitar", Role.READER),
        ("En cuanto tengamos la hoja firmada lo tramitamos.", "tramitar", Role.READER),
        ("En cuanto recibamos los planos del arquitecto lo miro.", "mirar", Role.AUTHOR),
        ("En cuanto recibamos noticias lo miro.", "mirar", Role.AUTHOR),
        ("En cuanto tenga su respuesta lo miro.", "mirar", Role.READER),
        ("Cuando llegue tu respuesta lo miro.", "mirar", Role.READER),
        ("Cuando llegue la respuesta lo miro.", "mirar", Role.THIRD),
        ("En cuanto tengamos la memoria lista lo miro.", "mirar", Role.AUTHOR),
        ("Apenas nos llegue el comprobante de la seña, lo ponemos en producción.", "poner", Role.READER),
        ("Cuando entre la transferencia lo enviamos.", "enviar", Role.READER),
        ("En cuanto nos llegue el material, lo montamos.", "montar", Role.THIRD),
        ("Ni bien me den el ok te confirmo la orden.", "confirmar", Role.THIRD),
        ("Ni bien me den el ok les confirmo la orden.", "confirmar", Role.READER),
    ],
)
def test_a_clause_waits_on_somebody_s_act(text: str, lemma: str, role: Role) -> None:
    assert clause_with(text, lemma).waits_on is role


@pytest.mark.parametrize(
    ("text", "lemma"),
    [("Lo miro.", "mirar"), ("Si llega. Lo miro.", "mirar"), ("Lo miro. Si llega, avisa.", "mirar")],
)
def test_a_clause_waits_on_nobody_across_a_full_stop(text: str, lemma: str) -> None:
    assert clause_with(text, lemma).waits_on is None


@pytest.mark.parametrize("text", ["Permítame comprobarlo y le confirmo.", "Déjeme ver la agenda y le confirmo."])
def test_who_asks_leave_waits_for_nobody(text: str) -> None:
    assert clause_with(text, "confirmar").waits_on is None


@pytest.mark.parametrize(
    "text",
    [
        "Deme hasta el domingo y se lo llevo.",
        "Déjeme un par de días y se lo llevo.",
        "Está agotado, llega el lunes y se lo llevo.",
        "Se lo llevo el lunes y si le gusta le hago otro.",
    ],
)
def test_who_asks_time_tells_what_happens_or_sets_a_later_condition_waits_for_nobody(text: str) -> None:
    assert clause_with(text, "llevar").waits_on is None


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("El jueves cuando baje se lo llevo.", "El jueves"),
        ("Deme hasta el domingo y se lo llevo.", "hasta el domingo"),
        ("Yo me hago la foto mañana y se la llevo en cuanto esté.", None),
        ("El plano lo tiene el jueves y la caja la llevo al taller.", None),
        ("Lo llevo al taller y Pilar viene el jueves.", None),
    ],
)
def test_an_act_takes_the_time_of_the_one_it_goes_with(text: str, time: str | None) -> None:
    times = clause_with(text, "llevar").times
    assert [text[span.start : span.end] for span in times] == ([time] if time else [])


@pytest.mark.parametrize("text", ["Las dos quedan listas.", "Los tres quedan hechos."])
def test_a_number_may_stand_for_what_was_counted(text: str) -> None:
    assert clause_with(text, "quedar").subject is Role.THIRD


@pytest.mark.parametrize(
    ("text", "lemma", "words"),
    [
        ("Buenos días, Carmen: le paso el plano mañana, que hoy no llego.", "pasar", "le paso el plano mañana"),
        ("Vale, pues mañana le llamo.", "llamar", "mañana le llamo"),
        ("Ingeniero, le mando el plano, un saludo.", "mandar", "le mando el plano"),
        ("Se lo mando el lunes, sobre las cinco.", "mandar", "Se lo mando el lunes, sobre las cinco"),
        ("Lo firma y yo se lo mando.", "mandar", "yo se lo mando"),
        ("En cuanto llegue no le fallo.", "fallar", "no le fallo"),
        ("Cuesta 20 €", "costar", "Cuesta 20 €"),
    ],
)
def test_the_evidence_is_the_shortest_stretch(text: str, lemma: str, words: str) -> None:
    assert words_of(text, lemma) == words


@pytest.mark.parametrize(
    ("text", "lemma", "words"),
    [
        ("Le mando mañana el plano de la cocina.", "mandar", "el plano de la cocina"),
        ("Le mando el plano y las mediciones.", "mandar", "el plano y las mediciones"),
        ("El contrato firmado te lo mando mañana.", "mandar", "El contrato firmado"),
        ("Os lo paso.", "pasar", None),
        ("Por correo se lo mando.", "mandar", None),
        ("Mándame cuando puedas el borrador del 347.", "mandar", "el borrador del 347"),
        ("Envíeme, por favor, la factura de marzo.", "enviar", "la factura de marzo"),
        ("Pásame porfa las medidas.", "pasar", "las medidas"),
        ("¿Podría enviarme, cuando pueda, la factura?", "enviar", "la factura"),
        ("Envíeme, si es tan amable, el recibo.", "enviar", "el recibo"),
        ("Avísame si puede venir el técnico.", "avisar", None),
        ("Para el traspaso necesito que me envíe el contrato.", "necesitar", "el contrato"),
        ("Le envío el plano, la memoria y las fotos.", "enviar", "el plano, la memoria y las fotos"),
        ("Le envío el plano, el lunes y el martes no puedo.", "enviar", "el plano"),
        ("Le envío el plano, otra cosa no tengo.", "enviar", "el plano"),
        ("Mándeme el paz y salvo de la comunidad.", "mandar", "el paz y salvo de la comunidad"),
        ("El paz y salvo se lo mando el lunes.", "mandar", "El paz y salvo"),
        ("Les ruego lo rectifiquen antes del juicio.", "rogar", None),
        ("Devuélvame el dinero ya.", "devolver", "el dinero"),
        ("Mañana pasa el técnico.", "pasar", None),
        ("Mañana le llega nuestro informe.", "llegar", "nuestro informe"),
    ],
)
def test_the_object_is_the_thing(text: str, lemma: str, words: str | None) -> None:
    clause = clause_with(text, lemma)
    assert (text[clause.object.start : clause.object.end] if clause.object else None) == words


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        ("La firma del contrato", "firmar"),
        ("Envío de documentación", "enviar"),
        ("Para la entrega de llaves", "entregar"),
        ("El mandato SEPA", "saber"),
        ("la sede de la empresa", "sedar"),
        ("la nómina corregida", "nominar"),
        ("las facturas", "facturar"),
        ("Pago", "pagar"),
        ("el trabajo paso", "pasar"),
        ("3 paso", "pasar"),
        ("los tres diseños de etiqueta", "decir"),
        ("la digitalización de 4,300 expedientes", "expedientar"),
        ("la escritura y el recibo", "escriturar"),
    ],
)
def test_a_noun_is_no_verb(text: str, nothing: str) -> None:
    assert nothing not in {each.verb.lemma for each in clauses_of(text) if each.verb}


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("Paso mañana.", "pasar"),
        ("Hoy mismo doy orden.", "dar"),
        ("LE MANDO EL PLANO", "mandar"),
        ("Al rato le marco.", "marcar"),
        ("la entrega el taller", "entregar"),
        ("los tenéis mañana", "tener"),
        ("me entre mañana", "entrar"),
        ("quiero que la mande", "mandar"),
    ],
)
def test_a_verb_is_seen_where_it_could_be_a_noun(text: str, lemma: str) -> None:
    assert lemma in {each.verb.lemma for each in clauses_of(text) if each.verb}


def test_what_is_said_completes_the_saying() -> None:
    assert clause_with("Le confirmo que llega mañana.", "confirmar").complement
    assert clause_with("Le ruego me indique el precio.", "rogar").complement
    assert not clause_with("Le confirmo la cita.", "confirmar").complement
    assert not clause_with("El plano que llega es nuevo y lo miro.", "mirar").complement


def test_a_time_may_stand_before_what_is_to_be_found_out() -> None:
    clause = clause_with("Le digo mañana si caben las sillas.", "decir")
    assert clause.complement
    assert Mood.CONDITIONAL not in clause.moods


def test_an_act_has_the_time_of_the_one_it_is_joined_to() -> None:
    text = "Mañana bajo al juzgado y lo pregunto."
    assert not clause_with(text, "preguntar").times  # "bajo" is no verb here
    joined = clause_with("Mañana voy al juzgado y lo pregunto.", "preguntar")
    assert joined.dated
    assert not clause_with("Mañana no voy y lo pregunto.", "preguntar").times


def test_hurried_spelling_is_read_as_it_is_meant() -> None:
    assert clause_with("te mando el ppto xq urge", "mandar", accents=False).link is Link.MAIN
    assert clause_with("mañana te digo lo q sale", "salir").link is Link.RELATIVE


def test_words_without_a_verb_say_nothing() -> None:
    assert clauses_of("El resto a fin de mes") == ()


def test_what_is_done_without_costing_anything_is_done() -> None:
    assert Mood.NEGATED not in clause_with("Te lo repaso sin cobrarte nada.", "repasar").moods
    assert Mood.NEGATED in clause_with("No le debe nada.", "deber").moods


def test_a_capital_within_a_sentence_is_a_name_and_no_verb() -> None:
    assert [each.verb.lemma for each in clauses_of("Lo reemplaza la ingeniera Patiño.") if each.verb] == ["reemplazar"]


def test_what_is_exclaimed_states_nothing() -> None:
    assert clause_with("Berta, qué vamos a hacer.", "hacer").link is Link.THAT
    assert clause_with("¿Qué vamos a hacer?", "hacer").link is Link.MAIN


@pytest.mark.parametrize(
    ("text", "lemma", "role"),
    [
        ("La nevera hacía ruido.", "hacer", Role.THIRD),
        ("No había toallas.", "haber", Role.NOBODY),
        ("Yo tenía dudas.", "tener", Role.AUTHOR),
        ("Quería saber el precio.", "saber", Role.AUTHOR),
    ],
)
def test_the_imperfect_is_the_author_s_where_nobody_else_is_named(text: str, lemma: str, role: Role) -> None:
    assert clause_with(text, lemma).subject is role


def test_they_are_somebody_else() -> None:
    assert clause_with("Ellos te escribirán directamente.", "escribir").subject is Role.THIRD


def test_a_question_word_is_no_verb() -> None:
    assert [each.verb.lemma for each in clauses_of("Le digo cómo lo reparamos.") if each.verb] == ["decir", "reparar"]


@pytest.mark.parametrize("text", ["No hubo agua caliente.", "Perdimos dos tardes."])
def test_the_names_of_things_are_no_verbs(text: str) -> None:
    assert len(clauses_of(text)) == 1


@pytest.mark.parametrize("text", ["La llamo mañana.", "Los visito el lunes.", "Lo espero en la puerta."])
def test_whom_one_calls_or_visits_is_the_reader(text: str) -> None:
    verb = clauses_of(text)[0].verb
    assert verb is not None
    assert verb.recipient is Role.READER


def test_what_is_set_against_an_act_has_not_its_day() -> None:
    assert not clause_with("Te lo mando el lunes, pero te adelanto que tarda.", "adelantar").times


def test_a_question_waits_for_nothing() -> None:
    assert clause_with("¿Hasta qué hora atienden?", "atender").link is Link.MAIN
    assert clause_with("Espero hasta que llegue.", "llegar").link is Link.WHEN


def test_an_act_has_the_day_of_what_comes_before_it() -> None:
    assert clause_with("El lunes llegan y le separo quince.", "separar").dated
    assert not clause_with("Venga el lunes y le separo quince.", "separar").dated


def test_a_time_that_opens_with_a_preposition_belongs_to_its_clause() -> None:
    assert words_of("De hoy en quince lo tiene en su casa.", "tener") == "De hoy en quince lo tiene en su casa"


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("El miércoles paso yo a por ellas.", "pasar"),
        ("El lunes los tenéis de vuelta.", "tener"),
        ("Cuando esté hecho paso a firmar.", "firmar"),
    ],
)
def test_a_verb_that_looks_like_a_noun_is_found(text: str, lemma: str) -> None:
    assert clause_with(text, lemma).verb is not None


def test_who_acts_may_stand_behind_the_verb() -> None:
    assert clause_with("El martes va nuestra costurera.", "ir").subject is Role.FIRM


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Mañana te mando el plano y el viernes la factura.",
            [("Mañana te mando el plano", "el plano"), ("el viernes la factura", "la factura")],
        ),
        (
            "El plano te lo mando mañana y la factura con el IVA el viernes.",
            [
                ("El plano te lo mando mañana", "El plano"),
                ("la factura con el IVA el viernes", "la factura con el IVA"),
            ],
        ),
        (
            "Mañana te mando el plano; la factura, el viernes.",
            [("Mañana te mando el plano", "el plano"), ("la factura, el viernes", "la factura")],
        ),
        (
            "Hoy le mando el plano, mañana la factura y el viernes, como muy tarde, el contrato.",
            [
                ("Hoy le mando el plano", "el plano"),
                ("mañana la factura", "la factura"),
                ("el viernes, como muy tarde, el contrato", "el contrato"),
            ],
        ),
    ],
)
def test_a_verb_left_out_before_another_thing_with_its_own_day_is_understood(
    text: str, parts: list[tuple[str, str]]
) -> None:
    found = clauses_of(text)
    told = [(text[each.start : each.end], text[each.object.start : each.object.end]) for each in found if each.object]
    assert told == parts
    assert all(each.dated and len(each.times) == 1 for each in found)
    assert {each.verb.lemma for each in found if each.verb} == {"mandar"}


@pytest.mark.parametrize(
    "text",
    [
        "Mañana te mando el plano y la factura.",
        "Mañana te mando el acta del jueves y la factura del viernes.",
        "Mañana te mando el plano y si no el viernes.",
        "Te llamo el jueves a las diez y el viernes otra vez.",
        "El martes y el jueves te mando los planos.",
        "Mañana te mando el plano y el viernes también.",
        "Te mando el plano y la factura el viernes.",
    ],
)
def test_a_thing_or_a_day_alone_makes_no_second_act(text: str) -> None:
    assert len(clauses_of(text)) == 1


def test_what_happens_to_the_author_is_no_act_of_the_readers() -> None:
    assert clause_with("En cuanto me llegue, te lo reenvío.", "reenviar").waits_on is Role.THIRD
    assert clause_with("En cuanto me lo mande, se lo reenvío.", "reenviar").waits_on is Role.READER


def test_whatever_it_is_calls_nobody() -> None:
    assert clause_with("Cualquier cosa me llama.", "llamar").subject is Role.READER


def test_counting_on_something_is_an_order() -> None:
    assert clause_with("Cuenta con el plano para el jueves.", "contar").verb is not None
    assert all(each.verb is None or each.verb.lemma != "contar" for each in clauses_of("La cuenta con el IVA."))


@pytest.mark.parametrize(
    ("text", "lemma", "subject"),
    [
        ("La multa la cubre el despacho.", "cubrir", Role.FIRM),
        ("Los gastos los paga mi socio.", "pagar", Role.FIRM),
        ("El técnico lo cubre mañana.", "cubrir", Role.FIRM),
    ],
)
def test_who_acts_stands_behind_the_verb_where_a_pronoun_takes_up_the_thing(
    text: str, lemma: str, subject: Role
) -> None:
    assert clause_with(text, lemma).subject is subject


@pytest.mark.parametrize(
    ("text", "lemma", "mood", "holds"),
    [
        ("El pedido recién sale el martes.", "salir", Mood.PAST, False),
        ("Recién lo terminan.", "terminar", Mood.PAST, True),
        ("El informe de no conformidad lo mando mañana.", "mandar", Mood.NEGATED, False),
        ("En atención a su carta le mando el plano.", "mandar", Mood.COURTESY, False),
        ("Le mando un saludo.", "mandar", Mood.COURTESY, True),
    ],
)
def test_a_word_that_takes_the_force_out_elsewhere_may_not_here(text: str, lemma: str, mood: Mood, holds: bool) -> None:
    assert (mood in clause_with(text, lemma).moods) is holds


@pytest.mark.parametrize(
    "text", ["En cuanto pase por allí le aviso.", "Ni bien la tenga le aviso.", "Apenas firme el banco le aviso."]
)
def test_a_wish_behind_what_opens_a_when_clause_is_its_verb(text: str) -> None:
    clause = clause_with(text, "avisar")
    assert clause.link is Link.MAIN
    assert clause.waits_on is not None


def test_who_will_be_doing_something_does_it() -> None:
    verb = clause_with("Le vamos a estar mandando el plano el martes.", "mandar").verb
    assert verb is not None
    assert (verb.tense, verb.recipient) == (Tense.GOING_TO, Role.READER)
