"""Tokens of SimpleJWT that Laurel accepts as they are. Needs ``djangorestframework-simplejwt``.

In the settings::

    SIMPLE_JWT = {"TOKEN_OBTAIN_SERIALIZER": "laurel_django.simplejwt.LaurelTokenObtainPairSerializer"}
"""

from __future__ import annotations

from typing import Any

from rest_framework_simplejwt.serializers import TokenObtainPairSerializer

from laurel_django.conf import configuration
from laurel_django.mapping import mapping


def add_claims(token: Any, user: Any) -> None:
    """Add the claims by which Laurel knows a user: ``sub``, ``username`` and the roles.

    Args:
        token: A token of SimpleJWT.
        user: An instance of the user model.
    """
    project = mapping()
    token["sub"] = str(project.user_id(user))
    token["username"] = project.username(user)
    token[configuration().roles_claim] = project.roles(user)


class LaurelTokenObtainPairSerializer(TokenObtainPairSerializer):
    """Gives tokens Laurel's claims. Tokens that are refreshed keep them."""

    @classmethod
    def get_token(cls, user: Any) -> Any:
        """Return the refresh token of a user.

        Args:
            user: An instance of the user model.
        """
        token = super().get_token(user)
        add_claims(token, user)
        return token
