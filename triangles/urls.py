from allauth.account import views as account
from django.urls import include, path, re_path

from triangles.views import seats, team, topics, triangle

triangle_urls = [
    path("wijzigen/", triangle.edit, name="edit"),
    path("bezetting/", seats.seats, name="seats"),
    path("bezetting/nieuw/", seats.seat_new, name="seat_new"),
    path("bezetting/<int:seat>/", seats.seat_edit, name="seat_edit"),
    path("bezetting/<int:seat>/vervangen/", seats.seat_replace, name="seat_replace"),
    path("bezetting/<int:seat>/verwijderen/", seats.seat_remove, name="seat_remove"),
    path("accountteam/ritme/", team.moment, name="team_moment"),
    path("accountteam/nieuw/", team.member_new, name="member_new"),
    path("accountteam/<int:member>/", team.member_edit, name="member_edit"),
    path("agenda/nieuw/", topics.topic_new, name="topic_new"),
    path("agenda/<int:topic>/", topics.topic_edit, name="topic_edit"),
]
# Only these pages of allauth exist here; signing up, other mail addresses and the rest are 404.
urlpatterns = [
    path("driehoeken/<int:triangle>/", include((triangle_urls, "triangles"))),
    path("account/inloggen/", account.login, name="account_login"),
    path("account/uitloggen/", account.logout, name="account_logout"),
    path("account/afgesloten/", account.account_inactive, name="account_inactive"),
    path("account/wachtwoord/", account.password_change, name="account_change_password"),
    path("account/wachtwoord/instellen/", account.password_set, name="account_set_password"),
    path("account/wachtwoord/vergeten/", account.password_reset, name="account_reset_password"),
    path("account/wachtwoord/vergeten/verstuurd/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "account/wachtwoord/nieuw/klaar/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^account/wachtwoord/nieuw/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-\w]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
