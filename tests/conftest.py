"""What every test can ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from exposure.charts import DARK, LIGHT, Palette
from exposure.ledger import Ledger, load

ROOT = Path(__file__).parents[1]

# No deadline: the machine's other work is not the test's fault. In CI the same examples each time.
settings.register_profile("quick", deadline=None, derandomize="CI" in os.environ)
settings.register_profile("slow", deadline=None, max_examples=10_000)
settings.load_profile("quick")


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def ledger(root: Path) -> Ledger:
    """Return the ledger of the product; a module of tests may have one of its own instead."""
    found, faults = load(root / "data", root / "seeds")
    assert found, faults
    return found


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def palette(request: pytest.FixtureRequest) -> Palette:
    """Return the colours of the light and of the dark theme, in turn."""
    found: Palette = request.param
    return found


@pytest.fixture(scope="session")
def seed_texts() -> Path:
    """Return the folder of the articles, which are not part of the repository.

    On a machine without them the test is skipped, and says so; in CI it fails.
    """
    places = [Path(os.environ.get("EXPOSURE_SEED_TEXTS", "nowhere")), ROOT / "seeds/texts"]
    for place in places:
        if any(place.glob("*.txt")):
            return place
    reason = "the articles are not installed: set EXPOSURE_SEED_TEXTS to their folder"
    if "CI" in os.environ:
        pytest.fail(reason)
    pytest.skip(reason)
