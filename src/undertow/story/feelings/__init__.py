"""Who feels what toward whom, and what is denied."""

from undertow.story.values import Denial, Feeling, Story


def find_feelings(story: Story) -> tuple[Feeling, ...]:
    """Find the expressions of feeling."""
    return ()


def find_denials(story: Story) -> tuple[Denial, ...]:
    """Find where feeling is played down, and what speaks against it."""
    return ()
