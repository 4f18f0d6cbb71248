"""Turns a file with HTML into a PDF as a process of its own: `python -m bench.draw IN OUT TIMES`.

Only what the product draws with is loaded, as LibreOffice and Chromium load only what they need. Prints the CPU seconds
of each time, the first one too, as one JSON list.
"""

import json
import sys
import time
from pathlib import Path

import django
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent


def main(source, target, times):
    settings.configure(INSTALLED_APPS=["django.contrib.staticfiles"], STATICFILES_DIRS=[ROOT / "static"])
    django.setup()
    from driehoek.pdf import render_pdf

    html, spent = Path(source).read_text(), []
    for _ in range(times):
        before = time.process_time()
        Path(target).write_bytes(render_pdf(html))
        spent.append(time.process_time() - before)
    print(json.dumps(spent))


if __name__ == "__main__":
    main(*sys.argv[1:3], int(sys.argv[3]))
