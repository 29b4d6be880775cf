"""Tests of what only developers use."""
