"""Tables of numbers and texts in one ``.npz`` file that numpy alone reads; how the packaged data is kept.

Columns of numbers are arrays, columns of texts are their UTF-8 bytes with a line feed after each text. A member is
read when it is asked for, so what nobody needs is not unpacked.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.errors import GazetteerError

Array = npt.NDArray[Any]
_WHEN = (2000, 1, 1, 0, 0, 0)
"""Time stamp of every member: the same columns give the same bytes."""


def texts(lines: Iterable[str]) -> Array:
    """A column of texts; none may hold a line feed."""
    return np.frombuffer("".join(f"{line}\n" for line in lines).encode(), dtype="u1")


def lines(column: Array) -> list[str]:
    """The texts of a column.

    Examples
    --------
    >>> lines(texts(["Київ", "", "Sumy"]))
    ['Київ', '', 'Sumy']
    """
    return column.tobytes().decode().split("\n")[:-1]


def write(path: Path, columns: Mapping[str, Array], *, method: int = zipfile.ZIP_LZMA) -> None:
    """Keep ``columns`` at ``path``: LZMA is the smallest, deflate the quickest to read."""
    with zipfile.ZipFile(path, "w", method) as held:
        for name, column in columns.items():
            member = zipfile.ZipInfo(f"{name}.npy", _WHEN)
            member.compress_type = method
            member.external_attr = 0o644 << 16
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(column), allow_pickle=False)
            held.writestr(member, buffer.getvalue(), compresslevel=9)


def read(path: Path) -> Mapping[str, Array]:
    """The columns at ``path``, each unpacked when it is asked for.

    Raises
    ------
    GazetteerError
        The file is absent or broken.
    """
    try:
        held: Mapping[str, Array] = np.load(path, allow_pickle=False)
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise GazetteerError(f"{path} cannot be read ({error}): install strikemap anew") from error
    return held
