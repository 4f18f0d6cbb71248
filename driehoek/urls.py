from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from driehoek import health, pages, security_txt

admin.site.login = secure_admin_login(admin.site.login)  # one way in, with the same limits
urlpatterns = [
    path("", include("conversations.urls")),  # first: screens ask something there every two seconds
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path(".well-known/security.txt", security_txt.security_txt, name="security_txt"),
    path("toegankelijkheid/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("hulp/", pages.support, name="support"),
    path("beheer/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("beheer/", admin.site.urls),
    path("", include("triangles.urls")),
    path("", include("principles.urls")),
]
handler400 = "driehoek.errors.bad_request"
handler429 = "driehoek.errors.too_many"
handler500 = "driehoek.errors.server_error"
