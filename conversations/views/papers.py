"""The paper pack as a download."""

from django.http import HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from conversations.papers import render_papers
from conversations.views.briefing import get_visible


@require_safe
def papers(request, pk):
    found = get_visible(request, pk)
    name = slugify(f"papier {found.triangle.name[:60]} {found.held_on or ''}")
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(render_papers(found), content_type="application/pdf", headers=headers)
