"""Every address of the site, read from the resolver, so that no test can forget one."""

from functools import cache

from django.urls import URLPattern, get_resolver, reverse

OF_ACCOUNTS = ("account_", "mfa_", "openid_connect_")
PREFIXES = ("admin:", *OF_ACCOUNTS)  # whose routes share one row
SAMPLES = {
    "uidb36": "1",
    "key": "a-b",
    "app_label": "triangles",
    "tip": "tijd",
    "part": "afspraak:nieuw",
    "principle": "vertrouwen",
    "section": "geheel",
    "question": "dilemma",
    "corner": "eigenaar",
    "room_code": "ABCDEF",
}  # other parameters get the number 1


def parameters():
    """Return {full name of a route: names of its parameters}, for instance {'conversations:report': {'pk'}}."""
    return parameters_in(get_resolver())


@cache  # asked for each path
def parameters_in(resolver):
    return {name: found for name, found in walk(resolver) if not name.endswith("None")}


def walk(resolver, namespace="", before=frozenset()):
    """Yield (full name, names of the parameters) of each route; one without a name is called 'None'."""
    for entry in resolver.url_patterns:
        found = before | set(entry.pattern.regex.groupindex)
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", found
        else:
            yield from walk(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace, found)


def path_of(name, **values):
    """Return a path of the route `name`; `values` fill its parameters."""
    return reverse(name, kwargs={key: values.get(key, SAMPLES.get(key, 1)) for key in parameters()[name]})


def row_of(name):
    """Return the name of the row in the matrix that speaks for a route."""
    return next((prefix for prefix in PREFIXES if name.startswith(prefix)), name)
