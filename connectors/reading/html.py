"""HTML mail into plain text, as its reader sees it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from rules.text import words

MAX_HTML = 2_000_000
MAX_DEPTH = 30
"""Depth of quotation marks written before a line; deeper quotes stay at this depth."""

_BLOCKS = words(
    "address article aside center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p "
    "pre section table tbody tfoot thead tr ul blockquote body html title"
)
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table", "pre"})
_UNSEEN = frozenset({"style", "script", "head", "title", "template", "noscript", "object", "svg", "math", "select"})
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


def to_text(source: str) -> Rendered:
    """Render HTML. Quotations get ``>`` before each line, list items ``- ``; linear whatever comes in."""
    page = _Page()
    source = source[:MAX_HTML]
    position = 0
    while position < len(source):
        start = source.find("<", position)
        if start < 0:
            start = len(source)
        if start > position:
            page.write(source[position:start])
        if start == len(source):
            break
        simple = _SIMPLE_TAG.match(source, start)
        if simple is not None and not simple[3].count('"') % 2 and not simple[3].count("'") % 2:
            position = simple.end()
            page.tag(simple[2].lower(), simple[3], closing=bool(simple[1]))
            continue
        name, closing, attributes, position = _odd_tag(source, start)
        if name:
            page.tag(name, attributes, closing=closing)
        elif position == start + 1:
            page.write("<")
    return Rendered(text=page.text(), links=page.links)


class _Page:
    """The lines written so far, each with its depth of quotation."""

    def __init__(self) -> None:
        self.links = 0
        self._lines: list[tuple[int, str]] = []
        self._line: list[str] = []
        self._quotes = 0
        self._pres = 0
        self._gap = False
        """Whether a paragraph has ended: a blank line comes before the next line, if one comes."""
        self._unseen = ""
        self._unseen_depth = 0
        self._anchor: list[str] | None = None
        """What the link at hand shows."""

    def text(self) -> str:
        """Return all that was written, quotations marked."""
        self._end_line()
        return "\n".join(f"{'>' * depth} {text}".rstrip() if depth else text for depth, text in self._lines).strip("\n")

    def write(self, source: str) -> None:
        """Write what stands between two tags."""
        if self._unseen:
            return
        text = html.unescape(source) if "&" in source else source
        if self._anchor is not None:
            self._anchor.append(text)
        if not self._pres:
            text = _BLANKS.sub(" ", text)
            if not self._line:
                text = text.lstrip(" ")
            if text:
                self._line.append(text)
            return
        first, *others = text.split("\n")
        self._line.append(first)
        for other in others:
            self._end_line(always=True)
            self._line.append(other)

    def tag(self, name: str, attributes: str, *, closing: bool) -> None:
        """Do what a tag says."""
        if self._unseen:
            self._look_for_end(name, closing=closing)
        elif not closing and name not in _VOID and (name in _UNSEEN or _is_hidden(attributes)):
            if not attributes.endswith("/"):
                self._unseen, self._unseen_depth = name, 1
        elif name == "br":
            self._end_line(always=True)
        elif name == "a":
            self._link(attributes, closing=closing)
        elif name in _BLOCKS:
            self._block(name, closing=closing)
        elif closing and name in {"td", "th"}:
            self.write(" ")

    def _look_for_end(self, name: str, *, closing: bool) -> None:
        if name == self._unseen:
            self._unseen_depth += -1 if closing else 1
            if not self._unseen_depth:
                self._unseen = ""
        elif name == "body" and self._unseen in {"head", "title"}:
            self._unseen = ""

    def _link(self, attributes: str, *, closing: bool) -> None:
        if closing and self._anchor is not None:
            shown = "".join(self._anchor)
            self.links += bool(shown.strip() and not self._quotes and not _DOMAIN.match(shown))
        self._anchor = [] if not closing and _HREF.search(attributes) else None

    def _block(self, name: str, *, closing: bool) -> None:
        self._end_line()
        self._gap = self._gap or name in _PARAGRAPHS
        step = -1 if closing else 1
        if name == "blockquote":
            self._quotes = max(0, self._quotes + step)
        elif name == "pre":
            self._pres = max(0, self._pres + step)
        elif name == "li" and not closing:
            self._line.append("- ")

    def _end_line(self, *, always: bool = False) -> None:
        text = "".join(self._line).replace("\xa0", " ").rstrip()
        self._line = []
        if not text and not always:
            return
        depth = min(self._quotes, MAX_DEPTH)
        if self._gap and text and self._lines and self._lines[-1][1]:
            self._lines.append((min(depth, self._lines[-1][0]), ""))
        self._gap = False
        self._lines.append((depth, text))


def _is_hidden(attributes: str) -> bool:
    return "style" in attributes and _HIDDEN.search(attributes) is not None


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
