from django.urls import include, path

from conversations.views import overview, report, saving

conversation_urls = [
    path("", overview.conversation, name="conversation"),
    path("verslag/", report.report, name="report"),
    path("verslag.pdf", report.report_pdf, name="report_pdf"),
    path("opslaan/", saving.save, name="save"),
    path("sleutel/", saving.key, name="key"),
]
urlpatterns = [
    path("", overview.home, name="home"),
    path("gesprekken/<int:pk>/", include((conversation_urls, "conversations"))),
]
