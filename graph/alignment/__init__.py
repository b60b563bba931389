"""Chains from projects to goals, with proof for each hop."""
