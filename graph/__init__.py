"""The core: store, questions, ledger, chains, validation and the one writer; no web framework."""
