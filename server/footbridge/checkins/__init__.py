"""Check-ins: how it is right now, how strong the urge, what is going on, what helped."""
