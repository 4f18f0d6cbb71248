"""Doing several things at the same moment, each in a thread with a connection of its own."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connections


def at_once(*works):
    """Do `works` together and return what they gave, in order; one that is meant to come after is called alone.

    Needs `own_connections` first, and `django_db(transaction=True)`.
    """

    def alone(work):
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(alone, works))
