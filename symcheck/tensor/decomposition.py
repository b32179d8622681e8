"""Numbers of the singular value decomposition U S V^T, the values in S falling: what `array.singular` names."""

from __future__ import annotations

import numpy as np


def of_floats(name: str, m: np.ndarray) -> np.ndarray:
    """Of every matrix in the last two axes, in float64."""
    return _value(name, *np.linalg.svd(m, full_matrices=False))


def of_digits(name: str, m: np.ndarray, mp) -> np.ndarray:
    """As `of_floats`, of arrays of numbers of an mpmath context."""
    flat = m.reshape(-1, *m.shape[-2:])
    rank = min(m.shape[-2:])
    u, s, vt = (np.empty((len(flat), *shape), dtype=object) for shape in (
        (m.shape[-2], rank), (rank,), (rank, m.shape[-1])))
    for number, one in enumerate(flat):
        left, values, right = mp.svd_r(mp.matrix(one.tolist()))
        u[number] = np.array(left.tolist(), dtype=object).reshape(u.shape[1:])
        s[number] = list(values)
        vt[number] = np.array(right.tolist(), dtype=object).reshape(vt.shape[1:])
    found = _value(name, u, s, vt)
    return found.reshape(*m.shape[:-2], *found.shape[1:])


def _value(name: str, u, s, vt) -> np.ndarray:
    match name:
        case "spectral":
            return s[..., 0]
        case "nuclear":
            return s.sum(axis=-1)
        case "leading":
            return u[..., :, :1] * vt[..., :1, :]
        case "polar":
            return (u[..., :, :, None] * vt[..., None, :, :]).sum(axis=-2)
    v = vt[..., 0, :]
    place = np.abs(v).astype(float).argmax(axis=-1)[..., None]
    turned = np.take_along_axis(v, place, axis=-1) < 0
    first = v if name == "right" else u[..., :, 0]
    return np.where(turned, -first, first)
