from django.urls import include, path

from conversations.views import overview

conversation_urls = [
    path("", overview.conversation, name="conversation"),
    path("verslag/", overview.conversation, name="report"),
    path("verslag.pdf", overview.conversation, name="report_pdf"),
]
urlpatterns = [
    path("", overview.home, name="home"),
    path("gesprekken/<int:pk>/", include((conversation_urls, "conversations"))),
]
