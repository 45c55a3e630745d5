"""The exchange: a set of revisions that only grows, and the participant's feed (DESIGN section 5)."""
