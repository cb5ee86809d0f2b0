"""The tasks. To add one: a reader in `training/examples.py` that gives its labels, a file here, a line below."""

from training.tasks.coreference import CoreferenceTask
from training.tasks.events import EventTask
from training.tasks.mentions import MentionTask
from training.tasks.syntax import SyntaxTask
from training.tasks.task import Task

TASKS: dict[str, type[Task]] = {
    "mentions": MentionTask,
    "events": EventTask,
    "coreference": CoreferenceTask,
    "syntax": SyntaxTask,
}

__all__ = ["TASKS", "Task"]
