"""The words of reports, in the languages of the packs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Everything a report says, in one language."""

    report: str
    day: str
    promises: str
    kept: str
    kept_in_time: str
    first_answer: str
    hours: str
    percent: str
    unanswered: str
    complaints: str
    gone: str
    of: str
    months: str
    month: str
    kept_of: str
    quotes: str
    causes: str
    states: Mapping[str, str]
    month_names: tuple[str, ...]
    unknown: str
    decimal: str


WORDS: Mapping[str, Words] = {
    "es": Words(
        report="Lo prometido y lo cumplido",
        day="{day} de {month} de {year}",
        promises="Promesas nuestras ya vencidas",
        kept="Cumplidas",
        kept_in_time="Cumplidas a tiempo",
        first_answer="Primera respuesta a una consulta (mediana)",
        hours="{} h",
        percent="{} %",
        unanswered="Consultas sin responder",
        complaints="Quejas resueltas",
        gone="Clientes que se iban y han vuelto",
        of="{} de {}",
        months="Promesas, mes a mes",
        month="{month} de {year}",
        kept_of="{} de {} cumplidas, {} con retraso",
        quotes="Presupuestos",
        causes="Causas",
        states={
            "open": "abiertos",
            "won": "ganados",
            "lost": "perdidos",
            "delayed": "retrasados",
            "answered": "respondidos",
        },
        month_names=(
            "enero", "febrero", "marzo", "abril", "mayo", "junio",
            "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
        ),
        unknown="–",
        decimal=",",
    ),
    "en": Words(
        report="Promised and kept",
        day="{day} {month} {year}",
        promises="Promises of ours that have fallen due",
        kept="Kept",
        kept_in_time="Kept on time",
        first_answer="First answer to an inquiry (median)",
        hours="{} h",
        percent="{}%",
        unanswered="Inquiries without an answer",
        complaints="Complaints resolved",
        gone="Clients who were leaving and came back",
        of="{} of {}",
        months="Promises, month by month",
        month="{month} {year}",
        kept_of="{} of {} kept, {} late",
        quotes="Quotes",
        causes="Causes",
        states={"open": "open", "won": "won", "lost": "lost", "delayed": "delayed", "answered": "answered"},
        month_names=(
            "January", "February", "March", "April", "May", "June",
            "July", "August", "September", "October", "November", "December",
        ),
        unknown="–",
        decimal=".",
    ),
}  # fmt: skip
