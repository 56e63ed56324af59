"""Estimators and intervals (METHODS.md), pure numpy or plain Python."""
