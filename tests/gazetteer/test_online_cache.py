"""The cache of online answers: what goes in comes out, whatever happens to the disk and whoever else writes."""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.gazetteer.cache import AnswerCache

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
URL = "https://geocoder.example/search?q=Kharkiv"


@settings(max_examples=60, deadline=None)
@given(st.text(), JSON)
def test_what_goes_in_comes_out(url: str, answer: object) -> None:
    with tempfile.TemporaryDirectory() as folder:
        cache = AnswerCache(folder)
        assert cache.get(url) is None
        cache.put(url, answer)
        assert cache.get(url) == (answer,)
        assert AnswerCache(folder).get(url) == (answer,)
        assert cache.get(url + "x") is None
        assert all(path.is_relative_to(folder) for path in Path(folder).rglob("*"))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 400), st.binary(max_size=8))
def test_a_file_that_breaks_off_or_is_overwritten_is_no_answer(length: int, noise: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        cache = AnswerCache(folder)
        cache.put(URL, [{"lat": "49.99"}])
        (path,) = Path(folder).rglob("*.json")
        whole = path.read_bytes()
        cut = whole[:length] + noise if length < len(whole) else whole
        path.write_bytes(cut)
        assert cache.get(URL) in (None, ([{"lat": "49.99"}],))
        cache.put(URL, [])
        assert cache.get(URL) == ([],)


def test_an_answer_of_another_question_is_none(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path)
    cache.put(URL, 1)
    cache.put(URL + "2", 2)
    first, second = (path for path in sorted(tmp_path.rglob("*.json"), key=lambda p: p.read_text()))
    first.write_bytes(second.read_bytes())
    assert sorted(str(cache.get(url)) for url in (URL, URL + "2")) in (["(1,)", "None"], ["(2,)", "None"])


def test_many_writers_leave_one_whole_answer_and_no_drafts(tmp_path: Path) -> None:
    answer = ["x" * 10_000]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: AnswerCache(tmp_path).put(URL, answer), range(64)))
    assert AnswerCache(tmp_path).get(URL) == (answer,)
    assert [path.suffix for path in tmp_path.rglob("*") if path.is_file()] == [".json"]


def test_what_a_killed_run_left_is_swept_up(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path)
    cache.put(URL, 1)
    (path,) = tmp_path.rglob("*.json")
    path.with_name(f".{path.stem}-dead.part").write_bytes(b'{"format"')
    assert cache.get(URL) == (1,)
    cache.put(URL, 2)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_the_default_folder_is_the_users_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import platformdirs

    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda name: str(tmp_path / name))
    assert AnswerCache().folder == tmp_path / "strikemap" / "online"
    assert list(tmp_path.iterdir()) == [], "nothing is made before there is an answer"
