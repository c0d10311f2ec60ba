"""boto3 clients on the service that the command line names, and what the checks do with them."""

import json
import sys
import time
import traceback
import urllib.request
from collections import defaultdict
from datetime import datetime, timedelta, timezone

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

URL, ACCESS_KEY_ID, SECRET_ACCESS_KEY, ADMIN_TOKEN = sys.argv[1:]
INSTANCE = "44444444-4444-4444-8444-444444444444"
UNKNOWN = "99999999-9999-4999-8999-999999999999"
TEMPLATE = (
    "arn:aws:wisdom:us-east-1:000000000000:message-template/"
    "22222222-2222-4222-8222-222222222222/33333333-3333-4333-8333-333333333333"
)
NUMBER = "arn:aws:connect:us-east-1:000000000000:phone-number/11111111-1111-4111-8111-111111111111"
FLOW = f"arn:aws:connect:us-east-1:000000000000:instance/{INSTANCE}/contact-flow/66666666-6666-4666-8666-666666666666"
DOMAIN = "arn:aws:profile:us-east-1:000000000000:domains/clinic"
SEGMENT = DOMAIN + "/segment-definitions/due-for-a-visit"
KNOWLEDGE_BASE = "arn:aws:wisdom:us-east-1:000000000000:knowledge-base/88888888-8888-4888-8888-888888888888"
FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:enrich"
SMS = {
    "outboundMode": {"agentless": {}},
    "defaultOutboundConfig": {"connectSourcePhoneNumberArn": NUMBER, "wisdomTemplateArn": TEMPLATE},
}
EMAIL = {
    "outboundMode": {"agentless": {}},
    "defaultOutboundConfig": {"connectSourceEmailAddress": "clinic@example.com", "wisdomTemplateArn": TEMPLATE},
}
HOURS = {"openHours": {"dailyHours": {"MONDAY": [{"startTime": "T09:00", "endTime": "T17:00"}]}}}

answers = defaultdict(set)
checks = []


def client(service="connectcampaignsv2", secret=SECRET_ACCESS_KEY, **config):
    made = boto3.client(
        service,
        endpoint_url=URL,
        region_name="us-east-1",
        aws_access_key_id=ACCESS_KEY_ID,
        aws_secret_access_key=secret,
        config=Config(**config),
    )
    made.meta.events.register("after-call", note)
    return made


def note(model, parsed, **_):
    answers[model.name].add(parsed.get("Error", {}).get("Code", "ok"))


# A program that does not let the SDK check its parameters sends what it likes.
campaigns, unchecked = client(), client(parameter_validation=False)


def check(sentence):
    def register(run):
        checks.append((sentence, run))
        return run

    return register


def equal(actual, expected):
    if actual != expected:
        raise AssertionError(f"got      {actual!r}\nexpected {expected!r}")


def refused(code, status, call, **parameters):
    """The error response of a call that is refused with this code and status."""
    try:
        answer = call(**parameters)
    except ClientError as error:
        equal((error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]), (code, status))
        equal(error.response["ResponseMetadata"]["HTTPHeaders"]["x-amzn-errortype"], code)
        return error.response
    raise AssertionError(f"expected {code}, got {answer!r}")


def create(name, **members):
    definition = {"name": name, "connectInstanceId": INSTANCE, "channelSubtypeConfig": {"sms": SMS}, **members}
    return campaigns.create_campaign(**definition)["id"]


def create_running(name, **members):
    campaign_id = create(name, **members)
    campaigns.start_campaign(id=campaign_id)
    return campaign_id


def state_of(campaign_id):
    return campaigns.get_campaign_state(id=campaign_id)["state"]


def describe(campaign_id):
    return campaigns.describe_campaign(id=campaign_id)["campaign"]


def now():
    return datetime.now(timezone.utc)


def request(token, expiration=None, number="+12065550100"):
    return {
        "clientToken": token,
        "expirationTime": expiration or now() + timedelta(minutes=10),
        "channelSubtypeParameters": {"sms": {"destinationPhoneNumber": number, "templateParameters": {"FirstName": "Ada"}}},
    }


def put(campaign_id, *requests):
    return campaigns.put_outbound_request_batch(id=campaign_id, outboundRequests=list(requests))


def admin(path, body=None, media_type="application/json"):
    headers = {"authorization": f"Bearer {ADMIN_TOKEN}", "content-type": media_type}
    return json.load(urllib.request.urlopen(urllib.request.Request(f"{URL}/admin/v1{path}", body, headers)))


def ended(campaign_id):
    """Token -> request, once every request of the campaign has ended."""
    give_up = time.monotonic() + 30
    while True:
        requests = admin(f"/campaigns/{campaign_id}/requests?limit=1000")["requests"]
        if all(each["state"] not in ("Buffered", "Attempting") for each in requests):
            return {each["clientToken"]: each for each in requests}
        if time.monotonic() > give_up:
            raise AssertionError(f"requests do not end: {requests!r}")
        time.sleep(0.05)


def report():
    """Runs every check and prints a JSON line for each, and at last what each operation answered."""
    for sentence, run in checks:
        outcome = {"check": sentence}
        try:
            run()
        except Exception:
            outcome["failure"] = traceback.format_exc()
        print(json.dumps(outcome), flush=True)
    print(json.dumps({"answers": {name: sorted(seen) for name, seen in answers.items()}}))
