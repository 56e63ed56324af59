"""What moved between two cycles and why: scores by what was exchanged, metrics by what chance could have done."""
