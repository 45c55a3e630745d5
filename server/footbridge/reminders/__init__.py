"""Reminders: what is owed to whom and when, its sending, and the ledger that tells what became of each.

Owns: the policy, the planner, the dispatcher, receipts, each person's reminder settings. Reads what lower slices know (schedule,
check-ins, subscriptions) and never writes there.
"""
