"""A question to the database that is put into SQL once: building a queryset costs more than asking it.

What it asks is still written as a queryset, so that the rules of who may see what stay where they are.
"""

from django.db import connection


class Prepared:
    """The rows of a `values_list`, asked again and again with other keys.

    `build(**keys)` returns the queryset; `samples` names its keys, each with a value that occurs nowhere else in it.
    """

    def __init__(self, build, **samples):
        self.build, self.samples, self.made = build, samples, {}

    def ask(self, **keys):
        """Return the rows for these keys, as tuples of Python values."""
        compiler, sql, params, converters = self.compiled()
        actual = {sample: keys[name] for name, sample in self.samples.items()}
        with connection.cursor() as cursor:
            cursor.execute(sql, [actual.get(param, param) for param in params])
            rows = cursor.fetchall()
        return [tuple(row) for row in compiler.apply_converters(rows, converters)] if converters else rows

    def compiled(self):
        """Return what asking takes, made the first time for each kind of database."""
        if connection.vendor not in self.made:
            compiler = self.build(**self.samples).query.get_compiler(connection=connection)
            sql, params = compiler.as_sql()
            converters = compiler.get_converters([column[0] for column in compiler.select])
            self.made[connection.vendor] = (compiler, sql, params, converters)
        return self.made[connection.vendor]
