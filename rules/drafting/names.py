"""First names whose gender is beyond doubt: only with them a surname gets its "Sr." or "Sra."."""

from __future__ import annotations

from rules.text import words

MEN = words(
    """
    adolfo adrian agustin alberto alejandro alfonso alfredo alvaro andres angel antonio armando arturo benito
    benjamin bernardo bruno camilo carlos cesar claudio cristian cristobal daniel dario david diego domingo
    edgar eduardo emilio enrique ernesto esteban eugenio federico felipe felix fermin fernando fidel francisco
    gabriel gerardo german gonzalo gregorio guillermo gustavo hector hernan hugo ignacio iker isidro ismael
    ivan jacinto jacobo jaime javier jeronimo jesus joaquin jorge jose josep joan juan julian julio lorenzo
    lucas luciano luis manuel marcelo marcos mariano mario martin mateo matias mauricio maximo miguel nicolas
    norberto octavio oscar pablo pascual patricio pedro pere rafael ramiro ramon raul ricardo roberto rodolfo
    rodrigo roman ruben salvador samuel santiago sebastian sergio simon teodoro tomas valentin vicente victor
    walter
    """
)
WOMEN = words(
    """
    adela adriana agustina aitana alba alejandra alicia almudena amalia amelia amparo ana angela angelica
    antonia aurora barbara beatriz begona belen berta blanca camila carla carlota carmen carolina catalina
    cecilia celia clara claudia concepcion constanza consuelo cristina daniela diana dolores elena elisa
    elvira emilia emma esperanza estefania esther eugenia eva fabiola fatima fernanda florencia francisca
    gabriela gloria graciela ines irene isabel jimena josefa juana julia juliana laura leire leticia lidia
    liliana lorena lourdes lucia luisa luz macarena magdalena manuela marcela margarita maria mariana marina
    marta martina matilde mercedes micaela milagros miriam monica montserrat nadia natalia nerea nieves noelia
    nuria olga paloma paola patricia paula paulina pilar raquel rebeca renata rocio romina rosa rosario sandra
    sara silvia sofia soledad sonia susana tamara teresa valentina valeria vanesa veronica victoria virginia
    ximena yolanda
    """
)
