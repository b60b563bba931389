"""Who speaks, and what they may do: roles, the file of tokens, and the guard that routes ask for."""

from api.access.guarding import require
from api.access.roles import Role, Speaker
from api.access.tokens import Tokens

__all__ = ["Role", "Speaker", "Tokens", "require"]
