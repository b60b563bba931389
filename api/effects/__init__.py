"""What-if over HTTP: the scenario that is sent, and what would change in words."""
