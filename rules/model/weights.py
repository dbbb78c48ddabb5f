"""What was learnt, and how it is kept: one file of 1.4 MB, read without anything but numpy."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np

from rules.model.kinds import KINDS
from rules.model.strip import BITS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rules.model.candidates import Candidate
    from rules.model.sheet import Sheet

Sums: TypeAlias = "NDArray[np.float64]"
"""One row a unit, one column for each of the table's."""
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""A fixed date in the archive: the same weights are the same bytes."""


class Odds(NamedTuple):
    """What the model thinks of a message, in log-odds."""

    clauses: NDArray[np.float32]
    """One row a unit, one column a kind: that it carries one."""
    message: NDArray[np.float32]
    """By kind: that one stands anywhere in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The weights of the reader (clauses) and of the judge (candidates)."""

    table: NDArray[np.int8]
    """One row a feature; one column a kind for what it says of a clause, then one a kind of the whole message."""
    scale: NDArray[np.float32]
    """What one step of the table is worth, by column."""
    bias: NDArray[np.float32]
    judge: NDArray[np.float32]
    """By kind: a weight for each trait of a candidate."""
    bars: NDArray[np.float32]
    """By kind: the probabilities from which a signal is listed (maybe), and likely."""

    def sums(self, keys: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Add up the weights of each part, and count its features. ``keys`` are sorted, and no part is empty."""
        sizes = np.bincount(keys >> BITS)
        rows = self.table[keys & ((1 << BITS) - 1)]
        return np.add.reduceat(rows, np.cumsum(sizes) - sizes, axis=0, dtype=np.int32), sizes

    def added(self, keys: NDArray[np.int64]) -> NDArray[np.int32]:
        """Add up the weights of the features of one part."""
        return np.asarray(self.table[keys].sum(axis=0, dtype=np.int32))

    def odds(self, sheet: Sheet) -> Odds:
        """Give the log-odds of a message laid out."""
        sums = np.add.reduceat(self.table[sheet.features], sheet.starts, axis=0, dtype=np.int32)
        parts = np.asarray(sums * sheet.scales[:, None], np.float64)
        own = parts[sheet.rows[:, 0]] + parts[sheet.rows[:, 1]]
        return self.odds_of(own, parts[sheet.rows[:, 2]] + parts[sheet.rows[:, 3]], parts[-1])

    def odds_of(self, own: Sums, around: Sums, message: NDArray[np.float64]) -> Odds:
        """Give the log-odds of a message from what is added up of each clause itself, of what is around it, and of all.

        What clauses say of their message is shared by all of them: a long one is no surer for it.
        """
        clauses = own + around + message
        whole = own.sum(axis=0) / np.sqrt(len(own)) + message
        kinds = len(KINDS)
        return Odds(
            np.asarray(clauses[:, :kinds] * self.scale[:kinds] + self.bias[:kinds], np.float32),
            np.asarray(whole[kinds:] * self.scale[kinds:] + self.bias[kinds:], np.float32),
        )


def chances(judge: NDArray[np.float32], found: Sequence[Candidate], traits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Say how likely each candidate is right; ``traits`` has a row for each."""
    weights = judge[[KINDS.index(each.kind) for each in found]]
    return np.asarray(1 / (1 + np.exp(-(traits * weights).sum(axis=1))), np.float64)


def quantised(weights: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Round weights to 255 steps a kind; what is nearly nothing becomes nothing."""
    scale = np.abs(weights).max(axis=0) / 127
    return np.round(weights / scale).astype(np.int8), scale.astype(np.float32)


def pack(weights: Weights) -> bytes:
    """Write weights down."""
    used = np.flatnonzero(weights.table.any(axis=1)).astype(np.uint32)
    arrays: dict[str, NDArray[Any]] = {
        "features": used,
        "table": weights.table[used],
        "scale": weights.scale,
        "bias": weights.bias,
        "judge": weights.judge,
        "bars": weights.bars,
    }
    return archive(arrays)


def archive(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Write arrays as an ``.npz`` whose bytes depend on nothing but them."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=9) as entries:
        for name, array in arrays.items():
            entry = BytesIO()
            np.save(entry, array, allow_pickle=False)
            info = ZipInfo(f"{name}.npy", _EPOCH)
            info.compress_type = ZIP_DEFLATED
            entries.writestr(info, entry.getvalue())
    return packed.getvalue()


def unpack(packed: bytes) -> Weights:
    """Read what :func:`pack` wrote."""
    with np.load(BytesIO(packed), allow_pickle=False) as arrays:
        table = np.zeros((1 << BITS, len(arrays["bias"])), np.int8)
        table[arrays["features"]] = arrays["table"]
        return Weights(
            table=table,
            scale=arrays["scale"],
            bias=arrays["bias"],
            judge=arrays["judge"],
            bars=arrays["bars"],
        )
