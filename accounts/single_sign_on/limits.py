"""How often one may try to sign in by a provider (docs/accounts.md, "Limits")."""

from chatsite.limits.window import Limit

MINUTE_S = 60

# Many people of an office come from one address.
STARTS = Limit("single-sign-on-start", 300, 10 * MINUTE_S)
# What turns out well is not counted.
RETURNS = Limit("single-sign-on-return", 30, 10 * MINUTE_S)
LOGOUTS = Limit("single-sign-on-logout", 60, 10 * MINUTE_S)
