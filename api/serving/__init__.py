"""How a request comes in from its connection, and how the bytes of its answer leave."""
