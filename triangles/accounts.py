"""How people with an account come in: by invitation only, in our own words."""

from allauth.account import forms as account
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.shortcuts import resolve_url
from django.utils import timezone

from driehoek.mail import queue

MISMATCH = "Deze naam en dit wachtwoord horen niet bij elkaar. Kijk of er geen typefout in staat."
PASSWORD_HELP = "Minstens 12 tekens. Een zin van een paar woorden is goed en makkelijk te onthouden."


class LongEnough(MinimumLengthValidator):
    """Django's own, which speaks English here."""

    def get_error_message(self):
        return f"Dit wachtwoord is te kort. Gebruik minstens {self.min_length} tekens."


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Dit account is afgesloten. Vraag de functioneel beheerder om het weer te openen.",
        "email_password_mismatch": MISMATCH,
        "username_password_mismatch": MISMATCH,
        "enter_current_password": "Dit is niet je huidige wachtwoord.",
        "too_many_login_attempts": "Dat waren te veel pogingen. Wacht vijf minuten en probeer het dan opnieuw.",
    }

    def is_open_for_signup(self, request):
        return False

    def get_password_change_redirect_url(self, request):
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def send_password_reset_mail(self, user, email, context):
        """Queue the mail, to the address that we know; its link is made when it is sent, so `context` is left alone.

        Asking again within the same minute is the same act.
        """
        queue("wachtwoord", user.email, once=f"wachtwoord:{user.pk}:{timezone.now():%Y%m%d%H%M}", user=user.pk)


def name_fields(form, **labels):
    """Give `form` its Dutch labels, and take away the placeholders that repeat them."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.label = labels.get(name, field.label)


class LoginForm(account.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_fields(self, login="Gebruikersnaam of mailadres", password="Wachtwoord")
        self.fields["login"].widget.attrs.update(autocomplete="username", autocapitalize="none", spellcheck="false")
        self.fields["login"].error_messages["required"] = "Vul je gebruikersnaam of mailadres in."
        self.fields["password"].error_messages["required"] = "Vul je wachtwoord in."
        self.fields["password"].help_text = ""


class NewPassword:
    """What the three forms that set a password share; stands before the form of allauth."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_fields(
            self,
            oldpassword="Huidig wachtwoord",
            password1="Nieuw wachtwoord",
            password2="Nog een keer het nieuwe wachtwoord",
        )
        self.fields["password1"].help_text = PASSWORD_HELP
        self.fields["password1"].error_messages["required"] = "Vul een nieuw wachtwoord in."
        self.fields["password2"].error_messages["required"] = "Vul het nieuwe wachtwoord nog een keer in."
        if "oldpassword" in self.fields:
            self.fields["oldpassword"].help_text = ""
            self.fields["oldpassword"].error_messages["required"] = "Vul je huidige wachtwoord in."


class ChangePasswordForm(NewPassword, account.ChangePasswordForm):
    pass


class SetPasswordForm(NewPassword, account.SetPasswordForm):
    pass


class ResetPasswordKeyForm(NewPassword, account.ResetPasswordKeyForm):
    pass


class ResetPasswordForm(account.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_fields(self, email="Mailadres")
        self.fields["email"].error_messages["required"] = "Vul je mailadres in."
