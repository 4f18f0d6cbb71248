"""What the pages about a triangle share: the row somebody may change, and the page around a form."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from driehoek.prepared import Prepared
from triangles.models import Triangle, User

VISIBLE = Prepared(lambda user, pk: Triangle.objects.visible_to(User(pk=user)).filter(pk=pk), user=-9001, pk=-9002)


def visible(request, triangle):
    """Return the triangle with this number when the visitor may open it, else 404."""
    found = VISIBLE.objects(user=request.user.pk, pk=triangle)
    if not found:
        raise Http404
    return found[0]


def editable(request, triangle):
    """Return the triangle with this number when the visitor may change it, else 404."""
    return get_object_or_404(Triangle.objects.editable_by(request.user), pk=triangle)


def sent(request):
    """Return what was posted, also when that is nothing; None when the page is only read."""
    return request.POST if request.method == "POST" else None


def form_page(request, form, triangle, heading, *, lead="", button="Opslaan", back=None, danger=""):
    """Answer with a form under `heading`; `back` is the address to leave by, `danger` that of removing it all."""
    shown = {
        "form": form,
        "triangle": triangle,
        "heading": heading,
        "lead": lead,
        "button": button,
        "back": back,
        "danger": danger,
        "organisations": getattr(form, "organisation_names", None),
        "conflicts": getattr(form, "conflicts", ()),
    }
    return render(request, "triangles/form.html", shown)
