"""What the project promises about itself: sample reports, licences, locked requirements."""

import json
import re
import tomllib
from pathlib import Path

import pytest

import geo

ROOT = Path(__file__).parent.parent


def test_the_sample_reports_are_all_usable_and_varied() -> None:
    reports = geo.read(ROOT / "data" / "reports")
    assert reports.attrs["rejected"] == ()
    assert len(reports) >= 7
    assert set(reports["lang"]) == {"en", "uk"}
    assert reports["publisher"].nunique() >= 4
    assert reports["published"].nunique() >= 5
    assert reports["url"].str.contains(".example/", regex=False).all(), "invented outlets have invented addresses"


@pytest.mark.parametrize("name", ["LICENSE", "NOTICE", "CHANGELOG.md", "README.md", "data/README.md"])
def test_papers_are_there(name: str) -> None:
    assert (ROOT / name).stat().st_size > 200


def test_requirements_lock_what_the_project_asks_for() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    locked = (ROOT / "requirements.txt").read_text()
    for name in (re.match(r"[\w.-]+", item)[0].lower().replace("_", "-") for item in asked):  # type: ignore[index]
        assert re.search(rf"^{re.escape(name)}==.*\\$", locked, re.MULTILINE), name
    assert locked.count("--hash=sha256:") > locked.count("==")
    assert "://" not in locked


def test_notebooks_use_the_public_api_only() -> None:
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        source = "\n".join("".join(cell["source"]) for cell in json.loads(path.read_text())["cells"])
        assert not re.search(r"from geo\.|import geo\.", source), path.name
