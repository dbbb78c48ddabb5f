"""A mailbox of any size, the same for the same seed: two languages, quoted history, signatures, some attachments."""

from __future__ import annotations

import random
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from pathlib import Path

US = "lucia@consultora.example"
_START = 1_735_689_600
_SAID = {
    "es": (
        "Mañana le envío el presupuesto.",
        "He estado mirando los planos con el equipo y creo que encajan con lo que hablamos.",
        "¿Podría confirmarme si la factura es la última versión?",
        "El viernes te paso el informe.",
        "Gracias por su mensaje del otro día.",
        "La cifra total asciende a 12.450,75 € más IVA.",
        "Por nuestra parte no hay ningún inconveniente.",
        "Adjunto encontrará el contrato con los comentarios.",
    ),
    "en": (
        "I'll send you the revised budget tomorrow.",
        "I have been going through the drawings with the team.",
        "Could you confirm whether the invoice is the latest version?",
        "We'll get back to you by Friday.",
        "Thanks for your message the other day.",
        "The total comes to $12,450.75 plus tax.",
        "On our side there is no problem moving forward.",
        "Please find attached the contract with comments.",
    ),
}
_FRAME = {"es": ("Hola {}:", "Un saludo,\nLucía"), "en": ("Hi {},", "Best regards,\nLucía")}


def fill(folder: Path, number: int, seed: int = 1) -> int:
    """Write ``number`` messages into a Maildir; return the bytes written."""
    dice = random.Random(seed)
    for part in ("cur", "new", "tmp"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    written = 0
    for count in range(number):
        raw = _message(dice, count)
        (folder / "cur" / f"{_START + count * 600}.M{count}P1.bench:2,S").write_bytes(raw)
        written += len(raw)
    return written


def _message(dice: random.Random, count: int) -> bytes:
    language = "es" if dice.random() < 0.65 else "en"
    them = f"c{dice.randrange(900)}@firm{dice.randrange(120)}.example"
    ours = dice.random() < 0.46
    hello, bye = _FRAME[language]
    said = [" ".join(dice.choices(_SAID[language], k=dice.randint(1, 4))) for _ in range(dice.randint(1, 4))]
    history = "\n".join(f"> {line}" for line in dice.choices(_SAID[language], k=dice.randint(0, 30)))
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"] = (US, them) if ours else (them, US)
    mail["Subject"], mail["Date"] = f"Proyecto {dice.randrange(4000)}", formatdate(_START + count * 600)
    mail["Message-ID"] = f"<{count}@bench.example>"
    text = "\n\n".join([hello.format("Ana"), *said, bye, history])
    mail.set_content(text)
    if dice.random() < 0.6:
        body = "".join(f'<p class="MsoNormal" style="margin:0cm">{line}</p>' for line in text.split("\n"))
        mail.add_alternative(f"<html><body>{body}</body></html>", subtype="html")
    if dice.random() < 0.06:
        size = dice.randint(15_000, 150_000)
        mail.add_attachment(dice.randbytes(size), maintype="application", subtype="pdf", filename="plano.pdf")
    return mail.as_bytes()
