"""HTML mail into plain text, as its reader sees it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

MAX_HTML = 2_000_000
MAX_DEPTH = 30
"""Depth of quotation marks written before a line; deeper quotes stay at this depth."""

_BLOCKS = frozenset(
    ["address", "article", "aside", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul", "blockquote", "body", "html", "title"]
)
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table", "pre"})
_UNSEEN = frozenset({"style", "script", "head", "title", "template", "noscript", "object", "svg", "math", "select"})
_INLINE = frozenset({"span", "font", "b", "strong", "i", "em", "u", "o:p", "img", "small", "sup", "sub"})
_VOID = frozenset({"br", "img", "hr", "meta", "input", "link", "area", "base", "col", "embed", "source", "wbr"})
_SIMPLE_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)([^<>]*)>")
_TAG = re.compile(r"/?([a-zA-Z][a-zA-Z0-9:]*)")
_HREF = re.compile(r"""\bhref\s*=\s*["']?\s*https?://""", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_DOMAIN = re.compile(r"^\s*(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)+/?\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """The text, and how many links its author wrote into it without showing where they lead."""

    text: str
    links: int


class _Page:
    """The lines written so far, each with its depth of quotation."""

    def __init__(self) -> None:
        self.lines: list[tuple[int, str]] = []
        self.line: list[str] = []
        self.quote = 0
        self.links = 0
        self.pre = 0
        self.gap = False
        """Whether a paragraph has ended: a blank line comes before the next line, if one comes."""

    def write(self, text: str) -> None:
        if not self.pre:
            text = _BLANKS.sub(" ", text)
            if not self.line:
                text = text.lstrip(" ")
            if text:
                self.line.append(text)
            return
        first, *others = text.split("\n")
        self.line.append(first)
        for other in others:
            self.end_line(always=True)
            self.line.append(other)

    def end_line(self, *, always: bool = False) -> None:
        text = "".join(self.line).replace("\xa0", " ").rstrip()
        self.line = []
        if not text and not always:
            return
        depth = min(self.quote, MAX_DEPTH)
        if self.gap and text and self.lines and self.lines[-1][1]:
            self.lines.append((min(depth, self.lines[-1][0]), ""))
        self.gap = False
        self.lines.append((depth, text))

    def end_paragraph(self) -> None:
        self.end_line()
        self.gap = True

    def text(self) -> str:
        self.end_line()
        return "\n".join([f"{'>' * depth} {text}".rstrip() if depth else text for depth, text in self.lines]).strip(
            "\n"
        )


def to_text(source: str) -> Rendered:
    """Render HTML. Quotations get ``>`` before each line, list items ``- ``; linear whatever comes in."""
    page = _Page()
    source = source[:MAX_HTML]
    position, size = 0, len(source)
    skipping, skip_depth = "", 0
    anchor: list[str] | None = None
    while position < size:
        start = source.find("<", position)
        if start < 0:
            start = size
        if start > position and not skipping:
            piece = source[position:start]
            piece = html.unescape(piece) if "&" in piece else piece
            page.write(piece)
            if anchor is not None:
                anchor.append(piece)
        if start >= size:
            break
        simple = _SIMPLE_TAG.match(source, start)
        if simple is not None and not simple[3].count('"') % 2 and not simple[3].count("'") % 2:
            position = simple.end()
            tag, closing, attributes = simple[2].lower(), bool(simple[1]), simple[3]
        else:
            tag, closing, attributes, position = _odd_tag(source, start)
            if not tag:
                if position == start + 1 and not skipping:
                    page.write("<")
                continue
        if skipping:
            if tag == skipping:
                skip_depth += -1 if closing else 1
                if skip_depth == 0:
                    skipping = ""
            elif tag == "body" and skipping in {"head", "title"}:
                skipping = ""
            continue
        if (
            not closing
            and tag not in _VOID
            and (tag in _UNSEEN or ("style" in attributes and _HIDDEN.search(attributes)))
        ):
            if not attributes.endswith("/"):
                skipping, skip_depth = tag, 1
            continue
        if tag in _INLINE:
            continue
        if tag == "br":
            page.end_line(always=True)
        elif tag == "a":
            if closing and anchor is not None:
                shown = "".join(anchor)
                page.links += bool(shown.strip() and not page.quote and not _DOMAIN.match(shown))
                anchor = None
            elif not closing:
                anchor = [] if _HREF.search(attributes) else None
        elif tag in {"td", "th"}:
            if closing:
                page.write(" ")
        elif tag in _BLOCKS:
            (page.end_paragraph if tag in _PARAGRAPHS else page.end_line)()
            if tag == "blockquote":
                page.quote = max(0, page.quote + (-1 if closing else 1))
            elif tag == "pre":
                page.pre = max(0, page.pre + (-1 if closing else 1))
            elif tag == "li" and not closing:
                page.line.append("- ")
    return Rendered(text=page.text(), links=page.links)


def _odd_tag(source: str, start: int) -> tuple[str, bool, str, int]:
    """Read what is no simple tag: name (empty for none), whether it closes, attributes, and where it ends."""
    if source.startswith("<!--", start):
        end = source.find("-->", start + 4)
        return "", False, "", len(source) if end < 0 else end + 3
    match = _TAG.match(source, start + 1)
    if match is None:
        if source[start + 1 : start + 2] not in {"!", "?", "/"}:
            return "", False, "", start + 1
        end = source.find(">", start)
        return "", False, "", len(source) if end < 0 else end + 1
    end = _tag_end(source, match.end())
    return match[1].lower(), source[start + 1] == "/", source[match.end() : end], end + 1


def _tag_end(source: str, start: int) -> int:
    """Where a tag ends: at the first ``>`` outside quotes, or at the next one where a quote is never closed."""
    end = source.find(">", start)
    if end < 0:
        return len(source)
    inside = source[start:end]
    for mark in ('"', "'"):
        if inside.count(mark) % 2 and inside.rfind("=" + mark) >= 0:
            close = source.find(mark, end, end + 4096)
            if close >= 0:
                later = source.find(">", close)
                return later if later >= 0 else end
    return end
