"""What the pages of cards, which know no conversations, show of them."""

from django import template

from conversations.forms.library import OnAgendaForm, conversations_ahead

register = template.Library()


@register.simple_tag(takes_context=True)
def agenda_target(context):
    """Return the conversation named by `?gesprek=` with `card_keys` already on its run sheet, when it is one's own."""
    asked = context["request"].GET.get("gesprek", "")
    if not asked.isascii() or not asked.isdigit() or len(asked) > 18:
        return None
    found = conversations_ahead(context["request"].user).filter(pk=asked).first()
    if found:
        found.card_keys = set(found.run_sheet.filter(dropped=False).values_list("card", flat=True))
    return found


@register.inclusion_tag("conversations/library/on_agenda.html", takes_context=True)
def on_agenda(context, card):
    """Show the form that puts a Card on one's own run sheet; nothing when there is none, or the card is retired."""
    form = OnAgendaForm(user=context["request"].user)
    field = form.fields["conversation"]
    choices = list(field.queryset) if card.retired_at is None else []
    field.widget.choices = [(each.pk, field.label_from_instance(each)) for each in choices]  # and not asked twice
    target = next((each for each in choices if str(each.pk) == context["request"].GET.get("gesprek")), None)
    if target:
        form.initial["conversation"] = target.pk
    return {"form": form, "choices": choices, "card": card, "csrf_token": context.get("csrf_token"), "target": target}
