"""The engines of others that answer the same questions, each started, filled, asked and ended here."""
