"""simulate-corpus.py FILE: makes each scenario's caller in IAM by boto3, asks SimulatePrincipalPolicy, and prints the decisions in their order."""
import json, sys
import boto3

iam = boto3.Session(profile_name="admin").client("iam")
HERE = "arn:aws:iam::111122223333:policy/"


def policy(item):
    return json.dumps(item.get("policy", item))


def decide(scenario):
    """With users that come and go, since the ARN of the caller is a part of the scenario."""
    request = scenario["request"]
    name = request["principal"].split("/")[-1]
    path = "/" + "".join(p + "/" for p in request["principal"].split("/")[1:-1])
    tags = {k[len("aws:PrincipalTag/"):]: v for k, v in request.get("context", {}).items() if k.startswith("aws:PrincipalTag/")}
    iam.create_user(UserName=name, Path=path, Tags=[{"Key": k, "Value": v} for k, v in tags.items()])
    names = [f"p{i}" for i in range(len(scenario.get("identityPolicies", [])))]
    boundary = None
    try:
        for i, item in zip(names, scenario.get("identityPolicies", [])):
            iam.put_user_policy(UserName=name, PolicyName=i, PolicyDocument=policy(item))
        for item in scenario.get("permissionsBoundaries", []):
            boundary = iam.create_policy(PolicyName="boundary", PolicyDocument=policy(item))["Policy"]["Arn"]
            iam.put_user_permissions_boundary(UserName=name, PermissionsBoundary=boundary)
        asked = dict(PolicySourceArn=request["principal"], CallerArn=request["principal"], ActionNames=[request["action"]], ResourceArns=[request["resource"]])
        asked["ResourceOwner"] = f"arn:aws:iam::{request['resourceAccount']}:root"
        asked["ContextEntries"] = [
            {"ContextKeyName": k, "ContextKeyType": "stringList", "ContextKeyValues": [text(i) for i in v]} if isinstance(v, list)
            else {"ContextKeyName": k, "ContextKeyType": "string", "ContextKeyValues": [text(v)]}
            for k, v in request.get("context", {}).items() if not k.startswith("aws:PrincipalTag/")]
        if "resourcePolicy" in scenario:
            asked["ResourcePolicy"] = policy(scenario["resourcePolicy"])
        return iam.simulate_principal_policy(**asked)["EvaluationResults"][0]["EvalDecision"]
    finally:
        for i in iam.list_user_policies(UserName=name)["PolicyNames"]:
            iam.delete_user_policy(UserName=name, PolicyName=i)
        iam.delete_user(UserName=name)
        if boundary:
            iam.delete_policy(PolicyArn=boundary)


def text(value):
    return value if isinstance(value, str) else json.dumps(value)


print(json.dumps([decide(scenario) for scenario in json.load(open(sys.argv[1]))]))
