"""The storyline: a line a person, drawn together in the scenes where they are together.

Only from three people and six scenes on, and for few people: past a dozen such a chart is a tangle. In each scene the
most mentioned of those who are there is the host: the host's line runs straight on, and the others who are there come
to it, each from the side where they are.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from undertow.report.counts import Counts

LEAST_PEOPLE, LEAST_SCENES = 3, 6
MOST_PEOPLE, MOST_SCENES = 8, 60
LANE = 24.0  # height of a line's lane
WIDTH = 1000.0
LABEL = 15.0  # per cent: about as wide as a label is


@dataclass(frozen=True, slots=True)
class Thread:
    """The line of a person: `path` over all scenes, `solid` where the person is there."""

    who: int
    path: str
    solid: str
    label_x: float  # per cent, where the line begins
    label_y: float
    label_below: bool  # under the line, where another label stands above it
    start_char: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """A scene in which several are together: a bar that binds their lines."""

    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Storyline:
    """The chart, `width` by `height`; the template stretches it."""

    width: float
    height: float
    threads: tuple[Thread, ...]
    meetings: tuple[Meeting, ...]


def _lanes(there: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The lane of each person in each scene, from whether they are there. [n_people, n_scenes]."""
    n_people, n_scenes = there.shape
    lanes = np.zeros((n_people, n_scenes))
    order = _start(there)
    for s in range(n_scenes):
        inside = [p for p in order if there[p, s]]
        if inside:
            host = order.index(min(inside))  # people are sorted by how often they are mentioned
            above, below = order[:host], order[host + 1 :]
            order = [p for p in above if not there[p, s]] + [p for p in above if there[p, s]] + [order[host]]
            order += [p for p in below if there[p, s]] + [p for p in below if not there[p, s]]
        lanes[order, s] = np.arange(n_people)
    return lanes


def _start(there: NDArray[np.bool_]) -> list[int]:
    """The first order: the main person in the middle, and around them the others, by how often they meet."""
    meetings = there.astype(np.int64) @ there[0].astype(np.int64)
    order = [0]
    for i, p in enumerate(sorted(range(1, len(there)), key=lambda p: -int(meetings[p]))):
        order = [p, *order] if i % 2 else [*order, p]
    return order


def _curve(points: list[tuple[float, float]]) -> str:
    """A line through points that leaves and reaches each of them level."""
    path = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for (x0, y0), (x1, y1) in pairwise(points):
        middle = (x0 + x1) / 2
        path.append(f"H{x1:.1f}" if y0 == y1 else f"C{middle:.1f} {y0:.1f} {middle:.1f} {y1:.1f} {x1:.1f} {y1:.1f}")
    return "".join(path)


def storyline(counts: Counts) -> Storyline | None:
    """Lay the lines out, or None where there are too few people or scenes, or too many scenes to be seen."""
    story, document = counts.story, counts.document
    people = [who for who in range(counts.n_people) if len(counts.mentions_of(who))][:MOST_PEOPLE]
    if len(people) < LEAST_PEOPLE or not LEAST_SCENES <= len(story.scenes) <= MOST_SCENES:
        return None
    index = {counts.people[who].id: i for i, who in enumerate(people)}
    there = np.zeros((len(people), len(story.scenes)), dtype=np.bool_)
    for s, scene in enumerate(story.scenes):
        for id in scene.characters:
            if id in index:
                there[index[id], s] = True
    people_met = [i for i in range(len(people)) if there[i].any()]
    if len(people_met) < LEAST_PEOPLE:
        return None
    there = there[people_met]
    lanes = (_lanes(there) + 0.8) * LANE  # room for a label above the first
    height = LANE * (len(people_met) + 0.3)
    left = np.array([counts.place_of_token(scene.start) for scene in story.scenes]) * WIDTH
    right = np.array([counts.place_of_token(scene.end) for scene in story.scenes]) * WIDTH
    inset = (right - left) * 0.25  # lines run level through the middle half of a scene, and change lanes between
    threads: list[Thread] = []
    for i, p in enumerate(people_met):
        first = int(there[i].argmax())
        last = len(story.scenes) - 1 - int(there[i][::-1].argmax())
        points = []
        for s in range(first, last + 1):
            points += [
                (float(left[s] + inset[s]), float(lanes[i, s])),
                (float(right[s] - inset[s]), float(lanes[i, s])),
            ]
        solid = "".join(
            f"M{left[s] + inset[s]:.1f} {lanes[i, s]:.1f}H{right[s] - inset[s]:.1f}" for s in np.flatnonzero(there[i])
        )
        start_char = int(document.token_start[story.scenes[first].start])
        x, y = 100 * points[0][0] / WIDTH, 100 * points[0][1] / height
        below = any(abs(thread.label_x - x) < LABEL and abs(thread.label_y - y) < 1 for thread in threads)
        threads.append(Thread(people[p], _curve(points), solid, x, y, below, start_char))
    meetings = []
    for s in range(len(story.scenes)):
        inside = lanes[there[:, s], s]
        if len(inside) > 1:
            top, bottom = float(inside.min()), float(inside.max())
            meetings.append(Meeting(float(left[s] + right[s]) / 2, top, bottom - top))
    return Storyline(WIDTH, height, tuple(threads), tuple(meetings))
