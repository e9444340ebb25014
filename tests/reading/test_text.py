from pathlib import Path

import pytest

import geo
from geo.reading.text import head_and_body


@pytest.mark.parametrize(
    ("text", "head", "body"),
    [
        (" date 2024-01-04 White House said so.\n\nMore.", {"date": "2024-01-04"}, "White House said so.\n\nMore."),
        ("date: 2024-01-04\ntitle: Two hit\nid: a1\n\nText.",
         {"date": "2024-01-04", "title": "Two hit", "id": "a1"}, "Text."),
        ("title Two hit\nurl https://a.example/b\nlang uk\nТекст.",
         {"title": "Two hit", "url": "https://a.example/b", "lang": "uk"}, "Текст."),
        ("Date night ended with shelling.", {}, "Date night ended with shelling."),
        ("Source of the fire was a drone.", {}, "Source of the fire was a drone."),
        ("Language matters, he said.", {}, "Language matters, he said."),
        ("date 2024-01-04\n\ndate 2024-01-05 is quoted here.",
         {"date": "2024-01-04"}, "date 2024-01-05 is quoted here."),
        ("", {}, ""),
        ("date 2024-01-04", {"date": "2024-01-04"}, ""),
    ],
)  # fmt: skip
def test_head(text: str, head: dict[str, str], body: str) -> None:
    assert head_and_body(text) == (head, body)


def test_head_goes_before_sidecar_and_sidecar_before_name(tmp_path: Path) -> None:
    (tmp_path / "2024-01-01_a.txt").write_text("Text of a.")
    (tmp_path / "2024-01-01_b.txt").write_text("Text of b.")
    (tmp_path / "2024-01-01_b.json").write_text('{"published": "2024-01-02", "title": "Side"}')
    (tmp_path / "2024-01-01_c.txt").write_text("date 2024-01-03\nText of c.")
    (tmp_path / "2024-01-01_c.txt.toml").write_text('date = 2024-01-02\npublisher = "Kept"')
    reports = geo.read(tmp_path)
    assert [day.day for day in reports["published"]] == [1, 2, 3]
    assert reports["title"].tolist()[1] == "Side"
    assert reports["publisher"].tolist()[2] == "Kept"
    assert reports.attrs["rejected"] == ()


def test_markdown(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ndate: 2024-01-04\ntitle: Two\n---\n# Head\n\nTwo **missiles** hit [Kyiv](https://a.example).\n"
    )
    reports = geo.read(tmp_path / "a.md")
    assert reports.loc[0, "text"] == "Head\n\nTwo missiles hit Kyiv."
    assert reports.loc[0, "title"] == "Two"
