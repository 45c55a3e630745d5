"""Footbridge: what a participant of an intensive outpatient program holds in their hand between appointments."""

__version__ = "0.1.0"
