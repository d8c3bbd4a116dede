"""A Django project as a university has it: SimpleJWT, the admin, an app with classes and results."""

import os

SECRET_KEY = "the secret key of a project, of more than 32 bytes"
DEBUG = False
ALLOWED_HOSTS = ["*"]
USE_TZ = True
TIME_ZONE = "Europe/Berlin"
ROOT_URLCONF = "project.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Quick, so that tests are.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "rest_framework",
    "laurel_django",
    "project",
    "autograder",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

if os.environ.get("TEST_POSTGRES_PORT"):
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": "127.0.0.1",
            "PORT": os.environ["TEST_POSTGRES_PORT"],
            "NAME": os.environ["TEST_POSTGRES_NAME"],
            "USER": "laurel",
            "PASSWORD": os.environ["TEST_POSTGRES_PASSWORD"],
            "ATOMIC_REQUESTS": True,
        }
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ.get("TEST_SQLITE", ":memory:"),
            "ATOMIC_REQUESTS": True,
            "OPTIONS": {"timeout": 20},
        }
    }

SIMPLE_JWT = {
    "SIGNING_KEY": os.environ.get("TEST_SECRET", "a signing key of more than 32 bytes for tests"),
    "TOKEN_OBTAIN_SERIALIZER": "laurel_django.simplejwt.LaurelTokenObtainPairSerializer",
}
LAUREL = {
    "URL": os.environ.get("TEST_LAUREL", "http://127.0.0.1:1"),
    "MAPPING": os.environ.get("TEST_MAPPING", "project.laurel.ProjectMapping"),
    "WORKER": os.environ.get("TEST_WORKER", "command"),
}
