"""CloudTrail's event history over the sandbox's calls, asked by a client that isn't ours.

    cloudtrail-operations.py boto3|aws|js-v3 [node]
"""
import json, os
from scenario import Scenario, end, equal


def attribute(key, value):
    return {"LookupAttributes": [{"AttributeKey": key, "AttributeValue": value}]}


def main():
    # IAM's calls are in the trail of its region.
    os.environ["AWS_REGION"] = os.environ["AWS_DEFAULT_REGION"] = "us-east-1"
    iam, trail, limited = Scenario("iam", "admin"), Scenario("cloudtrail", "admin"), Scenario("iam", "limited")
    iam("CreateUser", UserName="bob")
    iam("CreateLoginProfile", UserName="bob", Password="Correct-Horse-7!")
    limited.refused("AccessDenied", "iam:DeleteUser", "DeleteUser", UserName="bob")
    iam("DeleteLoginProfile", UserName="bob")

    made = trail("LookupEvents", **attribute("EventName", "CreateUser"))["Events"]
    equal([(e["EventSource"], e["Username"], e["ReadOnly"], e["Resources"]) for e in made],
          [("iam.amazonaws.com", "admin", "false", [{"ResourceType": "AWS::IAM::User", "ResourceName": "bob"}])])
    record = json.loads(made[0]["CloudTrailEvent"])
    equal((record["userIdentity"]["type"], record["userIdentity"]["arn"], record["requestParameters"], record["eventID"]),
          ("IAMUser", "arn:aws:iam::111111111111:user/admin", {"userName": "bob"}, made[0]["EventId"]))
    equal(len(trail("LookupEvents", **attribute("EventId", made[0]["EventId"]))["Events"]), 1)

    denied = json.loads(trail("LookupEvents", **attribute("Username", "limited"))["Events"][0]["CloudTrailEvent"])
    equal((denied["errorCode"], denied["eventName"]), ("AccessDenied", "DeleteUser"))
    assert denied["errorMessage"].startswith("User: arn:aws:iam::111111111111:user/limited is not authorized to perform: iam:DeleteUser"), denied

    secret = trail("LookupEvents", **attribute("EventName", "CreateLoginProfile"))["Events"][0]["CloudTrailEvent"]
    assert "Correct-Horse" not in secret, secret

    names = [e["EventName"] for e in trail("LookupEvents", **attribute("ReadOnly", "false"))["Events"]]
    equal(names, ["DeleteLoginProfile", "DeleteUser", "CreateLoginProfile", "CreateUser"])
    page = trail("LookupEvents", MaxResults=2, **attribute("ReadOnly", "false"))
    # The AWS CLI turns the pages by itself, and ends with the last.
    rest = trail("LookupEvents", MaxResults=2, NextToken=page["NextToken"], **attribute("ReadOnly", "false"))["Events"] if "NextToken" in page else []
    equal([e["EventName"] for e in page["Events"] + rest], names)
    equal(trail("LookupEvents", EndTime=1000000000)["Events"], [])
    equal(trail("LookupEvents", **attribute("ResourceName", "nobody"))["Events"], [])
    trail.refused("InvalidLookupAttributesException", "one lookup attribute", "LookupEvents", LookupAttributes=2 * attribute("EventName", "CreateUser")["LookupAttributes"])
    trail.refused("InvalidTimeRangeException", "start time", "LookupEvents", StartTime=2000, EndTime=1000)
    Scenario("cloudtrail", "limited").refused("AccessDeniedException", "cloudtrail:LookupEvents", "LookupEvents")
    trail.refused("NotImplemented", "^lanyard sandbox doesn't speak cloudtrail:ListTrails yet$", "ListTrails")
    end(trail)


main()
