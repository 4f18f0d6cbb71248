"""One vastgesteld conversation as a zip for the archive: the PDF of every version, the conversation file, metadata,
checksums that `sha256sum -c` reads, and what it all is.

The same reports give the same bytes. Nothing is in it but what the table saw and its author let be printed, and no
mail address.
"""

import hashlib
import io
import json
import zipfile

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from .models import Conversation
from .portable import build_document
from .report import file_name

CONVERSATION, METADATA, SUMS, README = "gesprek.json", "metagegevens.json", "SHA256SUMS", "LEESMIJ.txt"
OF_THE_BRIEFING = ["email", "mandate", "function_level", "contact_frequency", "recurring_topics", "tips"]
TYPES = {"pdf": "application/pdf", "json": "application/json", "txt": "text/plain"}
OWN_WORDS = "Begrippen van Driehoek"


def build_archive(conversation):
    """Return the zip (bytes) of a conversation whose report is vastgesteld; see `archive_name` for what to call it."""
    reports = list(conversation.reports.established().select_related("established_by").order_by("version"))
    files = {f"{file_name(conversation, report)}.pdf": bytes(report.pdf) for report in reports}
    files[CONVERSATION] = as_json(printed_document(conversation))
    told = {"conversation": conversation, "names": sorted(files), "count": len(reports)}
    files[README] = render_to_string("report/archive.txt", told).encode()
    files[METADATA] = as_json(metadata(conversation, reports, files))
    sums = [f"{hashlib.sha256(body).hexdigest()}  {name}\n" for name, body in sorted(files.items())]
    files[SUMS] = "".join(sums).encode()
    return pack(files, timezone.localtime(reports[-1].established_at))


def archive_name(conversation):
    return f"gesprek-{conversation.pk}.zip"


def pack(files, moment):
    """Return a zip of {name: bytes}; each file carries the same moment, so that equal files give equal bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for name, body in sorted(files.items()):
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, body)
    return written.getvalue()


def as_json(value):
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def printed_document(conversation):
    """Return the conversation file without what its author did not let be printed, mail addresses and the briefing.

    Where scores are naamloos they stay out: the file says of each whose it is.
    """
    document = build_document(conversation)
    found = document["conversation"]
    found["reflections"] = [row for row in found.get("reflections", []) if row["in_report"]]
    is_named = conversation.display == Conversation.Display.PER_HOEK
    found["scores"] = [printed_score(row) for row in found.get("scores", [])] if is_named else []
    for holder in (document["triangle"], *document["triangle"]["seats"], found, found.get("facilitator", {})):
        for name in OF_THE_BRIEFING:
            holder.pop(name, None)
    for name in ("reflections", "scores"):
        if not found[name]:
            del found[name]
    return document


def printed_score(row):
    if row.get("in_report"):
        return row
    return {name: value for name, value in row.items() if name not in {"explanation", "visibility", "in_report"}}


def metadata(conversation, reports, files):
    """Return the fields of MDTO that this product knows, by their own names: of the conversation and of each file.

    What only the organisation can say (waardering, bewaartermijn, informatiecategorie, archiefvormer) is not in it.
    """
    return {
        "informatieobject": {
            "identificatie": identity(f"gesprek-{conversation.pk}"),
            "naam": conversation.title,
            "aggregatieniveau": concept("Dossier", "Begrippenlijst Aggregatieniveaus MDTO"),
            "omschrijving": conversation.purpose or conversation.triangle.purpose,
            "taal": "nl",
            **covered(conversation),
            "event": [happened(report) for report in reports],
            "beperkingGebruik": {
                "beperkingGebruikType": concept("Rubricering"),
                "beperkingGebruikNadereBeschrijving": conversation.classification,
            },
            "heeftRepresentatie": [{"verwijzingNaam": name} for name in sorted(files)],
        },
        "bestand": [stored(conversation, name, body, reports[-1]) for name, body in sorted(files.items())],
    }


def identity(mark):
    return {"identificatieKenmerk": mark, "identificatieBron": f"Driehoek, {settings.SITE_URL}"}


def concept(label, of=OWN_WORDS):
    return {"begripLabel": label, "begripBegrippenlijst": {"verwijzingNaam": of}}


def covered(conversation):
    if conversation.held_on is None:
        return {}
    day = conversation.held_on.isoformat()
    days = {"dekkingInTijdBegindatum": day, "dekkingInTijdEinddatum": day}
    return {"dekkingInTijd": {"dekkingInTijdType": concept("Dag van het gesprek"), **days}}


def happened(report):
    return {
        "eventType": concept("Vastgesteld" if report.version == 1 else "Gecorrigeerd"),
        "eventTijd": timezone.localtime(report.established_at).isoformat(),
        "eventVerantwoordelijkeActor": {"verwijzingNaam": str(report.established_by)},
        "eventResultaat": f"Verslag, versie {report.version}",
    }


def stored(conversation, name, body, newest):
    """Return what MDTO asks of one file."""
    return {
        "identificatie": identity(f"gesprek-{conversation.pk}/{name}"),
        "naam": name,
        "omvang": len(body),
        "bestandsformaat": concept(TYPES[name.rpartition(".")[2]], "IANA Media types"),
        "checksum": {
            "checksumAlgoritme": concept("SHA-256", "Begrippenlijst ChecksumAlgoritme MDTO"),
            "checksumWaarde": hashlib.sha256(body).hexdigest(),
            "checksumDatum": timezone.localtime(newest.established_at).isoformat(),
        },
        "isRepresentatieVan": {"verwijzingNaam": conversation.title},
    }
