"""Answers of online geocoders kept on disk: one file an answer, put in place by one rename.

A crash at any moment leaves whole files and at most a draft that nobody reads. A file that is broken all the same (a
full disk, a power cut) is no answer: the question is asked again and the file replaced.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

_FORMAT: Final = 1


class AnswerCache:
    """Answers by the address of their question.

    Examples
    --------
    >>> import tempfile
    >>> cache = AnswerCache(tempfile.mkdtemp())
    >>> cache.put("https://geocoder.example/search?q=Kharkiv", [{"lat": "49.99"}])
    >>> cache.get("https://geocoder.example/search?q=Kharkiv")
    ([{'lat': '49.99'}],)
    >>> cache.get("https://geocoder.example/search?q=Odesa") is None
    True
    """

    def __init__(self, folder: str | Path | None = None) -> None:
        self.folder = default_folder() if folder is None else Path(folder)

    def get(self, url: str) -> tuple[Any] | None:
        """The answer to a question, alone in a tuple (an answer may be null); None where there is none."""
        try:
            held = json.loads(self._path(url).read_text("utf-8"))
        except (OSError, ValueError, RecursionError):
            return None
        if (
            not isinstance(held, dict)
            or held.get("format") != _FORMAT
            or held.get("url") != url
            or "answer" not in held
        ):
            return None
        return (held["answer"],)

    def put(self, url: str, answer: Any) -> None:
        """Keep an answer; what cannot be written is not kept, and the caller has it all the same."""
        path = self._path(url)
        data = json.dumps({"format": _FORMAT, "url": url, "answer": answer}).encode("ascii")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            number, draft = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".part", dir=path.parent)
            try:
                with os.fdopen(number, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                Path(draft).replace(path)
                for left in path.parent.glob(f".{path.stem}-*.part"):  # by a run that was killed
                    left.unlink(missing_ok=True)
            except BaseException:
                Path(draft).unlink(missing_ok=True)
                raise
        except OSError:
            return

    def _path(self, url: str) -> Path:
        name = hashlib.blake2b(url.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        host = "".join(c if c.isalnum() or c in ".-" else "_" for c in urlsplit(url).netloc) or "local"
        return self.folder / host / name[:2] / f"{name}.json"


def default_folder() -> Path:
    """The user's own cache."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("strikemap")) / "online"
