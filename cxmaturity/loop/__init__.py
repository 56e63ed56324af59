"""The closed loop: which answers were followed up, by whom and how soon, and which rules should have caught them."""
