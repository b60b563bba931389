"""What changed since a day: of the whole graph, or of what concerns a goal, a strategy or an area."""

from graph.since.account import Account, Act, Sums, account_of, act_of
from graph.since.keeping import Kept
from graph.since.parts import KINDS, Part
from graph.since.scopes import Scope, scope_of

__all__ = ["KINDS", "Account", "Act", "Kept", "Part", "Scope", "Sums", "account_of", "act_of", "scope_of"]
