"""What the home does round a session."""
