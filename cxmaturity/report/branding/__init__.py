"""What a house brings: theme, pictures and templates, read once and checked before anything is laid out."""
