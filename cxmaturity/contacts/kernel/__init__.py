"""The kernel: sorted batches of whole customers to a summary that merges, one aspect a file."""
