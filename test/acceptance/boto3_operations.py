"""The AWS SDK for Python, unmodified, does every operation on a running service, with strict auth.

Usage: boto3_operations.py URL ACCESS_KEY_ID SECRET_ACCESS_KEY ADMIN_BEARER_TOKEN

Prints one JSON line per check, {"check": sentence} with "failure" when it failed, and at last
{"answers": {operation: [answer, ...]}}: what each operation answered, "ok" or the code of an error.
"""

import functools
import json
import urllib.error
import urllib.request
from datetime import timedelta, timezone

from boto3_client import (
    DOMAIN,
    EMAIL,
    FLOW,
    FUNCTION,
    HOURS,
    INSTANCE,
    KNOWLEDGE_BASE,
    SEGMENT,
    SMS,
    UNKNOWN,
    admin,
    campaigns,
    check,
    client,
    create,
    create_running,
    describe,
    ended,
    equal,
    now,
    put,
    refused,
    report,
    request,
    state_of,
    unchecked,
)
from botocore.exceptions import ParamValidationError


@check("CreateCampaign and DescribeCampaign: every member comes back, times as datetimes")
def _():
    start = now().replace(microsecond=0) + timedelta(days=1)
    members = {
        "channelSubtypeConfig": {"sms": {**SMS, "capacity": 0.5}, "email": EMAIL},
        "type": "MANAGED",
        "source": {"customerProfilesSegmentArn": SEGMENT},
        "connectCampaignFlowArn": FLOW,
        "schedule": {"startTime": start, "endTime": start + timedelta(days=30), "refreshFrequency": "P1D"},
        "entryLimitsConfig": {"maxEntryCount": 3, "minEntryInterval": "P1D"},
        "communicationTimeConfig": {"localTimeZoneConfig": {"defaultTimeZone": "Europe/Zurich"}, "sms": HOURS},
        "communicationLimitsOverride": {"instanceLimitsHandling": "OPT_OUT"},
        "tags": {"team": "clinic"},
    }
    described = describe(create("Everything", **members))
    equal({name: described[name] for name in members}, members)


@check("a datetime with microseconds, of another zone, without a zone, and as seconds is the same instant")
def _():
    campaign_id = create_running("Instants")
    instant = (now() + timedelta(minutes=10)).replace(microsecond=678901)
    forms = {
        "aware": instant,
        "elsewhere": instant.astimezone(timezone(timedelta(hours=-7))),
        "naive": instant.replace(tzinfo=None),
        "text": instant.isoformat(),
        "seconds": int(instant.timestamp()),
    }
    equal(put(campaign_id, *(request(token, when) for token, when in forms.items()))["failedRequests"], [])
    milliseconds = instant.strftime("%Y-%m-%dT%H:%M:%S.678Z")
    kept = {token: each["expirationTime"] for token, each in ended(campaign_id).items()}
    equal(kept, {**dict.fromkeys(forms, milliseconds), "seconds": instant.strftime("%Y-%m-%dT%H:%M:%SZ")})


@check("StartCampaign, PauseCampaign, ResumeCampaign, StopCampaign and DeleteCampaign move a campaign through its life")
def _():
    campaign_id = create("Life")
    for move, state in [
        (campaigns.start_campaign, "Running"),
        (campaigns.pause_campaign, "Paused"),
        (campaigns.resume_campaign, "Running"),
        (campaigns.stop_campaign, "Stopped"),
    ]:
        move(id=campaign_id)
        equal(state_of(campaign_id), state)
    campaigns.delete_campaign(id=campaign_id)
    refused("ResourceNotFoundException", 404, campaigns.get_campaign_state, id=campaign_id)


@check("InvalidCampaignStateException carries the state, and boto3 knows its class")
def _():
    campaign_id = create("Wrong moves")
    for move in (campaigns.pause_campaign, campaigns.resume_campaign, campaigns.stop_campaign):
        equal(refused("InvalidCampaignStateException", 409, move, id=campaign_id)["state"], "Initialized")
    try:
        put(campaign_id, request("early"))
    except campaigns.exceptions.InvalidCampaignStateException as error:
        equal(error.response["state"], "Initialized")
        equal(error.response["xAmzErrorType"], "InvalidCampaignStateException")
    else:
        raise AssertionError("a campaign that does not run took requests")


@check("PutOutboundRequestBatch answers each request for itself, a replay with the first id, and all are delivered")
def _():
    campaign_id = create_running("Batch")
    first = request("one")
    answer = put(campaign_id, first, request("two"), request("one", number="+12065550123"), request("three", number="12345"))
    equal([each["clientToken"] for each in answer["successfulRequests"]], ["one", "two"])
    equal(
        [(each["clientToken"], each["failureCode"]) for each in answer["failedRequests"]],
        [("one", "InvalidInput"), ("three", "InvalidInput")],
    )
    equal({token: each["state"] for token, each in ended(campaign_id).items()}, {"one": "Succeeded", "two": "Succeeded"})
    equal(put(campaign_id, first)["successfulRequests"], answer["successfulRequests"][:1])


@check("a batch of 26 is refused by the service, one of none by boto3 itself, and by the service when boto3 does not look")
def _():
    campaign_id = create_running("Sizes")
    many = [request(f"token-{index}") for index in range(26)]
    answer = refused(
        "ValidationException", 400, campaigns.put_outbound_request_batch, id=campaign_id, outboundRequests=many
    )
    equal(
        answer["Error"]["Message"],
        "1 validation error detected: Value at 'outboundRequests' failed to satisfy constraint: "
        "Member must have length between 1 and 25, inclusive",
    )
    try:
        put(campaign_id)
    except ParamValidationError:
        pass
    else:
        raise AssertionError("boto3 sent a batch of none")
    refused("ValidationException", 400, unchecked.put_outbound_request_batch, id=campaign_id, outboundRequests=[])


@check("a union of two members or of none is a SerializationException")
def _():
    campaign_id = create_running("Unions")
    sms = request("one")["channelSubtypeParameters"]["sms"]
    email = {"destinationEmailAddress": "ada@example.com", "templateParameters": {}}
    for union in ({"sms": sms, "email": email}, {}):
        wrong = {**request("one"), "channelSubtypeParameters": union}
        refused(
            "SerializationException", 400, unchecked.put_outbound_request_batch, id=campaign_id, outboundRequests=[wrong]
        )


@check("a value outside its enumeration is refused with the values that there are")
def _():
    campaign_id = create("Enumerations")
    answer = refused(
        "ValidationException", 400, campaigns.delete_campaign_communication_limits, id=campaign_id, config="NOPE"
    )
    equal(
        answer["Error"]["Message"],
        "1 validation error detected: Value 'NOPE' at 'config' failed to satisfy constraint: "
        "Member must satisfy enum value set: [ALL_CHANNEL_SUBTYPES]",
    )


@check("PutProfileOutboundRequestBatch reaches people of the directory, in event campaigns only")
def _():
    ada = "a" * 32
    profile = json.dumps({"profileId": ada, "phone": "+12065550100"}).encode()
    equal(admin("/profiles", profile, "application/x-ndjson")["stored"], 1)
    schedule = {"startTime": now(), "endTime": now() + timedelta(days=1)}
    source = {"eventTrigger": {"customerProfilesDomainArn": DOMAIN}}
    event = create_running("Event", source=source, connectCampaignFlowArn=FLOW, schedule=schedule)
    put_profiles = functools.partial(
        campaigns.put_profile_outbound_request_batch,
        profileOutboundRequests=[{"clientToken": "ada", "profileId": ada}, {"clientToken": "no", "profileId": "b" * 32}],
    )
    answer = put_profiles(id=event)
    equal([each["clientToken"] for each in answer["successfulRequests"]], ["ada"])
    equal([each["failureCode"] for each in answer["failedRequests"]], ["ResourceNotFound"])
    equal(ended(event)["ada"]["state"], "Succeeded")
    answer = refused("ValidationException", 400, put_profiles, id=create_running("External"))
    equal(answer["Error"]["Message"], "Operation is not valid for this campaign")


@check("every Update changes its part of a definition, and every Delete takes it away")
def _():
    campaign_id = create(
        "Changing", channelSubtypeConfig={"sms": SMS, "email": EMAIL}, source={"customerProfilesSegmentArn": SEGMENT}
    )
    start = now().replace(microsecond=0) + timedelta(days=2)
    wanted = {
        "name": "Changed",
        "source": {"customerProfilesSegmentArn": SEGMENT + "-or-overdue"},
        "connectCampaignFlowArn": FLOW,
        "schedule": {"startTime": start, "endTime": start + timedelta(days=7)},
        "entryLimitsConfig": {"maxEntryCount": 0, "minEntryInterval": "PT1H"},
        "communicationLimitsOverride": {
            "allChannelSubtypes": {
                "communicationLimitsList": [{"maxCountPerRecipient": 1, "frequency": 1, "unit": "DAY"}]
            }
        },
        "communicationTimeConfig": {"localTimeZoneConfig": {"defaultTimeZone": "UTC"}, "sms": HOURS, "email": HOURS},
    }
    for update, member in [
        (campaigns.update_campaign_name, "name"),
        (campaigns.update_campaign_source, "source"),
        (campaigns.update_campaign_flow_association, "connectCampaignFlowArn"),
        (campaigns.update_campaign_schedule, "schedule"),
        (campaigns.update_campaign_entry_limits, "entryLimitsConfig"),
        (campaigns.update_campaign_communication_limits, "communicationLimitsOverride"),
        (campaigns.update_campaign_communication_time, "communicationTimeConfig"),
    ]:
        update(id=campaign_id, **{member: wanted[member]})
    slower = {"email": {**EMAIL, "capacity": 0.25}}
    campaigns.update_campaign_channel_subtype_config(id=campaign_id, channelSubtypeConfig=slower)
    described = describe(campaign_id)
    equal({name: described[name] for name in wanted}, wanted)
    equal(described["channelSubtypeConfig"], {"sms": SMS, **slower})

    campaigns.delete_campaign_communication_time(id=campaign_id, config="EMAIL")
    campaigns.delete_campaign_communication_limits(id=campaign_id, config="ALL_CHANNEL_SUBTYPES")
    campaigns.delete_campaign_entry_limits(id=campaign_id)
    campaigns.delete_campaign_channel_subtype_config(id=campaign_id, channelSubtype="SMS")
    reduced = describe(campaign_id)
    equal(reduced["channelSubtypeConfig"], slower)
    equal(set(reduced["communicationTimeConfig"]), {"localTimeZoneConfig", "sms"})
    equal({"entryLimitsConfig", "communicationLimitsOverride"} & set(reduced), set())


@check("after the start frozen parts are refused by the error that each operation declares")
def _():
    campaign_id = create_running("Frozen")
    answer = refused(
        "InvalidCampaignStateException",
        409,
        campaigns.update_campaign_flow_association,
        id=campaign_id,
        connectCampaignFlowArn=FLOW,
    )
    equal(answer["state"], "Running")
    refused(
        "ConflictException",
        409,
        campaigns.delete_campaign_channel_subtype_config,
        id=campaign_id,
        channelSubtype="SMS",
    )
    refused("ValidationException", 400, campaigns.delete_campaign, id=campaign_id)


@check("ListCampaigns: the paginator finds every campaign of an instance once")
def _():
    ids = {create(f"Listed {index}", connectInstanceId="listing") for index in range(7)}
    filters = {"instanceIdFilter": {"value": "listing", "operator": "Eq"}}
    pages = list(campaigns.get_paginator("list_campaigns").paginate(filters=filters, PaginationConfig={"PageSize": 3}))
    equal([len(page["campaignSummaryList"]) for page in pages], [3, 3, 1])
    equal({each["id"] for page in pages for each in page["campaignSummaryList"]}, ids)
    refused("ValidationException", 400, campaigns.list_campaigns, nextToken="invented")


@check("GetCampaignStateBatch tells states, and an unknown campaign fails alone")
def _():
    campaign_id = create("States")
    answer = campaigns.get_campaign_state_batch(campaignIds=[campaign_id, UNKNOWN])
    equal(answer["successfulRequests"], [{"campaignId": campaign_id, "state": "Initialized"}])
    equal(answer["failedRequests"], [{"campaignId": UNKNOWN, "failureCode": "ResourceNotFound"}])


@check("TagResource, UntagResource and ListTagsForResource work by the ARN in the path")
def _():
    arn = describe(create("Tagged", tags={"owner": "ada"}))["arn"]
    campaigns.tag_resource(arn=arn, tags={"owner": "grace", "a:b/c": "x y+z", "k=1": "é"})
    equal(campaigns.list_tags_for_resource(arn=arn)["tags"], {"owner": "grace", "a:b/c": "x y+z", "k=1": "é"})
    campaigns.untag_resource(arn=arn, tagKeys=["a:b/c", "k=1"])
    equal(campaigns.list_tags_for_resource(arn=arn)["tags"], {"owner": "grace"})
    refused("ResourceNotFoundException", 404, campaigns.list_tags_for_resource, arn=arn.rsplit("/", 1)[0] + "/" + UNKNOWN)


@check("onboarding, configuration and removal of an instance")
def _():
    instance = {"connectInstanceId": "onboarding"}
    refused("ResourceNotFoundException", 404, campaigns.get_connect_instance_config, **instance)
    encryption = {"enabled": True, "encryptionType": "KMS", "keyArn": "arn:aws:kms:us-east-1:000000000000:key/k"}
    job = {**instance, "status": "SUCCEEDED"}
    answer = campaigns.start_instance_onboarding_job(**instance, encryptionConfig=encryption)
    equal(answer["connectInstanceOnboardingJobStatus"], job)
    equal(campaigns.get_instance_onboarding_job_status(**instance)["connectInstanceOnboardingJobStatus"], job)
    equal(campaigns.get_connect_instance_config(**instance)["connectInstanceConfig"]["encryptionConfig"], encryption)
    refused("InvalidStateException", 409, campaigns.delete_instance_onboarding_job, **instance)
    campaign_id = create_running("Of the instance", **instance)
    refused("InvalidStateException", 409, campaigns.delete_connect_instance_config, **instance)
    campaigns.delete_connect_instance_config(**instance, campaignDeletionPolicy="DELETE_ALL")
    refused("ResourceNotFoundException", 404, campaigns.describe_campaign, id=campaign_id)


@check("the limits of an instance are put and read")
def _():
    limits = {
        "allChannelSubtypes": {
            "communicationLimitsList": [
                {"maxCountPerRecipient": 4, "frequency": 2, "unit": "DAY"},
                {"maxCountPerRecipient": 6, "frequency": 14, "unit": "DAY"},
            ]
        }
    }
    campaigns.put_instance_communication_limits(connectInstanceId=INSTANCE, communicationLimitsConfig=limits)
    answer = campaigns.get_instance_communication_limits(connectInstanceId=INSTANCE)
    equal(answer["communicationLimitsConfig"], limits)


@check("integrations are put, listed by the paginator and deleted")
def _():
    integrations = [
        {"customerProfiles": {"domainArn": DOMAIN, "objectTypeNames": {"Campaign-SMS": "Sms"}}},
        {"qConnect": {"knowledgeBaseArn": KNOWLEDGE_BASE}},
        {"lambda": {"functionArn": FUNCTION}},
    ]
    for each in integrations:
        campaigns.put_connect_instance_integration(connectInstanceId=INSTANCE, integrationConfig=each)

    def listed():
        pages = campaigns.get_paginator("list_connect_instance_integrations").paginate(
            connectInstanceId=INSTANCE, PaginationConfig={"PageSize": 2}
        )
        return [each for page in pages for each in page["integrationSummaryList"]]

    equal(sorted(listed(), key=str), sorted(integrations, key=str))
    gone = {"qConnect": {"knowledgeBaseArn": KNOWLEDGE_BASE}}
    campaigns.delete_connect_instance_integration(connectInstanceId=INSTANCE, integrationIdentifier=gone)
    equal(len(listed()), 2)
    refused(
        "ResourceNotFoundException",
        404,
        campaigns.delete_connect_instance_integration,
        connectInstanceId=INSTANCE,
        integrationIdentifier=gone,
    )


@check("a wrong secret is an InvalidSignatureException")
def _():
    refused("InvalidSignatureException", 403, client(secret="wrong").list_campaigns)


@check("a presigned URL opens what it names and nothing else")
def _():
    campaign_id = create("Presigned")
    signed = campaigns.generate_presigned_url("describe_campaign", {"id": campaign_id}, ExpiresIn=60)
    equal(json.load(urllib.request.urlopen(signed))["campaign"]["name"], "Presigned")
    try:
        urllib.request.urlopen(signed.replace(campaign_id, UNKNOWN))
    except urllib.error.HTTPError as error:
        equal((error.code, error.headers["x-amzn-errortype"]), (403, "InvalidSignatureException"))
    else:
        raise AssertionError("the signature of another URL was accepted")


report()
