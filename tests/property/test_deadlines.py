"""What holds for every deadline, whatever the day of saying."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.deadlines import find
from rules.text import fold

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 12, 31))
NUMBERS = st.integers(min_value=1, max_value=60)
SPANISH_WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
ENGLISH_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SPANISH_MONTHS = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre")
ENGLISH_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September")

PAIRS = [
    ("mañana", "tomorrow"),
    ("pasado mañana", "the day after tomorrow"),
    ("hoy mismo", "today"),
    ("esta semana", "this week"),
    ("la semana que viene", "next week"),
    ("a principios de la semana que viene", "early next week"),
    ("en un par de días", "in a couple of days"),
    ("en dos semanas", "in two weeks"),
    ("en un mes", "in a month"),
    ("en 48 horas", "within 48 hours"),
    ("a fin de mes", "by the end of the month"),
    ("el mes que viene", "next month"),
    ("a finales de agosto", "by the end of August"),
    ("antes de Navidad", "before Christmas"),
    ("antes del fin de semana", "before the weekend"),
    ("este fin de semana", "this weekend"),
    ("el primer lunes de septiembre", "on the first Monday of September"),
    ("la semana del 20", "the week of the 20th"),
    ("a final de trimestre", "by the end of the quarter"),
    ("antes de que acabe el año", "before the year is out"),
    ("en breve", "shortly"),
]


def meant(text: str, language: str, said: date) -> list[date | None]:
    return [one.day for one in find(fold(text), language=language, said=said)]


@given(said=DAYS, pair=st.sampled_from(PAIRS))
def test_the_same_words_mean_the_same_day_in_every_language(said: date, pair: tuple[str, str]) -> None:
    spanish, english = (meant(f"{text}.", language, said) for text, language in zip(pair, ("es", "en"), strict=True))
    assert len(spanish) == 1
    assert spanish == english


@given(said=DAYS, weekday=st.integers(0, 6))
def test_a_weekday_is_the_next_one_strictly_after(said: date, weekday: int) -> None:
    (day,) = meant(f"el {SPANISH_WEEKDAYS[weekday]}", "es", said)
    assert day is not None
    assert day.weekday() == weekday
    assert 1 <= (day - said).days <= 7
    assert meant(f"on {ENGLISH_WEEKDAYS[weekday]}", "en", said) == [day]
    assert meant(f"antes del {SPANISH_WEEKDAYS[weekday]}", "es", said) == [day - timedelta(days=1)]
    assert meant(f"before {ENGLISH_WEEKDAYS[weekday]}", "en", said) == [day - timedelta(days=1)]


@given(said=DAYS, number=NUMBERS)
def test_working_days_are_never_sooner_than_days_and_end_on_one(said: date, number: int) -> None:
    (plain,), (working,) = meant(f"en {number} días", "es", said), meant(f"en {number} días hábiles", "es", said)
    assert plain == said + timedelta(days=number)
    assert working is not None
    assert working >= plain
    assert working.weekday() < 5
    assert meant(f"within {number} business days", "en", said) == [working]


@given(said=DAYS, day=st.integers(1, 28), month=st.integers(1, 9))
def test_a_date_is_the_next_one_not_before(said: date, day: int, month: int) -> None:
    (meant_day,) = meant(f"el {day} de {SPANISH_MONTHS[month - 1]}", "es", said)
    assert meant_day is not None
    assert (meant_day.day, meant_day.month) == (day, month)
    assert 0 <= (meant_day - said).days <= 366
    assert meant(f"on {day} {ENGLISH_MONTHS[month - 1]}", "en", said) == [meant_day]
    assert meant(f"by {ENGLISH_MONTHS[month - 1]} {day}", "en", said) == [meant_day]


WORDS = st.sampled_from(
    ["antes de", "del", "el", "lunes", "martes", "mañana", "pasado", "hoy", "o", "entre", "y", "a las 5", "15", "31",
     "de febrero", "de abril", "la víspera", "en", "tres", "días", "hábiles", "semana", "que viene", "esta", "hasta",
     "a finales de", "mes", "quincena", "cada", "no", "desde", "para", "por la tarde", ",", ".", "tras", "ese día",
     "un par de", "treinta y uno de",
     "by", "before", "on", "Friday", "next", "week", "the", "30th", "of", "May", "within", "two", "tomorrow", "5/6",
     "until", "noon", "end", "last", "first", "day", "or", "29/02", "2024"]
)  # fmt: skip


@settings(max_examples=300)
@given(words=st.lists(WORDS, max_size=25), said=DAYS, language=st.sampled_from(["es", "en"]))
def test_no_heap_of_words_breaks_it_or_is_due_before_it_was_said(words: list[str], said: date, language: str) -> None:
    text = "  ".join(words)
    times = find(fold(text), language=language, said=said)
    assert all(one.day is None or one.day >= said for one in times)
    assert all(0 <= one.start < one.end <= len(text) for one in times)
    assert all(left.end <= right.start for left, right in pairwise(times))


@given(text=st.text(max_size=200), said=DAYS, language=st.sampled_from(["es", "en"]))
def test_no_text_breaks_it(text: str, said: date, language: str) -> None:
    assert all(one.day is None or one.day >= said for one in find(fold(text), language=language, said=said))
