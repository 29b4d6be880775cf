"""What walking is: pure, knows no clock, no chance and no Home Assistant."""
