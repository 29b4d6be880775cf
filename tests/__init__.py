"""The tests of RetroWalk; the folders mirror its rooms."""
