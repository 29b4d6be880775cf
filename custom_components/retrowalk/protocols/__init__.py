"""Bytes or JSON in, readings out: pure, knows nothing of walking."""
