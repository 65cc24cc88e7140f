"""Certificates that were refused: what is wrong with them, and who issued them, for a person."""

import ssl
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

_NOT_YET_VALID = "its certificate is not valid yet; look at this computer's clock"
_EXPIRED = "its certificate has expired; look at this computer's clock too"
_NOT_TRUSTED = "its certificate comes from a certificate authority that this computer does not trust"
_REVOKED = "its certificate was revoked"
_OTHER_NAME = "its certificate is made out to another name"

_FAULTS: Mapping[int, str] = MappingProxyType(
    {
        # Numbers of OpenSSL's X509_V_ERR_…, which Python gives no names.
        9: _NOT_YET_VALID,
        10: _EXPIRED,
        18: "its certificate is self-signed, so no certificate authority vouches for it",
        19: _NOT_TRUSTED,
        20: "its certificate comes from a certificate authority that this computer does not know",
        21: "it does not show which certificate authority its certificate comes from",
        23: _REVOKED,
        62: _OTHER_NAME,
        64: "its certificate is made out to another address",
        # Windows: CERT_E_EXPIRED, _UNTRUSTEDROOT, _CHAINING, _REVOKED, _CN_NO_MATCH, CRYPT_E_REVOKED.
        0x800B0101: _EXPIRED,
        0x800B0109: _NOT_TRUSTED,
        0x800B010A: _NOT_TRUSTED,
        0x800B010C: _REVOKED,
        0x800B010F: _OTHER_NAME,
        0x80092010: _REVOKED,
        # macOS: errSecCertificateNotValidYet, …Expired, …Revoked, errSecNotTrusted, errSecHostNameMismatch.
        -67819: _NOT_YET_VALID,
        -67818: _EXPIRED,
        -67820: _REVOKED,
        -67843: _NOT_TRUSTED,
        -67602: _OTHER_NAME,
    }
)
_OF_ITS_OWN = frozenset({_NOT_YET_VALID, _EXPIRED, _REVOKED})
"""Faults of a host's own certificate: nobody stands between it and this computer."""

_LONGEST_NAME = 80


def fault_of(error: ssl.SSLCertVerificationError) -> str:
    """What is wrong with a certificate, to be put behind a colon."""
    code, message = getattr(error, "verify_code", 0), getattr(error, "verify_message", "")
    return _FAULTS.get(code) or f"its certificate was refused ({_tidy(str(message)) or 'no reason given'})"


def may_be_of_another(error: ssl.SSLCertVerificationError) -> bool:
    """Whether somebody on the way may have answered in the host's place."""
    return fault_of(error) not in _OF_ITS_OWN


def issuer_of(certificate: bytes) -> str:
    """Who issued a certificate, as it says itself; empty if that cannot be read.

    Args:
        certificate: In DER.
    """
    from cryptography import x509  # noqa: PLC0415 - heavy, and for a failure alone
    from cryptography.x509.oid import NameOID  # noqa: PLC0415 - the same

    try:
        issuer = x509.load_der_x509_certificate(certificate).issuer
        named = [
            [_tidy(str(attribute.value)) for attribute in issuer.get_attributes_for_oid(kind)]
            for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME)
        ]
    except ValueError:  # not a certificate, or one with a name against the rules
        return ""
    names = list(dict.fromkeys(name for values in named for name in values[:1] if name))
    return f"“{names[0]}”" + (f" ({names[1]})" if names[1:] else "") if names else ""


def _tidy(text: str) -> str:
    """A text from outside in one line, without invisible characters, and not too long."""
    seen = " ".join("".join(" " if unicodedata.category(own)[0] in "CZ" else own for own in text).split())
    return seen if len(seen) <= _LONGEST_NAME else f"{seen[: _LONGEST_NAME - 1]}…"
