"""The verbs that Spanish business mail is written with, by the way their stem changes.

Which verbs mean what is said by the lexicons of the packs; here stands only how they are conjugated. Spelling
changes (busco, busqué) and derivatives of irregular verbs (mantener as tener) follow from the infinitive.
"""

from __future__ import annotations

from typing import Final

REGULAR: Final = """
abandonar abanicar abaratar abarcar abarrotar abatir ablandar abochornar abollar abominar abonar abordar abrazar
abreviar abrillantar abrir abrochar abusar acabar acallar acampar acatar acatarrar acceder acelerar aceptar acercar
achacar acicalar aclarar acoger acometer acomodar acompañar acomplejar acondicionar aconsejar acoplar acordonar acosar
acostumbrar acotar acrecentar acreditar activar actualizar acuchillar acuciar acudir acumular acunar acusar adaptar
adecentar adecuar adelantar adeudar adivinar adjudicar adjuntar administrar admirar admitir adoptar adornar adosar
adueñar afear afectar afeitar afilar afinar afirmar afligir aflojar aflorar afrontar agachar agarrar agasajar agendar
agilizar aglutinar agobiar agotar agradar agraviar agredir agregar agrietar agrupar aguantar aguar aguardar ahogar
ahorcar ahorrar ahuyentar airear aislar ajustar alardear alargar albergar alborotar alcanzar alegar alegrar alicatar
alinear alisar alistar aliviar allanar allegar almacenar alojar alquilar alterar alternar aludir alumbrar alunizar
alzar amargar amarrar amasar ambicionar ambientar amenazar amenizar amoldar amonestar amortizar amparar amputar
amueblar analizar anclar anestesiar anexar anexionar angustiar anhelar animar anonimizar anotar antender anticipar
anular anunciar apaciguar apadrinar apagar apapachar aparcar apartar apañar apelar apenar aplacar aplanar aplastar
aplaudir aplazar aplicar apodar apoderar apoquinar aportar apostillar apoyar apreciar apremiar aprender apresurar
aprovechar aproximar apuntalar apuntar apurar arañar arbitrar archivar arder argumentar armar arraigar arrancar
arrasar arrastrar arrear arrebatar arreglar arremangar arremeter arrestar arriendar arriesgar arrimar arrinconar
arrojar arropar arruinar articular asaltar asegurar asesorar asfaltar asignar asistir asociar asolear asombrar aspirar
astillar asumir asustar atacar atajar atar atascar aterrizar atestiguar atinar atorar atornillar atracar atrasar
atrever atropellar aturdir auditar aumentar auscultar ausentar autenticar autogestionar autorizar auxiliar avalar
avanzar avecinar aventar avergonzar averiguar avisar avivar ayudar azotar añadir bailar bajar balancear balbucear
barajar baremar barnizar barrer basar bastar batallar batir bautizar bañar beber becar beneficiar bifurcar birlar
blanquear bloquear bocetar boicotear bombardear bonificar bordar borrar botar bregar brillar brindar bromear brotar
bucear buscar cablear cachar caducar calar calcar calcular caldear calibrar calificar callar calmar cambiar caminar
camuflar canalizar cancelar canjear cansar cantar capacitar capitalizar captar capturar caracterizar carburar cargar
casar castigar catalogar catar causar cauterizar cavar cazar ceder celebrar cenar censar centralizar centrar cepillar
cercar cerciorar certificar cesar chambear chantajear chapar charlar chasquear chatear checar chequear chiflar chipear
chocar chorrear cicatrizar cifrar cimentar cincelar circular citar clasificar clavar clonar coaccionar cobijar cobrar
cocinar codificar coger cohibir coincidir colaborar colapsar colindar colisionar colocar combatir combinar
combustionar comentar comer comercializar cometer compadecer compaginar comparar compartir compenetrar compensar
complementar completar complicar comprar comprender comprimir comprometer compulsar comunicar conceder concentrar
concienciar conciliar concretar concretizar concurrir concursar condenar condicionar condonar conectar confeccionar
configurar confinar confirmar conformar confundir congelar conjeturar conjugar conmutar consagrar consensuar conservar
considerar consignar consistir constar consultar consumir contabilizar contactar contagiar contemplar contentar
contestar contornear contrafirmar contraindicar contraofertar contrastar contratar controlar convalidar convencer
conversar convidar convocar convulsionar cooperar coordinar copiar coronar correr corresponder corretear corroborar
corromper cortar cosechar coser cotejar cotizar cotorrear crear creer cribar cristalizar cronometrar cruzar cuadrar
cualificar cuantificar cubicar cubrir cuestionar cuidar culminar culpar cumplimentar cumplir curar curiosear currar
cursar custodiar damnificar dañar debatir deber debilitar debitar debutar decantar decapar decepcionar decidir
declarar declinar decorar decretar dedicar defraudar degradar degustar dejar delatar delegar deletrear deliberar
delimitar delinquir demandar demorar denotar denunciar deparar depender deportar depositar deprimir depurar derivar
derramar derribar derrochar derrumbar desaconsejar desaduanar desafinar desagradar desagregar desaguar desahuciar
desajustar desalojar desanimar desaparcar desarmar desarrollar desatar desatascar desatornillar desautorizar desayunar
desbloquear desbordar desbrozar descabezar descalificar descansar descargar descartar descascarar descatalogar
descentralizar descifrar desclasificar descolocar descompensar desconectar desconfigurar descontrolar describir
descuadrar descubrir descuidar desear desembarcar desembolsar desempeñar desempolvar desencadenar desencajar
desenchufar desengrasar desenredar desenroscar desescombrar desesperar desfasar desgastar desglosar desguazar
deshabilitar deshidratar deshinchar designar desilusionar desincrustar desinfectar desinstalar desistir deslizar
deslumbrar desmantelar desmarcar desmayar desmejorar desmigar desmontar desmoronar desnudar desocupar desordenar
desoxidar despachar desparasitar despegar despejar desperdiciar desperezar despintar despistar desplazar desplomar
despreocupar desprestigiar destacar destapar destilar destinar destituir destornillar destrozar desvalorizar
desvincular detallar detectar determinar detestar detonar devengar diagnosticar dibujar dictaminar dictar difundir
digitalizar dimensionar dimitir direccionar dirigir discernir discrepar discriminar disculpar discurrir discutir
disecar diseminar diseñar disfrutar disimular disipar disociar disparar disputar distanciar distinguir distorsionar
diversificar dividir divulgar doblar documentar dogmatizar domesticar domiciliar donar dorar dosificar dotar dragar
drenar duchar dudar duplicar durar echar economizar editar educar ejecutar ejercer elaborar electrificar elevar
eliminar eludir emanar embadurnar embalar embaldosar embalsamar embarcar embargar embaucar embellecer embobinar
embolsar embolsillar emborronar embotar embotellar embragar embromar embutir emerger emitir emocionar empacar
empadronar empalar empalmar empapar empapelar empaquetar emparejar empastar empatar empatizar empañar empeorar empeñar
emplatar emplazar emplear empolvar empotrar emprender empujar enajenar enamorar encabezar encadenar encajar encallar
encaminar encantar encaramar encarar encargar encasillar encasquillar encauzar enchapar encharcar enchufar encofrar
encoger encolar encomiar encriptar encuadernar encubrir endodonciar endosar endulzar energizar enfadar enfatizar
enfermar enfilar enfocar enfrentar enfundar engalanar enganchar engañar engordar engrapar engrasar enjabonar enjaular
enjuagar enjuiciar enlatar enlazar enlosar enmarcar enmascarar enmudecer enraizar enredar enrollar enrutar ensalzar
ensamblar ensanchar ensartar ensayar enseñar ensobrar ensuciar entallar entarimar entelar enterar entonar entrar
entrecruzar entregar entremeter entrenar entrevistar entubar enturbiar entusiasmar enumerar envasar envejecer enviciar
envidiar enviudar enyesar equilibrar equipar equiparar equivocar erosionar erradicar escalar escanear escapar escarbar
escarmentar escasear escayolar escenificar esclavizar escoger escoltar escombrar esconder escribir escriturar escuchar
escupir esmaltar esparcir especificar especular esperanzar esperar esquematizar esquilar esquivar estabilizar
estacionar estafar estallar estampar estancar estandarizar esterilizar estibar estimar estimular estipular estirar
estorbar estrangular estrechar estrellar estrenar estresar estropear estructurar estudiar etiquetar etiquetear evacuar
evadir evaporar evidenciar evitar evocar evolucionar exagerar exaltar examinar exasperar excavar exceder exclamar
exculpar excusar exfoliar exhibir exhortar exigir eximir existir exonerar expatriar expedientar experimentar expirar
explicar explorar explosionar explotar expoliar exportar expresar exprimir expropiar expulsar exteriorizar extinguir
extirpar extorsionar extraviar extrañar extremar fabricar facilitar facturar facultar fallar falsear falsificar faltar
familiarizar fascinar fastidiar fecundar felicitar fenecer fermentar fertilizar festejar fichar fidelizar figurar
fijar filmar filtrar finalizar financiar fingir finiquitar firmar fiscalizar flaquear flejar fletar flexibilizar
flexionar flipar flotar focalizar folear foliar fomentar forjar formalizar formar formatear formular forrar fortificar
fracasar fraccionar fracturar fragmentar fraguar franquear franquiciar frecuentar frenar frotar fructificar frustrar
fulminar fumar fumigar funcionar fundar fundir fusionar galardonar galvanizar ganar garabatear garantizar gasear
gastar generalizar generar germinar gestar gestionar girar glosar golpear gotear gozar grabar grapar gratificar gravar
gritar guardar guarnecer guasapear guillotinar guisar gustar habilitar habitar hablar halagar hechizar hermanar
hibernar hidratar hincar hinchar hipotecar hojear homologar horadar hornear horrorizar hospedar hostigar humedecer
humillar hundir idealizar idear identificar idolatrar ignorar igualar iluminar ilusionar ilustrar imaginar imantar
imitar impacientar impactar impartir impermeabilizar implantar implementar implicar implorar importar impregnar
impresionar imprimir improvisar impugnar impulsar imputar inaugurar incautar incendiar incidir incitar inclinar
incomodar incorporar incrementar inculcar incumplir incurrir incursionar indagar indemnizar indicar individualizar
infectar inflar infligir informar infundir ingeniar ingresar inhabilitar inhibir iniciar inmortalizar inmovilizar
inmunizar innovar inquietar inscribir insertar insistir insonorizar inspeccionar instalar instar insultar integrar
intensificar intentar interactuar intercalar intercambiar interceptar interconectar interesar interiorizar intermediar
internalizar interpelar interpretar interrogar interrumpir intimidar intoxicar intrigar inundar inutilizar invadir
inventar investigar invitar invocar involucrar inyectar ironizar irradiar irritar irrumpir izar jalar jubilar
juguetear juntar jurar justificar juzgar labrar lacar lacrar ladrar lamentar lamer laminar lanzar lapidar lastimar
lavar leasear leer legalizar legislar legitimar levantar levitar lexicalizar liberar librar licitar licuar lidiar
ligar lijar limar limitar limpiar liquidar litigar llaguear llamar llegar llenar llevar llorar lloriquear localizar
locutar lograr lubricar luchar machacar madrugar madurar magnificar malgastar malinterpretar malograr maltratar
manchar mandar manejar maniobrar manipular maquetar maquillar maravillar marcar marchar marear marginar masajear
masticar matar materializar maternar matizar matricular maximizar mecanizar mecanografiar mecer mediar mejorar
memorizar mencionar menguar menospreciar merodear metalizar meter mezclar migrar militar mimar minimizar mirar modelar
moderar modernizar modificar modular mojar moldear molestar monetizar monitorear monitorizar monopolizar montar morar
mordisquear motivar mudar multar multiplicar mutilar nacionalizar nadar narrar naturalizar naufragar necesitar
negociar neutralizar nivelar nombrar nominar normalizar notar notariar notificar novar numerar nutrir obcecar obligar
obsequiar observar obsesionar obstaculizar obviar ocasionar ocultar ocupar ocurrir odiar ofender ofertar oficiar
ofuscar ojear olfatear olvidar omitir operar opinar oprimir optar optimizar orar ordenar organizar orientar ornamentar
osar oscilar otorgar oxidar oxigenar pactar pagar paginar paletizar paliar palpar parafrasear paralizar parametrizar
parar parchear parir parpadear parquear participar particularizar partir pasar pasear pasmar patentar patinar
patrocinar pautar pavimentar pedalear pegar peinar pelar pelear penalizar penetrar percibir perdonar perdurar
peregrinar perfeccionar perfilar perforar perfumar peritar perjudicar permitir permutar pernoctar perseverar persistir
personalizar personar persuadir perturbar pesar pescar pesquisar pestañear picar pillar pinchar pintar pintarrajear
pisar pisotear pitar pivotar plagiar planchar planear planificar plantar plantear plastificar platear platicar plotear
pluralizar podar pormenorizar posar poseer posibilitar posicionar positivar postergar postular potabilizar potenciar
practicar preadjudicar preaprobar preavisar precargar preceder precintar precipitar precisar preconizar predominar
prefacturar prefijar prefirmar preguntar preinscribir premeditar premiar prender prensar preocupar preparar prescribir
preseleccionar presenciar presentar preservar presidir presionar prestar presumir presupuestar pretender pretextar
prevaler primar priorizar privar privatizar proceder procesar proclamar procurar profesionalizar profundizar programar
progresar prohibir prologar prolongar prometer promocionar pronunciar propagar propiciar proporcionar propulsar
prorratear prorrogar prosperar proteger protestar protocolizar proveer proyectar publicar puentear pugnar pulir pulsar
puntualizar purgar purificar quedar quejar quemar quitar racionalizar racionar radicar ralentizar rallar ramificar
rascar rasgar raspar rastrear ratificar rayar reabrir reaccionar reacondicionar reactivar readaptar readmitir
reagendar reajustar realizar realojar realzar reanudar reaprovechar reasegurar reasignar rebajar rebasar rebatir
rebobinar rebotar rebozar recabar recalcar recalcular recapacitar recapitular recargar recaudar recelar recepcionar
recetar rechazar recibir reciclar recitar reclamar reclasificar reclinar reclutar recoger recolectar recolocar
recomprar reconciliar reconectar reconsiderar reconvocar recopiar recopilar recorrer recortar recrear recriminar
rectificar recubrir recuperar recurrir redactar redecorar redimensionar redimir redireccionar redirigir redondear
reeditar reeducar reembarcar reembolsar reemitir reemplazar reemprender reencontrar reenfocar reenganchar reengrasar
reestrenar reestructurar refactorizar refacturar refinanciar reflejar reflexionar reflotar reformar refrendar
refrescar refrigerar refugiar regalar regatear regañar regenerar registrar reglamentar reglar regresar regular
regularizar rehabilitar rehusar reimportar reimprimir reincorporar reiniciar reinstalar reintegrar reinventar
reinvertir reiterar rejuntar relacionar relajar relatar relativizar releer relegar relevar rellenar relocalizar
remachar remangar remar rematar rememorar remendar remeter remitir remodelar remolcar remontar remozar remunerar
renderizar renegociar renombrar rentabilizar rentar renunciar reorganizar reorientar reparar repartir repasar
repatriar repercutir repicar repintar replantear replegar replicar repoblar reportar reposar repostar reprender
representar reprimir reprobar reprocesar reprochar reprogramar repudiar repuntar reputar requisar resaltar resanar
resarcir resbalar rescatar rescindir resecar reservar resetear reseñar resfriar resguardar residir resignar resistir
resonar resoplar respaldar respetar respirar responder responsabilizar restar restaurar restregar restringir resucitar
resultar resumir resurgir retapizar retar retardar retirar retocar retomar retornar retractar retractilar retransmitir
retrasar retroceder retrotraer reubicar reunir reusar reutilizar revalidar revalorizar revaluar revelar reverenciar
revisar revitalizar revocar revolucionar rezar rezumar ridiculizar rivalizar robar robotizar romper rotar rotular
rubricar rumiar sabotear sacar saciar sacudir saldar salpicar saltar saludar salvaguardar salvar sanar sancionar
sanear santificar satinar saturar sazonar secar secuestrar secundar sedar sedimentar segar segmentar segregar
seleccionar sellar sensibilizar sentenciar separar sepultar serigrafiar serrar sexar señalar señalizar señar
significar silbar silenciar simbolizar simplificar simular simultanear sincerar sincronizar singularizar siniestrar
sintetizar sintonizar sistematizar sobrar sobrecargar sobrepasar sobresaltar sobreseer sobrevalorar sobrevolar
socializar socorrer sofocar solar solicitar solidarizar solucionar solventar sombrear someter sondear sonsacar
soportar sorprender sortear sosegar soslayar sospechar soterrar subalquilar subcontratar subdividir subestimar subir
sublimar subordinar subrayar subrogar subsanar subsidiar subsistir subtitular subvencionar suceder sufragar sufrir
sujetar sumar sumergir suministrar supeditar superar supervisar suplicar suprimir surcar surgir surtir suscitar
suscribir suspender suspirar sustanciar sustentar tabicar tabular tachar tachonar taladrar tallar tantear tapar tapiar
tapizar taponar tararear tardar tasajear tasar tatuar teclear tejer telefonear telegrafiar televisar temer templar
tensar tensionar tentar tergiversar terminar testar testear testificar timar timbrar tincar tintar tipear tipificar
tirar titubear titular tocar tolerar tomar topar toquetear torear tornar torturar toser totalizar trabajar trabar
tragar traicionar tramitar tranquilizar transar transcribir transcurrir transgredir transmitir transportar trasladar
trasnochar traspapelar traspasar trasplantar trastear trastocar tratar trazar trenzar tributar trillar trincar
triplicar triturar trocear trompear troquelar tumbar tunear turnar tutelar tutorizar ubicar ufanar ultimar ultrajar
ungir unificar unir urbanizar urdir urgir usar utilizar vacunar vagar validar vallar valorar vaporizar vaticinar vedar
velar vencer vender venerar vengar ventilar verbalizar verificar versar vertebrar vetar viajar vibrar victimizar
vigilar vincular violar virar visar visitar visualizar vivir vocear voltear vomitar votar vulcanizar vulnerar
whatsappear zampar zanjar zarandear zarpar zozobrar zumbar zurcir
"""
STEM_E_IE: Final = """
acertar adherir advertir alentar apretar arrendar arrepentir ascender asentar asentir atender atravesar calentar
cerrar comenzar concertar conferir confesar consentir convertir defender denegar desatender descender desconcertar
desmentir despertar desplegar diferir digerir divertir empezar encender encerrar encomendar enmendar entender extender
fregar gobernar helar herir hervir inferir ingerir interferir invernar invertir manifestar mentir merendar negar
pensar perder plegar preferir presentir quebrar recalentar recomendar referir regar renegar requerir reventar revertir
sembrar sentar sentir sobrentender subarrendar subvertir sugerir temblar tender transferir trascender tropezar verter
"""
STEM_O_UE: Final = """
absolver acordar acostar almorzar apostar aprobar cocer colar colgar comprobar concordar conmover consolar contar
costar demoler demostrar desaprobar descolgar descontar desenvolver devolver disolver doler dormir encontrar envolver
esforzar forzar jugar llover moler morder morir mostrar mover poblar probar promover recontar recordar reforzar
remover renovar rescontar resolver retorcer revolver rodar rogar soldar soler soltar sonar soñar torcer tostar trocar
tronar volar volver
"""
STEM_E_I: Final = """
competir concebir conseguir corregir derretir despedir desvestir elegir embestir expedir gemir impedir investir medir
pedir perseguir proseguir reelegir reexpedir regir remedir rendir repetir revestir seguir servir vestir
"""
STRESSED_I: Final = """
ampliar ansiar averiar confiar criar desafiar desconfiar desviar enfriar enviar espiar fiar fotografiar guiar
inventariar liar reenviar rociar vaciar variar
"""
STRESSED_U: Final = """
acentuar actuar atenuar continuar efectuar evaluar exceptuar graduar habituar insinuar puntuar reevaluar situar
usufructuar valuar
"""
WITH_Y: Final = """
atribuir concluir constituir construir contribuir destruir diluir disminuir distribuir excluir fluir huir incluir
influir instituir instruir intuir obstruir reconstruir redistribuir restituir retribuir sustituir
"""
WITH_ZC: Final = """
agradecer amanecer aparecer apetecer carecer comparecer complacer conducir conocer crecer deducir desaparecer
desconocer encarecer endurecer enlucir enriquecer entorpecer esclarecer establecer fallecer favorecer fortalecer
inducir introducir lucir merecer nacer obedecer ofrecer oscurecer padecer parecer permanecer pertenecer prevalecer
producir reaparecer reconocer reducir reproducir restablecer traducir
"""
PREFIXED: Final = """
abstener anteponer atener atraer componer contener contradecir contraer convenir decaer deponer deshacer detener
disponer distraer entretener equivaler exponer extraer imponer interponer intervenir mantener obtener oponer posponer
predecir presuponer prevenir prever proponer provenir recaer recomponer rehacer reponer retener retraer satisfacer
sobresalir sostener suponer sustraer
"""
