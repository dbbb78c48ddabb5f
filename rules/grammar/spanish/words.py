"""The closed classes of Spanish, and how words are written in a hurry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rules.grammar.clause import Link, Token
from rules.grammar.gapping import Words

if TYPE_CHECKING:
    from rules.reading.reading import Sentence


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TOKEN: Final = re.compile(r"\bpaz y salvo\b|[^\W_]+(?:[.,/:'-][^\W_]+)*|[^\w\s]")
_TITLES: Final = re.compile(r"\b(?:[sd]ra?|srta|sre?s|dre?s|lic|ing|arq|prof|abog|cia|num|tel|ext)\.")
"""Abbreviations whose stop parts nothing: "se lo enseño a la Dra. Ruiz el lunes"."""

ABBREVIATIONS: Final = {
    "q": "que", "k": "que", "xq": "porque", "pq": "porque", "porq": "porque", "tb": "tambien", "tmb": "tambien",
    "tbn": "tambien", "x": "por", "ppto": "presupuesto", "mnn": "manana", "mnna": "manana", "mna": "manana",
    "ud": "usted", "vd": "usted", "uds": "ustedes", "vds": "ustedes", "pa": "para", "pal": "para", "xa": "para",
    "dnd": "donde", "cdo": "cuando", "cnd": "cuando", "tlf": "telefono", "depto": "departamento",
    "admin": "administracion", "aunq": "aunque", "sr": "senor", "sra": "senora",
}  # fmt: skip
CLITICS: Final = _set("me te se nos os le les lo la los las")
ARTICLES: Final = _set("la los las lo")
DETERMINERS: Final = _set(
    "el un una unos unas mi mis tu tus su sus este esta estos estas ese esa esos esas aquel aquella nuestro nuestra"
    " nuestros nuestras vuestro vuestra vuestros vuestras cada otro otra otros otras algun alguna algunos algunas"
    " ningun ninguna primer primera ultimo ultima mismo misma proximo proxima cualquier todo toda todos todas dos"
    " tres cuatro cinco seis siete ocho diez doce quince veinte buen nuevo nueva cuyo cuya dicha mucho mucha muchos"
    " muchas poco mas del al gran"
)
NUMERALS: Final = _set("dos tres cuatro cinco seis siete ocho diez doce quince veinte")
LETTING: Final = _set("dejar permitir")
GIVING: Final = _set("dar dejar conceder")
SPANS: Final = _set(
    "minuto minutos minutito rato ratito momento momentito segundo hora horas horita dia dias semana semanas tiempo"
)
"""What somebody asks for who needs time: "dame **un par de días**"."""
YOURS: Final = _set("su sus tu tus vuestro vuestra vuestros vuestras")
DEFINITE: Final = YOURS | {"el", "la", "los", "las"}
AGREED: Final = _set(
    "firmado firmada firmados firmadas sellado sellada sellados selladas aprobado aprobada aprobados aprobadas"
    " aceptado aceptada cumplimentado cumplimentada cumplimentados rellenado rellena relleno rellenos"
)
"""What a document is once its reader has done his part."""
ARRIVING: Final = _set("llegar entrar recibir tener acreditar ingresar abonar")
PAID: Final = _set(
    "pago pagos justificante comprobante transferencia anticipo adelanto deposito sena senal abono ingreso provision"
    " conformidad aceptacion aprobacion visto"
)
"""What comes from who pays or agrees."""
TO_ONE: Final = _set("te le usted vos")
PREPOSITIONS: Final = _set(
    "a de en con por para sin desde hasta sobre tras entre segun ante contra durante mediante via al del hacia"
)
COORDINATORS: Final = _set("y e o u ni pero sino conque asi")
ADDING: Final = COORDINATORS - _set("pero sino")
"""Coordinators that join an act to another's day: "el lunes llegan **y** le separo quince"."""
ANSWERING: Final = _set("contestar responder llamar avisar")
"""Verbs behind which a noun is who does it, and no thing."""
HAPPENING: Final = _set("llegar tocar salir surgir corresponder")
"""Verbs of what happens to somebody: "en cuanto **me llegue**" waits on no act of the reader's."""
REACHING: Final = _set("llamar telefonear contactar visitar esperar atender acompañar")
"""Verbs of which "lo" and "la" are "usted"."""
NEGATIONS: Final = _set("no nunca jamas tampoco ni nadie")
FUNCTION: Final = _set(
    "apenas dios pesame para como entre sobre bajo una uno unas unos nada cerca este esta medio cuanto segundo"
    " contra tras via solo usted ahora quien bien sino de el si te mi tu su del al e o casi sal era eras sea seas"
    " segun vos alta altas junto via salvo"
)
"""Words that are spelled like a verb form and never are one, unless an accent says so ("está", "dé")."""
NOUNS: Final = _set(
    "calle calles tarde casa casas cosa cosas parte partes tema temas base clase mes hora horas caso cara traje tanto"
    " nombre importe informe informes junta coste vista sitio texto peso pesos cuadro modelo modelos linea nota notas"
    " resto punto precio lista duda dudas gracias obra obras plano planos rato marco salida lado recurso recursos tanta"
    " cuota fin grupo seguro trato tope prisa favor uso corte cena comida visto dicho puesto hecho hechos cierto"
    " buenas buenos interes minuta planta plantas libro libros filtro turno turnos pena orden ordenes tabla tablas"
    " adelante conforme forma formas serie ficha fichas fecha fechas causa causas falta meta metas prima primas"
    " renta rentas pinta punta puntas saco sacos baja bajas media medias receta recetas nomina nominas consumo"
    " consumos sueldos horario revista"
)
"""Nouns that are forms of verbs too, and only behind a pronoun are they."""
NOUNISH: Final = _set(
    "envio paso pago pagos cargo cargos cobro cobros contrato contratos aviso avisos cambio cambios encargo"
    " encargos recibo recibos regreso retraso saldo saludo saludos viaje viajes reserva reservas factura facturas"
    " firma firmas visita visitas entrega entregas consulta consultas compra compras cuenta cuentas copia copias"
    " muestra muestras oferta ofertas pregunta preguntas prueba pruebas marca marcas mezcla reforma reformas vuelta"
    " espera ayuda cita citas carga descarga demanda denuncia demora mejora mejoras multa multas practica practicas"
    " queja quejas reclamo suma toma trabajo trabajos traslado transporte transportes valora vale pase toque ajuste"
    " ajustes anexo adjunto acuerdo abono abonos ahorro anticipo archivo archivos arreglo arreglos avance avances"
    " cierre contacto control costo costos descuento descuentos deposito diseno documento documentos ejercicio"
    " embargo empleo ensayo estudio estudios fallo fallos gasto gastos giro guarda gusto ingreso ingresos inicio"
    " juego manejo mercado motivo numero objeto pacto plato premio proceso procesos producto programa programas"
    " progreso proyecto proyectos recuerdo registro registros repaso reparto repartos reporte reportes retiro reto"
    " salto servicio sueldo termino terminos titulo vuelo sello limite limites nombre nombres"
    " presupuesto presupuestos pedido pedidos llamada llamadas medida medidas venida corte cortes cotiza plancha"
    " baja raya rayas mancha ducha banco plaza porte portes ruta cubre saca seña sena apunte apuntes pesa presta"
    " lleva copia mando mira mire cuota cata borda monta ligas lima limpia marcha borra arma armas cura cuna dieta"
    " dicta dona escala estima guia guias liga caza multa mina moda obra ordena parada para pasta pata pega pela"
    " pico pinta pisa piso pisos planta presa presas rama resta rota sala salsa seca seco subasta tapa tasa tasas"
    " tira tiras tope trama traza vela venda activo activos calculo calculos corto listo limpio libre deuda plazo"
    " plazos proveedor monto montos aumento aumentos cruce descanso desplazamiento enlace enlaces firme importa"
    " interna ordenes paga recarga rebaja resumen revista revisa solicita trata tratos tramite tramites seguimiento"
    " quita charla charlas busca cambia urge agua aguas caliente calientes correos tardes persona personas culpa"
    " despacho desayuno inventario doble entera enteras sola solas suelo soporte lamina laminas albaran condiciones"
    " promociones cosecha barra valores corona cocina pagina paginas fotografias articulo equipo curso expediente"
    " notaria perito notario hipoteca preaviso hielo rueda ruedas etiquetas estrellas costas claves catas"
    " tejas dano desgaste escritura escrituras agenda agendas"
    " maqueta novela lastima bases actuales talla tallas sentencia centro hermano hermana lleno"
)
"""Forms that are nouns as well: verbs only where the words around them say so."""
GOVERNED: Final = frozenset({("cuenta", "con")})
"""Forms that are nouns as well, but verbs before their preposition: "cuenta **con** el plano"."""
STAFF: Final = _set(
    "tecnico tecnica tecnicos companero companera companeros comercial comerciales encargado encargada equipo"
    " secretaria secretario administracion administrador administradora administrativa administrativo departamento"
    " despacho taller oficina jefe jefa perito perita gestor gestora gestoria asesor asesora abogado abogada"
    " procurador procuradora arquitecto arquitecta aparejador doctor doctora montador montadores instalador"
    " instaladores operario operarios repartidor chofer conductor mensajero transportista fontanero electricista"
    " carpintero pintor albanil delegado delegada responsable coordinador coordinadora recepcion recepcionista"
    " contable contabilidad director directora gerente gerencia socio socia auxiliar ayudante becario tesoreria"
    " facturacion logistica almacen produccion fabrica personal ingeniero ingeniera maestro maestra contador"
    " contadora licenciado licenciada esposo esposa marido mujer hijo hija hermano hermana hotel clinica agencia"
    " laboratorio disenador disenadora informatico soporte mantenimiento cuadrilla oficial brigada empresa"
)
HABITS: Final = _set(
    "siempre cada normalmente habitualmente usualmente generalmente suele suelen suelo solemos diariamente"
    " mensualmente semanalmente"
)
PAST_ADVERBS: Final = re.compile(
    r"\b(?:ayer|anoche|anteayer|antier|en su dia|el otro dia|acab\w+ de"
    r"|hace (?:un|una|unos|unas|dos|tres|mucho|poco|tiempo|ya|\d+))\b"
)
JUST: Final = re.compile(r"\brecien\b")
"""Just now; in America, with a time or an act to come, not before: "sale **recién** el martes"."""
READER_PRONOUNS: Final = _set("usted ustedes tu vos vosotros vosotras")
AUTHOR_PRONOUNS: Final = _set("yo nosotros nosotras")
OTHERS: Final = _set("ellos ellas")
READER_PHRASES: Final = re.compile(
    r"\b(?:contigo|(?:a|con|para) (?:usted(?:es)?|ti|vos|vosotr[oa]s|vd|vds|ud|uds)"
    r"|(?:a|en|por|con) (?:su|tu|vuestr[oa]) (?:\w+ )?(?:correo|mail|email|casa|domicilio|despacho|oficina|obra|local"
    r"|tienda|planta|direccion|bandeja|portal|nave|atencion|empresa|cuenta|clinica|encargad[oa]|informatic[oa]|jef[ea]|abogad[oa]"
    r"|gestor\w*|puerta|instalaciones))\b"
)
SAYING: Final = _set(
    "decir comentar asegurar afirmar contar confirmar indicar informar explicar avisar comunicar prometer creer"
    " pensar suponer entender adelantar anticipar advertir recordar aclarar señalar confesar repetir reconocer"
)

REQUESTING: Final = _set(
    "rogar pedir solicitar agradecer necesitar precisar requerir exigir querer gustar faltar interesar esperar"
    " urgir agradecer"
)
"""Verbs whose "que" says what is asked for."""
ASKING: Final = SAYING | _set(
    "ver saber preguntar mirar comprobar consultar revisar checar verificar decidir concretar averiguar preguntar"
    " valorar"
)
"""Verbs after which "si" asks and sets no condition."""

NO_VERBS: Final = NOUNISH | NOUNS | FUNCTION
OFFERING: Final = _set(
    "querer gustar preferir desear interesar apetecer venir parecer necesitar convenir decidir animar convencer"
    " cuadrar encajar tincar continuar retomar entrar surgir cambiar complicar servir resultar"
)
"""Verbs with which "si" only offers: "si quiere le envío una muestra"."""
COURTESIES: Final = _set(
    "abrazo abrazos beso besos saludo saludos disposicion atencion gracias agradecido agradecida placer"
    " encantado encantada"
)
DOUBTS: Final = _set("quiza quizas seguramente probablemente igual posiblemente")
TRYING: Final = _set("intentar procurar tratar esperar poder querer pensar preferir desear necesitar gustar")
HAVING_TO: Final = _set("tener deber haber soler")
GOVERNING: Final = _set(
    "poder querer deber soler pensar intentar procurar lograr conseguir necesitar esperar preferir desear hacer"
    " dejar mandar saber rogar agradecer gustar encantar parecer prometer decidir costar"
)
"""Verbs that govern an infinitive; those below with a word between."""
GOVERNING_A: Final = _set(
    "ir volver empezar comenzar pasar poner venir salir subir bajar acercar entrar mandar ayudar comprometer llegar"
    " proceder obligar aprender atrever animar enviar llevar invitar dedicar quedar"
)
GOVERNING_DE: Final = _set(
    "haber tratar acabar terminar dejar quedar encargar ocupar deber acordar olvidar cuidar parar cesar"
)
BETWEEN: Final = _set("ya tambien luego ahora solo mismo sin falta siempre yo nosotros usted ustedes")
"""Words that may stand between an auxiliary and its verb."""
ABLE: Final = _set("puedas pueda podais puedan puedes puede podes pueden")
"""With "cuando" or "si" before them they are courtesy: "mándame **cuando puedas** el plano"."""
WISHING: Final = _set("que cuando si no cuanto apenas quien donde bien vez pronto aunque mientras y")
"""Words after which "la mande" is a wish, and not "la sede" a noun."""
AWAITING: Final = _set("cuanto cuando apenas bien")
"""The last words of what opens a "when" clause."""
NOTHING: Final = _set("ningun ninguna ninguno nadie nada")
OPENS_WHEN: Final = re.compile(
    r"(?:cuando|en cuanto|apenas|ni bien|tan pronto|una vez|nada mas|hasta que|despues de que|antes de que|mientras)\b"
)
"""A time that is a clause of its own: it is read as one."""

SUBORDINATORS: Final = {
    ("si",): Link.IF, ("siempre", "que"): Link.IF, ("salvo", "que"): Link.IF, ("a", "menos", "que"): Link.IF,
    ("en", "caso", "de", "que"): Link.IF, ("siempre", "y", "cuando"): Link.IF, ("como", "no"): Link.IF,
    ("cuando",): Link.WHEN, ("en", "cuanto"): Link.WHEN, ("apenas",): Link.WHEN, ("ni", "bien"): Link.WHEN,
    ("tan", "pronto"): Link.WHEN, ("tan", "pronto", "como"): Link.WHEN, ("una", "vez", "que"): Link.WHEN,
    ("una", "vez"): Link.WHEN, ("nada", "mas"): Link.WHEN, ("hasta", "que"): Link.WHEN,
    ("despues", "de", "que"): Link.WHEN, ("antes", "de", "que"): Link.WHEN, ("asi", "que", "tenga"): Link.WHEN,
    ("mientras",): Link.WHEN, ("conforme",): Link.WHEN, ("segun",): Link.WHEN, ("a", "medida", "que"): Link.WHEN,
    ("el", "dia", "que"): Link.WHEN, ("porque",): Link.BECAUSE, ("ya", "que"): Link.BECAUSE,
    ("puesto", "que"): Link.BECAUSE, ("dado", "que"): Link.BECAUSE, ("pues", "que"): Link.BECAUSE,
    ("visto", "que"): Link.BECAUSE, ("como",): Link.BECAUSE, ("para", "que"): Link.PURPOSE,
    ("a", "fin", "de", "que"): Link.PURPOSE, ("de", "modo", "que"): Link.MAIN, ("asi", "que"): Link.MAIN,
    ("de", "forma", "que"): Link.MAIN, ("de", "manera", "que"): Link.MAIN, ("aunque",): Link.THOUGH,
    ("a", "pesar", "de", "que"): Link.THOUGH, ("por", "mas", "que"): Link.THOUGH, ("que",): Link.THAT,
    ("donde",): Link.RELATIVE, ("quien",): Link.RELATIVE, ("quienes",): Link.RELATIVE, ("cual",): Link.THAT,
    ("cuales",): Link.THAT, ("cuanto",): Link.THAT, ("cuanta",): Link.THAT, ("cuantos",): Link.THAT,
    ("cuantas",): Link.THAT, ("lo", "que"): Link.RELATIVE,
}  # fmt: skip
_GIVEN: Final = _set("lo la el los las nuestro nuestra su sus tu tus este esta")
NOT_SUBORDINATING: Final = frozenset(
    {("conforme", "a"), ("conforme", "al"), ("mientras", "tanto"), *(("segun", word) for word in _GIVEN)}
)
"""Subordinators that open no clause before these words: "conforme a lo hablado", "según lo acordado"."""
SUBORDINATING: Final = frozenset(key[0] for key in SUBORDINATORS)
LONGEST: Final = max(map(len, SUBORDINATORS))
GAPPING: Final = Words(
    adding=_set("y e"),
    opening=(DETERMINERS | ARTICLES)
    - _set("al del cada todo toda todos todas mismo misma proximo proxima ningun ninguna mas poco cuyo cuya"),
    ending=_set("que si cuando porque aunque como donde apenas")
    | COORDINATORS
    | (PREPOSITIONS - _set("de del con sin para")),
    of_time=_set("dia dias semana semanas mes meses hora horas rato vez veces momento"),
)
"""How an act is said without its verb: "mañana te mando el plano y el viernes la factura"."""
INTERROGATIVES: Final = _set("qué quién quiénes cuál cuáles cómo dónde cuándo cuánto cuánta cuántos cuántas")
"""With their accents: they ask, or open an indirect question."""
OPENERS: Final = _set(
    "y e o u ni pero pues bueno vale ok oye mira entonces asi que si hola perfecto claro ademas tambien ya porque"
    " gracias venga dale listo igualmente , - ; : . ) ( ¿ ¡ ! ? \" ' « » “ ” * • > … de acuerdo aunque y/o"
)
"""Words that may stand before a clause without belonging to what it says."""


def _without_stop(title: re.Match[str]) -> str:
    return title[0][:-1] + " "


def tokens(sentence: Sentence) -> tuple[Token, ...]:
    """Take a sentence apart, abbreviations written out."""
    text, folded = sentence.text, sentence.folded
    return tuple(
        Token(
            text=text[match.start() : match.end()],
            folded=ABBREVIATIONS.get(match[0], match[0]),
            start=match.start(),
            end=match.end(),
        )
        for match in _TOKEN.finditer(_TITLES.sub(_without_stop, folded))
    )
