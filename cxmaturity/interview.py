"""A model's questions in the terminal, one after the other. The only questionary."""
