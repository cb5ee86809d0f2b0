"""Who feels what toward whom, and what is denied."""

from undertow.story.feelings.deny import find_denials
from undertow.story.feelings.felt import find_felt
from undertow.story.feelings.find import find_feelings

__all__ = ["find_denials", "find_feelings", "find_felt"]
