"""A hundred driehoeken beside what stands there, so that plans of the database are those of a real installation."""

from django.db import connection

from bench.large import make_examples, multiply_promises, multiply_talks, multiply_triangles

TRIANGLES = 100


def crowd():
    """Add them, and let PostgreSQL count its tables; rows made after this may collide with their keys."""
    one = make_examples()
    triangle, seat = multiply_triangles(one, TRIANGLES)
    multiply_promises(one, TRIANGLES, multiply_talks(one, TRIANGLES, triangle, seat))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
