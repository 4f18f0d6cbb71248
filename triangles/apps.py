from django.apps import AppConfig


class TrianglesConfig(AppConfig):
    name = "triangles"
    verbose_name = "Accounts en organisaties"

    def ready(self):
        """Have what follows from coming in, and from another password or second step, done."""
        from allauth.account.signals import password_changed, password_reset, password_set
        from allauth.account.signals import user_logged_in as let_in
        from allauth.mfa.signals import authenticator_added, authenticator_removed
        from allauth.usersessions.models import UserSession
        from allauth.usersessions.signals import on_user_logged_in
        from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
        from django.db.models.signals import pre_save

        from . import login_log, second_factor, sessions, single_sign_on

        user_logged_in.connect(sessions.stamp)
        user_logged_in.connect(login_log.tell_in)
        user_logged_out.connect(login_log.tell_out)
        user_login_failed.connect(login_log.tell_refused)
        let_in.disconnect(on_user_logged_in)  # it looks for sessions by their keys, of which only digests are kept
        let_in.connect(sessions.note_device)
        let_in.connect(single_sign_on.link)
        pre_save.connect(sessions.keep_no_address, sender=UserSession)
        for signal in (password_changed, password_reset, password_set):
            signal.connect(sessions.end_others)
        authenticator_added.connect(second_factor.count_as_strong)
        authenticator_removed.connect(second_factor.count_as_weak)
