"""First names: those whose gender is beyond doubt (only with them a surname gets its "Sr." or "Sra."), and others."""

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
GIVEN = (
    MEN
    | WOMEN
    | words(
        """
        abel abigail abril adam ainara ainhoa aitor alain alan alba albert alex alexa alexander alexis alfons alice
        alison alistair allison almu alvin amanda amaya amelia amy anabel anais andrea andreu andrew andy anita ann
        anna anne anthony antia anton ariadna ariel arnau arthur ashley asier audrey austin ava axel aya bea becky
        bego begona ben bernat beth betty bill billy bob bobby borja brad bradley brandon brenda brian bruce bryan
        caleb cameron candela carme caro carol caroline carolyn catherine cathy charles charlie charlotte chelo
        chema chloe chris christian christina christine christopher cindy claire clare claudi colin connor constance
        cora craig cris cristobal curro cynthia dan daniela danielle danny dave david dawn dean debbie deborah denis
        denise dennis derek diane didac dolors donald donna doris dorothy doug duncan dylan eder edgardo edith edu
        edurne edward edwin eider eileen elaine eleanor eli elias elisabet elisabeth elizabeth ellen elliot elsa
        emily emma encarna encarni enric eric erik erika ernest estela estrella ethan eulalia evan evelyn fabio
        facundo fede feli fer ferran fiona flor fran frances francesc frank fred freya gael gaizka garazi gareth
        gary gema gemma george georgia gerard gilbert gina giovanna glenn gonza gorka grace graham greg guadalupe
        guille gustau gwen hannah harold harry heather helen helena henry hilda holly howard ian ibai ignasi igor
        imanol imma inaki ines inigo inma ione irati iria irma isa isaac isabel isaura israel itziar ivan ivette
        izan jack jackie jacob jacqueline jake james jamie jan jane janet janice jason jaume jean jeff jeffrey jen
        jennifer jenny jeremy jess jesse jessica jill jim jimena jimmy joana joanna joanne joe joel john johnny jon
        jonathan jordan jordi josean joseba joseph josh joshua josu joy joyce juancho juanita juanjo juanma judith
        judy julie june justin karen karina karl karla kate katherine kathleen kathy katie keith kelly ken kenneth
        kevin kiko kim kirsty koldo kristen kyle laia lara larry lauren laurie lautaro leah lee leo leonardo leonor
        leslie lewis liam libertad linda lisa liz lluc lluis logan lola lorea loreto lorna louis louise lucas lucy
        luke lupe lydia lynn mabel maddi madison magda maialen maica maite malena manel manolo manu mar marc marcel
        marcia marcial marga margaret maria mariam marian maribel marie marilyn marisa marisol mark marlene marley
        martha mary mateu matt matthew maureen maurice mavi max maya megan melanie melissa merce merche meritxell
        mia michael michelle micky miguelangel mike mikel milagros milena mireia miren miriam moises molly montse
        morgan nacho nahia naiara nancy naomi natalie nathan neil nestor neus nicholas nick nico nicola nicole nina
        noa noah noemi noor nora norma nuno octavi oier olaia oliver olivia omar oriol osvaldo owen paco paloma pam
        pamela pancho paqui pat patri patricia patrick patty pau paul peio pepa pepe per peter phil philip philippa
        phillip pilu piluca piti pol priya quim quique rachel raimon ralph randy ray raymond rebe rebecca regina
        remedios rhys rita rob robert robin roc roger roland ron ronald rosalia rosana rosario rose roser rosie
        roxana roy ruben russell ruth ryan sabina sabrina saioa sally sam samantha samira santi sarah scott sean
        sergi seth sharon sheila shirley silvestre simone sofi sole sophia sophie stacy stefan stella stephanie
        stephen steve steven stuart sue susan susanna suso tania tatiana tere terry theo thomas tim timothy tina
        toby todd tom tomeu toni tony tracy trevor txema unai ursula vale valerie vanessa vera veronica vicki vicky
        vincent virgilio wendy wil will william wilson xabier xavi xavier xisco xoan yago yaiza yanira yasmina
        yesenia yolanda yvonne zach zoe zulema
        """
    )
)
"""Given names of Spain, of America and of the English-speaking: a name that begins with one is a person's."""
