import datetime as dt
import json
from pathlib import Path
from typing import Any

import pandas as pd

from geo import schema
from geo.model import Rejection
from geo.writing.folder import strike_of_claim
from geo.writing.methods import counts, datapackage, methods
from geo.writing.publication import publishable


def test_losses_at_each_step_are_told(make: Any) -> None:
    strikes = make(make.row(), make.row(strike_id="s2", geometry=None, latitude=None))
    claims = pd.DataFrame({"claim_id": ["c1", "c2", "c3"], "report_id": ["r1", "r1", "r2"]})
    rejected = (Rejection("a", "no text", "read"), Rejection("b", "no lexicon", "extract"))
    steps = counts(pd.DataFrame({"report_id": list("abcd")}), rejected, claims, strikes)
    assert list(steps.values()) == [4, 2, 3, 2, 1]
    shown = publishable(strikes, today=dt.date(2024, 1, 3))
    told = methods(steps, rejected, claims, shown, mode="publication", corrections="mail@a.example")
    for line in (
        "| reports read | 4 |",
        "| rejected while in the step 'extract' | 1 |",
        "| reports without a claim | 2 |",
        "| claims merged into another's strike | 1 |",
        "| withheld: younger than the minimum age | 2 |",
        "| not mappable | 1 |",
        "Corrections: mail@a.example.",
    ):
        assert line in told.splitlines()


def test_datapackage_describes_every_column() -> None:
    package = json.loads(datapackage([Path("build/strikes.csv"), Path("build/strikes.html")]))
    fields = package["resources"][0]["schema"]["fields"]
    assert [field["name"] for field in fields] == schema.names(schema.STRIKES)
    assert "schema" not in package["resources"][1]


def test_claims_lead_to_strikes() -> None:
    rows = [{"strike_id": "s1", "claim_ids": ["c1", "c2"]}, {"strike_id": "s2", "claim_ids": ["c3"]}]
    assert strike_of_claim(rows) == {"c1": "s1", "c2": "s1", "c3": "s2"}
