"""By which names secrets go, so that none of them gets into a profile file."""

import re
from urllib.parse import parse_qsl, urlsplit

SECRET_KEYS = frozenset(
    {
        "password",
        "apipassword",
        "passwd",
        "pwd",
        "secret",
        "clientsecret",
        "token",
        "accesstoken",
        "bearertoken",
        "refreshtoken",
        "apikey",
        "authorization",
    }
)
"""In lower case and without what is no letter."""

_NOT_IN_A_KEY = re.compile(r"[\W_]+")


def names_secret(key: str) -> bool:
    """Whether what stands under a key is a secret: `password`, `API-Key`, `client_secret`."""
    return _NOT_IN_A_KEY.sub("", key).casefold() in SECRET_KEYS


def has_password(url: str) -> bool:
    """Whether a password stands before the host of a web address."""
    try:
        return urlsplit(url).password is not None
    except ValueError:
        return False


def has_secret_parameter(url: str) -> bool:
    """Whether a parameter of a web address has the name of a secret."""
    try:
        return any(names_secret(key) for key, _ in parse_qsl(urlsplit(url).query))
    except ValueError:
        return False
