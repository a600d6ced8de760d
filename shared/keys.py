"""API keys: random, stored hashed, with scopes, expiry and revocation. A hash of 256 random bits needs no salt and no stretching.

Making, listing and revoking serve the command line; `find_key` serves each request.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from shared.ids import utc_now
from shared.models import ApiKey
from shared.vocabulary import Scope

_USED_NOTED_EVERY = timedelta(minutes=1)


def create_key(session: Session, scopes: Sequence[Scope], name: str = "", expires_at: datetime | None = None) -> tuple[ApiKey, str]:
    """Stores a new key; returns its row and the key itself, which nobody can read again."""
    secret = "dw_" + secrets.token_urlsafe(32)
    row = ApiKey(name=name, prefix=secret[:9], key_hash=_hash(secret), scopes=sorted(set(scopes)), expires_at=expires_at)
    session.add(row)
    session.flush()
    return row, secret


def find_keys(session: Session) -> list[ApiKey]:
    """Returns all keys, oldest first, revoked ones too."""
    return list(session.scalars(select(ApiKey).order_by(ApiKey.id)))


def revoke_key(session: Session, key_id: str) -> bool:
    """Revokes the key at once; False where there is no such key in force."""
    found = session.execute(
        update(ApiKey).where(ApiKey.id == key_id, ApiKey.revoked_at.is_(None)).values(revoked_at=utc_now()).returning(ApiKey.id)
    )
    return found.first() is not None


def find_key(session: Session, secret: str) -> ApiKey | None:
    """Returns the key if it is known and in force, else None."""
    row = session.scalars(select(ApiKey).where(ApiKey.key_hash == _hash(secret))).one_or_none()
    if row is None or row.revoked_at or (row.expires_at and row.expires_at <= utc_now()):
        return None
    return row


def allows(key: ApiKey, scope: Scope) -> bool:
    """Whether the key may do what `scope` names; `admin` may do all."""
    return scope in key.scopes or Scope.ADMIN in key.scopes


def is_use_due(key: ApiKey) -> bool:
    """Whether its last use was noted long enough ago to note it again: not every request writes."""
    return key.last_used_at is None or utc_now() - key.last_used_at > _USED_NOTED_EVERY


def note_use(session: Session, key_id: str) -> None:
    """Writes down that the key was used now."""
    session.execute(update(ApiKey).where(ApiKey.id == key_id).values(last_used_at=utc_now()))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
