"""Who follows what changes in a triangle: its seats, and what others keep of it. Told when the change is committed."""

from django.db import transaction

FOLLOWERS = []


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
