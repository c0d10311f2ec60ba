"""Signs requests with botocore: one JSON object a line in, one out, in order. See botocore-signer.ts."""

import base64
import datetime
import json
import sys

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials


def sign(task):
    now = datetime.datetime.strptime(task["date"], "%Y%m%dT%H%M%SZ")
    botocore.auth.get_current_datetime = lambda remove_tzinfo=True: now
    credentials = Credentials(task["id"], task["secret"], task.get("token"))
    request = AWSRequest(
        method=task["method"],
        url=task["url"],
        headers=task["headers"],
        data=base64.b64decode(task["body"]),
    )
    if task["presign"]:
        signer = botocore.auth.SigV4QueryAuth(
            credentials, task["service"], task["region"], expires=task["expires"]
        )
    else:
        signer = botocore.auth.SigV4Auth(credentials, task["service"], task["region"])
    signer.add_auth(request)
    return {"url": request.url, "headers": dict(request.headers.items())}


for line in sys.stdin:
    print(json.dumps(sign(json.loads(line))), flush=True)
