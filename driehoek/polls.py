"""A part of a page that asks for its own news, by static/js/poll.js, says so in a header."""

HEADER = "X-Poll"


def is_poll(request):
    """Whether a page asks this by itself, and not a person."""
    return HEADER in request.headers
