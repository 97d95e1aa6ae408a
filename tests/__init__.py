"""Tests: one file per module, named after it."""
