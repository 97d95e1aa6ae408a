"""How well drafts are checked and figures are read: ``python -m benchmarks.score``."""
