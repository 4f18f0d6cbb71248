"""A hundred driehoeken beside what stands there, so that plans of the database are those of a real installation."""

from django.db import connection

from bench.large import make_examples, multiply_promises, multiply_talks, multiply_triangles

TRIANGLES, TALKS = 100, 10


def crowd():
    """Add them, and let PostgreSQL count its tables; rows made after this may collide with their keys."""
    one = make_examples()
    triangle, seat = multiply_triangles(one, TRIANGLES)
    multiply_promises(one, TRIANGLES, TALKS, multiply_talks(one, TRIANGLES, TALKS, triangle, seat))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
