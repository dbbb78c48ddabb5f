"""What English sentences say: who acts, when, to whom, and what takes the force away."""

from __future__ import annotations

from datetime import date

import pytest

from rules.deadlines import DeadlineKind, find
from rules.grammar.clause import Clause, Context, Link, Mood, Role, Span, Tense
from rules.grammar.english import ENGLISH
from rules.reading.reading import Sentence
from rules.text import fold


def clauses_of(text: str) -> tuple[Clause, ...]:
    sentence = Sentence(text=text, folded=fold(text), start=0, end=len(text), paragraph=0)
    found = find(sentence.folded, language="en", said=date(2026, 3, 11))
    context = Context(
        times=[Span(each.start, each.end) for each in found if each.kind.counts],
        vague=[Span(each.start, each.end) for each in found if each.kind.counts and each.day is None],
        habitual=[Span(each.start, each.end) for each in found if each.kind is DeadlineKind.HABITUAL],
    )
    return ENGLISH.parse(sentence, context)


def clause_with(text: str, lemma: str) -> Clause:
    return next(clause for clause in clauses_of(text) if clause.verb is not None and clause.verb.lemma == lemma)


def stretch(text: str, clause: Clause) -> str:
    return text[clause.start : clause.end]


@pytest.mark.parametrize(
    ("text", "lemma", "tense"),
    [
        ("I'll send it tomorrow.", "send", Tense.FUTURE),
        ("ill send it over tmrw", "send", Tense.FUTURE),
        ("We shall write again on Tuesday.", "write", Tense.FUTURE),
        ("I'm going to ring them.", "ring", Tense.GOING_TO),
        ("gonna send it tonight", "send", Tense.GOING_TO),
        ("I'm sending it over tomorrow.", "send", Tense.PROGRESSIVE),
        ("Sending the deposit tonight.", "send", Tense.PROGRESSIVE),
        ("I sent it on Monday.", "send", Tense.PAST),
        ("We have sent it.", "send", Tense.PERFECT),
        ("I would send it.", "send", Tense.CONDITIONAL),
        ("The packing data I send you on Thursday.", "send", Tense.PRESENT),
        ("Please send the form.", "send", Tense.IMPERATIVE),
        ("We will, of course, replace the pump.", "replace", Tense.FUTURE),
        ("We commit to providing an analysis.", "provide", Tense.PRESENT),
        ("I need to run it by them.", "run", Tense.PRESENT),
        ("I'll let you know.", "let know", Tense.FUTURE),
        ("It'll be with you on Thursday.", "be with", Tense.FUTURE),
        ("The will is with the solicitor.", "be with", Tense.PRESENT),
        ("I should be glad of a statement.", "be", Tense.CONDITIONAL),
        ("Are the shafts ready?", "be", Tense.PRESENT),
        ("I've got to run.", "run", Tense.PRESENT),
        ("I'll get it from them and have it for you by Monday.", "get", Tense.FUTURE),
        ("The doors do not close.", "close", Tense.PRESENT),
        ("It'll get fixed tomorrow.", "fix", Tense.FUTURE),
        ("I'll wait and see.", "wait", Tense.FUTURE),
        ("I'll check, sign and return it.", "check", Tense.FUTURE),
        ("Renting to friends is still renting.", "rent", Tense.PROGRESSIVE),
        ("We moved it so that we can start.", "start", Tense.PRESENT),
        ("The painters came back.", "come", Tense.PAST),
        ("New customers pay in advance.", "pay", Tense.PRESENT),
        ("The board met and wants to wait.", "wait", Tense.PRESENT),
        ("Do find the form enclosed.", "find", Tense.IMPERATIVE),
        ("I do now need an answer.", "need", Tense.PRESENT),
        ("I'll have moved it by then.", "move", Tense.FUTURE),
        ("You'll have noticed our order.", "notice", Tense.PERFECT),
        ("I'll ask Tom when he gets in and let you know.", "let know", Tense.FUTURE),
        ("We shall in the meantime submit the form.", "submit", Tense.FUTURE),
    ],
)
def test_a_verb_group_is_read_with_its_auxiliaries(text: str, lemma: str, tense: Tense) -> None:
    verb = clause_with(text, lemma).verb
    assert verb is not None
    assert verb.tense is tense


@pytest.mark.parametrize(
    ("text", "lemma", "subject"),
    [
        ("I'll call you.", "call", Role.AUTHOR),
        ("Will have the forecast ready by Friday.", "have", Role.AUTHOR),
        ("ok ruth will dig the p60 out tonight", "dig", Role.AUTHOR),
        ("Let me check with the warehouse.", "check", Role.AUTHOR),
        ("You'll have it on Monday.", "have", Role.READER),
        ("Please return the form.", "return", Role.READER),
        ("Our fitter Alan will ring you.", "ring", Role.FIRM),
        ("Padraig will fit it on Thursday.", "fit", Role.FIRM),
        ("Someone will be in touch.", "be in touch", Role.FIRM),
        ("My sister will ring you.", "ring", Role.FIRM),
        ("The bank will ring you.", "ring", Role.THIRD),
        ("Replies to enquiries 4, 7 and 9 will be with you.", "be with", Role.THIRD),
        ("Prices will rise on 1 May.", "rise", Role.THIRD),
        ("Should be in your hands by Friday.", "be in", Role.THIRD),
        ("Let me have a look at it.", "have", Role.AUTHOR),
        ("Let me have a copy of it.", "let have", Role.READER),
        ("Our service adviser Ms Brennan will ring you.", "ring", Role.FIRM),
        ("Dispatch advice will be shared with you.", "share", Role.THIRD),
    ],
)
def test_the_subject_is_the_author_his_firm_the_reader_or_somebody_else(text: str, lemma: str, subject: Role) -> None:
    assert clause_with(text, lemma).subject is subject


@pytest.mark.parametrize(
    ("text", "lemma", "mood"),
    [
        ("We won't send a revised bill.", "send", Mood.NEGATED),
        ("I don't think we'll make it by Friday.", "make", Mood.NEGATED),
        ("Could you send me the licence?", "send", Mood.QUESTION),
        ("can you send me the headcount", "send", Mood.QUESTION),
        ("The carrier says they'll issue a copy.", "issue", Mood.REPORTED),
        ('She wrote "we will refund you on Friday".', "refund", Mood.REPORTED),
        ("The depot say it will be with you on Friday.", "be with", Mood.REPORTED),
        ("I have told them we will serve a notice.", "serve", Mood.REPORTED),
        ("Not paying for this month.", "pay", Mood.NEGATED),
        ("We always file the return on the 5th.", "file", Mood.HABITUAL),
        ("I'll file it on Mondays.", "file", Mood.HABITUAL),
        ("I look forward to Friday.", "look", Mood.COURTESY),
        ("If you like, I'll bring the samples.", "bring", Mood.OFFER),
        ("We can bring the samples.", "bring", Mood.OFFER),
        ("I have to check that.", "check", Mood.DUTY),
        ("We should talk.", "talk", Mood.DUTY),
        ("I'll try to get it to you by Friday.", "get", Mood.DOUBT),
        ("I was told.", "tell", Mood.PAST),
        ("Nothing will happen before March.", "happen", Mood.NEGATED),
        ("So long as we have it by noon it'll be certified today.", "certify", Mood.CONDITIONAL),
    ],
)
def test_a_mood_takes_the_force_out_of_a_clause(text: str, lemma: str, mood: Mood) -> None:
    assert mood in clause_with(text, lemma).moods


def test_what_one_expects_of_oneself_by_a_day_is_no_duty() -> None:
    clause = clause_with("Should be able to get you an answer within 3 working days.", "get")
    assert Mood.DUTY not in clause.moods
    assert Mood.OFFER not in clause.moods
    assert clause.subject is Role.AUTHOR


def test_please_note_that_reports_nobody() -> None:
    assert Mood.REPORTED not in clause_with("Please note that we will send the invoice on Friday.", "send").moods


@pytest.mark.parametrize(
    ("text", "lemma", "waits_on"),
    [
        ("Once you've sent the invoice we'll pay the balance.", "pay", Role.READER),
        ("Once I've got those I'll file it.", "file", Role.READER),
        ("We'll start once your papers are in.", "start", Role.READER),
        ("I'll let you know as soon as the truck is loaded.", "let know", Role.THIRD),
        ("Get me both forms by the 20th and I'll file them.", "file", Role.READER),
        ("Unless you object I'll send it on Friday.", "send", None),
        ("After the meeting tomorrow I'll send the minutes.", "send", None),
        ("As soon as they reach me I'll release the deposit.", "release", Role.READER),
        ("Should you wish to proceed, I'll draft it.", "draft", Role.READER),
        ("If someone could send it, I'll pay.", "pay", Role.READER),
        ("I'll call and if you agree we'll start.", "start", Role.READER),
        ("Pete will swap it before you open on Thursday.", "swap", None),
        ("I told them we'll serve it if we have no date by Friday, and I'll phone you.", "phone", None),
        ("I'll send it when I get home.", "send", Role.AUTHOR),
        ("You'll have it when you get in on Monday.", "have", Role.THIRD),
        ("I'll order it when you come back to me with the size.", "order", Role.READER),
        ("Give me until Friday and I'll price it.", "price", None),
        ("Leave it with me and I'll price it.", "price", None),
        ("Give me the sizes and I'll price it.", "price", Role.READER),
        ("I'm back on the 9th, when I'll finish it.", "finish", None),
    ],
)
def test_a_promise_waits_on_the_reader_on_an_event_or_on_nothing(text: str, lemma: str, waits_on: Role | None) -> None:
    assert clause_with(text, lemma).waits_on is waits_on


def test_who_asks_for_time_acts_by_then() -> None:
    assert clause_with("Give us until Friday and you'll have them.", "have").dated


@pytest.mark.parametrize(
    "text", ["I'll start today and have it done by Friday.", "We'll collect it and have it back to you by Friday."]
)
def test_what_one_will_have_done_is_no_question(text: str) -> None:
    assert all(Mood.QUESTION not in clause.moods for clause in clauses_of(text))


def test_two_acts_under_one_date_are_one_clause() -> None:
    text = "I'll mark up the radius and shoot it back to you tomorrow morning."
    (clause,) = clauses_of(text)
    assert stretch(text, clause) == text.rstrip(".")
    assert clause.verb is not None
    assert clause.verb.recipient is Role.READER


def test_two_acts_with_dates_of_their_own_are_two_clauses() -> None:
    text = "I'll put it to the Head this afternoon and confirm by Thursday."
    assert [stretch(text, each) for each in clauses_of(text)] == [
        "I'll put it to the Head this afternoon",
        "confirm by Thursday",
    ]


def test_a_verb_left_out_before_a_second_date_is_understood() -> None:
    text = "I'll transfer half today and the rest tomorrow."
    clauses = clauses_of(text)
    assert [stretch(text, each) for each in clauses] == ["I'll transfer half today", "the rest tomorrow"]
    assert {each.verb.lemma for each in clauses if each.verb} == {"transfer"}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "I'll send the drawings tomorrow and the invoice on Friday.",
            [("I'll send the drawings tomorrow", "the drawings"), ("the invoice on Friday", "the invoice")],
        ),
        (
            "Tomorrow I'll send the drawings, and on Friday the invoice.",
            [("Tomorrow I'll send the drawings", "the drawings"), ("on Friday the invoice", "the invoice")],
        ),
        (
            "I'll send the glossary for approval tomorrow, the invoice on Friday and the deed next week.",
            [
                ("I'll send the glossary for approval tomorrow", "the glossary for approval"),
                ("the invoice on Friday", "the invoice"),
                ("the deed next week", "the deed"),
            ],
        ),
    ],
)
def test_each_thing_with_its_own_day_is_an_act_of_its_own(text: str, parts: list[tuple[str, str]]) -> None:
    found = clauses_of(text)
    told = [(stretch(text, each), text[each.object.start : each.object.end]) for each in found if each.object]
    assert told == parts


@pytest.mark.parametrize(
    "text",
    [
        "I'll send the drawings and the invoice tomorrow.",
        "I'll call you on Thursday at ten and on Friday again.",
        "I'll send the drawings tomorrow, or on Friday at the latest.",
    ],
)
def test_a_thing_or_a_day_alone_makes_no_second_act(text: str) -> None:
    assert len(clauses_of(text)) == 1


@pytest.mark.parametrize(
    ("text", "named", "said"),
    [
        ("The shower tray you put in is leaking.", "put", "leak"),
        ("The quote you asked for will be with you Friday.", "ask", "be with"),
        ("The report you sent shows it.", "send", "show"),
    ],
)
def test_a_clause_that_names_the_thing_is_not_the_main_one(text: str, named: str, said: str) -> None:
    assert clause_with(text, named).link is Link.RELATIVE
    assert (clause_with(text, said).link, clause_with(text, said).subject) == (Link.MAIN, Role.THIRD)


def test_a_relative_clause_is_not_the_main_one() -> None:
    clause = clause_with("The tiles which I'm chasing came today.", "chase")
    assert clause.link is Link.RELATIVE


def test_a_time_that_names_a_day_makes_the_clause_dated_and_a_vague_one_does_not() -> None:
    assert clause_with("I'll send it on Friday.", "send").dated
    vague = clause_with("I'll send it shortly.", "send")
    assert vague.times
    assert not vague.dated


def test_the_object_is_the_thing_and_not_its_receiver_or_its_time() -> None:
    text = "I'll email you the open slots next Tuesday."
    thing = clause_with(text, "email").object
    assert thing is not None
    assert text[thing.start : thing.end].strip() == "the open slots"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I'll email the plan, the quote and the photos.", "the plan, the quote and the photos"),
        ("I'll email the plan, the quote, and the photos.", "the plan, the quote, and the photos"),
        ("I'll email the plan, and the rest will follow.", "the plan"),
        ("I'll email the plan, then the quote and the photos.", "the plan"),
        ("I'll email the plan, the sooner the better.", "the plan"),
    ],
)
def test_a_list_is_one_thing_as_far_as_it_goes(text: str, words: str) -> None:
    thing = clause_with(text, "email").object
    assert thing is not None
    assert text[thing.start : thing.end] == words


def test_who_comes_is_no_thing() -> None:
    assert clause_with("Our tiler will be with you on Friday.", "be with").object is None
    text = "Our quote will be with you on Friday."
    thing = clause_with(text, "be with").object
    assert thing is not None
    assert text[thing.start : thing.end] == "Our quote"


@pytest.mark.parametrize("words", ["The report", "The dispatch note"])
def test_the_object_of_a_passive_is_its_subject(words: str) -> None:
    text = f"{words} will be sent on Monday."
    thing = clause_with(text, "send").object
    assert thing is not None
    assert text[thing.start : thing.end] == words


@pytest.mark.parametrize(
    "text", ["", ".", "Thanks!", "R", "(see above)", "- - -", "and", "'s", "may", "will", "let me"]
)
def test_scraps_are_read_without_complaint(text: str) -> None:
    for clause in clauses_of(text):
        assert 0 <= clause.start < clause.end <= len(text)


@pytest.mark.parametrize(
    ("text", "lemma"), [("Do peonies come in coral?", "do"), ("Do you guys stock waterproof labels?", "stock")]
)
def test_a_question_that_begins_with_do_is_no_order(text: str, lemma: str) -> None:
    clause = clause_with(text, lemma)
    assert clause.verb is not None
    assert (clause.verb.tense, Mood.QUESTION in clause.moods) == (Tense.PRESENT, True)


def test_a_participle_before_the_verb_describes_the_thing() -> None:
    clause = clause_with("Two hundred double sided comes to £310.", "come")
    assert clause.verb is not None
    assert clause.verb.tense is Tense.PRESENT
