"""Imports as HTTP and the command line tell them."""
