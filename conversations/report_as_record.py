"""Whether the vastgesteld reports are still what was vastgesteld, by their own hash and by the audit log."""

import hashlib
from dataclasses import dataclass

from .models import AuditEvent, Destruction, Report

ACTS = ("vastgesteld", "verslag gecorrigeerd")
UNKNOWN = "is van voor het auditlog hashes bewaarde: de inhoud is niet nagegaan"


@dataclass(frozen=True)
class Checked:
    """One version: its number, the SHA-256 (hex) beside it, what is wrong with it and what could not be checked."""

    version: int
    sha256: str
    troubles: tuple = ()
    remark: str = ""


def check_reports(conversation):
    """Return a Checked per version of a conversation that is vastgesteld, or that the audit log says was."""
    proofs = proofs_of(conversation)
    found, before = [], None
    for report in conversation.reports.established().order_by("version").iterator(chunk_size=1):  # PDFs are large
        found.append(check_one(report, before, proofs.pop(report.version, None), len(found) + 1))
        before = report
    return found + [
        Checked(version, "", ("is er niet, en is volgens het auditlog wel vastgesteld",)) for version in proofs
    ]


def proofs_of(conversation):
    """Return {version: details} of what the audit log keeps of vaststellen; nothing of what was destroyed by rule."""
    if Destruction.objects.filter(conversation_id=conversation.pk, rule=Destruction.Rule.BEWAARTERMIJN).exists():
        return {}
    events = AuditEvent.objects.filter(conversation_id=conversation.pk, action__in=ACTS)
    return {details.get("version", 1): details for details in events.order_by("pk").values_list("details", flat=True)}


def check_one(report, before, proof, place):
    """Check one version that comes after `before`; `place` is the number that it should have."""
    troubles, now = [], report.proof()
    if not report.is_intact():
        troubles.append("de bewaarde PDF hoort niet bij de SHA-256")
    if report.version != place:
        troubles.append(f"staat waar versie {place} hoort")
    if before and report.established_at < before.established_at:
        troubles.append("is eerder vastgesteld dan de versie ervoor")
    if report.content["stamp"]["version"] != report.version:
        troubles.append("heeft een inhoud die zegt dat het een andere versie is")
    if proof is None:
        troubles.append("is volgens het auditlog nooit vastgesteld")
    elif "content" not in proof:
        return Checked(report.version, report.pdf_sha256, tuple(troubles), UNKNOWN)
    else:
        troubles += [f"heeft een andere {name} dan het auditlog zegt" for name in differing(now, proof)]
    return Checked(report.version, report.pdf_sha256, tuple(troubles))


def differing(now, proof):
    """Return the Dutch names of what is not as it was."""
    return [word for key, word in (("pdf", "SHA-256 van de PDF"), ("content", "inhoud")) if now[key] != proof[key]]


def recognise(conversation, body):
    """Return the Report of `conversation` whose PDF `body` (bytes) is, or None."""
    digest = hashlib.sha256(body).hexdigest()
    return Report.objects.established().filter(conversation=conversation, pdf_sha256=digest).defer("pdf").first()
