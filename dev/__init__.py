"""What developing RetroWalk needs and no user gets."""
