"""Scores and explanations that the facilitator enters for participants."""

from collections import Counter

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from conversations.forms.leading import MatrixForm
from conversations.forms.meeting import NOTHING
from conversations.matrix import build_matrix
from conversations.recording.kinds import RECORDING
from conversations.saving import SAVED, Save, save_part
from conversations.views.meeting import get_led

MEANWHILE = "Iemand anders vulde intussen iets in. Kijk het na."


@require_http_methods(["GET", "HEAD", "POST"])
def scores(request, pk):
    """Show the matrix; the button saves what changed, each score as a part of its own."""
    conversation = get_led(request, pk)
    if conversation.phase not in RECORDING:
        return redirect("conversations:conversation", pk)
    matrix = build_matrix(conversation, request.user)
    form = MatrixForm(request.POST or None, matrix=matrix)
    if request.method == "POST" and form.is_valid():
        report(request, *save_all(request.user, conversation, form.changes()))
        return redirect("conversations:scores", pk)
    rows = form.sent_back(matrix) if form.errors else matrix
    context = {"conversation": conversation, "matrix": rows, "form": form, **count(matrix)}
    return render(request, "conversations/meeting/scores.html", context)


def save_all(user, conversation, changes):
    """Save (part, version, value) one by one; return how many were saved, and why others were not."""
    saved, reasons = Counter(), Counter()
    for part, version, value in changes:
        status, answer = save_part(user, conversation, Save.make(part, version, value))
        if status == SAVED:
            saved["wissen" if value["score"] == NOTHING else "score"] += 1
        else:
            reasons[" ".join(answer.get("errors", [MEANWHILE]))] += 1
    return saved, reasons


def report(request, saved, reasons):
    if number := saved["score"]:
        messages.success(request, f"Opgeslagen: {number} {'score' if number == 1 else 'scores'}.")
    if number := saved["wissen"]:
        messages.success(request, f"Gewist: {number} {'score' if number == 1 else 'scores'}.")
    for reason, number in reasons.items():
        messages.error(request, f"Niet opgeslagen: {number}. {reason}")


def count(matrix):
    """Return how many cells there are to fill in here, and how many are filled."""
    cells = [cell for row in matrix for cell in row.cells if cell.state != "zelf"]
    return {"filled": sum(cell.state != "leeg" for cell in cells), "total": len(cells)}
