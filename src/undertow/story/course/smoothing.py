"""Arcs with a band: kernel-weighted means and what is known of them.

In come observations with their places and passages, out go the mean around each point and a band that holds the mean
of the kernel-weighted values with 95 % confidence. The decision: the variance is that of passages and not of
sentences (observations of one passage are not independent: Liang and Zeger 1986), with as many degrees of freedom as
there are passages under the kernel; and where the kernel sees few of them, the variance of the whole arc is mixed in,
so that three equal observations in a row do not give a band without width.
"""

import numpy as np

from undertow.story.course.chance import Numbers
from undertow.story.course.observations import Index

BANDWIDTH = 0.08  # of the story: an arc in twelve or so independent steps
N_POINTS = 41
KERNEL = f"Gaussian, bandwidth {BANDWIDTH:g}"
_PRIOR = 2.0  # passages whose variance is taken from the whole arc


def t_quantile(freedom: Numbers) -> Numbers:
    """The 97.5 % point of Student's t (Abramowitz and Stegun 26.7.5; right to .5 % from 3 degrees of freedom on)."""
    z = 1.959963985
    v = np.maximum(freedom, 2.5)
    return np.asarray(
        z
        + (z**3 + z) / (4 * v)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * v**3)
    )


def smooth(places: Numbers, values: Numbers, passage: Index, points: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """The kernel-weighted mean at each point, and the lower and upper end of its band. Nothing may be NaN."""
    _, group = np.unique(passage, return_inverse=True)
    n_groups = int(group.max()) + 1
    kernel = np.exp(-0.5 * ((points[:, None] - places[None, :]) / BANDWIDTH) ** 2)  # [n_points, n_observations]
    weight = kernel / kernel.sum(axis=1, keepdims=True)
    mean = weight @ values
    member = np.zeros((len(values), n_groups))
    member[np.arange(len(values)), group] = 1
    share = weight @ member  # [n_points, n_groups]
    effective = 1 / (share**2).sum(axis=1)  # passages under the kernel
    # Residuals against the arc at the place of the observation, not at the point: a slope is no noise.
    fitted = np.interp(places, points, mean)
    residual = values - fitted
    local = ((weight * residual) @ member) ** 2
    variance = local.sum(axis=1) * effective / np.maximum(effective - 1, 0.5)
    spread = float((np.bincount(group, weights=residual) ** 2 / np.bincount(group)).sum() / max(1, n_groups - 1))
    per_observation = 1 / (weight**2).sum(axis=1)
    everywhere = spread / per_observation
    mixed = (effective * variance + _PRIOR * everywhere) / (effective + _PRIOR)
    half = t_quantile(effective + _PRIOR - 1) * np.sqrt(mixed)
    return mean, mean - half, mean + half
