"""A page that stands still: the copy of a page with its style sheets joined in one, and no program behind it.

The product's page is measured against it: same words, same look, same letters, all of it packed beforehand. As a WSGI
module it serves the folder that STILL names.
"""

import http.client
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from whitenoise import WhiteNoise

SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)">\s*')
LETTERS = re.compile(r'url\("([^"]+\.woff2)"\)')
SHOWN = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:svg|js|woff2))"')


def fetch(port, path):
    """Return the text at `path`, or its bytes where it is none. Raises RuntimeError on any status but 200."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", path)
    answer = line.getresponse()
    body = answer.read()
    line.close()
    if answer.status != 200:
        raise RuntimeError(f"{path} antwoordt {answer.status}")
    return body if path.endswith(".woff2") else body.decode()


def copy(port, path, folder):
    """Copy the page at `path` of the product at `port`, and all that it shows, into `folder`, packed as well."""
    html = fetch(port, path)
    style = "\n".join(whole(port, sheet) for sheet in SHEET.findall(html))
    before, *_, after = SHEET.split(html)
    (folder / "still.css").write_text(style)
    (folder / "index.html").write_text(f'{before}<link rel="stylesheet" href="/still.css">{after}')
    for shown in {*LETTERS.findall(style), *SHOWN.findall(html)}:
        target, body = folder / shown.lstrip("/"), fetch(port, shown)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body if isinstance(body, bytes) else body.encode())
    subprocess.run([sys.executable, "-m", "whitenoise.compress", "--quiet", folder], check=True)


def whole(port, sheet):
    """Return a style sheet whose fonts are named from the root."""
    return LETTERS.sub(lambda found: f'url("{urlsplit(urljoin(sheet, found[1])).path}")', fetch(port, sheet))


def nothing_else(environ, start_response):
    start_response("404 Not Found", [])
    return []


if "STILL" in os.environ:
    application = WhiteNoise(nothing_else, root=Path(os.environ["STILL"]), index_file=True)
