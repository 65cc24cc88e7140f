# sqlcipher3 is CPython's sqlite3 module built on SQLCipher: the same names, the same signatures.
from sqlite3.dbapi2 import *  # noqa: F403 - all of them
