from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("beheer/", admin.site.urls),
    path("account/", include("allauth.urls")),
    path("", include("triangles.urls")),
    path("", include("principles.urls")),
    path("", include("conversations.urls")),
]
