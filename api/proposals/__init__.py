"""Proposals from text over HTTP: what is asked, and what is answered."""
