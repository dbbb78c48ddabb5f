"""What a task of ours says, hashed part by part, so that a title or text its user has changed is known as theirs."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from connectors.reading import html

if TYPE_CHECKING:
    from collections.abc import Mapping


class Prints(NamedTuple):
    """Hashes of the parts as we left them; written as :attr:`connectors.protocols.Left.fingerprint`."""

    title: str
    text: str
    rest: str
    """The day, and whatever else its user can change."""

    @classmethod
    def of(cls, title: Any, item: Mapping[str, Any], *rest: Any) -> Self:
        """Hash an item as the server tells it."""
        return cls(_hash(str(title or "")), _hash(text_of(item)), _hash(" ".join(str(one) for one in rest)))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read them."""
        return cls(*[*text.split("-"), "", "", ""][:3])

    def __str__(self) -> str:
        """Write them."""
        return "-".join(self)

    def ours(self, now: Prints, said: Mapping[str, Any], title: str) -> dict[str, Any]:
        """Leave out of a change what its user has changed; ``title`` is what the title is called.

        What says already what the change would say was written by us, and its reply was lost.
        """
        wanted = Prints.of(said.get(title), said)
        theirs = {
            title if now.title not in {self.title, wanted.title} else "",
            "body" if now.text not in {self.text, wanted.text} else "",
        }
        return {name: value for name, value in said.items() if name not in theirs}

    def after(self, said: Mapping[str, Any], now: Prints, title: str) -> Prints:
        """Tell what is ours after a change: what its user had changed is still theirs."""
        return Prints(
            now.title if title in said else self.title,
            now.text if "body" in said else self.text,
            now.rest,
        )


def text_of(item: Mapping[str, Any]) -> str:
    """Give the text of an item, however the server tells it."""
    body = item.get("body") or {}
    content = str(body.get("content") or "")
    return html.to_text(content).text if str(body.get("contentType", "")).lower() == "html" else content


def _hash(text: str) -> str:
    """Hash a text, line ends and outer spaces aside."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()[:16]
