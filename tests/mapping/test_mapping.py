"""Strikes become packs, packs become a page."""

from __future__ import annotations

import base64
import datetime as dt
import gc
import hashlib
import html
import importlib.util
import json
import re
import zlib
from pathlib import Path
from typing import Any

import folium
import numpy as np
import pandas as pd
import pytest
import shapely
from branca.element import Element

from geo.errors import OptionError, SchemaError
from geo.mapping import OutlineLayer, StrikeLayer, StrikeMap, assets, draw, ground, render, save
from geo.mapping.columns import Column, base85_text, pack, unpack, zigzag
from geo.mapping.encode import encode
from geo.options import DrawOptions

_spec = importlib.util.spec_from_file_location("strikes_factory", Path(__file__).with_name("strikes_factory.py"))
assert _spec and _spec.loader
factory: Any = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(factory)
_spec = importlib.util.spec_from_file_location("blocks", Path(__file__).with_name("blocks.py"))
assert _spec and _spec.loader
_blocks: Any = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_blocks)
texts_of = _blocks.texts_of
FIRST_DAY = factory.FIRST
SHOWN = ("publisher", "title", "url", "published", "origin", "quote", "claimants", "assertion")
STATIC = Path(assets.__file__).with_name("static")


def test_pack_keeps_every_number() -> None:
    rng = np.random.default_rng(1)
    columns = {
        "small": Column(rng.integers(0, 200, 99)),
        "large": Column(rng.integers(0, 2**31, 99)),
        "signed": Column(rng.integers(-70000, 70000, 99), signed=True),
        "sorted": Column(np.sort(rng.integers(0, 9000, 99)), delta=True),
        "empty": Column(np.zeros(0, np.int64)),
    }
    _, arrays = unpack(pack({}, columns))
    for name, column in columns.items():
        assert arrays[name].tolist() == column.values.tolist()
    assert zigzag(np.array([0, -1, 1, -2])).tolist() == [0, 1, 2, 3]


def test_strikes_are_sorted_and_texts_follow_them() -> None:
    table = factory.strikes(30)
    packs = encode(table, DrawOptions(block_rows=8))
    header, columns = unpack(packs.columns)
    texts = texts_of(packs.blocks)
    assert header["n"] == len(texts) == 30 and len(packs.blocks) == 4
    assert (np.diff(columns["day"]) >= 0).all()
    dates = dict(zip(table["strike_id"], table["date"], strict=True))
    for row, text in enumerate(texts):
        assert dates[text["strike_id"]].toordinal() - 719163 == columns["day"][row] + header["base_day"]
    assert "killed_min" not in texts[0]
    by_id = dict(zip(table["strike_id"], table["sources"], strict=True))
    for text in texts:
        told = by_id[text["strike_id"]][0]
        assert text["sources"] == [{name: str(told[name]) if name == "published" else told[name] for name in SHOWN}]


def test_texts_keep_what_is_odd() -> None:
    table = factory.strikes(
        6, notes=[["a"], [], None, ["b", "c"], ("d",), np.array(["e"])], killed_min=[None, 2, 0, np.nan, 4, 5]
    )
    table["sources"] = [
        [],
        None,
        [factory.source(1), factory.source(2, licence=float("nan"))],
        [{"quote": "q"}],
        [{}],
        [factory.source(3)],
    ]
    texts = {text["strike_id"]: text for text in texts_of(encode(table, DrawOptions(block_rows=4)).blocks)}
    found = [texts[strike_id] for strike_id in table["strike_id"]]
    assert [text.get("killed_min") for text in found] == [None, 2, 0, None, 4, 5]
    assert [len(text["sources"]) for text in found] == [0, 0, 2, 1, 1, 1]
    assert found[3]["sources"][0]["quote"] == "q" and "licence" not in found[2]["sources"][1]
    assert found[4]["notes"] == ["d"] and found[5]["notes"] == ["e"] and "notes" not in found[1]


def test_texts_that_repeat_are_kept_once_and_ids_as_bytes() -> None:
    table = factory.strikes(40)
    table["strike_id"] = [hashlib.sha256(str(i).encode()).hexdigest()[:16] for i in range(40)]
    quotes = [f"The same sentence of one report {i % 7}" for i in range(40)]
    table["sources"] = [
        [factory.source(i, quote=quotes[i], title=quotes[(3 * i) % 40] if i % 5 else None)] for i in range(40)
    ]
    packs = encode(table, DrawOptions())
    found = {text["strike_id"]: text["sources"][0] for text in texts_of(packs.blocks)}
    assert [found[i]["quote"] for i in table["strike_id"]] == quotes
    wanted = [each[0]["title"] for each in table["sources"]]
    assert [found[i].get("title") for i in table["strike_id"]] == wanted
    raw = zlib.decompress(packs.blocks[0])
    assert all(raw.count(quote.encode()) == 1 for quote in set(quotes))
    assert all(raw.count(bytes.fromhex(i)) == 1 for i in table["strike_id"])


def test_numbers_days_and_words_that_fit_no_plane_come_back_too() -> None:
    cells = {
        "p_location": [0.123456789, None, 0.5, 1.0, np.nan, -3.25],
        "uncertainty_m": [1e300, 5000.0, None, 0.0, 12.5, -1.0],
        "killed_min": pd.Series([3, None, -2, 0, 70000, 2**31]).astype("Int64"),
        "confidence_calibrated": [True, False, None, True, True, True],
        "time_start": [dt.time(3, 15), None, dt.time(0), None, None, None],
        "last_reported": [None, FIRST_DAY, None, dt.date(1969, 12, 30), FIRST_DAY, FIRST_DAY],
        "date_text": ["a\x1fb", "\x00", "", None, "й💥", "\ud800"],
        "strike_id": ["00ff00ff", "deadbeef", "DEADBEEF", "0x123456", " 1234567", "12345678"],
    }
    table = factory.strikes(
        6, **{name: pd.Series(held, dtype=getattr(held, "dtype", object)) for name, held in cells.items()}
    )
    for rows in (2, 6):
        found = {text["strike_id"]: text for text in texts_of(encode(table, DrawOptions(block_rows=rows)).blocks)}
        for i, strike_id in enumerate(cells["strike_id"]):
            for name, held in cells.items():
                cell = held[i]
                wanted = None if pd.isna(cell) else str(cell) if isinstance(cell, dt.date | dt.time) else cell
                assert found[strike_id].get(name) == ("?" if wanted == "\ud800" else wanted), name


def test_base_85_is_inert_and_comes_back() -> None:
    for size in range(9):
        text = base85_text(bytes(range(250, 250 + min(size, 6))) + bytes(max(0, size - 6)))
        assert len(text) == 1 + 5 * -(-size // 4) and int(text[0]) == -size % 4
        assert not set(text) & set("\"&'<>\\`{} \n")
    everything = bytes(np.random.default_rng(1).integers(0, 256, 8000, np.uint8))
    assert len(set(base85_text(everything)[1:])) == 85


def test_places_share_a_number_only_when_all_is_equal() -> None:
    table = factory.strikes(50, part_of=[None, *["s0000000"] * 49])
    table["geometry"] = [None if shape is None else shapely.from_wkb(shape.wkb) for shape in table.geometry]
    _, columns = unpack(encode(table, DrawOptions()).columns)
    assert len(columns["area_rings"]) == 2, "equal polygons once, though no two are one object"
    assert sorted(columns["wave"].tolist())[:2] == [0, columns["wave"].max()]


def test_form_obeys_the_precision() -> None:
    table = factory.strikes(60)
    header, columns = unpack(encode(table, DrawOptions()).columns)
    forms = {header["precisions"][p]: f for p, f in zip(columns["place_precision"], columns["place_form"], strict=True)}
    assert forms == {"settlement": 1, "near_settlement": 2, "admin1": 3, "country": 3, "unknown": 0}
    assert len(columns["area_rings"]) == 2, "each area once, however many strikes name it"


def test_equal_strikes_give_equal_files_and_are_not_changed() -> None:
    table = factory.strikes(20)
    before = table.copy(deep=True)
    assert render(draw(table)) == render(draw(table))
    assert table.equals(before)


def test_no_strikes_make_a_map() -> None:
    assert "strikemap.strikeLayer" in render(draw(factory.strikes(20).iloc[:0]))


def test_file_needs_nothing_else(tmp_path: Path) -> None:
    path = save(draw(factory.strikes(20), outlines=factory.OUTLINES), tmp_path / "deep" / "map.html")
    page = path.read_text("utf-8")
    assert not re.search(r"<(?:script|link|img)[^>]*(?:src|href)=", page)
    policy = html.unescape(page[:2000])
    assert "'unsafe-eval'" not in policy and "default-src 'none'" in policy and "script-src 'sha256-" in policy
    assert not list(path.parent.glob(".*"))


def test_tiles_only_where_asked_for_and_with_attribution() -> None:
    asked = draw(factory.strikes(5), tiles="https://{s}.tiles.example/{z}/{x}/{y}.png", attribution="<b>A & B</b>")
    page = render(asked)
    assert re.search(r"img-src data: blob: https://\*\.tiles\.example;", page)
    assert "&lt;b&gt;A &amp; B" in page.replace("\\u0026", "&") and "<b>A" not in page
    with pytest.raises(OptionError, match="attribution"):
        draw(factory.strikes(5), tiles="https://tiles.example/{z}/{x}/{y}.png")


def test_text_cannot_leave_its_place() -> None:
    bad = "</script><script>alert(1)</script>{{ 7*7 }}"
    page = render(draw(factory.strikes(5, location=bad), options=DrawOptions(title=bad, banner=bad)))
    assert "alert(1)</script>" not in page and "49</title>" not in page


def test_layer_works_on_a_plain_folium_map() -> None:
    drawn = folium.Map(tiles=None)
    StrikeLayer(factory.strikes(5), name="A").add_to(drawn)
    OutlineLayer(factory.OUTLINES).add_to(drawn)
    page = drawn.get_root().render()
    assert page.count(assets.script()) == 1 and "data-fold" not in page
    assert page.index("leaflet.js") < page.index(assets.script())


def test_what_is_folded_is_in_the_policy_and_comes_out_again() -> None:
    page = render(draw(factory.strikes(5)))
    folded = re.findall(r'data-fold="script" data-turn="(\w+)">([^<]+)</script>', page)
    assert [turn for turn, _ in folded] == ["then", "first"], "Leaflet, and the map's own script before it"
    codes = [zlib.decompress(base64.b64decode(packed)).decode() for _, packed in folded]
    assert codes == [assets.leaflet_script(), assets.script()]
    waiting = re.findall(r'<script type="text/plain" data-waiting>(.*?)</script>', page, re.DOTALL)
    assert len(waiting) == 1
    for code in (*codes, *waiting, assets.boot_script()):
        assert base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() in html.unescape(page[:2000])


@pytest.mark.parametrize("place", ["header", "html"])
def test_a_script_of_the_users_finds_leaflet_where_it_stands(place: str) -> None:
    drawn = draw(factory.strikes(5))
    getattr(drawn.get_root(), place).add_child(Element("<script>L.Control.extend({});</script>"))
    page = render(drawn)
    assert "data-fold" not in page and "data-waiting" not in page
    assert page.index(assets.leaflet_script()) < page.index(assets.script()) < page.index("strikemap.strikeLayer(")
    assert page.index(assets.leaflet_script()) < page.index("L.Control.extend({})")


def test_the_layer_tells_where_its_map_opens() -> None:
    def told(drawn: folium.Map, **more: Any) -> Any:
        layer = StrikeLayer(factory.strikes(5), **more).add_to(drawn)
        render(drawn)
        return layer._config()["map"]

    ours = StrikeMap(location=[48, 31], zoom_start=6, zoom_snap=0.5, tiles=None)
    assert told(ours) == {"id": ours.get_name(), "snap": 0.5, "lat": 48.0, "lng": 31.0, "zoom": 6}
    assert told(ours, show=False) is None, "nothing is shown before it is asked for"
    assert told(StrikeMap(location=[48, 31], crs="EPSG4326", tiles=None)) is None
    assert told(folium.Map([48, 31], tiles=None)) is None


def test_texts_stand_behind_everything_else() -> None:
    page = render(draw(factory.strikes(5), outlines=factory.OUTLINES))
    assert page.rindex("strikemap.strikeLayer(") < page.index("data-texts=")


def test_outlines_by_country_are_read() -> None:
    square = [3000, 4500, 200, 0, 0, 200, -200, 0]
    held = ground.frame(
        {"UA": {"country": [square], "units": {"UA.01": [square]}}, "FJ": {"country": [], "units": {}}},
        near=(30, 45, 31, 46),
    )
    assert held["level"].tolist() == ["country", "admin1"]
    assert held.geometry.iloc[0].bounds == (30.0, 45.0, 32.0, 47.0)


def test_outlines_far_from_the_strikes_are_coarse() -> None:
    steps = [(1, 1), (1, -1)] * 100
    jagged = [3000, 4500, *(step for pair in steps for step in pair), 0, 300, -200, 0]
    islet = [3000, 4500, 20, 0, 0, 20, -20, 0]
    rings = {"XA": {"country": [jagged, islet], "units": {"XA.1": [jagged]}}}
    near, far = (ground.frame(rings, near=box) for box in ((30, 45, 32, 46), (-10, 0, -9, 1)))
    assert [shapely.get_num_coordinates(shape) for shape in near.geometry] == [204 + 5, 204]
    assert far["level"].tolist() == ["country"]
    assert shapely.get_num_coordinates(far.geometry.iloc[0]) < 10
    assert far.geometry.iloc[0].symmetric_difference(near.geometry.iloc[1]).area < 0.03 * 2 * 3


def test_grades_that_changed_travel_with_the_day_of_the_change() -> None:
    table = factory.strikes(4)
    day = table["date"].min()
    grown = [
        f"{day} single_origin 0.52",
        f"{day + dt.timedelta(days=3)} contested 0.56",
        f"{day + dt.timedelta(days=9)} corroborated 0.91",
    ]
    table["grade_history"] = [grown, [f"{day} single_origin 0.76"], None, []]
    row = table["date"].sort_values(kind="stable").index.get_loc(0)
    header, columns = unpack(encode(table, DrawOptions()).columns)
    grades = header["words"]["grade"]
    assert columns["state_row"].tolist() == [row] * 2
    assert [grades[code] for code in columns["state_grade"]] == ["single_origin", "contested"]
    assert columns["state_confidence"].tolist() == [52, 56]
    until = header["base_day"] + columns["state_until"] + 719163 - day.toordinal()
    assert until.tolist() == [3, 9], "days from which another grade holds"


def test_bad_input_is_named() -> None:
    with pytest.raises(SchemaError, match="strike_id"):
        draw(factory.strikes(5).drop(columns="strike_id"))
    with pytest.raises(SchemaError, match="4326"):
        draw(factory.strikes(5).to_crs(3857))
    with pytest.raises(OptionError, match="color_by"):
        draw(factory.strikes(5), options=DrawOptions(color_by="mood"))
    with pytest.raises(OptionError, match="lang"):
        draw(factory.strikes(5), lang="xx")


def test_every_language_has_every_word() -> None:
    words = {
        lang: json.loads((STATIC.parent / "messages" / f"{lang}.json").read_text("utf-8")) for lang in assets.LANGUAGES
    }
    for lang, held in words.items():
        assert held.keys() == words["en"].keys(), lang
    used = set(re.findall(r"""\bsay\("([a-z_.]+)"[,)]""", "".join(f.read_text("utf-8") for f in STATIC.glob("*.js"))))
    assert used <= words["en"].keys()


def test_modules_share_no_top_level_name() -> None:
    names = [
        name
        for module in assets.MODULES
        for name in re.findall(r"^(?:export )?(?:async )?(?:function|const|let|class) (\w+)", (STATIC / f"{module}.js").read_text("utf-8"), re.MULTILINE)
    ]  # fmt: skip
    assert sorted(names) == sorted(set(names))
    assert {f.stem for f in STATIC.glob("*.js")} == set(assets.MODULES)


def test_the_search_for_cycles_is_as_it_was_after_encoding() -> None:
    strikes = factory.strikes(6)
    for wanted in (True, False):
        (gc.enable if wanted else gc.disable)()
        try:
            encode(strikes, DrawOptions())
            with pytest.raises(SchemaError):
                encode(strikes.drop(columns="date"), DrawOptions())
            assert gc.isenabled() is wanted
        finally:
            gc.enable()
