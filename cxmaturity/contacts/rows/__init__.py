"""Rows of a log: how its columns are read, and what each row is: contact, event, suppressed, rejected."""
