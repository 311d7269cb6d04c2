"""A process that puts one file into a bucket and says so when it is acknowledged."""

from __future__ import annotations

import io
import sys

from storage.bucket import Bucket
from storage.opened import files_in

bucket, size = sys.argv[1:]
print(files_in(Bucket(bucket, plain=True), DESK).put_now(io.BytesIO(b"x" * int(size)), int(size)).sha256, flush=True)
