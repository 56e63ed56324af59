"""The metrics and tables of the contract, from the merged summary."""
