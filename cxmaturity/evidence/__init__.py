"""What was observed: answers, contact facts, the ownership map. Frozen types; nothing here reads a file or judges."""
