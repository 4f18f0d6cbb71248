"""Measures in one run what the product costs beside what it stands on; prints a table, writes bench/result.json."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import drill, flat, postgres, room, web

RESULT = Path("bench/result.json")
MEETINGS, SCREENS = 50, (60, 300)
LIMITS = {
    "pdf_vs_bare": (1.3, "CPU van het verslag als PDF, gedeeld door WeasyPrint alleen"),
    "pdf_memory_mb": (60, "MB boven het ingelezen proces bij het maken van de PDF"),
    "home_vs_hello": (12, "CPU van de beginpagina, gedeeld door een kale pagina"),
    "ledger_vs_hello": (12, "het grootboek van een driehoek net zo, een volle bladzijde"),
    "overview_vs_hello": (12, "het overzicht van een organisatie in dertig driehoeken net zo"),
    "conversation_vs_hello": (15, "de gesprekspagina net zo"),
    "triangle_vs_hello": (15, "de pagina van een driehoek met dertig gesprekken net zo"),
    "home_queries": (7, "vragen aan de database voor de beginpagina"),
    "conversation_queries": (11, "vragen aan de database voor de gesprekspagina"),
    "poll_vs_hello": (4, "CPU van een vraag om nieuws zonder nieuws, de duurste van drie schermen, gedeeld door kaal"),
    "poll_queries": (3, "vragen aan de database daarvoor, sessie en bezoek meegeteld"),
    "poll_cpu_60": (0.60, "deel van één kern bij 60 schermen die vragen, 5 keer opslaan per seconde"),
    "poll_cpu_300": (
        0.60,
        "deel van één kern bij 300 schermen; de hoogste van SQLite en PostgreSQL (zonder de server van die laatste)",
    ),
    "home_flat": (
        1.3,
        "CPU van de beginpagina bij 10.000 driehoeken, gedeeld door die bij honderd; het meeste van beide",
    ),
    "ledger_flat": (1.3, "het grootboek net zo, ook waar het verdergaat; op PostgreSQL telt de server daarvan mee"),
    "overview_flat": (1.3, "het overzicht net zo, van een organisatie die in alle driehoeken zit"),
    "restore_drill_minutes": (10, "minuten om een kopie van 10.000 gesprekken terug te zetten en na te gaan"),
}


def environment_for(folder):
    """Return the environment of a product that keeps its database in `folder` and speaks plain http."""
    keys = {"SECRET_KEY": "sleutel-alleen-voor-het-meten-" * 2, "TEXT_KEYS": "tekstsleutel-alleen-voor-het-meten-0001"}
    names = {"DJANGO_SETTINGS_MODULE": "driehoek.settings", "DATABASE_URL": f"sqlite:///{folder}/meting.sqlite3"}
    switches = {"DEBUG": "0", "DEMO": "1", "ALLOWED_HOSTS": "127.0.0.1", "LOG_LEVEL": "ERROR"}
    return os.environ | keys | names | switches


def run(environment, module, *arguments):
    """Run a module of the bench in a process of its own and return the object on the last line that it prints."""
    command = [sys.executable, "-m", module, *arguments]
    said = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
    return json.loads(said.splitlines()[-1])


def measure():
    """Return the flat object of ratios and counts, in the order of `LIMITS`."""
    with tempfile.TemporaryDirectory(prefix="driehoek-meting") as folder:
        environment = environment_for(folder)
        filled = run(environment, "bench.filling")
        found = run(environment, "bench.pdf", str(filled["conversation"]))
        ratios = web.measure(environment, filled["cookie"], filled["pages"])
    found |= measure_room() | flat.measure(run, environment_for) | drill.measure(run, environment_for)
    found |= {f"{name}_vs_hello": ratio for name, ratio in ratios.items()}
    found |= {f"{name}_queries": count for name, count in filled["queries"].items()}
    return {key: found[key] for key in LIMITS}


def measure_room():
    """Return what the screens of 50 meetings of six cost; of two databases, and of three kinds of screen, the most."""
    with tempfile.TemporaryDirectory(prefix="driehoek-zaal") as folder:
        environment = environment_for(folder)
        filled = run(environment, "bench.meetings", str(MEETINGS))
        ratios = room.measure_questions(environment, filled)
        loads = [room.measure_load(environment, filled, screens) for screens in SCREENS]
        with postgres.running(folder) as (address, server):
            elsewhere = environment | {"DATABASE_URL": address}
            again = run(elsewhere, "bench.meetings", str(MEETINGS))
            more = [room.measure_load(elsewhere, again, screens, beside=server) for screens in SCREENS]
    print(f"schermen: {ratios} maal kaal; vragen {filled['queries']}; kern bij {SCREENS} op SQLite en PostgreSQL")
    print([[round(share, 2) for share in shares] for shares in (*loads, *more)], "(het product, de database apart)")
    queries = max(*filled["queries"].values(), *again["queries"].values())
    most = [round(max(here[0], there[0]), 2) for here, there in zip(loads, more, strict=True)]
    shares = {f"poll_cpu_{screens}": share for screens, share in zip(SCREENS, most, strict=True)}
    return {"poll_vs_hello": max(ratios.values()), "poll_queries": queries} | shares


def main():
    result = measure()
    RESULT.write_text(json.dumps(result, indent=2) + "\n")
    print(f"{'maat':<24}{'gemeten':>9}{'grens':>8}  wat het is")
    for key, value in result.items():
        limit, words = LIMITS[key]
        print(f"{key:<24}{value:>9}{limit:>8}  {words}{'' if value <= limit else '  TE VEEL'}")
    return any(value > LIMITS[key][0] for key, value in result.items())


if __name__ == "__main__":
    sys.exit(main())
