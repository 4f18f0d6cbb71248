from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import transaction

from .account_acts import keep_given
from .account_admin import PROFILE, OverseerInline
from .changing import keep
from .models import FacilitatorProfile, Organisation, PoolManager

admin.site.site_header = admin.site.site_title = "Driehoek, beheer"
admin.site.index_title = "Accounts, organisaties en teksten"
admin.site.enable_nav_sidebar = False
admin.site.unregister([Group, EmailAddress, Authenticator, UserSession])  # nobody's rights or addresses hang on these
admin.site.unregister([SocialApp, SocialAccount, SocialToken])


class OverseerOfOrganisation(OverseerInline):
    autocomplete_fields = ["user"]
    verbose_name = "gebruiker met het overzicht"


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    inlines = [OverseerOfOrganisation]
    search_fields = ["name"]

    def has_delete_permission(self, request, obj=None):
        """Only one that nobody uses, one at a time: the page that refuses would name the people who do."""
        return obj is not None and not obj.seats.exists() and super().has_delete_permission(request, obj)

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        keep_given(request.user, formset)

    def delete_model(self, request, organisation):
        for row in organisation.overseers.all():
            keep("overzicht ingetrokken", by=request.user, user=row.user_id, organisation=row.organisation_id)
        super().delete_model(request, organisation)


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
