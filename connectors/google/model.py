"""What googleapiclient makes of the body of an answer, without running into one that is none."""

from __future__ import annotations

from typing import Any

from googleapiclient.model import JsonModel


class TooDeep:
    """Stands for an answer with more levels in it than can be read: of a message nested a thousand times."""


class Model(JsonModel):  # type: ignore[misc]  # has no types
    """Reads answers; one that is no JSON, whatever its bytes, comes back as it is."""

    def deserialize(self, content: Any) -> Any:
        """Read the body of an answer."""
        try:
            return super().deserialize(content)
        except RecursionError:
            return TooDeep()
        except ValueError:
            return content
