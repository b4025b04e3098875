"""Makes in IAM what `lanyard policy role --json` prints, and then is who the roles are for, by boto3.

    made-role.py jobs AUDIENCE FILE...        roles that jobs of a CI system take on by their token
    made-role.py run VARIABLE AUDIENCE CMD... a command as a job that has its token in a variable
    made-role.py people SEED FILE...          roles that users take on, ana with her MFA device
    made-role.py assume ROLE_ARN              a role, by whom the environment says
    made-role.py caller FILE                  what the policy of a service role's caller allows
"""
import base64, hashlib, hmac, json, os, struct, subprocess, sys, time, urllib.parse, urllib.request
import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError


def token(audience):
    ask = urllib.request.Request(os.environ["ACTIONS_ID_TOKEN_REQUEST_URL"] + "&audience=" + urllib.parse.quote(audience, safe=""),
                                 headers={"Authorization": "bearer " + os.environ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]})
    return json.load(urllib.request.urlopen(ask))["value"]


def make(iam, plan):
    for provider in plan["providers"]:
        # boto3 of before July 2024 still asks for a thumbprint.
        made = iam.create_open_id_connect_provider(Url=provider["url"], ClientIDList=provider["audiences"], ThumbprintList=provider["thumbprints"] or ["f" * 40])
        iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=made["OpenIDConnectProviderArn"], ClientID="other.example.com")
    arns = {p["name"]: iam.create_policy(PolicyName=p["name"], Path=p["path"], Description=p["description"], PolicyDocument=json.dumps(p["document"]))["Policy"]["Arn"]
            for p in plan["policies"]}
    for role in plan["roles"]:
        iam.create_role(RoleName=role["name"], Path=role["path"], Description=role["description"], AssumeRolePolicyDocument=json.dumps(role["trust"]),
                        MaxSessionDuration=role["maxSessionDuration"])
        for policy in role["policies"]:
            iam.attach_role_policy(RoleName=role["name"], PolicyArn=arns.get(policy, policy))
    return arns


def answer(call, **parameters):
    try:
        return call(**parameters)["AssumedRoleUser"]["Arn"].split("/")[1]
    except ClientError as e:
        return e.response["Error"]["Code"]


def plans(files):
    return [json.load(open(f)) for f in files]


def arn(plan):
    return f"arn:aws:iam::{plan['account']}:role/{plan['roles'][0]['name']}"


def code(seed):
    digest = hmac.new(base64.b32decode(seed), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7fffffff) % 1000000:06d}"


def jobs(audience, *files):
    iam = boto3.Session(profile_name="admin").client("iam")
    for provider in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]:
        iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=provider["Arn"])
    said, sts = {}, boto3.client("sts", config=Config(signature_version=UNSIGNED))
    for at, plan in enumerate(plans(files)):
        make(iam, plan if at == 0 else {**plan, "providers": []})
        for name in [audience, "other.example.com"] if at == 0 else [audience]:
            key = plan["roles"][0]["name"] if name == audience else "other audience"
            said[key] = answer(sts.assume_role_with_web_identity, RoleArn=arn(plan), RoleSessionName="run-1", WebIdentityToken=token(name))
    return said


def run(variable, audience, *command):
    environment = {**os.environ, variable: token(audience)}
    for name in ("ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"):
        del environment[name]
    sys.exit(subprocess.run(command, env=environment).returncode)


def people(seed, *files):
    iam = boto3.Session(profile_name="admin").client("iam")
    said = {}
    for plan in plans(files):
        make(iam, plan)
        for user in ("ana", "bob"):
            said[f"{user} {plan['roles'][0]['name']}"] = answer(boto3.Session(profile_name=user).client("sts").assume_role, RoleArn=arn(plan), RoleSessionName="run-1")
    ana = boto3.Session(profile_name="ana").client("sts")
    device = dict(RoleSessionName="run-1", SerialNumber="arn:aws:iam::111111111111:mfa/ana", TokenCode=code(seed))
    said["ana with MFA"] = answer(ana.assume_role, RoleArn=arn(plans(files)[0]), DurationSeconds=plans(files)[0]["roles"][0]["maxSessionDuration"], **device)
    return said


def assume(role):
    return answer(boto3.client("sts").assume_role, RoleArn=role, RoleSessionName="run-1")


def caller(file):
    iam = boto3.Session(profile_name="admin").client("iam")
    [plan] = plans([file])
    arns = make(iam, plan)
    iam.attach_user_policy(UserName="ana", PolicyArn=arns[plan["policies"][-1]["name"]])

    def decide(action, resource, key, value):
        context = [dict(ContextKeyName=key, ContextKeyValues=[value], ContextKeyType="string")]
        return iam.simulate_principal_policy(PolicySourceArn="arn:aws:iam::111111111111:user/ana", ActionNames=[action], ResourceArns=[resource], ContextEntries=context)["EvaluationResults"][0]["EvalDecision"]

    other, stack = "arn:aws:iam::111111111111:role/other", "arn:aws:cloudformation:eu-west-1:111111111111:stack/jobs/1"
    passed, used = "iam:PassedToService", "cloudformation:RoleArn"
    return {
        "pass to cloudformation": decide("iam:PassRole", arn(plan), passed, "cloudformation.amazonaws.com"),
        "pass to lambda": decide("iam:PassRole", arn(plan), passed, "lambda.amazonaws.com"),
        "pass another": decide("iam:PassRole", other, passed, "cloudformation.amazonaws.com"),
        "update with it": decide("cloudformation:UpdateStack", stack, used, arn(plan)),
        "update with another": decide("cloudformation:UpdateStack", stack, used, other),
        "users may take it on": answer(boto3.Session(profile_name="ana").client("sts").assume_role, RoleArn=arn(plan), RoleSessionName="run-1"),
    }


print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
