"""The program itself: its zone and hours, groups and who belongs to them, enrollment."""
