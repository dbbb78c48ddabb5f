"""What was learnt, and how it is kept: one file of a few hundred kilobytes, read without anything but numpy."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np

from rules.model.kinds import KINDS
from rules.model.strip import BITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rules.model.candidates import Candidate
    from rules.model.sheet import Sheet

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""A fixed date in the archive: the same weights are the same bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The weights of the reader (clauses) and of the judge (candidates)."""

    table: NDArray[np.int8]
    """One row a feature, one column a kind."""
    scale: NDArray[np.float32]
    """What one step of the table is worth, by kind."""
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

    def odds(self, sheet: Sheet) -> NDArray[np.float32]:
        """Give the log-odds of each unit and kind."""
        sums = np.add.reduceat(self.table[sheet.features], sheet.starts, axis=0, dtype=np.int32)
        parts = sums * sheet.scales[:, None]
        return np.asarray(parts[sheet.rows].sum(axis=1) * self.scale + self.bias, np.float32)


def chances(judge: NDArray[np.float32], found: Sequence[Candidate], traits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Say how likely each candidate is right; ``traits`` has a row for each."""
    weights = judge[[KINDS.index(each.kind) for each in found]]
    return np.asarray(1 / (1 + np.exp(-(traits * weights).sum(axis=1))), np.float64)


def quantised(weights: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Round weights to 255 steps a kind; what is nearly nothing becomes nothing."""
    scale = np.abs(weights).max(axis=0) / 127
    return np.round(weights / scale).astype(np.int8), scale.astype(np.float32)


def pack(weights: Weights) -> bytes:
    """Write weights as an ``.npz`` whose bytes depend on nothing else."""
    used = np.flatnonzero(weights.table.any(axis=1)).astype(np.uint32)
    arrays: dict[str, NDArray[Any]] = {
        "features": used,
        "table": weights.table[used],
        "scale": weights.scale,
        "bias": weights.bias,
        "judge": weights.judge,
        "bars": weights.bars,
    }
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            entry = BytesIO()
            np.save(entry, array, allow_pickle=False)
            info = ZipInfo(f"{name}.npy", _EPOCH)
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, entry.getvalue())
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
