"""The AWS SDK for Python, unmodified, makes message templates and sends one in a campaign, with strict auth.

Usage: boto3_templates.py URL ACCESS_KEY_ID SECRET_ACCESS_KEY ADMIN_BEARER_TOKEN

Prints what boto3_operations.py prints.
"""

import urllib.parse
from datetime import timezone

from boto3_client import UNKNOWN, admin, campaigns, check, client, create_running, ended, equal, now, put, refused, report, request

templates, unchecked = client("qconnect"), client("qconnect", parameter_validation=False)
KNOWLEDGE_BASE = "88888888-8888-4888-8888-888888888888"
EMAIL = {
    "subject": "Your visit, {{FirstName}}",
    "body": {
        "plainText": {"content": "Hello {{FirstName}}, see you in {{City}}."},
        "html": {"content": "<p>Hello {{FirstName}}, see you in {{City}}.</p>"},
    },
}
BASEL = {"customAttributes": {"City": "Basel"}}


def sms(text):
    return {"sms": {"body": {"plainText": {"content": text}}}}


def make(name, **members):
    definition = {"channelSubtype": "SMS", "content": sms("Hello {{FirstName}}"), **members}
    made = templates.create_message_template(knowledgeBaseId=KNOWLEDGE_BASE, name=name, **definition)
    return made["messageTemplate"]


def named(template, qualifier=""):
    return {"knowledgeBaseId": KNOWLEDGE_BASE, "messageTemplateId": template["messageTemplateId"] + qualifier}


def get(template, qualifier=""):
    return templates.get_message_template(**named(template, qualifier))["messageTemplate"]


@check("a template is created, versioned, activated, changed, deactivated and deleted")
def _():
    made = make("Life", channelSubtype="EMAIL", content={"email": EMAIL}, defaultAttributes=BASEL, tags={"team": "clinic"})
    equal(made["createdTime"].tzinfo.utcoffset(None), timezone.utc.utcoffset(None))
    equal(abs((made["createdTime"] - now()).total_seconds()) < 60, True)
    equal(get(made)["content"], {"email": EMAIL})
    equal(get(made)["defaultAttributes"], BASEL)
    first = templates.create_message_template_version(**named(made))["messageTemplate"]
    equal((first["versionNumber"], first["messageTemplateArn"]), (1, made["messageTemplateArn"] + ":1"))
    templates.activate_message_template(**named(made), versionNumber=1)
    templates.update_message_template(**named(made), content={"email": {**EMAIL, "subject": "Other"}})
    equal(get(made, ":$ACTIVE_VERSION")["content"]["email"]["subject"], EMAIL["subject"])
    equal(get(made, ":$LATEST")["content"]["email"]["subject"], "Other")
    templates.update_message_template_metadata(**named(made), name="Life, renamed", description="Of a template")
    equal((get(made, ":1")["name"], get(made, ":1")["description"]), ("Life, renamed", "Of a template"))
    templates.deactivate_message_template(**named(made), versionNumber=1)
    refused("ResourceNotFoundException", 404, templates.get_message_template, **named(made, ":$ACTIVE_VERSION"))
    equal(templates.delete_message_template(**named(made))["ResponseMetadata"]["HTTPStatusCode"], 204)
    refused("ResourceNotFoundException", 404, templates.get_message_template, **named(made))


@check("templates, versions and search results come in pages that the paginators follow")
def _():
    made = [make(f"Page {number}") for number in range(5)]
    for number in range(3):
        templates.update_message_template(**named(made[0]), content=sms(f"Words {number}"))
        templates.create_message_template_version(**named(made[0]))

    def pages(operation, key, **members):
        paginator = templates.get_paginator(operation)
        found = paginator.paginate(knowledgeBaseId=KNOWLEDGE_BASE, PaginationConfig={"PageSize": 2}, **members)
        return [item for page in found for item in page[key]]

    names = [f"Page {number}" for number in range(5)]
    listed = pages("list_message_templates", "messageTemplateSummaries")
    equal([each["name"] for each in listed if each["name"].startswith("Page")], names)
    query = {"name": "name", "operator": "CONTAINS_AND_PREFIX", "values": ["page"]}
    expression = {"queries": [query], "orderOnField": {"name": "name", "order": "DESC"}}
    equal([each["name"] for each in pages("search_message_templates", "results", searchExpression=expression)], names[::-1])
    versions = pages("list_message_template_versions", "messageTemplateVersionSummaries", **{"messageTemplateId": made[0]["messageTemplateId"]})
    equal([each["versionNumber"] for each in versions], [3, 2, 1])


@check("RenderMessageTemplate fills in what it is given, else the defaults, and names what is missing")
def _():
    made = make("Rendered", content=sms("{{FirstName}} of {{City}}, {{Age}}"), defaultAttributes=BASEL)
    answer = templates.render_message_template(**named(made), attributes={"customAttributes": {"FirstName": "Ada"}})
    equal(answer["content"], sms("Ada of Basel, {{Age}}"))
    equal(answer["attributesNotInterpolated"], ["Age"])


@check("errors are typed: names taken, unknown templates, and what a program sends that does not check it")
def _():
    make("Taken")
    refused("ConflictException", 409, make, name="Taken")
    try:
        make("Taken")
    except templates.exceptions.ConflictException as error:
        equal("name already exists" in str(error), True)
    unknown = {"knowledgeBaseId": KNOWLEDGE_BASE, "messageTemplateId": UNKNOWN}
    refused("ResourceNotFoundException", 404, templates.get_message_template, **unknown)
    refused("ValidationException", 400, unchecked.create_message_template, knowledgeBaseId=KNOWLEDGE_BASE, name="None")
    bad = {"knowledgeBaseId": KNOWLEDGE_BASE, "name": "Bad", "channelSubtype": "FAX", "content": sms("x")}
    error = refused("ValidationException", 400, unchecked.create_message_template, **bad)["Error"]
    equal("Member must satisfy enum value set: [EMAIL, SMS, WHATSAPP, PUSH]" in error["Message"], True)
    refused("SerializationException", 400, unchecked.render_message_template, **unknown, attributes={"systemAttributes": {"name": 1}})
    refused("InvalidSignatureException", 403, client("qconnect", secret="wrong").list_message_templates, knowledgeBaseId=UNKNOWN)


@check("tags are added, taken off and listed by ARN")
def _():
    arn = make("Tagged", tags={"team": "clinic"})["messageTemplateArn"]
    templates.tag_resource(resourceArn=arn, tags={"stage": "live", "extra": "x"})
    templates.untag_resource(resourceArn=arn, tagKeys=["extra"])
    equal(templates.list_tags_for_resource(resourceArn=arn)["tags"], {"team": "clinic", "stage": "live"})


def received(address, campaign_id):
    query = urllib.parse.urlencode({"to": address, "campaign": campaign_id})
    return admin(f"/loopback/messages?{query}")["messages"]


def send(arn, campaign, token, address):
    """Puts one email into a campaign of its own that sends this template; the request when it has ended."""
    source = {"connectSourceEmailAddress": "clinic@example.com", "wisdomTemplateArn": arn}
    channels = {"email": {"outboundMode": {"agentless": {}}, "defaultOutboundConfig": source}}
    campaign_id = create_running(campaign, channelSubtypeConfig=channels)
    parameters = {"destinationEmailAddress": address, "templateParameters": {"FirstName": "Ada <3"}}
    put(campaign_id, {**request(token), "channelSubtypeParameters": {"email": parameters}})
    return campaign_id, ended(campaign_id)[token]


@check("a campaign that names the ARN sends the active version, filled in with the parameters of each request")
def _():
    made = make("Sent", channelSubtype="EMAIL", content={"email": EMAIL}, defaultAttributes=BASEL)
    templates.create_message_template_version(**named(made))
    templates.activate_message_template(**named(made), versionNumber=1)
    templates.update_message_template(**named(made), content={"email": {"subject": "A draft is never sent"}})
    campaign_id, done = send(made["messageTemplateArn"], "Templated", "one", "ada@example.com")
    equal(done["state"], "Succeeded")
    (message,) = received("ada@example.com", campaign_id)
    words = {key: message["message"][key] for key in ("subject", "text", "html")}
    equal(
        words,
        {
            "subject": "Your visit, Ada <3",
            "text": "Hello Ada <3, see you in Basel.",
            "html": "<p>Hello Ada &lt;3, see you in Basel.</p>",
        },
    )


@check("a request whose template lacks a value fails before anything is sent")
def _():
    made = make("Lacking", channelSubtype="EMAIL", content={"email": EMAIL})
    templates.create_message_template_version(**named(made))
    campaign_id, done = send(made["messageTemplateArn"], "Lacking", "one", "eve@example.com")
    equal((done["state"], "RENDERING" in done["reason"].upper()), ("Failed", True))
    equal(received("eve@example.com", campaign_id), [])


report()
