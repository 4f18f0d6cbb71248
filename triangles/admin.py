from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from driehoek.mail import queue

from .changing import keep
from .models import FacilitatorProfile, Organisation, Overseer, PoolManager, User

admin.site.site_header = admin.site.site_title = "Driehoek, beheer"
admin.site.index_title = "Accounts, organisaties en teksten"
admin.site.enable_nav_sidebar = False
admin.site.unregister([Group, EmailAddress])  # nobody's rights or addresses hang on these
PROFILE = ["organisation", "about", "is_available"]  # not what somebody is involved in: that names triangles


def queue_invitation(user):
    """Queue the mail with which `user` chooses a password; return whether it is new. Once a minute is enough."""
    return queue("account", user.email, once=f"account:{user.pk}:{timezone.now():%Y%m%d%H%M}", user=user.pk)


class UserForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["username", "name", "email", "is_active"]
        help_texts = {
            "username": "Hiermee logt iemand in. Met het mailadres kan ook. Letters, cijfers en @ . + - _",
            "email": "Hierheen gaat de mail waarmee iemand een wachtwoord kiest.",
            "is_active": "Uit sluit het account: inloggen kan niet meer, wat de gebruiker deed blijft staan.",
        }

    def save(self, commit=True):
        """Save; somebody new has no password, and chooses one through the link in a mail."""
        if not self.instance.password:
            self.instance.set_unusable_password()
        return super().save(commit)


class FacilitatorForm(forms.ModelForm):
    class Meta:
        model = FacilitatorProfile
        fields = PROFILE

    def has_changed(self):
        """A profile that was added counts, also when nothing is filled in yet."""
        return self.instance._state.adding or super().has_changed()


class FacilitatorInline(admin.StackedInline):
    model = FacilitatorProfile
    form = FacilitatorForm
    extra = 0
    verbose_name_plural = "Begeleidt gesprekken"


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
    """Accounts without passwords: the beheerder opens and closes them, and never sets a password or a triangle."""

    form = UserForm
    inlines = [FacilitatorInline]
    list_display = ["name", "email", "is_active", "has_password", "is_facilitator", "last_login"]
    list_filter = ["is_active", FacilitatesFilter]
    search_fields = ["name", "username", "email"]
    ordering = ["name", "username"]
    actions = ["invite"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("facilitator")

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="wachtwoord", boolean=True)
    def has_password(self, user):
        return user.has_usable_password()

    @admin.display(description="begeleidt", boolean=True)
    def is_facilitator(self, user):
        return hasattr(user, "facilitator")

    def save_model(self, request, user, form, change):
        super().save_model(request, user, form, change)
        if not change and user.is_active:
            queue_invitation(user)
            messages.info(request, f"{user} krijgt een mail om een wachtwoord te kiezen.")

    @admin.action(description="Stuur uitnodiging om een wachtwoord te kiezen", permissions=["change"])
    def invite(self, request, users):
        """Mail those who have no password yet; the others ask for a new one themselves."""
        wanting = [user for user in users if user.is_active and not user.has_usable_password()]
        for user in wanting:
            queue_invitation(user)
        left_out = len(users) - len(wanting)
        if wanting:
            messages.success(request, f"Klaar om te versturen: {len(wanting)}.")
        if left_out:
            messages.warning(request, f"Overgeslagen, want afgesloten of al een wachtwoord: {left_out}.")


class OverseerForm(forms.ModelForm):
    by = None  # the User who fills it in

    def clean_user(self):
        user = self.cleaned_data["user"]
        if user == self.by:
            raise forms.ValidationError("Geef het overzicht niet aan jezelf. Een andere beheerder kan dat doen.")
        return user


class OverseerInline(admin.TabularInline):
    """Who has the overview: given to somebody, or taken away; a row never passes to somebody else."""

    model = Overseer
    form = OverseerForm
    autocomplete_fields = ["user"]
    extra = 0
    verbose_name = "gebruiker met het overzicht"
    verbose_name_plural = "Wie het overzicht heeft: ritme en afspraken over de datum, nooit scores of teksten"

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.by = request.user
        return formset

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    inlines = [OverseerInline]
    search_fields = ["name"]

    def has_delete_permission(self, request, obj=None):
        """Only one that nobody uses, one at a time: the page that refuses would name the people who do."""
        return obj is not None and not obj.seats.exists() and super().has_delete_permission(request, obj)

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        for row in formset.new_objects:
            self.keep("overzicht gegeven", request, row)
        for row in formset.deleted_objects:
            self.keep("overzicht ingetrokken", request, row)

    def delete_model(self, request, organisation):
        for row in organisation.overseers.all():
            self.keep("overzicht ingetrokken", request, row)
        super().delete_model(request, organisation)

    def keep(self, action, request, row):
        keep(action, by=request.user, user=row.user_id, organisation=row.organisation_id)


@admin.register(FacilitatorProfile)
class FacilitatorProfileAdmin(admin.ModelAdmin):
    list_display = ["user", "organisation", "is_available"]
    list_filter = ["is_available"]
    search_fields = ["user__name", "organisation"]
    fields = ["user", *PROFILE]
    autocomplete_fields = ["user"]

    def has_delete_permission(self, request, obj=None):
        """On the page of the user instead: here the question before it would name triangles."""
        return False


@admin.register(PoolManager)
class PoolManagerAdmin(admin.ModelAdmin):
    """Who keeps the pool of facilitators; the beheerder gives that role and takes it away."""

    list_display = ["user", "created_at"]
    fields = autocomplete_fields = ["user"]
    search_fields = ["user__name"]

    def has_change_permission(self, request, obj=None):
        """Given to somebody, or taken away; never passed on."""
        return obj is None and super().has_change_permission(request)

    def save_model(self, request, row, form, change):
        super().save_model(request, row, form, change)
        keep("poulebeheer gegeven", by=request.user, user=row.user_id)

    def delete_model(self, request, row):
        keep("poulebeheer ingetrokken", by=request.user, user=row.user_id)
        super().delete_model(request, row)

    def delete_queryset(self, request, rows):
        with transaction.atomic():
            for row in rows:
                self.delete_model(request, row)
