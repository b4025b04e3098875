"""A user who may do nothing calls AWS, and gives what the client printed to `lanyard policy generate --from-failure` until each call goes through.

    from-failure.py LANYARD boto3|aws|js-v3 [node]
"""
import json, os, subprocess, sys, tempfile
import boto3

LANYARD, CLIENT = sys.argv[1:3]
HERE = "arn:aws:iam::111111111111:"
TRUST = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]})
OWN = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "111111111111"}, "Action": "sts:AssumeRole"}]})
CALLS = [
    ("iam", "ListRoles", {}),
    ("iam", "GetUser", {"UserName": "admin"}),
    ("iam", "CreateRole", {"RoleName": "orders-web", "AssumeRolePolicyDocument": TRUST, "Tags": [{"Key": "stage", "Value": "dev"}]}),
    ("iam", "AddRoleToInstanceProfile", {"InstanceProfileName": "web", "RoleName": "web"}),
    ("sts", "AssumeRole", {"RoleArn": HERE + "role/own", "RoleSessionName": "me"}),
]


def call(service, operation, parameters):
    """Calls as the user, in a process of its own, and gives what it printed, or nothing when all is well."""
    from botocore import xform_name
    commands = {
        "aws": lambda: [sys.executable, "-m", "awscli", service, xform_name(operation).replace("_", "-"), "--cli-input-json", json.dumps(parameters)],
        "boto3": lambda: [sys.executable, "-c", f"import boto3; boto3.client({service!r}).{xform_name(operation)}(**{parameters!r})"],
        "js-v3": lambda: [sys.argv[3], os.path.join(os.path.dirname(__file__), "call-once.mjs"), service, operation, json.dumps(parameters)],
    }
    done = subprocess.run(commands[CLIENT](), env={**os.environ, "AWS_PROFILE": "limited", "AWS_PAGER": ""}, capture_output=True, text=True)
    return done.stderr + done.stdout if done.returncode else ""


def mended(printed, policy):
    """The policy with what the printed text needs."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(policy)
        file.flush()
        done = subprocess.run([LANYARD, "policy", "generate", "--from-failure", "-", "--policy", file.name], input=printed, capture_output=True, text=True)
    assert done.returncode == 0 and "nothing else is new" in done.stderr, f"{printed}\n{done.stderr}"
    return done.stdout


admin = boto3.Session(profile_name="admin").client("iam")
for name, trust in (("web", TRUST), ("own", OWN)):
    admin.create_role(RoleName=name, AssumeRolePolicyDocument=trust)
admin.create_instance_profile(InstanceProfileName="web")
policy, refused = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:GetAccountSummary", "Resource": "*"}]}), []
for service, operation, parameters in CALLS:
    for _ in range(4):
        printed = call(service, operation, parameters)
        if not printed:
            break
        refused.append(operation)
        policy = mended(printed, policy)
        admin.put_user_policy(UserName="limited", PolicyName="needed", PolicyDocument=policy)
    else:
        raise AssertionError(f"{operation} is still refused: {printed}")
assert "ListUsers" in call("iam", "ListUsers", {}), "more was allowed than was needed"
print(json.dumps({"refused": refused, "statements": json.loads(policy)["Statement"]}))
