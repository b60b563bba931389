"""A write that is sent twice is done once: Idempotency-Key (draft-ietf-httpapi-idempotency-key-header)."""

from api.idempotency.middleware import Idempotency

__all__ = ["Idempotency"]
