"""Fitting: one logistic regression a kind, all of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import minimize

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    from rules.model.lessons import Examples

ITERATIONS: Final = 50
"""L-BFGS is stopped early: later steps gain nothing on firms it has not seen."""
_PENALTY: Final = 1.0
_RARE: Final = 5
"""A feature seen in fewer parts than this is not learnt."""
_SMOOTHING: Final = 0.1
"""What is added to each count before counts are compared."""
_BY_LEANING: Final = 0.7
"""How much of a feature's reach is its leaning; the rest is the same for all."""


def fit(
    examples: Examples, parts: sparse.csr_matrix, taught: NDArray[np.bool_], iterations: int = ITERATIONS
) -> NDArray[np.float32]:
    """Learn from some examples; give the weights by feature and kind, the last row being the bias."""
    rows = examples.rows[taught]
    used = np.flatnonzero(np.bincount(rows.indices, minlength=rows.shape[1]))
    parts = parts[used]
    known = np.flatnonzero(np.bincount(parts.indices, minlength=parts.shape[1]) >= _RARE)
    learnt = _minimise(rows[:, used], parts[:, known], examples.labels[taught], examples.weights[taught], iterations)
    weights = np.zeros((parts.shape[1] + 1, learnt.shape[1]), np.float32)
    weights[known] = learnt[:-1]
    weights[-1] = learnt[-1]
    return weights


def _minimise(
    rows: sparse.csr_matrix,
    parts: sparse.csr_matrix,
    labels: NDArray[np.float32],
    counts: NDArray[np.float32],
    iterations: int,
) -> NDArray[np.float32]:
    features, kinds = parts.shape[1], labels.shape[1]
    rows_turned, parts_turned = rows.T.tocsr(), parts.T.tocsr()
    signs = 2 * labels - 1
    reach = 1 - _BY_LEANING + _BY_LEANING * _leanings(rows, parts, labels, counts)

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(features + 1, kinds).astype(np.float32)
        margins = signs * (rows @ (parts @ (weights[:-1] * reach)) + weights[-1])
        slopes = -signs * counts / (1 + np.exp(np.clip(margins, -30, 30)))
        gradient = np.empty_like(flat).reshape(features + 1, kinds)
        gradient[:-1] = parts_turned @ (rows_turned @ slopes) * reach + _PENALTY * weights[:-1]
        gradient[-1] = slopes.sum(axis=0)
        value = (counts * np.logaddexp(0, -margins)).sum(dtype=np.float64)
        return float(value + _PENALTY / 2 * np.square(flat[:-kinds]).sum()), gradient.ravel()

    start = np.zeros((features + 1) * kinds)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": iterations, "maxcor": 6})
    learnt = np.asarray(found.x.reshape(features + 1, kinds), np.float32)
    learnt[:-1] *= reach
    return learnt


def _leanings(
    rows: sparse.csr_matrix, parts: sparse.csr_matrix, labels: NDArray[np.float32], counts: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Tell how much more often each feature stands in what is of a kind than in what is not, or less often.

    The logarithm of the ratio of its shares, whatever its sign, in units of the kind's root mean square. A feature
    that leans gets its weight cheaply, one that stands everywhere alike dearly (S. Wang and C. D. Manning, Baselines
    and Bigrams, ACL 2012).
    """
    present = parts.copy()
    present.data[:] = 1
    shares = []
    for chosen in (labels * counts, (1 - labels) * counts):
        seen = present.T @ (rows.T @ chosen) + _SMOOTHING
        shares.append(seen / seen.sum(axis=0))
    leaning = np.abs(np.log(shares[0] / shares[1]))
    return np.asarray(leaning / np.sqrt(np.square(leaning).mean(axis=0)), np.float32)
