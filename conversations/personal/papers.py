"""What is kept of a person as files to take along: JSON for a machine, PDF to read."""

import json

from django.template.loader import render_to_string
from django.utils import timezone

from driehoek import pdf

from .telling import readable

NAMES = ("persoonsgegevens.json", "persoonsgegevens.pdf")


def write_json(told):
    """Return the JSON file (bytes) of what build_personal told."""
    return json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n"


def render_personal(told):
    """Return the PDF (bytes) of what build_personal told."""
    context = {"told": told, "parts": readable(told), "day": timezone.localdate()}
    return pdf.render_pdf(render_to_string("conversations/personal/paper.html", context))
