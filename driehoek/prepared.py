"""A question to the database that is put into SQL once: building a queryset costs more than asking it.

What it asks is still written as a queryset, so that the rules of who may see what stay where they are.
"""

import datetime as dt
from copy import copy
from types import SimpleNamespace
from typing import NamedTuple

from django.db import connection
from django.db.models.query import ModelIterable

LARGEST = 2**63 - 1


class Made(NamedTuple):
    """What asking takes: SQL with its parameters, in which samples stand, and what makes Python of the rows."""

    compiler: object
    sql: str
    params: tuple
    converters: dict


class Prepared:
    """The rows of a queryset, asked again and again with other keys.

    `build(**keys)` returns the queryset; `samples` names its keys, each with a value that occurs nowhere else in it. A
    key that is a list of numbers has a list of one as its sample, far from the other samples: lower ones are samples
    as well. Such a list stands behind `__in`, never within an exclude, and may be empty. With `holds_bytes` large bytes
    come from PostgreSQL without being written out; keys are not lists then.
    """

    def __init__(self, build, *, holds_bytes=False, **samples):
        self.build, self.holds_bytes, self.samples, self.made = build, holds_bytes, samples, {}

    def ask(self, **keys):
        """Return the rows of a `values_list` for these keys, as tuples of Python values."""
        made, rows = self.answer(keys)
        return (
            [tuple(row) for row in made.compiler.apply_converters(rows, made.converters)] if made.converters else rows
        )

    def objects(self, **keys):
        """Return the objects for these keys, with the related ones that are selected and what is annotated."""
        made, rows = self.answer(keys)
        answered = copy(made.compiler)
        answered.execute_sql, answered.get_converters = lambda **how: [rows], lambda fields: made.converters
        query = SimpleNamespace(get_compiler=lambda using: answered)
        return list(ModelIterable(SimpleNamespace(query=query, db=connection.alias, _known_related_objects={})))

    def answer(self, keys):
        """Return (Made, rows as the database gives them)."""
        keys = {name: lengthened(key) if isinstance(key, list) else key for name, key in keys.items()}
        samples = {name: stretched(sample, keys[name]) for name, sample in self.samples.items()}
        made = self.compiled(samples)
        actual = dict(zip(flat(samples.values()), flat(keys[name] for name in samples), strict=True))
        params = [actual.get(param, param) for param in made.params]
        if self.holds_bytes and connection.vendor == "postgresql":
            from .postgres.as_bytes import fetch_as_bytes  # on SQLite nothing of PostgreSQL is loaded

            return made, fetch_as_bytes(connection, made.sql, params)
        with connection.cursor() as cursor:
            cursor.execute(made.sql, params)
            return made, cursor.fetchall()

    def compiled(self, samples):
        """Return the Made, made the first time for each kind of database and each length of a list."""
        kind = (connection.vendor, *(len(sample) for sample in samples.values() if isinstance(sample, list)))
        if kind not in self.made:
            compiler = self.build(**samples).query.get_compiler(connection=connection)
            sql, params = compiler.as_sql()
            converters = compiler.get_converters([column[0] for column in compiler.select])
            self.made[kind] = Made(compiler, sql, params, converters)
        return self.made[kind]


def lengthened(keys):
    """Return `keys` until their number is a power of two, so that few lengths are asked: the last one again.

    An empty list becomes one None: nothing equals that.
    """
    size = 1 << max(len(keys) - 1, 0).bit_length()
    return keys + (keys[-1:] or [None]) * (size - len(keys))


def stretched(sample, keys):
    """Return the sample of a list with as many numbers as `keys` has; any other sample as it is."""
    return [sample[0] - place for place in range(len(keys))] if isinstance(sample, list) else sample


def flat(values):
    """Yield what stands as a parameter for each of `values`: a list one by one, a day as this database writes it.

    Of a number that no key can be, from an address that somebody typed, that is None.
    """
    for value in values:
        if isinstance(value, list):
            yield from value
        elif type(value) is dt.date:
            yield connection.ops.adapt_datefield_value(value)
        else:
            yield None if type(value) is int and value > LARGEST else value


def as_dicts(names, rows):
    """Return rows of a `values_list` of `names` as dicts."""
    return [dict(zip(names, row, strict=True)) for row in rows]
