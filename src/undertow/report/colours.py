"""The colours of people: eight that stay apart for the colour-blind, on paper and in the dark.

The most mentioned eight have one each, the others share grey. A colour never stands alone: each comes with a pattern of
the line under a name, and every chart names its rows. The values stand in `assets/light.css` and `assets/dark.css`; a
test measures them.
"""

N_SLOTS = 8
OTHERS = N_SLOTS  # the slot of everybody else


def slot(who: int) -> int:
    """The colour of a person, by rank."""
    return min(who, OTHERS)
