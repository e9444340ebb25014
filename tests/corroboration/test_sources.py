"""The user's table of sources, and what is said when it is malformed."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.corroboration.sources import Sources
from geo.errors import OptionError, ReadError

USERS = """
[states]
grade = "D"

[source."The Gazette"]
grade = "B"
aliases = ["Gazette", "thegazette.example"]

[source.Ministry]
side = "RU"
grade = "C"

[strength]
B = 9.0
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "sources.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_users_table_stands_on_top_of_the_defaults(tmp_path: Path) -> None:
    table = Sources.load(written(tmp_path, USERS))
    assert table.of("gazette") == table.of("The Gazette")
    assert table.of("The Gazette").grade == "B"
    assert (table.of("Ministry").side, table.of("UA").grade) == ("RU", "D")
    assert (table.strength["B"], table.strength["C"]) == (9.0, 4.0)
    assert table.of("UN").grade == "B"
    assert table.of("Nobody knows").grade == "F"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[states]\ngrade = C\n", r"sources\.toml is no valid TOML: .*line 2"),
        ('[states]\ngrade = "Q"\n', r"line 2: \[states\] grade = 'Q': use one of A, B"),
        ("[source.X]\n# a remark\ngrade = 3\n", r"line 3: \[source\.X\] grade = 3"),
        ('[source."A b"]\ngrade = "B"\n[source."C d"]\ngrade = "Z"\n', r"line 4: \[source\.C d\] grade = 'Z'"),
        (
            '[source.X]\ngrade = "B"\nsides = "UA"\n',
            r"line 3: \[source\.X\] 'sides' means nothing here; use: grade, side",
        ),
        ('[source.X]\naliases = "Y"\n', r"line 2: \[source\.X\] aliases = 'Y' is no list"),
        ("[source.X]\nside = 5\n", r"line 2: \[source\.X\] side = 5 is no name"),
        ('[source]\nX = "B"\n', r"line 2: \[source\.X\] 'B' is no table"),
        ("[strength]\nB = 0.5\n", r"line 2: \[strength\] B = 0\.5 makes no sense: from 1\.0"),
        ("[denial]\nC = true\n", r"line 2: \[denial\] C = True"),
        ("[commitment]\nshouted = 0.5\n", r"line 2: \[commitment\] 'shouted' means nothing here"),
        ("\n[outlets]\nX = 1\n", r"line 2: 'outlets' means nothing here; use: states"),
        ("[groups]\nnames = [1]\n", r"line 2: \[groups\] names = \[1\] is no list of names"),
    ],
)
def test_an_error_names_line_and_key(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(OptionError, match=said):
        Sources.load(written(tmp_path, text))


def test_an_absent_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"nowhere\.toml"):
        Sources.load(tmp_path / "nowhere.toml")
