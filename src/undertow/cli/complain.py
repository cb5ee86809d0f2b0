"""The one way in which a command says that something is wrong: one harmless line on stderr."""

import sys
import traceback
from pathlib import Path

from undertow.cli.harmless import harmless
from undertow.errors import UndertowError


def complain(message: str) -> None:
    """Write one line on stderr."""
    line = f"undertow: {harmless(message)}\n"
    encoding = sys.stderr.encoding or "utf-8"
    sys.stderr.write(line.encode(encoding, "replace").decode(encoding))
    sys.stderr.flush()


def reason(path: Path, error: Exception) -> str:
    """What went wrong with a file, in one line that names the file once."""
    from undertow.source.load import one_line  # how a file is named in the errors of undertow.source

    if isinstance(error, UndertowError):
        message = str(error)
    elif isinstance(error, OSError):
        message = error.strerror or str(error)
    elif isinstance(error, MemoryError):
        message = "there is not enough memory to read it"
    else:
        frames = traceback.extract_tb(error.__traceback__)
        where = f" in {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
        message = f"a mistake in undertow, not in the file ({type(error).__name__}: {error}{where}); please report it"
    return message if one_line(str(path)) in message else f"{path}: {message}"
