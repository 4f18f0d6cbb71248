from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from driehoek import health

admin.site.login = secure_admin_login(admin.site.login)  # one way in, with the same limits
urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("beheer/", admin.site.urls),
    path("", include("triangles.urls")),
    path("", include("principles.urls")),
    path("", include("conversations.urls")),
]
handler429 = "driehoek.errors.too_many"
handler500 = "driehoek.errors.server_error"
