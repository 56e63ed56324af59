"""Log files: which there are, unpacked, recognised, and opened as rows to scan."""
