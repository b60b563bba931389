"""Chains of statements, and why there is none, as answers tell them."""
