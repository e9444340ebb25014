"""The scripts' own tests, where Node is at hand."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def test_scripts() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node here: the scripts are tested through the browser only")
    done = subprocess.run(
        [node, "--test", *map(str, sorted(Path(__file__).parent.glob("*.test.mjs")))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
