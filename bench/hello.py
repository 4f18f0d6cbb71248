"""The bare view that pages are measured against: Django without middleware, database or template."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(ROOT_URLCONF=__name__, MIDDLEWARE=[], ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="bench" * 10)


def hello(request):
    return HttpResponse("hello, world")


urlpatterns = [path("", hello)]
application = get_wsgi_application()
