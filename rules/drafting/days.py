"""Name a day as a person would write it in a mail that may be sent days later: never "mañana", never "today"."""

from __future__ import annotations

from datetime import date

WEEKDAYS = {
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "es": (
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_NEAR = 14  # days within which the weekday helps more than the year


def name_day(day: date, today: date, language: str, *, american: bool = False) -> str:
    """Name ``day`` as seen from ``today``: "el martes 10", "el 10 de marzo de 2025", "Tuesday 10 March".

    Spanish days come with their article, English ones without a preposition. ``american`` puts the month first.
    """
    near = abs((day - today).days) <= _NEAR
    month = MONTHS[language][day.month - 1]
    weekday = WEEKDAYS[language][day.weekday()]
    if language == "es":
        if near and day.month == today.month:
            return f"el {weekday} {day.day}"
        if near:
            return f"el {weekday} {day.day} de {month}"
        return f"el {day.day} de {month}" + ("" if day.year == today.year else f" de {day.year}")
    if near:
        return f"{weekday}, {month} {day.day}" if american else f"{weekday} {day.day} {month}"
    if american:
        return f"{month} {day.day}" + ("" if day.year == today.year else f", {day.year}")
    return f"{day.day} {month}" + ("" if day.year == today.year else f" {day.year}")


def after_of(name: str) -> str:
    """The same after "de": "del martes 10"; English needs no change."""
    return contract(f"de {name}") if name.startswith("el ") else name


def contract(text: str) -> str:
    """Contract "de el" and "a el" at the start of ``text``; a name that owns its article has "El"."""
    for preposition, joined in (("de el ", "del "), ("a el ", "al ")):
        if text.startswith(preposition):
            return joined + text[len(preposition) :]
    return text
