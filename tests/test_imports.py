"""Dependencies run one way: ground <- stages <- pipeline <- command; a stage never imports another."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import geo

ROOT = Path(geo.__file__).parent
GROUND = {"model", "schema", "errors", "options", "memory"}
STAGES = {"reading", "extraction", "gazetteer", "corroboration", "mapping", "writing", "evaluation"}
ANYWHERE = GROUND | {"lexicon"}
MODULES = sorted(path for path in ROOT.rglob("*.py") if "__pycache__" not in path.parts)
HEAVY = ("geopandas", "pandas", "numpy", "shapely", "folium", "pyarrow", "trafilatura", "typer")
LIMIT_S = 0.5


def imported(path: Path) -> set[str]:
    """The parts of ``geo`` that a module imports anywhere, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("geo.")}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module is not None:
            parts = node.module.split(".")
            if parts[0] == "geo":
                found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_dependencies_run_one_way(path: Path) -> None:
    home = path.relative_to(ROOT).parts[0].removesuffix(".py")
    if home in GROUND:
        assert imported(path) <= GROUND
    elif home in STAGES | {"lexicon"}:
        assert imported(path) <= ANYWHERE | {home}


def test_the_walls_are_where_this_test_looks() -> None:
    parts = {path.relative_to(ROOT).parts[0] for path in MODULES}
    assert parts >= STAGES
    assert imported(ROOT / "pipeline.py") >= {"reading", "extraction", "writing"}


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = f"import sys, geo; print([name for name in {HEAVY!r} if name in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_import_time() -> None:
    code = "import time; start = time.perf_counter(); import geo; print(time.perf_counter() - start)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert float(shown) < LIMIT_S


def test_every_public_name_is_there() -> None:
    for name in geo.__all__:
        assert getattr(geo, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'frobnicate'"):
        geo.frobnicate  # noqa: B018
