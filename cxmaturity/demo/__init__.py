"""A complete sample engagement: answers, an ownership map and a generated contact log with planted faults."""
