"""The yearly look of the beheerder at who has access: on a page, as a spreadsheet, and noted as done."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from conversations.access_list import read_access, write_access
from triangles.reviewing import due_on, last_review, note_review


@require_http_methods(["GET", "HEAD", "POST"])
def access(request):
    """Show every account; a POST notes that the list was gone through."""
    rows = seen_by(request.user)
    if request.method == "POST":
        note_review(request.user, len(rows))
        messages.success(request, "Genoteerd: jij liep de lijst vandaag na.")
        return redirect("conversations:access")
    shown = {"rows": rows, "last": last_review(), "due_on": due_on()}
    return render(request, "conversations/access/access.html", shown)


@require_safe
def access_file(request):
    rows = seen_by(request.user)
    headers = {"Content-Disposition": 'attachment; filename="toegang.csv"'}
    return HttpResponse(write_access(rows), content_type="text/csv; charset=utf-8", headers=headers)


def seen_by(user):
    """Return the rows of the list for a beheerder; for anybody else it is not there."""
    rows = read_access(user)
    if not rows:
        raise Http404
    return rows
