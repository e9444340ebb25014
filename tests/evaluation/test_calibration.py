from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geo.errors import OptionError, ReadError
from geo.evaluation import by_group, calibrate, calibrated, load, outcomes, reliability, save


def labels(n: int, a: float, b: float) -> pd.DataFrame:
    draw = np.random.default_rng(7)
    log_odds = draw.normal(0, 1.5, n)
    true = draw.random(n) < 1 / (1 + np.exp(-(a + b * log_odds)))
    return pd.DataFrame({"confidence": 1 / (1 + np.exp(-log_odds)), "happened": true.astype(int)})


def test_platt_finds_a_and_b(tmp_path: Path) -> None:
    fit = calibrate(labels(999, -0.5, 0.6), record={"data": "drawn"})
    assert (fit.a, fit.b) == pytest.approx((-0.5, 0.6), abs=0.2)
    assert not fit.knots
    save(fit, tmp_path / "fit.json")
    assert load(tmp_path / "fit.json") == fit


def test_isotonic_rises_and_follows_the_truth() -> None:
    fit = calibrate(labels(4000, -0.5, 0.6))
    xs, ys = np.array(fit.knots).T
    assert (np.diff(ys) >= 0).all()
    assert np.interp(0.0, xs, ys) == pytest.approx(1 / (1 + np.exp(0.5)), abs=0.08)


def test_reliability_tells_good_from_bad() -> None:
    data = labels(2000, 0.0, 1.0)
    good = reliability(data["confidence"].to_numpy(), data["happened"].to_numpy())
    bad = reliability(data["confidence"].to_numpy() * 0.5, data["happened"].to_numpy())
    assert good.ece <= good.ece_by_chance
    assert bad.ece > bad.ece_by_chance
    assert good.brier < good.brier_base_rate
    assert sum(n for *_, n in good.bins) == 2000


def test_every_judgement_must_hold_and_be_0_or_1() -> None:
    table = labels(100, 0.0, 1.0)
    with pytest.raises(OptionError, match="all alike"):
        calibrate(table.assign(place_in_area=0))
    with pytest.raises(OptionError, match="neither 1 nor 0"):
        calibrate(table.assign(weapon_right=2))
    with pytest.raises(OptionError, match="'confidence'"):
        calibrate(table.drop(columns="confidence"))


def test_a_broken_store_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}", "utf-8")
    with pytest.raises(ReadError, match="no stored calibration"):
        load(tmp_path / "x.json")


def test_a_fit_moves_confidences_to_what_comes_true() -> None:
    data = labels(900, -0.5, 0.6)
    fit = calibrate(data)
    before = reliability(*outcomes(data))
    after = reliability(calibrated(data["confidence"].to_numpy(), fit), outcomes(data)[1])
    assert after.brier < before.brier
    assert before.slope == pytest.approx(0.6, abs=0.15)
    assert before.intercept == pytest.approx(-0.5, abs=0.2)
    assert after.slope == pytest.approx(1.0, abs=0.1)


def test_slope_and_intercept_are_not_told_where_they_mean_nothing() -> None:
    alike = reliability([0.2, 0.8, 0.9], [1.0, 1.0, 1.0])
    parted = reliability([0.1, 0.2, 0.8, 0.9], [0.0, 0.0, 1.0, 1.0])
    assert (alike.slope, alike.intercept, parted.slope) == (None, None, None)


def test_groups_are_told_apart_and_small_ones_pooled() -> None:
    data = labels(60, 0.0, 1.0).assign(side=["UA"] * 30 + ["RU"] * 25 + ["IL"] * 3 + ["US"] * 2)
    found = by_group(data, "side")
    assert {name: r.n for name, r in found.items()} == {"UA": 30, "RU": 25, "others": 5}
    assert by_group(data, "lang") == {}


def test_isotonic_fits_keep_a_and_b_too() -> None:
    fit = calibrate(labels(3000, -0.5, 0.6))
    assert fit.knots
    assert (fit.a, fit.b) == pytest.approx((-0.5, 0.6), abs=0.1)
    assert calibrated(np.array([0.5]), fit)[0] == pytest.approx(1 / (1 + np.exp(0.5)), abs=0.08)
