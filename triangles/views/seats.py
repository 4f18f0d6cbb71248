"""Who sits in which corner, from when until when."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from triangles.forms import ConfirmForm, ReplaceSeatForm, SeatForm
from triangles.models import Corner, Seat, Triangle
from triangles.seating import organisations_known_to, remove_seat, seats_by_corner

from .pages import editable, form_page, sent


@require_safe
def seats(request, triangle):
    """Show each corner with who sits there, who comes and who sat there before; `?nieuw=` is who was just put there."""
    found = get_object_or_404(Triangle.objects.visible_to(request.user), pk=triangle)
    corners = seats_by_corner(found, timezone.localdate())
    sitting = [seat for corner in corners for seat in (*corner.now, *corner.coming)]
    newcomer = next((seat for seat in sitting if str(seat.pk) == request.GET.get("nieuw")), None)
    shown = {"triangle": found, "corners": corners, "newcomer": None if found.archived_at else newcomer}
    return render(request, "triangles/seats.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def seat_new(request, triangle):
    found = editable(request, triangle)
    corner = request.GET.get("hoek") if request.GET.get("hoek") in Corner.values else None
    known = organisations_known_to(request.user)
    form = SeatForm(sent(request), triangle=found, known=known, initial={"corner": corner})
    if form.store(request.user):
        messages.success(request, f"{form.instance.person} staat erbij.")
        return redirect("triangles:seats", found.pk)
    return form_page(request, form, found, "Iemand in een hoek zetten", button="Zet erbij", back=overview(found))


@require_http_methods(["GET", "HEAD", "POST"])
def seat_edit(request, triangle, seat):
    found, seat = editable_seat(request, triangle, seat)
    known = organisations_known_to(request.user)
    form = SeatForm(sent(request), triangle=found, known=known, instance=seat, over=seat)
    heading = f"{seat.person}, {seat.get_corner_display()}"
    if form.store(request.user):
        messages.success(request, f"De plaats van {form.instance.person} is opgeslagen.")
        return redirect("triangles:seats", found.pk)
    lead = "Zit hier nu iemand anders? Vervang dan de persoon: zo blijft bewaard wie er eerder zat."
    danger = reverse("triangles:seat_remove", args=[found.pk, seat.pk])
    return form_page(request, form, found, heading, lead=lead, back=overview(found), danger=danger)


@require_http_methods(["GET", "HEAD", "POST"])
def seat_replace(request, triangle, seat):
    """End a seat on a day and begin the next one the day after."""
    found, seat = editable_seat(request, triangle, seat)
    form = ReplaceSeatForm(sent(request), triangle=found, over=seat, known=organisations_known_to(request.user))
    if form.store(request.user):
        words = f"{form.instance.person} volgt {seat.person} op."
        messages.success(request, f"{words} Is er al een gesprek gepland? Kijk dan wie er aan tafel zitten.")
        return redirect(f"{overview(found)}?nieuw={form.instance.pk}")
    lead = f"Wie neemt de plaats als {seat.get_corner_display()} over? De nieuwe persoon begint de dag erna."
    heading, button = f"{seat.person} vervangen", "Vervang"
    return form_page(request, form, found, heading, lead=lead, button=button, back=overview(found))


@require_http_methods(["GET", "HEAD", "POST"])
def seat_remove(request, triangle, seat):
    """Take away a seat that should not have been there; one with a history stays."""
    found, seat = editable_seat(request, triangle, seat)
    form = ConfirmForm(sent(request))
    if form.is_valid():
        try:
            remove_seat(seat, request.user)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"De plaats van {seat.person} is verwijderd.")
            return redirect("triangles:seats", found.pk)
    lead = "Doe dit alleen bij een vergissing. Zit iemand er niet meer, vul dan een laatste dag in."
    heading, button = f"{seat.person} verwijderen?", "Verwijder deze plaats"
    return form_page(request, form, found, heading, lead=lead, button=button, back=overview(found))


def editable_seat(request, triangle, seat):
    found = editable(request, triangle)
    return found, get_object_or_404(Seat.objects.filter(triangle=found).select_related("organisation"), pk=seat)


def overview(triangle):
    return reverse("triangles:seats", args=[triangle.pk])
