"""Web push: who may be knocked at, how a knock is sealed and sent, what the answer means.

Owns: subscriptions, the gateway, the keys that sign. Knows nothing of why somebody is nudged: callers bring the message.
"""
