"""HTML becomes the text its reader sees."""

from __future__ import annotations

import pytest

from connectors.reading.html import to_text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>Hola</p><p>Adi&oacute;s</p>", "Hola\n\nAdiós"),
        ("Hola<br>Pedro<br/>Gil", "Hola\nPedro\nGil"),
        ("<div>Hola <b>Pe</b>dro</div><div>Gil</div>", "Hola Pedro\nGil"),
        ("<ul><li>Uno</li><li>Dos</li></ul>", "- Uno\n- Dos"),
        ("<table><tr><td>Total</td><td>12 &euro;</td></tr><tr><td>IVA</td></tr></table>", "Total 12 €\nIVA"),
        ("a\n   b&nbsp;c", "a b c"),
        ("<pre>a\n  b</pre>c", "a\n  b\n\nc"),
        ("<head><title>t</title><style>p{}</style></head><body>Hola</body>", "Hola"),
        ("<style>a<b></style>Hola<script>if (a < b) x()</script>", "Hola"),
        ("<title>t<body>Hola", "Hola"),
        ('<span style="display:none">oculto <span>dentro</span></span>Hola', "Hola"),
        ("<!-- c > d -->Hola<!doctype html><?xml?></>", "Hola"),
        ("<!-- nunca acaba", ""),
        ("<object/>Hola", "Hola"),
        ("3 < 4 y 5 > 4", "3 < 4 y 5 > 4"),
        ('<a title="a > b">Hola</a>', "Hola"),
        ("<a title='a > b'>Hola</a>", "Hola"),
        ('<a title="nunca acaba>Hola</a>', "Hola"),
        ("Hola<b", "Hola"),
        ("Hola<!", "Hola"),
        ("", ""),
    ],
)
def test_text_is_rendered(source: str, text: str) -> None:
    assert to_text(source).text == text


def test_quotations_are_marked_by_depth() -> None:
    source = "Sí.<blockquote>Hola<blockquote>antes<br>aún</blockquote>después</blockquote>Adiós"
    assert to_text(source).text.replace("\n>\n", "\n") == "Sí.\n\n> Hola\n>> antes\n>> aún\n> después\n\nAdiós"


def test_a_reply_from_gmail_is_told_from_its_history() -> None:
    source = (
        '<div dir="ltr">Recibido.</div><br><div class="gmail_quote"><div class="gmail_attr">'
        "El mar, 10 mar 2026 a las 9:12, Ana (&lt;<a href='mailto:a@x.example'>a@x.example</a>&gt;) escribió:<br></div>"
        '<blockquote class="gmail_quote">Hola</blockquote></div>'
    )
    assert to_text(source).text.split("\n\n", maxsplit=1)[0] == "Recibido."
    assert to_text(source).text.endswith("El mar, 10 mar 2026 a las 9:12, Ana (<a@x.example>) escribió:\n\n> Hola")


@pytest.mark.parametrize(
    ("source", "links"),
    [
        ('<a href="https://obra.example/plano">aquí</a>', 1),
        ("<a href=http://obra.example>aquí</a> <a HREF = 'https://x.example'>allí</a>", 2),
        ('<a href="https://obra.example">www.obra.example</a>', 0),
        ('<a href="https://obra.example"><img src="x"></a>', 0),
        ('<a href="mailto:ana@x.example">escribir</a><a name="x">aquí</a></a>', 0),
        ('<blockquote><a href="https://obra.example/plano">aquí</a></blockquote>', 0),
    ],
)
def test_links_that_show_words_are_counted(source: str, links: int) -> None:
    assert to_text(source).links == links


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a",
        "<a ",
        '<a "',
        "<!--",
        "<blockquote>",
        "<div>",
        "&amp;",
        "<style>",
        "</",
        "<pre>\n",
        '<a x="<',
        "<b style=display:none>",
        "<a b=\"'>",
    ],
)
def test_hostile_html_takes_linear_time(piece: str) -> None:
    to_text(piece * (200_000 // len(piece)))
