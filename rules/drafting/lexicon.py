"""The gender of the nouns of business mail, folded and in the singular; what is not here is not guessed."""

from __future__ import annotations

from rules.text import words

MASCULINE = words(
    """
    abono acceso acuerdo acuse albaran analisis anexo anticipo aplazamiento archivo armario articulo audio
    balance banco banner bano boceto boletin borrador boton brief briefing burofax cajon calculo calendario
    cambio cargo carnet cartel caso catalogo certificado checklist cheque cierre cif cobro coche cocinado codigo
    comentario comprobante concepto contacto contrato convenio correo croquis cuaderno cuadrante cuadro cubo
    cuestionario curriculum curso dato deposito desglose despiece detalle diagnostico dibujo dictamen dinero
    discurso diseno dni documento domicilio dominio dosier dossier email encargo encuadre enlace ensayo
    enunciado envio equipo escandallo escaneo escrito espejo esquema estado estudio examen excel expediente
    extra extracto fax fichero finiquito flete folleto formulario garaje gasto gestor grafico guion historial
    historico horario hosting hotel hueco iban importe impreso impuesto indice informe ingreso inmueble
    inventario itinerario iva jpg justificante libro link listado local logo logotipo lote mail mandato
    mantenimiento manual mapa margen material mensaje menu metodo mobiliario mockup modelo molde montaje
    movimiento mueble muestrario nif nombre numero organigrama original packaging padron pago papel paquete
    parking pasaporte pase patron pdf peaje pedido perfil peritaje permiso piso plan planning plano playlist
    plazo pliego poder porcentaje portatil porte poster pptx precio presupuesto producto programa pronostico
    protocolo prototipo proveedor proyecto punto recambio recibo recordatorio recurso reembolso registro
    reglamento remite render reportaje reporte repuesto requerimiento resguardo resultado resumen retal rider
    salario saldo seguro sello servicio sobre sofa software soporte storyboard suplemento tablero tarjeton
    tecnico telefono tema temario termino testamento tester texto ticket titulo toldo tomo total traje tramite
    transporte tratamiento trazado triptico turno usuario vale vehiculo vestido viaje video vinilo visado visto
    voucher vuelo word zip zocalo
    """
)
FEMININE = words(
    """
    acreditacion acta agenda agua aguila alma alta alternativa ancla aplicacion app area arma aula autorizacion
    ayuda bajada base bibliografia boda boleta caja calidad camara campana captura caratula carpeta carta cedula
    cinta cita clase clave cocina coleccion comida comision comparativa compra comunicacion condicion conexion
    confirmacion constancia constitucion consulta contabilidad contraoferta contrasena copia cortina cotizacion
    cristalera cubierta cuenta cuota curva declaracion demanda demora deuda devolucion diapositiva dieta
    direccion disculpa disponibilidad distribucion divisa documentacion duda edicion encimera encuesta entrada
    entrega escalera escritura estimacion etiqueta evaluacion factura fecha fechas fianza ficha firma foto
    fotocopia fotografia frase gama garantia gestion grabacion grafica guia hacha hipoteca hoja hora huella idea
    imagen impresion incidencia informacion inscripcion instalacion instruccion intro invitacion lampara ley
    licencia linea liquidacion lista llamada llave lona luz madera mampara maqueta maquina mascara matricula
    medida mejora memoria mesa minuta modificacion moqueta mudanza muestra nomina nota notificacion novedad obra
    oferta opcion opinion orla pagina paleta partida pauta persiana peticion pieza plancha planificacion
    planilla planta plantilla plaza poda poliza portada postal prenda presentacion prevision produccion proforma
    promocion propuesta prueba puerta pulsera puntuacion queja rama receta redaccion referencia reforma regla
    relacion renta reparacion reposicion reserva resolucion respuesta reunion revision ropa ruta rutina sala
    seleccion senal sentencia serie silla simulacion solicitud solucion subvencion tabla talla tapa tarea tarifa
    tarima tarjeta tasa tasacion teja tela toma traduccion transcripcion transferencia ubicacion unidad vajilla
    valla valoracion venta ventana verdura version viga visita vista vivienda web zona
    """
)
SENT = words(
    """
    acta albaran anexo archivo autorizacion boceto borrador calculo calendario carta catalogo certificado cif clave
    comprobante contrasena contrato copia correo cotizacion croquis cuadrante cuestionario curriculum dato declaracion
    dibujo direccion
    diseno dni documentacion documento dosier dossier enlace escritura esquema estado estimacion extracto factura fecha
    ficha folleto formulario foto fotografia guion hoja iban imagen informe inventario justificante link lista listado
    logo logotipo manual medida memoria menu minuta modelo muestra nif nomina nombre numero orden pedido permiso plan
    planilla plano plantilla plazo poliza precio presentacion presupuesto programa propuesta proyecto prueba recibo
    referencia render reporte resguardo resumen rut rfc tarifa telefono texto ubicacion version video
    """
)
"""What is sent, one beside the other: "el contrato del local y las facturas" are two things, not one of two rooms."""
FEMININE_EL = words("acta agua aguila alma alta ancla area arma aula hacha")
"""Feminine, with "el" before it: stressed a-."""
FEMININE_ENDINGS = ("cion", "sion", "dad", "tad", "tud", "umbre", "eza", "anza", "encia", "ancia")
MASCULINE_ENDINGS = ("miento", "aje", "ismo")
SINGULAR_IN_S = words("analisis crisis croquis dosis hipotesis iris lunes pais tesis")
