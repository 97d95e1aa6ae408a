"""Tests that see what a reader sees: a real browser on a real server."""
