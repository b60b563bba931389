"""Benchmarks: each line names what was measured, a peer, the ratio and the bound."""
