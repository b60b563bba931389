"""The core: store, questions, ledger, chains, validation and the one writer. No web framework is imported here."""
