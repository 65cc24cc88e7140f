from sqlcipher3.dbapi2 import *  # noqa: F403 - as the package itself does
