"""Ready fields to begin a form with: the frequent ones, and those that certify a consent.

Wire names differ by account; these are the usual ones, and the lead source's documentation has the last word.
"""

from leadexec_desktop.profiles.model import Choice, FieldKind, FieldSpec

_TRUSTED_FORM = FieldSpec(
    "xxTrustedFormCertUrl",
    "TrustedForm certificate",
    FieldKind.URL,
    help="The address that TrustedForm put into the web form, as in https://cert.trustedform.com/ and 40 characters.",
    section="Consent",
    placeholder="https://cert.trustedform.com/",
    max_length=255,
    pattern=r"https://cert\.trustedform\.com/[0-9A-Fa-f]{40}(?:\?.*)?",
    pattern_help="Paste the whole address: https://cert.trustedform.com/ and 40 characters, 0 to 9 and a to f.",
)
_LEADID = FieldSpec(
    "universal_leadid",
    "Jornaya LeadiD",
    FieldKind.TEXT,
    help="The token that Jornaya put into the web form: 32 characters, 0 to 9 and A to F, in five groups.",
    section="Consent",
    placeholder="01234567-89AB-CDEF-0123-456789ABCDEF",
    max_length=36,
    pattern="[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
    pattern_help="Paste the whole token: groups of 8, 4, 4, 4 and 12 characters, 0 to 9 and A to F, dashes between.",
)

PRESETS: tuple[FieldSpec, ...] = (
    FieldSpec("FirstName", "First name", required=True, max_length=50, section="Caller"),
    FieldSpec("LastName", "Last name", required=True, max_length=50, section="Caller"),
    FieldSpec("Phone", "Phone", FieldKind.PHONE, required=True, section="Caller", in_duplicate_check=True),
    FieldSpec("Phone2", "Second phone", FieldKind.PHONE, section="Caller"),
    FieldSpec("PhoneExt", "Extension", section="Caller", max_length=7, pattern=r"\d+", pattern_help="Digits alone."),
    FieldSpec("Email", "E-mail", FieldKind.EMAIL, section="Caller", max_length=254, in_duplicate_check=True),
    FieldSpec("DateOfBirth", "Date of birth", FieldKind.DATE, section="Caller", sensitive=True),
    FieldSpec(
        "Gender", "Gender", FieldKind.CHOICE, section="Caller", choices=(Choice("M", "Male"), Choice("F", "Female"))
    ),
    FieldSpec("BestTimeToCall", "Best time to call", section="Caller"),
    FieldSpec("Address", "Address", section="Address", max_length=100),
    FieldSpec("Address2", "Apartment or unit", section="Address", max_length=50),
    FieldSpec("City", "City", section="Address", max_length=50),
    FieldSpec("State", "State", FieldKind.STATE, section="Address", in_ping=True),
    FieldSpec("Zip", "ZIP", FieldKind.POSTAL_CODE, section="Address", in_ping=True),
    FieldSpec(
        "IPAddress", "IP address", FieldKind.IP, section="Consent", help="Of the caller, when the form was sent."
    ),
    FieldSpec("LandingPage", "Landing page", FieldKind.URL, section="Consent"),
    _TRUSTED_FORM,
    _LEADID,
    FieldSpec(
        "TCPAConsent", "Agreed to be called", FieldKind.BOOLEAN, section="Consent", help="As the law (TCPA) asks it."
    ),
    FieldSpec(
        "SSN",
        "Social security number",
        section="Private",
        placeholder="123-45-6789",
        max_length=11,
        pattern=r"\d{3}-?\d{2}-?\d{4}",
        pattern_help="Nine digits, as in 123-45-6789.",
        sensitive=True,
    ),
    FieldSpec("Comments", "Comments", FieldKind.MULTILINE, section="Notes", max_length=1000),
)
"""In the order in which a form usually has them."""
