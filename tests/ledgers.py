"""The ledgers that tests read: the small group, and whatever a test writes in its place."""

from pathlib import Path

from exposure.document import Fault
from exposure.ledger import Ledger, load

SMALL = Path(__file__).parent / "small"
BAD = Path(__file__).parent / "bad"


def loaded(folder: Path, content: str | bytes) -> tuple[Ledger | None, tuple[Fault, ...]]:
    """Return what ``load`` says of a ``deals.yaml``, with the cards of the small group."""
    written = content.encode() if isinstance(content, str) else content
    (folder / "deals.yaml").write_bytes(written)
    return load(folder, SMALL / "seeds")


def ledger_of(folder: Path, content: str | bytes) -> Ledger:
    """Return the ledger of a ``deals.yaml`` that has no faults."""
    ledger, faults = loaded(folder, content)
    assert faults == ()
    assert ledger is not None
    return ledger


def small_ledger() -> Ledger:
    """Return the ledger of the small group, with its public figures."""
    ledger, faults = load(SMALL / "data", SMALL / "seeds")
    assert faults == ()
    assert ledger is not None
    return ledger
