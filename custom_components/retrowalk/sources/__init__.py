"""What adapts a reading of the world to a sample of a walk."""
