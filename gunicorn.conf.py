"""Read by gunicorn when it starts in this folder. What the command line says comes above it.

Sync workers, because pages cost CPU and no waiting: threads halve what a core serves here. A page waits for the
database at most a few seconds (`driehoek.postgres`), so a visitor cannot hold a worker for longer.
"""

import os
from itertools import count
from pathlib import Path

from gunicorn.http.wsgi import Response

CORES = len(os.sched_getaffinity(0))  # of the machine; a container with a share of it sets WEB_CONCURRENCY itself

bind = os.environ.get("BIND", "127.0.0.1:8000")  # a socket of systemd comes above it
workers = int(os.environ.get("WEB_CONCURRENCY", 2 * CORES + 1))
worker_class = "sync"
timeout = 30  # s; a page that is not made by then is none: the worker is replaced
graceful_timeout = 30  # s to finish what is being asked, at HUP, at TERM and after max_requests
max_requests, max_requests_jitter = 20_000, 4_000  # what little memory a worker gathers goes; never all at once
# Not loaded beforehand: at HUP every worker reads the code again, and a new version comes in without losing a request.
preload_app = False
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # a sign of life must not wait for a disk
# No access log: an address holds the token of a personal link. The proxy may keep one without addresses; see deploy/.
accesslog = None
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "driehoek.logs.OneLine", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "driehoek.logs.Json"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": os.environ.get("LOG_FORMAT", "line")}},
    "loggers": {"gunicorn.error": {"handlers": ["console"], "propagate": False}},
}

# Where the workers count together for /metrics, in memory; see `driehoek.metrics`. "" lets each count for itself.
COUNTED = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")


def on_starting(server):
    """Begin with nothing counted."""
    if COUNTED:
        folder = Path(COUNTED)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for file in folder.glob("*.db"):
            file.unlink()
    elif os.environ.get("METRICS_TOKEN"):
        server.log.warning("METRICS_TOKEN zonder PROMETHEUS_MULTIPROC_DIR: elke werker telt alleen zichzelf.")


def pre_fork(server, worker):
    """Give the lowest number that is free: who comes after goes on in the same files, so that these do not pile up."""
    taken = {getattr(other, "number", 0) for other in server.WORKERS.values()}
    worker.number = next(number for number in count(1) if number not in taken)


def post_fork(server, worker):
    if COUNTED:
        os.environ["METRICS_WORKER"] = str(worker.number)


def child_exit(server, worker):
    """Take away what holds for a worker that lives; what it counted stays."""
    if COUNTED:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.number)


# No answer tells which server gave it. gunicorn has no setting for that.
named_headers = Response.default_headers


def unnamed_headers(response):
    return [line for line in named_headers(response) if not line.startswith("Server:")]


Response.default_headers = unnamed_headers
