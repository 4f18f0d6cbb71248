"""What home, ledger and overview cost with 100,000 conversations beside 100, on both databases.

A page must hold as much in both, so there are two installations of 100 conversations: ten driehoeken with ten each, for
who advises ten; and a hundred with one each, for who oversees them all.
"""

import itertools
import statistics
import tempfile
from contextlib import ExitStack

from bench import postgres
from bench.ground import environment_for, run
from bench.large import PAGES
from bench.web import serving

HOLDING = {"few": (10, 10), "one each": (100, 1), "many": (10_000, 10)}  # driehoeken, and conversations in each
AGAINST = {page: "few" if page in ("home", "ledger", "ledger_next") else "one each" for page in PAGES}
ROUNDS, REQUESTS = 9, 40


def measure():
    """Return the ratios "home_flat", "ledger_flat" and "overview_flat", of two databases the worse; prints both.

    Raises RuntimeError when a page takes more queries in a larger installation.
    """
    with tempfile.TemporaryDirectory(prefix="driehoek-groot") as folder:
        environment = environment_for(folder)
        names = {size: f"groot{number}" for number, size in enumerate(HOLDING)}
        places = {size: {"DATABASE_URL": f"sqlite:///{folder}/{name}.sqlite3"} for size, name in names.items()}
        found = {"SQLite": compare({size: environment | place for size, place in places.items()})}
        with postgres.running(folder, list(names.values())) as (address, server):
            address = address.rpartition("/")[0]
            places = {size: environment | {"DATABASE_URL": f"{address}/{name}"} for size, name in names.items()}
            found["PostgreSQL"] = compare(places, beside=server)
    print(f"  100.000 gesprekken, gedeeld door 100: {found}")
    worst = {page: max(ratios[page] for ratios in found.values()) for page in PAGES}
    return {
        "home_flat": worst["home"],
        "ledger_flat": max(worst["ledger"], worst["ledger_next"]),
        "overview_flat": max(worst["overview"], worst["overview_next"], worst["opdrachtnemer"]),
    }


def compare(places, beside=None):
    """Return {page: CPU in the large installation divided by that in a small one}, the database's own included.

    `places` is {size of HOLDING: environment with an empty database}; `beside` is the process of the database, None
    where that is in the product. The rounds are interleaved.
    """
    filled = {size: run(place, "bench.large", *map(str, HOLDING[size])) for size, place in places.items()}
    queries = {size: one["queries"] for size, one in filled.items()}
    if len({str(counts) for counts in queries.values()}) > 1:
        raise RuntimeError(f"Het aantal vragen hangt af van de omvang: {queries}")
    spent = {(size, page): [] for size in HOLDING for page in PAGES}
    with ExitStack() as stack:
        servers = {
            size: stack.enter_context(serving("driehoek.wsgi", place, cookie=filled[size]["cookie"]))
            for size, place in places.items()
        }
        for _ in range(ROUNDS + 1):
            for page, size in itertools.product(PAGES, HOLDING):
                if size in ("many", AGAINST[page]):
                    address = filled[size]["pages"][page]
                    spent[size, page].append(servers[size].cpu_per_request(address, REQUESTS, beside))
    medians = {key: statistics.median(found[1:]) for key, found in spent.items() if found}  # the first round only warms
    return {page: round(medians["many", page] / medians[AGAINST[page], page], 2) for page in PAGES}
