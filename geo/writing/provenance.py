"""Where every strike comes from, in the words of W3C PROV-JSON: strikes from claims, claims from reports."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pandas as pd


def prov(strikes: pd.DataFrame) -> str:
    """PROV-JSON of the strikes that are shown: each derives from its claims, each claim from its report."""
    entities: dict[str, dict[str, Any]] = {}
    derived: dict[str, dict[str, str]] = {}
    for row in strikes.to_dict("records"):
        entities[f"strike:{row['strike_id']}"] = {"prov:type": "strike"}
        for source in _sources(row):
            claim, report = f"claim:{source['claim_id']}", f"report:{source['report_id']}"
            entities[claim] = {"prov:type": "claim"}
            entities[report] = {
                "prov:type": "report",
                "prov:location": source.get("url"),
                "publisher": source.get("publisher"),
            }
            derived[f"_:{len(derived)}"] = {
                "prov:generatedEntity": f"strike:{row['strike_id']}",
                "prov:usedEntity": claim,
            }
            derived[f"_:{len(derived)}"] = {"prov:generatedEntity": claim, "prov:usedEntity": report}
    prefixes = {name: f"urn:strikemap:{name}:" for name in ("strike", "claim", "report")}
    body = {"prefix": prefixes, "entity": entities, "wasDerivedFrom": derived}
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def withdrawn(strikes: pd.DataFrame) -> str:
    """The ids of strikes that were withdrawn after review, one a line: whoever copied them can take them down."""
    gone = strikes.loc[strikes["review_status"].astype("string") == "withdrawn", "strike_id"]
    return "".join(f"{strike_id}\n" for strike_id in sorted(gone))


def _sources(row: Any) -> Iterator[dict[str, Any]]:
    yield from row["sources"] if isinstance(row["sources"], list) else ()
