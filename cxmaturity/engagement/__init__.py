"""The engagement folder on disk: settings, cycles, journal, facts, results, lock (FILES.md)."""
