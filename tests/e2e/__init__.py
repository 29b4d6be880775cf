"""What a person does, in a real browser before a real Home Assistant."""
