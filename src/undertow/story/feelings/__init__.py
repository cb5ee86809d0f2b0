"""Who feels what toward whom, and what is denied."""

from undertow.story.feelings.find import find_feelings
from undertow.story.values import Denial, Story

__all__ = ["find_denials", "find_feelings"]


def find_denials(story: Story) -> tuple[Denial, ...]:
    """Find where feeling is played down, and what speaks against it."""
    return ()
