from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group

from .models import FacilitatorProfile, Organisation, User

admin.site.site_header = admin.site.site_title = "Driehoek, beheer"
admin.site.index_title = "Accounts, organisaties en teksten"
admin.site.enable_nav_sidebar = False
admin.site.unregister([Group, EmailAddress])  # nobody's rights or addresses hang on these


class UserForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["username", "name", "email", "is_active"]
        help_texts = {"is_active": "Uit sluit het account: inloggen kan niet meer, wat de gebruiker deed blijft staan."}

    def save(self, commit=True):
        """Save; somebody new has no password, and chooses one through 'Wachtwoord vergeten'."""
        if not self.instance.password:
            self.instance.set_unusable_password()
        return super().save(commit)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Accounts without passwords: the beheerder opens and closes them, and never sets a password or a triangle."""

    form = UserForm
    list_display = ["name", "username", "email", "is_active", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["name", "username", "email"]
    ordering = ["name", "username"]

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    search_fields = ["name"]


@admin.register(FacilitatorProfile)
class FacilitatorProfileAdmin(admin.ModelAdmin):
    list_display = ["user", "organisation", "is_available"]
    fields = ["user", "organisation", "about", "is_available"]
    autocomplete_fields = ["user"]
