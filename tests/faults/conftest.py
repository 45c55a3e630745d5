"""Phones that crash, lose answers and work in parallel, against the real server code."""
