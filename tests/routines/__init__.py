"""Tests of what the home does round a session."""
