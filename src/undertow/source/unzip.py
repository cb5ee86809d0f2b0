"""ZIP archives, read with suspicion: what a member claims about its size is not believed, bytes are counted as they
come out.

A story's text is a few megabytes, and text shrinks to a third or a tenth; so both the sum of all that is unpacked and
the ratio of any large member have a bound that no book reaches and every bomb does.
"""

import io
import zipfile
import zlib

from undertow.errors import InputError

_LARGEST_SUM = 1 << 27  # bytes unpacked; twenty times the longest novel with its markup
_LARGEST_RATIO = 200  # markup with much repetition reaches 30
_SMALL = 1 << 20  # bytes; below this a ratio says nothing
_CHUNK = 1 << 16
_MOST_MEMBERS = 50_000


class Archive:
    """The members of a ZIP archive. Raises InputError for what is broken, encrypted or too large."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.n_unpacked = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._infos = {info.filename: info for info in self._zip.infolist()}
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, UnicodeDecodeError):
            raise InputError(
                f"{name}: the file is broken (no ZIP archive can be read from it); download or export it again"
            ) from None
        if len(self._infos) > _MOST_MEMBERS:
            raise InputError(
                f"{name}: the archive has {len(self._infos)} members, more than any book; it is not unpacked"
            )
        self._folded = {filename.casefold(): filename for filename in self._infos}

    @property
    def names(self) -> list[str]:
        """The names of the members."""
        return list(self._infos)

    def find(self, filename: str) -> str | None:
        """The member with this name; upper and lower case are the same where only one fits."""
        return filename if filename in self._infos else self._folded.get(filename.casefold())

    def read(self, filename: str) -> bytes:
        """Unpack one member. Raises KeyError if there is none of this name."""
        info = self._infos[filename]
        if info.flag_bits & 1:
            raise InputError(
                f"{self.name}: the file is encrypted (DRM or a password); only unprotected files can be read"
            )
        chunks: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as member:
                while chunk := member.read(_CHUNK):
                    size += len(chunk)
                    self.n_unpacked += len(chunk)
                    if self.n_unpacked > _LARGEST_SUM or (
                        size > _SMALL and size > _LARGEST_RATIO * max(1, info.compress_size)
                    ):
                        raise InputError(
                            f"{self.name}: the archive unpacks to far more than a book (a ZIP bomb?); it is not read"
                        )
                    chunks.append(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
            raise InputError(
                f"{self.name}: the file is broken ({filename!r} cannot be unpacked); download or export it again"
            ) from None
        return b"".join(chunks)
