"""Findings and actions to a schedule: what each action is worth, and when it can be done."""
