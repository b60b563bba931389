"""Who speaks, and what they may do: roles, the file of tokens, and, in `guarding`, what routes ask for.

The guard is not imported here: the command line knows roles and tokens, and starts without the web framework.
"""

from api.access.roles import Role, Speaker
from api.access.tokens import Tokens

__all__ = ["Role", "Speaker", "Tokens"]
