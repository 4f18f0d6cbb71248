"""What home, ledger and overview cost in an installation of 10,000 driehoeken, beside one of 100, on both databases."""

import statistics
import tempfile

from bench import postgres
from bench.ground import environment_for, run
from bench.large import PAGES
from bench.web import serving

FEW, SMALL, LARGE = 10, 100, 10_000
ROUNDS, REQUESTS = 9, 40


def measure():
    """Return the ratios "home_flat", "ledger_flat" and "overview_flat", of two databases the worse; prints both.

    Raises RuntimeError when a page takes more queries in a larger installation.
    """
    sizes = (FEW, SMALL, LARGE)
    with tempfile.TemporaryDirectory(prefix="driehoek-groot") as folder:
        environment = environment_for(folder)
        places = [environment | {"DATABASE_URL": f"sqlite:///{folder}/groot{size}.sqlite3"} for size in sizes]
        found = {"SQLite": compare(dict(zip(sizes, places, strict=True)))}
        with postgres.running(folder, [f"groot{size}" for size in sizes]) as (address, server):
            address = address.rpartition("/")[0]
            places = [environment | {"DATABASE_URL": f"{address}/groot{size}"} for size in sizes]
            found["PostgreSQL"] = compare(dict(zip(sizes, places, strict=True)), beside=server)
    print(f"  {LARGE} driehoeken, gedeeld door {SMALL}: {found}")
    worst = {page: max(ratios[page] for ratios in found.values()) for page in PAGES}
    return {
        "home_flat": worst["home"],
        "ledger_flat": max(worst["ledger"], worst["ledger_next"]),
        "overview_flat": max(worst["overview"], worst["overview_next"], worst["opdrachtnemer"]),
    }


def compare(places, beside=None):
    """Return {page: CPU in the large installation divided by that in the small one}, the database's own included.

    `places` is {size: environment with an empty database}; `beside` is the process of the database, None where that is
    in the product. The rounds are interleaved.
    """
    filled = {size: run(place, "bench.large", str(size)) for size, place in places.items()}
    queries = {size: one["queries"] for size, one in filled.items()}
    if len({str(counts) for counts in queries.values()}) > 1:
        raise RuntimeError(f"Het aantal vragen hangt af van de omvang: {queries}")
    small, large = (serving("driehoek.wsgi", places[size], cookie=filled[size]["cookie"]) for size in (SMALL, LARGE))
    spent = {(size, page): [] for size in (SMALL, LARGE) for page in PAGES}
    with small as little, large as much:
        for _ in range(ROUNDS + 1):
            for size, server in ((SMALL, little), (LARGE, much)):
                for page, address in filled[size]["pages"].items():
                    spent[size, page].append(server.cpu_per_request(address, REQUESTS, beside))
    medians = {key: statistics.median(found[1:]) for key, found in spent.items()}  # the first round only warms
    return {page: round(medians[LARGE, page] / medians[SMALL, page], 2) for page in PAGES}
