"""The verslag of the kustregister case as PDF, against WeasyPrint alone on the same HTML; prints one JSON object.

Runs as a process of its own with the demo database in the environment: `python -m bench.pdf NUMBER`.
"""

import gc
import io
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import django
import pikepdf

from bench.ground import environment_for, run

ROUNDS = 7


def measure():
    """Return {"pdf_vs_bare", "pdf_memory_mb", "pdf_kb", "pdf_pages"}."""
    with tempfile.TemporaryDirectory(prefix="driehoek-meting") as folder:
        environment = environment_for(folder)
        return run(environment, "bench.pdf", run(environment, "bench.filling", 1)["conversation"])


def memory_mb(field):
    """Return a line of this process's memory in MB: VmRSS is what it holds now, VmHWM the most it ever held."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(lines[field].split()[0]) / 1024


def cpu_of(render, html):
    """Return the CPU seconds that one rendering takes."""
    gc.collect()
    before = time.process_time()
    render(html)
    return time.process_time() - before


def main(number):
    django.setup()
    from conversations.models import Conversation
    from conversations.report import build_content, render_html
    from driehoek import pdf, pdf_drawing

    def bare(html):
        document = pdf_drawing.HTML(string=html, base_url=pdf_drawing.BASE_URL, url_fetcher=pdf_drawing.OwnFiles())
        return document.write_pdf(pdf_identifier=pdf_drawing.identifier(html), **pdf_drawing.OPTIONS)

    html = render_html(build_content(Conversation.objects.get(pk=number)))
    imported = memory_mb("VmRSS")
    made = pdf.render_pdf(html)
    grown = memory_mb("VmHWM") - imported
    bare(html)  # warm as well
    ratios = [cpu_of(pdf.render_pdf, html) / cpu_of(bare, html) for _ in range(ROUNDS)]
    with pikepdf.open(io.BytesIO(made)) as opened:
        size = {"pdf_kb": round(len(made) / 1000, 1), "pdf_pages": len(opened.pages)}
    cost = {"pdf_vs_bare": round(statistics.median(ratios), 2), "pdf_memory_mb": round(grown, 1)}
    print(json.dumps(cost | size))


if __name__ == "__main__":
    main(int(sys.argv[1]))
