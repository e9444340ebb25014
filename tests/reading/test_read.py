import datetime as dt
import gzip
import io
import json
from pathlib import Path

import pytest

import geo
from geo import schema
from geo.options import ReadOptions

TEXT = "Two missiles hit Kyiv on Tuesday, officials said."


def lines(*rows: object) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def test_ids_are_kept_and_unknown_columns_stand_aside(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines({"id": 17, "published": "2024-01-02", "text": TEXT, "desk": "war"}))
    reports = geo.read(tmp_path / "a.jsonl")
    assert reports.loc[0, "report_id"] == "17"
    assert reports.loc[0, "desk"] == "war"
    assert list(reports.columns[: len(schema.REPORTS)]) == schema.names(schema.REPORTS)
    schema.check(reports, schema.REPORTS)


def test_a_bad_line_costs_only_itself(tmp_path: Path) -> None:
    good = lines({"id": "a", "published": "2024-01-02", "text": TEXT})
    bad = b'{"id": \n[1]\n\xff\xfe{}\n' + lines(
        {"id": "b", "published": "2024-01-02", "text": "  "}, {"id": "c", "text": TEXT}
    )
    (tmp_path / "a.jsonl").write_bytes(bad + good)
    reports = geo.read(tmp_path / "a.jsonl")
    assert reports["report_id"].tolist() == ["a"]
    rejected = reports.attrs["rejected"]
    assert [item.source.rsplit(":", 1)[1] for item in rejected] == ["1", "2", "3", "4", "5"]
    assert "no publication date" in rejected[4].reason
    assert "--published" in rejected[4].reason


def test_published_option_gives_the_date(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    assert geo.read(tmp_path / "a.txt").empty
    reports = geo.read(tmp_path / "a.txt", options=ReadOptions(published=dt.date(2024, 1, 2)))
    assert reports.loc[0, "published"] == dt.date(2024, 1, 2)


def test_the_same_report_twice_is_one_and_said(tmp_path: Path) -> None:
    row = {"id": "a", "published": "2024-01-02", "text": TEXT}
    (tmp_path / "a.jsonl").write_bytes(lines(row, row, {**row, "text": "Another text."}))
    reports = geo.read(tmp_path / "a.jsonl")
    assert len(reports) == 1
    assert ["same report" in item.reason for item in reports.attrs["rejected"]] == [True, False]


def test_one_text_by_two_outlets_is_two_reports(tmp_path: Path) -> None:
    rows = [{"published": "2024-01-02", "publisher": name, "text": TEXT} for name in "ab"]
    (tmp_path / "a.jsonl").write_bytes(lines(*rows))
    assert geo.read(tmp_path / "a.jsonl")["report_id"].nunique() == 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv(tmp_path: Path, delimiter: str) -> None:
    rows = [
        ["id", "published", "title", "text"],
        ["a", "2024-01-02", "T", '"One,\ntwo; three\t."'],
        ["b", "4 January 2024", "", TEXT.replace(",", "")],
    ]
    (tmp_path / "a.csv").write_text("\n".join(delimiter.join(row) for row in rows), encoding="utf-8-sig")
    reports = geo.read(tmp_path / "a.csv")
    assert reports["report_id"].tolist() == ["a", "b"]
    assert reports.loc[0, "text"] == "One,\ntwo; three\t."
    assert reports["title"].isna().tolist() == [False, True]


def test_csv_row_with_too_many_cells(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"id,published,text\na,2024-01-02,x,y\nb,2024-01-02,{TEXT.replace(',', '')}\n")
    reports = geo.read(tmp_path / "a.csv")
    assert reports["report_id"].tolist() == ["b"]
    assert reports.attrs["rejected"][0].source.endswith(":2")


def test_page(tmp_path: Path) -> None:
    body = "".join(
        f"<p>Paragraph {n}: missiles hit the city of Kharkiv in the morning, the mayor said.</p>" for n in range(5)
    )
    (tmp_path / "a.html").write_text(
        '<html><head><title>Hit</title><meta property="article:published_time" content="2024-01-02T08:00:00Z">'
        f"</head><body><nav>Menu</nav><article><h1>Hit</h1>{body}</article></body></html>"
    )
    reports = geo.read(tmp_path / "a.html")
    assert reports.loc[0, "published"] == dt.date(2024, 1, 2)
    assert "Kharkiv" in reports.loc[0, "text"]
    assert "Menu" not in reports.loc[0, "text"]


def test_compressed_and_standard_input(tmp_path: Path) -> None:
    (tmp_path / "2024-01-02.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    assert geo.read(tmp_path).loc[0, "text"] == TEXT
    stream = io.BytesIO(lines({"id": "a", "published": "2024-01-02", "text": TEXT}))
    assert geo.read("-", stdin=stream).loc[0, "report_id"] == "a"


def test_folders_are_walked_in_order_and_odd_files_are_told(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "2024-01-02.txt").write_text(f"{TEXT} {name}")
    (tmp_path / ".hidden.txt").write_text("x")
    (tmp_path / "c.docx").write_bytes(b"x")
    (tmp_path / "d.txt").write_bytes(b"\xff\x00\xff")
    reports = geo.read(tmp_path)
    assert [text[-1] for text in reports["text"]] == ["a", "b"]
    assert [Path(item.source).name for item in reports.attrs["rejected"]] == ["c.docx", "d.txt"]


@pytest.mark.parametrize("name", ["absent.txt", "a.docx", "broken.txt", "broken.txt.gz", "https://a.example/b.html"])
def test_what_cannot_be_read_at_all(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.docx").write_bytes(b"x")
    (tmp_path / "broken.txt").write_bytes(b"\xff\x00\xff")
    (tmp_path / "broken.txt.gz").write_bytes(b"no gzip")
    with pytest.raises(geo.ReadError):
        geo.read(name if "//" in name else tmp_path / name)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Russian missiles hit two apartment blocks in the centre of the city, the mayor said.", "en"),
        ("Російські війська вночі атакували Харків ударними безпілотниками, є поранені.", "uk"),
        ("Российские войска ночью атаковали Харьков ударными беспилотниками, есть раненые.", "ru"),
        ("Вибухи в Києві", "uk"),
        ("Hit", "en"),
    ],
)
def test_language(text: str, lang: str) -> None:
    reports = geo.read("-", stdin=io.BytesIO(text.encode()), options=ReadOptions(published=dt.date(2024, 1, 2)))
    assert reports.loc[0, "lang"] == lang


def test_the_text_is_kept_as_it_is(tmp_path: Path) -> None:
    text = "  Two \u201cmissiles\u201d\u00a0hit\r\nKyiv.  "
    (tmp_path / "a.jsonl").write_bytes(lines({"id": "a", "published": "2024-01-02", "text": text}))
    assert geo.read(tmp_path / "a.jsonl").loc[0, "text"] == text


def test_frames_survive_the_way_to_values_and_back(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines({"id": "a", "published": "2024-01-02T10:00:00Z", "text": TEXT, "desk": 1}))
    reports = geo.read(tmp_path / "a.jsonl")
    again = schema.reports_frame(schema.reports_of(reports))
    assert again.to_dict("records") == reports.to_dict("records")
