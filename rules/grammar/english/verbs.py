"""English verbs: their irregular forms, how the regular ones are built, and which words are verbs at all.

A verb after "will" needs no list: whatever stands there is one. The list serves where English leaves
it open, as in "send it", "Shafts ship Monday" or "and confirm by Thursday".
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache


class Form(StrEnum):
    """One-word forms of a verb."""

    BASE = "base"
    THIRD = "third"
    """"Sends"."""
    PAST = "past"
    PARTICIPLE = "participle"
    """"Sent", "written"."""
    GERUND = "gerund"
    """"Sending"."""


_IRREGULAR = """
be was been; have had had; do did done; go went gone; get got got|gotten; give gave given; send sent sent; bring brought brought;
take took taken; make made made; come came come; see saw seen; know knew known; think thought thought; say said said; tell told told;
let let let; put put put; set set set; ring rang rung; write wrote written; speak spoke spoken; find found found; leave left left;
keep kept kept; hold held held; pay paid paid; buy bought bought; sell sold sold; meet met met; run ran run; begin began begun;
break broke broken; build built built; catch caught caught; choose chose chosen; cut cut cut; deal dealt dealt; dig dug dug;
draw drew drawn; drive drove driven; eat ate eaten; fall fell fallen; feel felt felt; fly flew flown; forget forgot forgotten;
grow grew grown; hang hung hung; hear heard heard; hit hit hit; lay laid laid; lead led led; lend lent lent; light lit lit;
lose lost lost; mean meant meant; read read read; ride rode ridden; rise rose risen; shake shook shaken; shoot shot shot; show showed shown;
shut shut shut; sit sat sat; sleep slept slept; spend spent spent; stand stood stood; stick stuck stuck; swing swung swung;
teach taught taught; throw threw thrown; understand understood understood; wear wore worn; win won won; withdraw withdrew withdrawn;
undertake undertook undertaken; redo redid redone; resend resent resent; rebuild rebuilt rebuilt; become became become; cost cost cost;
fit fitted|fit fitted|fit; forgive forgave forgiven; hide hid hidden; hurt hurt hurt; quit quit quit; seek sought sought; split split split;
sweep swept swept; wake woke woken; reset reset reset; overrun overran overrun; bear bore borne; bind bound bound; feed fed fed;
fight fought fought; freeze froze frozen; shrink shrank shrunk; sing sang sung; sink sank sunk; steal stole stolen; swear swore sworn;
tear tore torn; rewrite rewrote rewritten; redraw redrew redrawn; reread reread reread; mislay mislaid mislaid; foresee foresaw foreseen;
upset upset upset; input input input; broadcast broadcast broadcast; outbid outbid outbid; overlook overlooked overlooked
"""

_REGULAR = """
accept acknowledge action add address adjust advise agree aim allow amend amount announce answer apologise apologize appear apply
appoint appreciate approve arrange arrive ask assess assign assume assure attach attend authorise authorize await bag balance base
bill block book bounce box brief budget calculate call cancel carry cease chair change charge chase check circle circulate claim clarify
clean clear click close collect colour commit compare compile complain complete compromise concern conclude confirm connect consider consult
contact continue convey copy correct courier cover crack create credit decide decline deduct defer delay delete deliver deposit describe design
detail determine develop devise diagnose dial direct disable disagree disappoint discontinue discuss dispatch despatch dispute divide do download draft drop dry
earn edit elect email e-mail employ empty enclose encourage end endeavour enjoy enquire ensure enter escalate estimate evaluate examine exchange
excuse execute expect expedite expire explain export extend fail fax figure file fill finalise finalize finish fix flag follow forward
fulfil fulfill furnish gather glaze grant greet guarantee guess hand handle happen hate head help highlight hire holler hope identify ignore
implement import include inform initial inspect insert install instruct insure intend introduce investigate invite invoice involve issue
iron itemise itemize join keep kick knock label land last laugh launch like link list liaise listen live load lock lodge log look love
mail manage mark match measure mend mention message migrate mind miss mix monitor move need nail note notice notify object obtain occur
offer omit open operate opt order organise organize outline owe own pack paint park pass paste pencil perform permit persuade phone
pick ping place plan play plug point pop post postpone pour prefer prepare present press prevent price print process produce
progress promise propose prorate protect prove provide publish pull pump purchase push query question quote raise reach rearrange rebook
recall receive recheck recommend record recover rectify redline redirect reduce refer reflect refrain refund refuse regard register reimburse
reissue reject relay release remain remember remind remit remove renew rent reopen repaint repair repay repeat replace reply report
represent request require rerun reschedule research reserve resign resolve respond restart restore resubmit resume retain retire retract return
revert review revise revisit revoke roll round rush sand save scan schedule scope score screen screenshot secure seal select separate serve service settle
share shift ship shout sign slot snap solve sort source spec specify spray square squeeze staff stain start state stay stop store
stress strike strip submit subscribe suffer suggest suit summarise summarize supply support suppose survey suspend swap switch table talk target
telephone terminate test text thank tidy total touch track trade train transfer transcribe translate transport trim trust try turn
tweak type unblock unlock unsubscribe update upgrade upload use value verify visit volunteer vote wait walk want warn wash watch welcome weld
whatsapp wipe wire wonder work worry wrap venmo zoom e-sign countersign re-send re-issue re-quote requote recalculate reconfirm reconcile
recommission commission fast-track mull yell sound rate loop plump sketch knit pursue proceed progress pin nudge lodge liaise lob chuck bung whack whizz zip
copy cc amend annotate attend audit backdate bake bolt brace carve ceil chop circle coat demo deploy debug dust engrave erase evict exhibit
fabricate feature fetch flush frame fund fuse grade grout heat host indicate interview invoice isolate jot justify key lag level lift line locate
lower machine map merge modify name negotiate offload outsource overhaul oversee own page patch photograph pilot plaster plate plumb polish pot probe
proof proofread prune quarantine query quash rebalance rebook recruit recycle redecorate refit refill refresh refurbish regrade reinstall reinstate relocate remake remeasure remedy
remodel reprint reprogram reroute reupload rewire rota rule sample scrap scrutinise search segregate signpost simplify skim slice smooth solder spot stack stamp stock stretch sub substitute sub-let
sum supervise surrender sync tailor tally tape tender thin tile time tint top tow treat tune undo unload vacate validate vary vet view wax widen witness
blow inspect ok okay doubt figure reckon assure own hint wish imagine gather claim swear spell count bank bob pop swing nip whizz dash chance fancy mind dye wind crack bear rely depend belong
"""


def _irregulars() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    table = {}
    for entry in _IRREGULAR.replace("\n", " ").split(";"):
        base, past, participle = entry.split()
        table[base] = (tuple(past.split("|")), tuple(participle.split("|")))
    return table


IRREGULAR = _irregulars()
KNOWN = frozenset(_REGULAR.split()) | frozenset(IRREGULAR)

_VOWELS = frozenset("aeiou")
_DOUBLES = frozenset(
    [
        "plan",
        "stop",
        "drop",
        "chop",
        "swap",
        "zip",
        "pop",
        "wrap",
        "chat",
        "shop",
        "ship",
        "slot",
        "spot",
        "fit",
        "sit",
        "set",
        "put",
        "get",
        "let",
        "run",
        "cut",
        "shut",
        "hit",
        "dig",
        "cancel",
        "travel",
        "label",
        "model",
        "total",
        "commit",
        "refer",
        "defer",
        "transfer",
        "submit",
        "permit",
        "admit",
        "omit",
        "occur",
        "prefer",
        "control",
        "begin",
        "forget",
        "book-up",
        "plug",
        "tag",
        "log",
        "flag",
        "bag",
        "drag",
        "nag",
        "trim",
        "scan",
        "tip",
        "trip",
        "step",
        "strip",
        "scrap",
        "map",
        "tap",
        "pin",
        "ping-pong",
        "win",
        "spin",
        "grab",
        "rub",
        "sub",
        "hum",
        "upset",
        "reset",
        "split",
        "quit",
        "rot",
        "knit",
        "dot",
        "jot",
        "vet",
        "bet",
        "wet",
        "net",
        "pat",
        "snap",
        "slip",
        "clip",
        "skip",
        "equip",
        "whip",
        "program",
        "refit",
        "sum",
        "rig",
    ]
)


def _gerund(base: str) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) and base != "be":
        return base[:-1] + "ing"
    if base in _DOUBLES:
        return base + base[-1] + "ing"
    return base + "ing"


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ied"
    if base in _DOUBLES:
        return base + base[-1] + "ed"
    return base + "ed"


def _third(base: str) -> str:
    if base in {"be", "have"}:
        return {"be": "is", "have": "has"}[base]
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        return base + "es"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ies"
    return base + "s"


@cache
def conjugate(base: str) -> dict[Form, frozenset[str]]:
    """Give the one-word forms of a verb; a regular one is doubled as British and American writers do."""
    past, participle = IRREGULAR.get(base, ((_past(base),), (_past(base),)))
    gerunds = {_gerund(base)}
    if base in {"cancel", "travel", "label", "model", "total"}:
        gerunds.add(base + "ing")
        past = (*past, base + "ed")
        participle = past
    return {
        Form.BASE: frozenset({base}),
        Form.THIRD: frozenset({_third(base)}),
        Form.PAST: frozenset({*past, "were"} if base == "be" else past),
        Form.PARTICIPLE: frozenset(participle),
        Form.GERUND: frozenset(gerunds),
    }


def _table(form: Form) -> dict[str, str]:
    return {word: base for base in sorted(KNOWN) for word in conjugate(base)[form]}


_THIRD = _table(Form.THIRD)
_PAST = _table(Form.PAST)
_PARTICIPLE = _table(Form.PARTICIPLE)
_GERUND = _table(Form.GERUND)
_NO_GERUND = frozenset(
    [
        "thing",
        "something",
        "nothing",
        "anything",
        "everything",
        "morning",
        "evening",
        "during",
        "king",
        "ring",
        "spring",
        "string",
        "wing",
        "bring",
        "sing",
        "ceiling",
        "building",
        "string",
        "sibling",
        "wedding",
        "shilling",
        "sterling",
        "ping",
        "swing",
        "sling",
        "fling",
        "cling",
        "duckling",
        "darling",
        "pudding",
        "railing",
    ]
)
_NO_PARTICIPLE = frozenset(
    [
        "need",
        "feed",
        "speed",
        "bed",
        "red",
        "seed",
        "exceed",
        "indeed",
        "hundred",
        "shed",
        "bleed",
        "weed",
        "breed",
        "ted",
        "fred",
        "kindred",
        "unaffected",
    ]
)


@cache
def lemma(word: str, form: Form) -> str | None:
    """Give the infinitive of a word if it can be that form of a verb, else None.

    "-ing" and "-ed" tell a verb even where the list does not hold it: "venmoing", "redlined".
    """
    match form:
        case Form.BASE:
            return word if word in KNOWN else None
        case Form.THIRD:
            return _THIRD.get(word)
        case Form.PAST:
            return _PAST.get(word) or _unlisted(word, "ed", _NO_PARTICIPLE)
        case Form.PARTICIPLE:
            return _PARTICIPLE.get(word) or _unlisted(word, "ed", _NO_PARTICIPLE)
        case Form.GERUND:
            return _GERUND.get(word) or _unlisted(word, "ing", _NO_GERUND)


def _unlisted(word: str, ending: str, never: frozenset[str]) -> str | None:
    stem = word.removesuffix(ending)
    if stem == word or len(stem) < 2 or word in never or not _VOWELS & set(stem + "y"):
        return None
    if stem[-1] == stem[-2] and stem[-1] not in "lszf":
        return stem[:-1]
    if ending == "ed" and stem.endswith("i"):
        return stem[:-1] + "y"
    if stem.endswith(
        ("at", "iv", "uc", "ag", "ur", "iz", "is", "id", "as", "os", "us", "v", "nc", "rg", "dg", "bl", "pl", "tl")
    ):
        return stem + "e"
    return stem
