"""Spanish verbs conjugated: every one-word form with its lemma, tense and person."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from rules.grammar.clause import Person, Tense
from rules.grammar.spanish import vocabulary
from rules.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PRESENT, FUTURE, CONDITIONAL, PAST = Tense.PRESENT, Tense.FUTURE, Tense.CONDITIONAL, Tense.PAST
SUBJUNCTIVE, IMPERATIVE = Tense.SUBJUNCTIVE, Tense.IMPERATIVE


class Form(NamedTuple):
    """One form: ``spelled`` with its accents, as a careful author writes it."""

    spelled: str
    lemma: str
    tense: Tense
    person: Person
    plural: bool


_SIX: Final = (
    (Person.FIRST, False),
    (Person.SECOND, False),
    (Person.THIRD, False),
    (Person.FIRST, True),
    (Person.SECOND, True),
    (Person.THIRD, True),
)
_STRESSED: Final = (0, 1, 2, 5)
"""The persons of the present whose stem is stressed, and so changes."""

_ENDINGS: Final = {
    "present": {"ar": "o as a amos áis an", "er": "o es e emos éis en", "ir": "o es e imos ís en"},
    "subjunctive": {"ar": "e es e emos éis en", "er": "a as a amos áis an", "ir": "a as a amos áis an"},
    "imperfect": {
        "ar": "aba abas aba ábamos abais aban",
        "er": "ía ías ía íamos íais ían",
        "ir": "ía ías ía íamos íais ían",
    },
    "preterite": {
        "ar": "é aste ó amos asteis aron",
        "er": "í iste ió imos isteis ieron",
        "ir": "í iste ió imos isteis ieron",
    },
    "strong": dict.fromkeys(("ar", "er", "ir"), "e iste o imos isteis ieron"),
    "future": dict.fromkeys(("ar", "er", "ir"), "é ás á emos éis án"),
    "conditional": dict.fromkeys(("ar", "er", "ir"), "ía ías ía íamos íais ían"),
}
_VOS: Final = {"ar": ("ás", "á"), "er": ("és", "é"), "ir": ("ís", "í")}
_VOSOTROS: Final = {"ar": "ad", "er": "ed", "ir": "id"}

_FIRST: Final = {
    "tener": "tengo", "poner": "pongo", "venir": "vengo", "salir": "salgo", "valer": "valgo", "hacer": "hago",
    "decir": "digo", "traer": "traigo", "caer": "caigo", "oír": "oigo", "ver": "veo", "saber": "sé",
    "caber": "quepo", "satisfacer": "satisfago",
}  # fmt: skip
_FUTURE: Final = {
    "tener": "tendr", "poner": "pondr", "venir": "vendr", "salir": "saldr", "valer": "valdr", "hacer": "har",
    "decir": "dir", "poder": "podr", "querer": "querr", "saber": "sabr", "haber": "habr", "caber": "cabr",
    "oír": "oir", "satisfacer": "satisfar",
}  # fmt: skip
_STRONG: Final = {
    "tener": "tuv", "estar": "estuv", "andar": "anduv", "poner": "pus", "poder": "pud", "saber": "sup",
    "hacer": "hic", "querer": "quis", "venir": "vin", "decir": "dij", "traer": "traj", "caber": "cup",
    "haber": "hub", "satisfacer": "satisfic",
}  # fmt: skip
_PARTICIPLES: Final = {
    "hacer": "hecho", "decir": "dicho", "poner": "puesto", "ver": "visto", "morir": "muerto",
    "satisfacer": "satisfecho",
}  # fmt: skip
PARTICIPLES_IN: Final = {
    "abrir": "abierto", "romper": "roto", "volver": "vuelto", "solver": "suelto", "imprimir": "impreso",
    "cubrir": "cubierto", "scribir": "scrito",
}  # fmt: skip
"""Of every verb that ends so."""
_TU: Final = {
    "hacer": "haz",
    "decir": "di",
    "poner": "pon",
    "tener": "ten",
    "venir": "ven",
    "salir": "sal",
    "ir": "ve",
    "ser": "sé",
}
_WHOLE: Final[Mapping[str, Mapping[Tense, str]]] = {
    "ser": {
        PRESENT: "soy eres es somos sois son",
        SUBJUNCTIVE: "sea seas sea seamos seáis sean",
        PAST: "fui fuiste fue fuimos fuisteis fueron|era eras era éramos erais eran",
    },
    "ir": {
        PRESENT: "voy vas va vamos vais van",
        SUBJUNCTIVE: "vaya vayas vaya vayamos vayáis vayan",
        PAST: "fui fuiste fue fuimos fuisteis fueron|iba ibas iba íbamos ibais iban",
    },
    "estar": {PRESENT: "estoy estás está estamos estáis están", SUBJUNCTIVE: "esté estés esté estemos estéis estén"},
    "haber": {PRESENT: "he has ha hemos habéis han", SUBJUNCTIVE: "haya hayas haya hayamos hayáis hayan"},
    "dar": {
        PRESENT: "doy das da damos dais dan",
        SUBJUNCTIVE: "dé des dé demos deis den",
        PAST: "di diste dio dimos disteis dieron|daba dabas daba dábamos dabais daban",
    },
    "ver": {
        PRESENT: "veo ves ve vemos veis ven",
        SUBJUNCTIVE: "vea veas vea veamos veáis vean",
        PAST: "vi viste vio vimos visteis vieron|veía veías veía veíamos veíais veían",
    },
    "saber": {SUBJUNCTIVE: "sepa sepas sepa sepamos sepáis sepan"},
    "oír": {PRESENT: "oigo oyes oye oímos oís oyen"},
    "reír": {
        PRESENT: "río ríes ríe reímos reís ríen",
        SUBJUNCTIVE: "ría rías ría riamos riáis rían",
    },
}
_IRREGULAR: Final = (
    "ser estar haber ir dar ver saber caber hacer decir tener poner venir salir valer traer caer oír poder querer andar"
    " reír adquirir inquirir"
)
SETS: Final = {
    "regular": frozenset(vocabulary.REGULAR.split()),
    "ie": frozenset(vocabulary.STEM_E_IE.split()),
    "ue": frozenset(vocabulary.STEM_O_UE.split()),
    "i": frozenset(vocabulary.STEM_E_I.split()),
    "í": frozenset(vocabulary.STRESSED_I.split()),
    "ú": frozenset(vocabulary.STRESSED_U.split()),
    "y": frozenset(vocabulary.WITH_Y.split()),
    "zc": frozenset(vocabulary.WITH_ZC.split()),
    "prefixed": frozenset(vocabulary.PREFIXED.split()),
}
LEMMAS: Final = frozenset(_IRREGULAR.split()).union(*SETS.values())
_DERIVED: Final = ("tener", "poner", "venir", "salir", "valer", "traer", "hacer", "decir", "caer", "ver")


def _base(lemma: str) -> tuple[str, str]:
    """Split a derivative into its prefix and the verb it is conjugated like."""
    if lemma not in SETS["prefixed"] or lemma == "satisfacer":
        return "", lemma
    verb = next(verb for verb in _DERIVED if lemma.endswith(verb))
    return lemma.removesuffix(verb), verb


def _spell(stem: str, ending: str, conjugation: str) -> str:
    """Join stem and ending so that it sounds as the infinitive does: busc-é is busqué, cog-o is cojo."""
    soft = fold(ending[:1]) in "ei"
    if conjugation == "ar" and soft:
        for hard, softened in (("gu", "gü"), ("c", "qu"), ("g", "gu"), ("z", "c")):
            if stem.endswith(hard):
                return stem.removesuffix(hard) + softened + ending
    if conjugation != "ar" and not soft:
        for softened, hard in (("gu", "g"), ("qu", "c"), ("g", "j"), ("c", "z")):
            if stem.endswith(softened):
                return stem.removesuffix(softened) + hard + ending
    return stem + ending


_CHANGES: Final = (("ie", "e", "ie"), ("ue", "o", "ue"), ("i", "e", "i"), ("í", "i", "í"), ("ú", "u", "ú"))


def _changed(stem: str, lemma: str) -> str:
    """Change the vowel of a stressed stem: piens-, cuent-, pid-, enví-, construy-."""
    for name, vowel, change in _CHANGES:
        if lemma in SETS[name]:
            place = stem.rfind(vowel if lemma != "jugar" else "u")
            return stem[:place] + change + stem[place + 1 :]
    if lemma in SETS["y"]:
        return stem + "y"
    return {"querer": "quier", "poder": "pued", "tener": "tien", "venir": "vien", "decir": "dic",
            "adquirir": "adquier", "inquirir": "inquier"}.get(lemma, stem)  # fmt: skip


def _weak(stem: str, lemma: str) -> str:
    """Change the unstressed vowel of -ir verbs: pid-ió, durm-iendo, sint-amos."""
    if lemma.endswith("ir") and (lemma in SETS["i"] or lemma in SETS["ie"]):
        place = stem.rfind("e")
        return stem[:place] + "i" + stem[place + 1 :]
    return {"dormir": "durm", "morir": "mur", "decir": "dic", "venir": "vin", "poder": "pud"}.get(lemma, stem)


def _glide(stem: str, ending: str) -> str:
    """Write the i between vowels as y: leyó, construyendo."""
    if stem[-1:] in "aeou" and not stem.endswith(("gu", "qu")) and ending[:2] in {"ió", "ie"}:
        return stem + "y" + ending[1:]
    if stem.endswith("j") and ending.startswith("ie"):
        return stem + ending[1:]
    return stem + ending


def _six(tense: Tense, forms: list[str], lemma: str) -> Iterator[Form]:
    for spelled, (person, plural) in zip(forms, _SIX, strict=True):
        yield Form(spelled, lemma, tense, person, plural)


@cache
def _endings(conjugation: str) -> dict[str, list[str]]:
    return {name: table[conjugation].split() for name, table in _ENDINGS.items()}


def _plain(lemma: str) -> Iterator[Form]:
    """Conjugate a verb that is no derivative."""
    conjugation = fold(lemma[-2:])
    stem = lemma[:-2]
    whole: Mapping[Tense, str] = _WHOLE.get(lemma, {})
    endings = _endings(conjugation)
    changed, weak = _changed(stem, lemma), _weak(stem, lemma)

    present = [
        _spell(changed if place in _STRESSED else stem, ending, conjugation)
        for place, ending in enumerate(endings["present"])
    ]
    if lemma in _FIRST:
        present[0] = _FIRST[lemma]
    elif lemma in SETS["zc"]:
        present[0] = stem[:-1] + "zco"
    if PRESENT in whole:
        present = whole[PRESENT].split()
    yield from _six(PRESENT, present, lemma)
    if lemma == "haber":
        yield Form("hay", lemma, PRESENT, Person.THIRD, plural=False)

    first = present[0].removesuffix("o")
    if conjugation == "ar":
        subjunctive = [
            _spell(changed if place in _STRESSED else stem, ending, conjugation)
            for place, ending in enumerate(endings["subjunctive"])
        ]
    else:
        regular = lemma not in _FIRST and lemma not in SETS["zc"] and lemma not in SETS["y"]
        unstressed = weak if lemma.endswith("ir") else stem
        subjunctive = [
            first + ending if place in _STRESSED or not regular else _spell(unstressed, ending, conjugation)
            for place, ending in enumerate(endings["subjunctive"])
        ]
    if SUBJUNCTIVE in whole:
        subjunctive = whole[SUBJUNCTIVE].split()
    yield from _six(SUBJUNCTIVE, subjunctive, lemma)

    yield from _past(lemma, stem, weak, conjugation, endings)

    root = _FUTURE.get(lemma, lemma)
    yield from _six(FUTURE, [root + ending for ending in endings["future"]], lemma)
    yield from _six(CONDITIONAL, [root + ending for ending in endings["conditional"]], lemma)

    yield Form(_TU.get(lemma, present[2]), lemma, IMPERATIVE, Person.SECOND, plural=False)
    yield Form(stem + _VOSOTROS[conjugation], lemma, IMPERATIVE, Person.SECOND, plural=True)
    yield Form(subjunctive[2], lemma, IMPERATIVE, Person.SECOND, plural=False)
    yield Form(subjunctive[5], lemma, IMPERATIVE, Person.SECOND, plural=True)
    if lemma not in {"ser", "ir", "haber", "estar", "dar", "ver"}:
        yield Form(stem + _VOS[conjugation][0], lemma, PRESENT, Person.SECOND, plural=False)
        yield Form(stem + _VOS[conjugation][1], lemma, IMPERATIVE, Person.SECOND, plural=False)
    yield Form(lemma, lemma, Tense.INFINITIVE, Person.NONE, plural=False)
    gerund = {"ir": "yendo", "ser": "siendo"}.get(lemma) or (
        stem + "ando" if conjugation == "ar" else _glide(weak, "iendo")
    )
    yield Form(gerund, lemma, Tense.GERUND, Person.NONE, plural=False)
    usual = stem + ("ado" if conjugation == "ar" else "ído" if stem[-1:] in {"a", "e", "o"} else "ido")
    families = (lemma.removesuffix(end) + form for end, form in PARTICIPLES_IN.items() if lemma.endswith(end))
    participle = _PARTICIPLES.get(lemma) or next(families, usual)
    for ending, plural in (("o", False), ("a", False), ("os", True), ("as", True)):
        yield Form(participle[:-1] + ending, lemma, Tense.PARTICIPLE, Person.NONE, plural=plural)


def _past(lemma: str, stem: str, weak: str, conjugation: str, endings: dict[str, list[str]]) -> Iterator[Form]:
    """Conjugate preterite, imperfect and the past subjunctive."""
    whole = _WHOLE.get(lemma, {}).get(PAST)
    if whole:
        preterite, imperfect = (part.split() for part in whole.split("|"))
    else:
        imperfect = [stem + ending for ending in endings["imperfect"]]
        strong = _STRONG.get(lemma) or (stem[:-1] + "j" if lemma.endswith("ducir") else None)
        if strong:
            preterite = [_glide(strong, ending) for ending in endings["strong"]]
            preterite[2] = preterite[2].replace("hico", "hizo").replace("fico", "fizo")
        else:
            preterite = [
                _glide(weak if place in {2, 5} else stem, ending) if conjugation != "ar" else _spell(stem, ending, "ar")
                for place, ending in enumerate(endings["preterite"])
            ]
    yield from _six(PAST, preterite, lemma)
    yield from _six(PAST, imperfect, lemma)
    root = preterite[5].removesuffix("ron")
    for a, b in (("ra", "ramos"), ("se", "semos")):
        stressed = root[:-1] + {"a": "á", "e": "é"}[root[-1]]
        forms = [root + a, root + a + "s", root + a, stressed + b, root + a + "is", root + a + "n"]
        yield from _six(SUBJUNCTIVE, forms, lemma)


@lru_cache(maxsize=512)
def conjugate(lemma: str) -> tuple[Form, ...]:
    """Give every form of a verb: its clitics apart, its derivatives as their base."""
    prefix, base = _base(lemma)
    if not prefix:
        return tuple(dict.fromkeys(_plain(lemma)))
    forms = (form._replace(spelled=prefix + form.spelled, lemma=lemma) for form in _plain(base))
    return tuple(dict.fromkeys(forms))
