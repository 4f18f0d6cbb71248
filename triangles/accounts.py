"""How people with an account come in: by invitation only, in our own words."""

import time

from allauth.account import app_settings
from allauth.account import forms as account
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.base import forms as second_step
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.shortcuts import resolve_url
from django.utils import timezone

from driehoek.mail import queue

from .mails import CHANGES
from .sessions import end_sessions

MISMATCH = "Deze naam en dit wachtwoord horen niet bij elkaar. Kijk of er geen typefout in staat."
AGAIN = {
    "reauthenticate": "Met je wachtwoord",
    "mfa_reauthenticate": "Met een code",
    "mfa_reauthenticate:webauthn": "Met je passkey",
}
CODE = "De code uit je app, of een van je herstelcodes."
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

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Queue our own mail when something changed of how `user` comes in; other news of allauth is not mailed."""
        what = template_prefix.rsplit("/", 1)[-1]
        if what in CHANGES:
            queue_change(user, what)

    def is_reauthentication_required(self, *, app, **kwargs):
        """Ask again who somebody is, unless they came in, or said so, in the last few minutes."""
        records = get_authentication_records(context.request, context.request.user)
        is_recent = records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
        return not is_recent and super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user):
        return [method | {"description": AGAIN[method["id"]]} for method in super().get_reauthentication_methods(user)]


def queue_change(user, what, *, to=None):
    """Queue the mail that tells `user` what changed of how they come in: a key of CHANGES; `to` is another address."""
    moment = timezone.now()
    once = f"inloggen:{user.pk}:{what}:{moment:%Y%m%d%H%M%S%f}"
    queue("inloggen", to or user.email, once=once, user=user.pk, what=list(CHANGES).index(what))


def tell_new_address(user, old):
    """Keep the moment at which `user` got another address than `old`, tell it there, and end their sessions."""
    user.email_changed_at = timezone.now()
    user.save(update_fields=["email_changed_at"])
    end_sessions(user)
    queue_change(user, "email_changed", to=old)


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


class ReauthenticateForm(account.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_fields(self, password="Wachtwoord")
        self.fields["password"].error_messages["required"] = "Vul je wachtwoord in."
        self.fields["password"].help_text = ""


class Code:
    """What the forms that ask a code of a second step share; stands before the form of allauth."""

    help_text = CODE

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_fields(self, code="Code")
        field = self.fields["code"]
        field.widget.attrs.update(inputmode="numeric", spellcheck="false")
        field.help_text, field.error_messages["required"] = self.help_text, "Vul de code in."


class CodeForm(Code, second_step.AuthenticateForm):
    """For somebody without an app only a code for later is left to type, and a passkey comes first."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = set(Authenticator.objects.filter(user=self.user).values_list("type", flat=True))
        self.has_app, self.has_passkey = Authenticator.Type.TOTP in kinds, Authenticator.Type.WEBAUTHN in kinds
        if not self.has_app:
            name_fields(self, code="Herstelcode")
            self.fields["code"].help_text = "Een van je herstelcodes."


class CodeAgainForm(Code, second_step.ReauthenticateForm):
    pass


class FirstCodeForm(Code, ActivateTOTPForm):
    help_text = "De zes cijfers die je app nu toont."


class AddPasskeyForm(AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_fields(self, name="Hoe noem je deze passkey?", passwordless="Hiermee inloggen zonder wachtwoord")
        self.fields["name"].help_text = "Bijvoorbeeld: laptop van het werk."
        self.fields["name"].max_length = 100
        self.fields["passwordless"].help_text = "Je apparaat vraagt dan om een pincode, vinger of gezicht."
