import json
from typing import Any

from geo.writing.provenance import prov, withdrawn


def test_every_strike_derives_from_its_report(make: Any) -> None:
    body = json.loads(prov(make(make.row())))
    steps = {(step["prov:generatedEntity"], step["prov:usedEntity"]) for step in body["wasDerivedFrom"].values()}
    assert steps == {("strike:s1", "claim:c1"), ("claim:c1", "report:r1")}
    assert body["entity"]["report:r1"]["prov:location"] == "https://g.example/1"


def test_withdrawn_ids_are_told(make: Any) -> None:
    table = make(make.row(), make.row(strike_id="s2", review_status="withdrawn"))
    assert withdrawn(table) == "s2\n"
