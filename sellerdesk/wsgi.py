"""Django's WSGI application: every page and API call, run in threads by the web process."""

import os

from django.core.wsgi import get_wsgi_application


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sellerdesk.settings")
application = get_wsgi_application()
