"""Tests of walking itself."""
