"""The schedule: series, appointments and the calendar files they come from.

Owns: recurrence on wall time, the import of .ics and CSV files, the appointments of groups and of one person, and who has been
told of which. Knows nothing of reminders, screens or check-ins; `program` says who is in which group.
"""
