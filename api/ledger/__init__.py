"""The ledger over HTTP: what may be sent, who may do it, and on which state."""
