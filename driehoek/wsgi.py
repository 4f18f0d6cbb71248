import os

from django.core.wsgi import get_wsgi_application

from driehoek.postgres.patience import WEB, InUse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "driehoek.settings")
InUse.patience = WEB
application = get_wsgi_application()
