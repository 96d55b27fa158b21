"""Where bytes live: a local folder or an S3 bucket, each file under the SHA-256 of its bytes."""

from api.storage.folder import DRAFTS
from api.storage.keys import BadKey, Missing, key_of
from api.storage.storage import Storage

__all__ = ["DRAFTS", "BadKey", "Missing", "Storage", "key_of"]
