"""The overview of an organisation, and of one opdrachtnemer in it: on a page and as a spreadsheet."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_list_or_404, get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from conversations.forms.oversight import OversightForm
from conversations.oversight import parse_place, read_oversight, read_whole_oversight, who_looks
from conversations.oversight_file import write_oversight
from conversations.oversight_rows import write_rows
from driehoek.prepared import Prepared
from triangles.models import Organisation, User

MINE = Prepared(lambda user: Organisation.objects.overseen_by(User(pk=user)), user=-9001)


@require_safe
def oversight(request):
    mine = MINE.objects(user=request.user.pk)
    if not mine:
        raise Http404
    return show(request, mine)


@require_safe
def oversight_file(request):
    """Give the whole list that the same questions ask for."""
    mine = get_list_or_404(Organisation.objects.overseen_by(request.user))
    return download(request, OversightForm(request.GET, organisations=mine))


@require_safe
def opdrachtnemer(request, organisation):
    """Show an opdrachtnemer across its triangles, as far as who looks has the overview of those."""
    about = get_object_or_404(Organisation, pk=organisation)
    mine = who_looks(request.user, about, timezone.localdate())
    if not mine:
        raise Http404
    return show(request, mine, about)


def show(request, organisations, about=None):
    """Answer with the page of an overview; `about` limits it to the triangles of one opdrachtnemer."""
    day = timezone.localdate()
    form = OversightForm(request.GET, organisations=organisations, about_opdrachtnemer=about is not None)
    only = {"opdrachtnemer": about.pk} if about else {}
    place = parse_place(request.GET.get("na", ""), form.order)
    seen = read_oversight(
        request.user, form.organisation.pk, day, order=form.order, wanted=form.wanted | only, place=place
    )
    shown = {
        "form": form,
        "about": about,
        "organisation": form.organisation,
        "oversight": seen,
        "rows": write_rows(seen.rows, about and about.pk),
        "is_limited": bool(form.wanted),
        "is_later": place is not None,
    }
    return render(request, "conversations/oversight/oversight.html", shown)


def download(request, form):
    day, asked = timezone.localdate(), {"order": form.order, "wanted": form.wanted}
    rows = read_whole_oversight(request.user, form.organisation.pk, day, **asked)
    headers = {"Content-Disposition": 'attachment; filename="overzicht.csv"'}
    return HttpResponse(write_oversight(rows), content_type="text/csv; charset=utf-8", headers=headers)
