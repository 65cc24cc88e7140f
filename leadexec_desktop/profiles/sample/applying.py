"""A profile with what a sample tells."""

import dataclasses
from collections.abc import Sequence

from leadexec_desktop.profiles.model import MOMENT_KINDS, Auth, Campaign, Defaults, FieldKind, FieldSpec, SourceProfile
from leadexec_desktop.profiles.sample.model import ProposedField, Sample
from leadexec_desktop.protocol.operations import why_no_async, why_no_encoding
from leadexec_desktop.protocol.parameters import is_xml_name
from leadexec_desktop.protocol.values import SUBMIT_MODES, AuthScheme, Encoding, Operation

_WITH_WIRE_FORMAT = MOMENT_KINDS | {FieldKind.PHONE, FieldKind.BOOLEAN}


def profile_of(
    sample: Sample, base: SourceProfile, fields: Sequence[ProposedField], *, replace: bool = True
) -> SourceProfile:
    """The profile with what a sample tells; what it does not tell stays as it was.

    Args:
        sample: What was read. Its secrets do not come into the profile, only that there are some.
        base: The profile before.
        fields: Those of the sample, as a person left them; the ones in use become the form. Without any, it stays.
        replace: They stand in place of the profile's fields. Otherwise they come behind those, and a field that the
            profile has by the same name, upper and lower case aside, stays as it is.
    """
    used = tuple(_fit(field.spec) for field in fields if field.use)
    if not replace:
        own = {field.name.casefold() for field in base.fields}
        used = (*base.fields, *(field for field in used if field.name.casefold() not in own))
    changed = dataclasses.replace(
        base,
        endpoint=sample.endpoint or base.endpoint,
        vid=base.vid if sample.vid is None else sample.vid,
        lid=base.lid if sample.lid is None else sample.lid,
        campaigns=_campaigns(sample, base),
        auth=_auth(sample, base.auth),
        operations=_operations(sample, base),
        fields=used or base.fields,
    )
    return dataclasses.replace(changed, defaults=_defaults(sample, changed))


def _fit(spec: FieldSpec) -> FieldSpec:
    """The field without what its kind does not have."""
    kind = FieldKind.TEXT if spec.kind is FieldKind.CHOICE and not spec.choices else spec.kind
    return dataclasses.replace(
        spec,
        kind=kind,
        choices=spec.choices if kind is FieldKind.CHOICE else (),
        wire_format=spec.wire_format if kind in _WITH_WIRE_FORMAT else "",
    )


def _campaigns(sample: Sample, base: SourceProfile) -> tuple[Campaign, ...]:
    if sample.aid is None or any(campaign.aid == sample.aid for campaign in base.campaigns):
        return base.campaigns
    return (*base.campaigns, Campaign(sample.aid))


def _auth(sample: Sample, auth: Auth) -> Auth:
    found = {secret.kind for secret in sample.secrets}
    scheme = auth.scheme
    if "token" in found and scheme is AuthScheme.NONE:
        scheme = AuthScheme.BEARER
    client_id, token_url = sample.client_id or auth.client_id, sample.token_url or auth.token_url
    if "client_secret" in found and client_id and token_url:
        scheme = AuthScheme.CLIENT_CREDENTIALS
    return dataclasses.replace(
        auth, password=auth.password or "password" in found, scheme=scheme, client_id=client_id, token_url=token_url
    )


def _operations(sample: Sample, base: SourceProfile) -> tuple[Operation, ...]:
    if sample.operation is None or sample.operation in base.operations:
        return base.operations
    return tuple(own for own in Operation if own in base.operations or own is sample.operation)


def _defaults(sample: Sample, profile: SourceProfile) -> Defaults:
    before = profile.defaults
    mode = sample.operation if sample.operation in SUBMIT_MODES else before.mode
    names_fit = all(is_xml_name(field.name) for field in profile.fields)
    wished = (sample.encoding, before.encoding, Encoding.FORM)
    encoding = next(
        own
        for own in wished
        if own is not None and why_no_encoding(mode, own) is None and (own is not Encoding.XML or names_fit)
    )
    is_async = sample.is_async if sample.operation in SUBMIT_MODES else before.is_async
    return dataclasses.replace(
        before,
        mode=mode,
        encoding=encoding,
        response=sample.response or before.response,
        is_async=is_async and why_no_async(mode, encoding) is None,
        return_url=sample.return_url or before.return_url,
        aid=before.aid if sample.aid is None else sample.aid,
    )
