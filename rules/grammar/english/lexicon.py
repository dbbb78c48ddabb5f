"""The small words of English: closed classes, which grammar needs and no pack should change."""

from __future__ import annotations

MODALS = frozenset("will shall would can could should may might must".split())
BE = frozenset("am is are was were 's".split())
HAVE = frozenset("have has had".split())
DO = frozenset("do does did".split())
NOMINATIVE = frozenset("i we you they he she it someone somebody anyone anybody everyone nobody this that there these those".split())
CLITIC_SUBJECT = frozenset("i we they he she".split())
"""Pronouns that can only be a subject: one of them before a verb opens a clause."""
OBJECTIVE = frozenset("me us you him her it them this that these those both everything something anything".split())
DETERMINERS = frozenset(
    "the a an my our your his her its their this that these those some any no each every all both another either neither which what whose".split()
)
POSSESSIVES = frozenset("my our your his her its their".split())
PREPOSITIONS = frozenset(
    "about above across after against along among around as at before behind below beneath beside besides between beyond by despite "
    "down during except for from in inside into like near of off on onto out outside over past per since than through throughout to toward "
    "towards under until up upon via with within without regarding re latest".split()
)
PARTICLES = frozenset("back over up out in off across round around through down along on by away together forward".split())
COORDINATORS = frozenset("and but or so then yet plus nor".split())
WH = frozenset("what when where who whom whose which why how".split())
NUMBERS = frozenset("one two three four five six seven eight nine ten eleven twelve".split())
ADVERBS = frozenset(
    "also just then now still soon too again always never not only really ever already maybe perhaps even first please all both today tomorrow tonight "
    "therefore hereby however meanwhile instead usually once often sometimes rather quite very so asap honestly ourselves myself themselves herself himself "
    "nonetheless nevertheless accordingly otherwise later further right straight in-turn either much simply personally indeed else prob obviously def once".split()
) - {"once", "all", "both", "so", "either"}
_NOT_ADVERBS = frozenset(
    "reply apply supply rely family only early july fly italy assembly anomaly ally bully multiply comply imply friendly weekly monthly daily "
    "quarterly hourly yearly elderly lovely likely unlikely ugly belly jelly lily sally emily billy kelly holly molly polly beverly kimberly homily tally rally folly".split()
)
NEGATIONS = frozenset("not never nobody none nothing neither nor hardly".split())
SUBORDINATORS: dict[str, str] = {
    "if": "if", "unless": "if", "provided": "if", "providing": "if", "assuming": "if", "in case": "if", "as long as": "if", "should": "if", "only if": "if", "even if": "if",
    "when": "when", "once": "when", "as soon as": "when", "as far as": "though", "soon as": "when", "the moment": "when", "the minute": "when", "whenever": "when", "after": "when",
    "before": "when", "until": "when", "by the time": "when", "while": "when", "as and when": "when", "if and when": "if", "the day": "when", "now": "when", "now that": "when",
    "because": "because", "since": "because", "as": "because", "given": "because", "seeing as": "because",
    "so that": "purpose", "in order that": "purpose", "in order to": "purpose",
    "although": "though", "though": "though", "even though": "though", "whereas": "though", "however": "though", "whatever": "though",
    "that": "that", "whether": "that", "why": "that", "how": "that", "what": "that", "where": "that",
    "which": "relative", "who": "relative", "whom": "relative", "whose": "relative",
}  # fmt: skip
"""What introduces a dependent clause, by :class:`rules.grammar.clause.Link`."""

CATENATIVES = frozenset(
    "need want hope plan aim try intend promise expect undertake agree commit wish like love prefer mean manage offer decide arrange propose endeavour attempt have "
    "ask choose continue get happen start begin remember forget proceed guarantee look tend seem appear fail refuse decline care".split()
)
"""Verbs that carry another one with "to": the other is what is meant."""
READINESS = frozenset(
    "able happy glad pleased delighted willing ready due supposed meant sure certain set bound likely keen free welcome sorry afraid unable unlikely grateful going about obliged obligated bound".split()
)
"""Adjectives between "be" and "to": "happy to send", "due to arrive"."""
SAYING = frozenset(
    "say tell think believe hope know guess suppose promise mention assure reckon understand feel hear see confirm suggest swear expect note "
    "write explain indicate inform imagine trust doubt mean report claim agree remember find wish figure insist advise assume gather decide sure afraid".split()
)
STATES = frozenset(
    "with there back ready out away off closed open in at here available free over on around online live".split()
)
"""Words that, after "be", say what is meant: "be with you", "be ready", "be away"."""
BOTH_NOUN_AND_VERB = frozenset(
    "label price quote report order form note call email e-mail text mail fax post ring drop copy record check book claim cost deal draft file finish fix "
    "balance bag base bill block box budget chair change charge clear close collect credit cover deposit design detail document estimate exchange "
    "export fit flag figure guess hand help highlight hope insert invoice issue land lead leave light link list load lock log look love mark match "
    "measure message mind mix move name need object offer open own pack paint park pass paste place plan play point present process produce progress "
    "project proof purchase query question refund regard rent repair reply request research rest return review round run rush sample scan schedule score screen service "
    "set share ship show sign slot sound source stain start state stay stock stop store stress strike supply support survey switch table talk target test "
    "time touch trade train transfer transport try turn update upgrade use value view visit walk wash watch welcome wire wonder work worry wrap answer address advance "
    "aim amount delay demo host track total top tender cut hit put read let find feature heat tape tow trim plaster plate patch part mean till will board ticket rate age "
    "result plant fund fuse grade page photograph staff grout tile stamp stack spot rule plumb witness wax level lift line key justify probe cost fence floor roof line "
    "print pump pull push press photo picture second answer notice dry warm live clean lower total tidy square tune suit back even key last time interview sketch".split()
)
PEOPLE = frozenset(
    "team office engineer technician driver fitter colleague manager assistant secretary accountant bookkeeper clerk staff department solicitor "
    "surveyor plumber electrician joiner contractor crew carpenter installer inspector adjuster lad lads guy guys rep partner boss director lawyer "
    "someone somebody receptionist nurse teacher tutor designer developer agent courier operator foreman mechanic cleaner chef supplier warehouse "
    "legal accounts finance sales support purchasing payroll compliance procurement dispatch reception service supervisor coordinator agency studio heating man girl girls boys people hr gal lady woman bloke chap fella mate crews office wholesaler printers printer laboratory lab practice it "
    "tech apprentice associate consultant representative trainer specialist scheduler controller auditor buyer owner committee board chairman treasurer group templater painter gardener doctor dentist vet".split()
)
"""Nouns of people who act for a firm; a single capitalised name counts as one too."""
KIN = frozenset(
    "mother father sister brother wife husband nephew niece cousin son daughter neighbour neighbor mum mom dad client landlord bank insurer lender tenant buyer's seller other "
    "friend aunt uncle sister-in-law brother-in-law mother-in-law in-laws customer customers guest doctor's hmrc irs council carrier adjuster vendor his her their".split()
)
"""Nouns of people whom a firm cannot commit."""


def is_adverb(word: str) -> bool:
    """Tell whether a word may stand between an auxiliary and its verb."""
    return word in ADVERBS or (word.endswith("ly") and len(word) > 4 and word not in _NOT_ADVERBS)
