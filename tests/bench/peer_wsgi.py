"""The door for the application server of a peer; the environment names its settings."""

from django.core.wsgi import get_wsgi_application


application = get_wsgi_application()
