"""Accounts in the admin: opened, closed, given their roles, and helped when a phone is lost; each act is kept.

The beheerder never sets a password, and never opens a triangle: that an adviser of it does.
"""

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.utils import timezone

from driehoek.mail import queue

from .account_acts import acts_between, has_new_address, keep_given
from .accounts import queue_change, tell_new_address
from .changing import keep
from .models import FacilitatorProfile, Overseer, PoolManager, User
from .new_address import WHY, is_fresh
from .roles import roles_of, with_roles
from .second_factor import take_away
from .sessions import end_sessions
from .single_sign_on import is_linked, unlink
from .ways_in import has_way_in

PROFILE = ["organisation", "about", "is_available"]  # not what somebody is involved in: that names triangles
NOT_ONESELF = "Dat doe je niet voor jezelf. Een andere beheerder kan het wel."


def queue_invitation(user):
    """Queue the mail with which `user` chooses a password; return whether it is new. Once a minute is enough."""
    return queue("account", user.email, once=f"account:{user.pk}:{timezone.now():%Y%m%d%H%M}", user=user.pk)


class UserForm(forms.ModelForm):
    by = None  # the User who fills it in
    beheerder = forms.BooleanField(
        label="Functioneel beheerder",
        required=False,
        help_text="Beheert accounts, rollen, organisaties en teksten. Ziet geen driehoeken, antwoorden of verslagen.",
    )

    class Meta:
        model = User
        fields = ["username", "name", "email", "is_active"]
        help_texts = {
            "username": "Hiermee logt iemand in. Met het mailadres kan ook. Letters, cijfers en @ . + - _",
            "email": "Hierheen gaat de mail waarmee iemand een wachtwoord kiest.",
            "is_active": "Uit sluit het account: inloggen kan niet meer, wat de gebruiker deed blijft staan.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["beheerder"].initial = self.instance.is_superuser
        if self.instance.pk and self.instance == self.by:
            for name in ("beheerder", "is_active"):
                self.fields[name].disabled, self.fields[name].help_text = True, NOT_ONESELF

    def save(self, commit=True):
        """Save; somebody new has no password, and chooses one through the link in a mail."""
        if not self.instance.password:
            self.instance.set_unusable_password()
        self.instance.is_staff = self.instance.is_superuser = self.cleaned_data["beheerder"]
        return super().save(commit)


class AddedForm(forms.ModelForm):
    """A role without anything to fill in counts as given when its row was added."""

    def has_changed(self):
        return self.instance._state.adding or super().has_changed()


class FacilitatorForm(AddedForm):
    class Meta:
        model = FacilitatorProfile
        fields = PROFILE


class FacilitatorInline(admin.StackedInline):
    model = FacilitatorProfile
    form = FacilitatorForm
    extra = 0
    verbose_name_plural = "Begeleidt gesprekken"


class GivenInline(admin.TabularInline):
    """A role that is given or taken away, and never passes to somebody else."""

    extra = 0

    def has_change_permission(self, request, obj=None):
        return False


class PoolManagerInline(GivenInline):
    model = PoolManager
    form = AddedForm
    fields = []
    verbose_name = "Poulebeheerder"
    verbose_name_plural = "Beheert de poule van begeleiders"


class OverseerForm(forms.ModelForm):
    by = None  # the User who fills it in

    def clean(self):
        """Refuse the overview to oneself, on the page of an organisation and on that of a user."""
        cleaned = super().clean()
        if self.instance._state.adding and cleaned.get("user") == self.by:
            raise forms.ValidationError("Geef het overzicht niet aan jezelf. Een andere beheerder kan dat doen.")
        return cleaned


class OverseerInline(GivenInline):
    """Who has the overview: given to somebody, or taken away."""

    model = Overseer
    form = OverseerForm
    verbose_name_plural = "Wie het overzicht heeft: ritme en afspraken over de datum, nooit scores of teksten"

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.by = request.user
        return formset


class OverseerOfUser(OverseerInline):
    autocomplete_fields = ["organisation"]
    verbose_name = "overzicht"
    verbose_name_plural = "Heeft het overzicht van een organisatie: het ritme, nooit scores of teksten"


class FacilitatesFilter(admin.SimpleListFilter):
    title = "begeleidt gesprekken"
    parameter_name = "begeleidt"

    def lookups(self, request, model_admin):
        return [("ja", "Ja"), ("nee", "Nee")]

    def queryset(self, request, queryset):
        if self.value() not in ("ja", "nee"):
            return queryset
        return queryset.filter(facilitator__isnull=self.value() == "nee")


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    form = UserForm
    inlines = [FacilitatorInline, PoolManagerInline, OverseerOfUser]
    fieldsets = [
        (None, {"fields": ["username", "name", "email", "is_active"]}),
        ("Rollen", {"fields": ["advises", "beheerder"]}),
    ]
    readonly_fields = ["advises"]
    list_display = ["name", "email", "is_active", "roles", "has_password", "second_step", "last_login"]
    list_filter = ["is_active", FacilitatesFilter]
    search_fields = ["name", "username", "email"]
    ordering = ["name", "username"]
    actions = ["invite", "take_second_step", "take_link", "end_their_sessions"]

    def get_queryset(self, request):
        """Add what the list tells of each: counts alone, no triangle by name."""
        return with_roles(super().get_queryset(request))

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.by = request.user
        return form

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="adviseur")
    def advises(self, user):
        count = getattr(user, "advised", 0)
        where = "nog geen driehoek" if not count else "1 driehoek" if count == 1 else f"{count} driehoeken"
        return f"Adviseert {where}. De toegang daartoe geeft een adviseur van die driehoek, niet de beheerder."

    @admin.display(description="rollen")
    def roles(self, user):
        return ", ".join(roles_of(user)) or "geen"

    @admin.display(description="wachtwoord", boolean=True)
    def has_password(self, user):
        return user.has_usable_password()

    @admin.display(description="tweede stap", boolean=True)
    def second_step(self, user):
        return user.steps

    def save_model(self, request, user, form, change):
        before = User.objects.filter(pk=user.pk).values("is_active", "is_superuser", "email").first()
        with transaction.atomic():
            super().save_model(request, user, form, change)
            for act in acts_between(before, user):
                keep(act, by=request.user, user=user.pk)
            if has_new_address(before, user):
                tell_new_address(user, before["email"])
                messages.warning(request, f"{user} is overal uitgelogd, en krijgt dit te horen op het oude mailadres.")
            if change and not user.is_active:
                end_sessions(user)
            if not change and user.is_active:
                queue_invitation(user)
                messages.info(request, f"{user} krijgt een mail met hoe je inlogt.")

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        keep_given(request.user, formset)

    @admin.action(description="Stuur uitnodiging om in te loggen", permissions=["change"])
    def invite(self, request, users):
        """Mail those who have no way in yet; the others ask for a new password themselves."""
        users = old_enough(request, users)
        wanting = [user for user in users if user.is_active and not has_way_in(user)]
        for user in wanting:
            queue_invitation(user)
        left_out = len(users) - len(wanting)
        if wanting:
            messages.success(request, f"Klaar om te versturen: {len(wanting)}.")
        if left_out:
            messages.warning(request, f"Overgeslagen, want afgesloten, of kan al inloggen: {left_out}.")

    @admin.action(description="Haal de tweede stap weg (telefoon of sleutel kwijt)", permissions=["change"])
    def take_second_step(self, request, users):
        """Let somebody choose a new second step; never the one who asks. They get a mail, and are out at once."""

        def take(user):
            take_away(user)
            queue_change(user, "taken_away")

        said = "Weggehaald. Bel eerst of iemand het echt zelf vroeg."
        shut_out(request, old_enough(request, users), take, "tweede stap weggehaald", said)

    @admin.action(description="Haal de koppeling met de inlogdienst weg", permissions=["change"])
    def take_link(self, request, users):
        """Let the next who comes in with that address be linked; never of the one who asks. They get a mail."""

        def take(user):
            unlink(user)
            queue_change(user, "organisation_unlinked")

        linked = [user for user in old_enough(request, users) if is_linked(user)]
        said = "Koppeling weggehaald. Bel eerst of iemand het echt zelf vroeg."
        shut_out(request, linked, take, "koppeling weggehaald", said)

    @admin.action(description="Log uit op alle apparaten", permissions=["change"])
    def end_their_sessions(self, request, users):
        shut_out(request, users, lambda user: None, "sessies beëindigd", "Uitgelogd op alle apparaten.")


def shut_out(request, users, act, done, said):
    """Do `act` to each of `users` but who asks, end their sessions and keep that as `done`; tell it with `said`."""
    others = [user for user in users if user != request.user]
    for user in others:
        with transaction.atomic():
            act(user)
            end_sessions(user)
            keep(done, by=request.user, user=user.pk)
    tell(request, len(others), len(users), said)


def tell(request, done, chosen, words):
    if done:
        messages.success(request, f"{words} Aantal: {done}.")
    if done < chosen:
        messages.warning(request, f"Je eigen account is overgeslagen. {NOT_ONESELF}")


def old_enough(request, users):
    """Return those whose mail address did not just change; of the others the page says why not."""
    fresh = [user for user in users if is_fresh(user)]
    if fresh:
        messages.warning(request, f"{WHY} Overgeslagen: {len(fresh)}.")
    return [user for user in users if user not in fresh]
