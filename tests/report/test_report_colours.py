"""The colours of people can be told apart, also by the colour-blind, on paper and in the dark; words can be read."""

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from undertow.report import page as page_module
from undertow.report.colours import N_SLOTS, slot

ASSETS = Path(page_module.__file__).parent / "assets"
# Machado, Oliveira and Fernandes (2009): full dichromacy, on linear RGB.
SIGHT = {
    "full": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
APART = {"full": 30.0, "protan": 13.0, "deutan": 13.0, "tritan": 13.0}  # CIE 1976 difference; 2.3 can just be seen


def colours(theme):
    css = (ASSETS / f"{theme}.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--(\w+):(#[0-9a-f]{6})", css))


def linear(colour):
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ np.clip(rgb, 0, 1)
    f = np.cbrt(xyz / np.array([0.9505, 1.0, 1.089]))
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(a, b):
    light = sorted((float(np.array([0.2126, 0.7152, 0.0722]) @ linear(each)) for each in (a, b)), reverse=True)
    return (light[0] + 0.05) / (light[1] + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
def test_people_can_be_told_apart(theme, sight):
    found = colours(theme)
    seen = {i: lab(SIGHT[sight] @ linear(found[f"c{i}"])) for i in range(N_SLOTS)}
    near = {(a, b): float(np.linalg.norm(seen[a] - seen[b])) for a, b in combinations(seen, 2)}
    close = {pair: round(distance, 1) for pair, distance in near.items() if distance < APART[sight]}
    assert not close


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_stand_out_from_the_paper(theme):
    found = colours(theme)
    for i in range(N_SLOTS + 1):
        for ground in ("paper", "page"):
            assert contrast(found[f"c{i}"], found[ground]) >= 3, f"c{i} on {ground}"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_can_be_read(theme):
    found = colours(theme)
    for ground in ("paper", "page", "faint"):
        assert contrast(found["ink"], found[ground]) >= 7
        assert contrast(found["soft"], found[ground]) >= 4.5
        assert contrast(found["sea"], found[ground]) >= 4.5
    assert contrast(found["ink"], found["glow"]) >= 7
    assert contrast(found["ink"], found["near"]) >= 7


def test_a_colour_never_stands_alone():
    css = (ASSETS / "base.css").read_text(encoding="utf-8")
    patterns = {0: ("solid", "2px")}
    for i in range(1, N_SLOTS):
        rule = re.search(rf"\.m\.s{i}\{{([^}}]*)\}}", css)[1]
        style = re.search(r"style:(\w+)", rule)
        width = re.search(r"thickness:([\d.]+px)", rule)
        patterns[i] = (style[1] if style else "solid", width[1] if width else "2px")
    assert len(set(patterns.values())) == N_SLOTS


def test_the_most_mentioned_have_colours():
    assert [slot(who) for who in range(10)] == [0, 1, 2, 3, 4, 5, 6, 7, 8, 8]
