"""Who follows what changes in a triangle: its seats, and what others keep of it. Told when the change is committed.

And who keeps the proof of an act here, inside its own transaction.
"""

from django.db import transaction

FOLLOWERS = []
KEEPERS = []


def follow(function):
    """Have `function` called with the key of each triangle that changed; when it fails, the change stands."""
    if function not in FOLLOWERS:
        FOLLOWERS.append(function)
    return function


def changed(triangle):
    """Tell the followers that something of a triangle (its key) changed, after the transaction that is open now."""

    def tell(function):
        transaction.on_commit(lambda: function(triangle), robust=True)

    for function in FOLLOWERS:
        tell(function)


def keep_with(function):
    """Have `function(action, by=a User, **numbers)` keep the proof of each act; when it fails, so does the act."""
    if function not in KEEPERS:
        KEEPERS.append(function)
    return function


def keep(action, *, by, **numbers):
    """Have an act (a fixed Dutch word or two) kept, inside the transaction of the act. Never with names or texts."""
    for function in KEEPERS:
        function(action, by=by, **numbers)
