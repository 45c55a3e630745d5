"""Plain building blocks: errors, the clock, ids, zones, text. Standard library only."""
