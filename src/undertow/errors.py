"""Everything that undertow raises on purpose.

UndertowError
├── InputError        what was given cannot be read as an English story; one line that says why and what to do
│   └── NotEnglishError   it can be read, but it is not English; reading on takes `force=True`
├── FormatError       a file of ours (wire format, model) is broken or of another version
└── PipelineError     a layer was asked for whose requirements are missing: a mistake in the calling code
"""


class UndertowError(Exception):
    """The root of the tree: catch this to catch all that undertow raises on purpose."""


class InputError(UndertowError):
    """What was given cannot be read as a story. The message says what was found and what to do."""


class NotEnglishError(InputError):
    """The text does not look like English."""


class FormatError(UndertowError):
    """A file in undertow's own format, or its model, is broken or of an unknown version."""


class PipelineError(UndertowError):
    """A layer was asked for whose required layers are missing."""
