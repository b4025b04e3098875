"""Every STS operation of the sandbox, asked by a client that isn't ours.

    sts-operations.py boto3|aws|js-v3 [node]
"""
import base64, json, os, sys, tempfile, time, urllib.error, urllib.parse, urllib.request
from identity_token import verified
from scenario import Refused, Scenario, end, equal

HERE = "arn:aws:iam::111111111111:"
PROVIDER = HERE + "oidc-provider/token.actions.githubusercontent.com"
SUBJECT = "repo:example/app:ref:refs/heads/main"


def policy(action, effect="Allow", **more):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": effect, "Action": action, "Resource": "*", **more}]})


def trust(principal, action, **condition):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": principal, "Action": action, **({"Condition": condition} if condition else {})}]})


class Sessions:
    """Credentials as profiles, which every client takes."""

    def __init__(self):
        given = open(os.environ["AWS_SHARED_CREDENTIALS_FILE"]).read()
        handle, self._path = tempfile.mkstemp()
        with os.fdopen(handle, "w") as file:
            file.write(given)
        os.environ["AWS_SHARED_CREDENTIALS_FILE"] = self._path

    def profile(self, name, credentials):
        with open(self._path, "a") as file:
            file.write(f"\n[{name}]\naws_access_key_id = {credentials['AccessKeyId']}\naws_secret_access_key = {credentials['SecretAccessKey']}\naws_session_token = {credentials['SessionToken']}\n")
        return name


def newest_denial():
    """The message of the newest denial in the call log."""
    lines = [json.loads(line) for line in open(os.environ["CALL_LOG"])]
    return [line["encodedMessage"] for line in lines if line["encodedMessage"]][-1]


def identity_token():
    """What a job of GitHub Actions does."""
    ask = urllib.request.Request(os.environ["ACTIONS_ID_TOKEN_REQUEST_URL"] + "&audience=sts.amazonaws.com", headers={"Authorization": "bearer " + os.environ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]})
    return json.load(urllib.request.build_opener(urllib.request.ProxyHandler({})).open(ask))["value"]


def roles(sts, iam, sessions):
    iam("CreateRole", RoleName="one", MaxSessionDuration=7200, AssumeRolePolicyDocument=trust({"AWS": "111111111111"}, ["sts:AssumeRole", "sts:TagSession"]))
    iam("PutRolePolicy", RoleName="one", PolicyName="all", PolicyDocument=policy("sts:*"))
    iam("CreateRole", RoleName="two", MaxSessionDuration=7200, AssumeRolePolicyDocument=trust({"AWS": HERE + "role/one"}, ["sts:AssumeRole", "sts:TagSession"], StringEquals={"aws:PrincipalTag/Team": "blue"}))
    iam("CreateRole", RoleName="untaggable", AssumeRolePolicyDocument=trust({"AWS": "111111111111"}, "sts:AssumeRole"))
    one = {"RoleArn": HERE + "role/one", "RoleSessionName": "me"}
    blue = {"Tags": [{"Key": "Team", "Value": "blue"}], "TransitiveTagKeys": ["Team"]}
    answer = sts("AssumeRole", DurationSeconds=7200, **one, **blue)
    equal(answer["AssumedRoleUser"]["Arn"], "arn:aws:sts::111111111111:assumed-role/one/me")
    assert answer["PackedPolicySize"] >= 1, answer
    tagged = Scenario("sts", sessions.profile("tagged", answer["Credentials"]))
    equal(tagged("GetCallerIdentity")["Arn"], "arn:aws:sts::111111111111:assumed-role/one/me")
    two = {"RoleArn": HERE + "role/two", "RoleSessionName": "me"}
    # A chained session ends after an hour, even where the role's maximum is longer.
    tagged.refused("ValidationError", "^The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.$", "AssumeRole", DurationSeconds=3601, **two)
    chained = tagged("AssumeRole", **two)
    assert abs(stamp(chained["Credentials"]["Expiration"]) - time.time() - 3600) < 60, chained["Credentials"]["Expiration"]
    tagged.refused("InvalidParameterValue", "^One of the specified transitive tag keys can't be set because it conflicts", "AssumeRole", Tags=[{"Key": "team", "Value": "red"}], **two)
    sts.refused("AccessDenied", "^User: arn:aws:iam::111111111111:user/admin is not authorized to perform: sts:TagSession on resource: arn:aws:iam::111111111111:role/untaggable$",
                "AssumeRole", RoleArn=HERE + "role/untaggable", RoleSessionName="me", **blue)
    sts.refused("InvalidParameterValue", "^Duplicate tag keys found", "AssumeRole", Tags=[{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}], **one)
    sts.refused("PackedPolicyTooLarge", "^Packed size of session tags consumes [0-9]+% of allotted space.$", "AssumeRole", Tags=[{"Key": f"k{n}", "Value": "v" * 256} for n in range(10)], **one)
    limited = sts("AssumeRole", PolicyArns=[{"arn": "arn:aws:iam::aws:policy/IAMReadOnlyAccess"}], **one)
    Scenario("sts", sessions.profile("narrow", limited["Credentials"])).refused("AccessDenied", "because no session policy allows", "GetAccessKeyInfo", AccessKeyId="AKIAIOSFODNN7EXAMPLE")
    sts.refused("ValidationError", "doesn't exist", "AssumeRole", PolicyArns=[{"arn": HERE + "policy/absent"}], **one)
    sts.refused("AccessDenied", "is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111111111111:role/absent$", "AssumeRole", RoleArn=HERE + "role/absent", RoleSessionName="me")


def stamp(moment):
    import datetime
    moment = datetime.datetime.fromisoformat(moment.replace("Z", "+00:00")) if isinstance(moment, str) else moment
    return moment.timestamp()


def web_identity(sts, iam):
    token = identity_token()
    iam("CreateRole", RoleName="web", AssumeRolePolicyDocument=trust(
        {"Federated": PROVIDER}, ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"], StringEquals={"token.actions.githubusercontent.com:sub": SUBJECT, "token.actions.githubusercontent.com:repository_id": "74", "aws:RequestTag/Team": "blue"}))
    iam("CreateRole", RoleName="web-untagged", AssumeRolePolicyDocument=trust({"Federated": PROVIDER}, "sts:AssumeRoleWithWebIdentity", StringEquals={"token.actions.githubusercontent.com:sub": SUBJECT}))
    iam("CreateRole", RoleName="web-other", AssumeRolePolicyDocument=trust(
        {"Federated": PROVIDER}, ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"], StringEquals={"token.actions.githubusercontent.com:sub": "repo:other/app"}))
    iam.refused("MalformedPolicyDocument", "token.actions.githubusercontent.com:sub", "CreateRole", RoleName="web-open", AssumeRolePolicyDocument=trust({"Federated": PROVIDER}, "sts:AssumeRoleWithWebIdentity"))
    web = lambda role: {"RoleArn": HERE + "role/" + role, "RoleSessionName": "build", "WebIdentityToken": token}
    answer = sts("AssumeRoleWithWebIdentity", **web("web"))
    equal((answer["SubjectFromWebIdentityToken"], answer["Audience"], answer["Provider"]), (SUBJECT, "sts.amazonaws.com", PROVIDER))
    sts.refused("AccessDenied", "^Not authorized to perform sts:TagSession$", "AssumeRoleWithWebIdentity", **web("web-untagged"))
    sts.refused("AccessDenied", "^Not authorized to perform sts:AssumeRoleWithWebIdentity$", "AssumeRoleWithWebIdentity", **web("web-other"))
    sts.refused("InvalidIdentityToken", "not a valid JWT", "AssumeRoleWithWebIdentity", **{**web("web"), "WebIdentityToken": "not-a-token"})
    at = token.rindex(".") + 1
    forged = token[:at] + ("B" if token[at] == "A" else "A") + token[at + 1:]
    sts.refused("InvalidIdentityToken", "signature", "AssumeRoleWithWebIdentity", **{**web("web"), "WebIdentityToken": forged})


def federation(sts, iam, sessions):
    answer = sts("GetFederationToken", Name="bob", DurationSeconds=900, Policy=policy("iam:*"), Tags=[{"Key": "Team", "Value": "blue"}])
    equal(answer["FederatedUser"], {"FederatedUserId": "111111111111:bob", "Arn": "arn:aws:sts::111111111111:federated-user/bob"})
    profile = sessions.profile("bob", answer["Credentials"])
    bob = Scenario("sts", profile)
    equal(bob("GetCallerIdentity")["UserId"], "111111111111:bob")
    bob.refused("AccessDenied", "^Cannot call GetSessionToken with session credentials$", "GetSessionToken")
    bob.refused("AccessDenied", "^Cannot call AssumeRole with session credentials$", "AssumeRole", RoleArn=HERE + "role/one", RoleSessionName="me")
    Scenario("iam", profile).refused("InvalidClientTokenId", "token included in the request is invalid", "ListUsers")
    Scenario("sts", "limited").refused("AccessDenied", "is not authorized to perform: sts:GetFederationToken on resource: arn:aws:sts::111111111111:federated-user/bob because no identity-based policy allows", "GetFederationToken", Name="bob")
    sts.refused("ValidationError", "less than or equal to 129600", "GetFederationToken", Name="bob", DurationSeconds=129601)


def session_token(sts, sessions):
    answer = sts("GetSessionToken")
    assert abs(stamp(answer["Credentials"]["Expiration"]) - time.time() - 12 * 3600) < 60, answer
    mine = Scenario("sts", sessions.profile("mine", answer["Credentials"]))
    equal(mine("GetCallerIdentity")["Arn"], HERE + "user/admin")
    mine.refused("AccessDenied", "^Cannot call GetFederationToken with session credentials$", "GetFederationToken", Name="bob")
    other = {**answer["Credentials"], "SessionToken": answer["Credentials"]["SessionToken"][:-4] + "AAAA"}
    Scenario("sts", sessions.profile("forged", other)).refused("InvalidClientTokenId", "^The security token included in the request is invalid.$", "GetCallerIdentity")
    return answer["Credentials"]["AccessKeyId"]


def denials(sts, limited):
    Scenario("iam", "limited").refused("AccessDenied", "iam:DeleteUser", "DeleteUser", UserName="nobody")
    message = newest_denial()
    decoded = json.loads(sts("DecodeAuthorizationMessage", EncodedMessage=message)["DecodedMessage"])
    equal((decoded["allowed"], decoded["explicitDeny"], decoded["matchedStatements"], decoded["failures"]), (False, False, {"items": []}, {"items": []}))
    context = decoded["context"]
    equal((context["principal"]["arn"], context["principal"]["name"], context["action"], context["resource"]), (HERE + "user/limited", "limited", "iam:DeleteUser", HERE + "user/nobody"))
    assert {"key": "aws:PrincipalAccount", "values": {"items": [{"value": "111111111111"}]}} in context["conditions"]["items"], context
    limited.refused("AccessDenied", "is not authorized to perform: sts:DecodeAuthorizationMessage", "DecodeAuthorizationMessage", EncodedMessage=message)
    sts.refused("InvalidAuthorizationMessageException", "^Message is not valid$", "DecodeAuthorizationMessage", EncodedMessage=message[:-8])


def member(sts, sessions):
    """An organization with one member account, and an administrator of that."""
    org = Scenario("organizations", "admin")
    org("CreateOrganization", FeatureSet="ALL")
    org("EnableAWSServiceAccess", ServicePrincipal="iam.amazonaws.com")
    request = org("CreateAccount", Email="member@example.com", AccountName="member")["CreateAccountStatus"]["Id"]
    account = org("DescribeCreateAccountStatus", CreateAccountRequestId=request)["CreateAccountStatus"]["AccountId"]
    answer = sts("AssumeRole", RoleArn=f"arn:aws:iam::{account}:role/OrganizationAccountAccessRole", RoleSessionName="me")
    return account, sessions.profile("member", answer["Credentials"])


def root_sessions(sts, iam, limited, account, sessions):
    if not sts.knows("AssumeRoot"):
        return
    ask = {"TargetPrincipal": account, "TaskPolicyArn": {"arn": "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"}}
    root = f"arn:aws:iam::{account}:root"
    sts.refused("AccessDenied", f"^User: {HERE}user/admin is not authorized to perform: sts:AssumeRoot on resource: {root}: the organization has not enabled RootCredentialsManagement$", "AssumeRoot", **ask)
    iam("EnableOrganizationsRootCredentialsManagement")
    answer = sts("AssumeRoot", **ask)
    assert 890 < stamp(answer["Credentials"]["Expiration"]) - time.time() < 910, answer["Credentials"]["Expiration"]
    profile = sessions.profile("root", answer["Credentials"])
    session, audit = Scenario("sts", profile), Scenario("iam", profile)
    equal(session("GetCallerIdentity"), {"UserId": account, "Account": account, "Arn": root})
    equal(audit("GetUser")["User"]["Arn"], root)
    equal(audit("ListAccessKeys")["AccessKeyMetadata"], [])
    equal(audit("ListMFADevices")["MFADevices"], [])
    equal(audit("GetAccountSummary")["SummaryMap"]["AccountPasswordPresent"], 0)
    audit.refused("NoSuchEntity", "Login Profile", "GetLoginProfile")
    audit.refused("AccessDenied", f"^User: {root} is not authorized to perform: iam:ListUsers on resource: .* with an explicit deny in a session policy$", "ListUsers")
    decoded = json.loads(Scenario("sts", "member")("DecodeAuthorizationMessage", EncodedMessage=newest_denial())["DecodedMessage"])
    equal((decoded["context"]["principal"]["arn"], decoded["context"]["action"], decoded["explicitDeny"]), (root, "iam:ListUsers", True))
    task = lambda name: Scenario("iam", sessions.profile(name, sts("AssumeRoot", DurationSeconds=300, TargetPrincipal=root, TaskPolicyArn={"arn": f"arn:aws:iam::aws:policy/root-task/{name}"})["Credentials"]))
    creating, deleting = task("IAMCreateRootUserPassword"), task("IAMDeleteRootUserCredentials")
    creating("CreateLoginProfile")
    creating.refused("EntityAlreadyExists", "already exists", "CreateLoginProfile")
    equal(audit("GetAccountSummary")["SummaryMap"]["AccountPasswordPresent"], 1)
    deleting("DeleteLoginProfile")
    deleting.refused("NoSuchEntity", "Access Key", "DeleteAccessKey", AccessKeyId="AKIAIOSFODNN7EXAMPLE")
    limited.refused("AccessDenied", "because no identity-based policy allows the sts:AssumeRoot action", "AssumeRoot", **ask)
    sts.refused("AccessDenied", "the management account is no member account", "AssumeRoot", **{**ask, "TargetPrincipal": "111111111111"})
    sts.refused("AccessDenied", "is no member of the caller's organization", "AssumeRoot", **{**ask, "TargetPrincipal": "999999999999"})
    sts.refused("ValidationError", "is none of the policies that AssumeRoot takes", "AssumeRoot", TargetPrincipal=account, TaskPolicyArn={"arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"})
    if sys.argv[1] != "js-v3":
        sts.refused("ValidationError", "less than or equal to 900", "AssumeRoot", DurationSeconds=901, **ask)


def outbound_tokens(sts, iam, limited, sessions):
    if not sts.knows("GetWebIdentityToken"):
        return
    ask = {"Audience": ["https://api.example.com"], "SigningAlgorithm": "ES384"}
    sts.refused("OutboundWebIdentityFederationDisabledException", "not enabled for this account", "GetWebIdentityToken", **ask)
    issuer = iam("EnableOutboundWebIdentityFederation")["IssuerIdentifier"]
    for algorithm in ("ES384", "RS256"):
        answer = sts("GetWebIdentityToken", DurationSeconds=600, Tags=[{"Key": "job-id", "Value": "7"}], **{**ask, "SigningAlgorithm": algorithm})
        claims = verified(answer["WebIdentityToken"], issuer, ask["Audience"][0])
        equal((claims["sub"], claims["exp"] - claims["iat"], claims["exp"]), (HERE + "user/admin", 600, int(stamp(answer["Expiration"]))))
        own = claims["https://sts.amazonaws.com/"]
        equal((own["aws_account"], own["principal_id"], own["request_tags"], own["org_id"][:2]), ("111111111111", HERE + "user/admin", {"job-id": "7"}, "o-"))
    iam("PutUserPolicy", UserName="limited", PolicyName="tokens", PolicyDocument=policy("sts:GetWebIdentityToken", Condition={
        "ForAllValues:StringEquals": {"sts:IdentityTokenAudience": ask["Audience"]}, "NumericLessThanEquals": {"sts:DurationSeconds": "300"}, "StringEquals": {"sts:SigningAlgorithm": "ES384"}}))
    limited("GetWebIdentityToken", **ask)
    for other in ({"Audience": ["https://other.example.com"]}, {"DurationSeconds": 301}, {"SigningAlgorithm": "RS256"}):
        limited.refused("AccessDenied", "is not authorized to perform: sts:GetWebIdentityToken", "GetWebIdentityToken", **{**ask, **other})
    limited.refused("AccessDenied", "is not authorized to perform: sts:TagGetWebIdentityToken", "GetWebIdentityToken", Tags=[{"Key": "job-id", "Value": "7"}], **ask)
    session = sts("AssumeRole", RoleArn=HERE + "role/one", RoleSessionName="me", DurationSeconds=900)
    Scenario("sts", sessions.profile("short", session["Credentials"])).refused("SessionDurationEscalationException", "original expiration time", "GetWebIdentityToken", DurationSeconds=3600, **ask)
    sts.refused("JWTPayloadSizeExceededException", "maximum allowed size", "GetWebIdentityToken", Tags=[{"Key": f"{n}" + "k" * 120, "Value": "v" * 256} for n in range(50)], **ask)
    sts.refused("ValidationError", "enum value set", "GetWebIdentityToken", **{**ask, "SigningAlgorithm": "HS256"})


def notices(topic):
    """What SNS would send: a signed question to the sandbox."""
    import botocore.auth, botocore.awsrequest, botocore.session
    credentials = botocore.session.Session(profile="admin").get_credentials()
    here = urllib.parse.urlsplit(os.environ["ACTIONS_ID_TOKEN_REQUEST_URL"])
    request = botocore.awsrequest.AWSRequest("GET", f"{here.scheme}://{here.netloc}/delegation/notifications", params={"TopicArn": topic})
    botocore.auth.SigV4Auth(credentials, "sns", "us-east-1").add_auth(request)
    asked = request.prepare()
    answer = json.load(urllib.request.build_opener(urllib.request.ProxyHandler({})).open(urllib.request.Request(asked.url, headers=dict(asked.headers.items()))))
    return [json.loads(n["Message"]) for n in answer["Notifications"]]


def delegated(sts, iam, sessions):
    """The account dev asks the member for access."""
    if not sts.knows("GetDelegatedAccessToken"):
        return
    owner, topic = Scenario("iam", "member"), "arn:aws:sns:us-east-1:111111111111:requests"
    template = iam("CreatePolicy", PolicyName="onboarding", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["iam:GetRole", "iam:ListRoles"], "Resource": "arn:aws:iam::*:role/@{roleName}"}]}))["Policy"]["Arn"]
    made = iam("CreateDelegationRequest", Description="looks around", RequestorWorkflowId="workflow-1", NotificationChannel=topic, SessionDuration=900,
               Permissions={"PolicyTemplateArn": template, "Parameters": [{"Name": "roleName", "Type": "string", "Values": ["OrganizationAccountAccessRole"]}]})["DelegationRequestId"]
    for operation in ("AssociateDelegationRequest", "AcceptDelegationRequest", "SendDelegationToken"):
        owner(operation, DelegationRequestId=made)
    told = notices(topic)
    equal([t["State"] for t in told], ["ASSIGNED", "ACCEPTED", "FINALIZED", "FINALIZED"])
    answer = sts("GetDelegatedAccessToken", TradeInToken=told[-1]["ExchangeToken"])
    assert answer["AssumedPrincipal"].endswith(":assumed-role/OrganizationAccountAccessRole/me"), answer["AssumedPrincipal"]
    assert abs(stamp(answer["Credentials"]["Expiration"]) - time.time() - 900) < 60, answer["Credentials"]["Expiration"]
    profile = sessions.profile("delegate", answer["Credentials"])
    equal(Scenario("sts", profile)("GetCallerIdentity")["Arn"], answer["AssumedPrincipal"])
    delegate = Scenario("iam", profile)
    equal(delegate("GetRole", RoleName="OrganizationAccountAccessRole")["Role"]["RoleName"], "OrganizationAccountAccessRole")
    delegate.refused("AccessDenied", "because no session policy allows the iam:CreateUser action", "CreateUser", UserName="eve")
    sts.refused("AccessDenied", "trade-in token is not valid", "GetDelegatedAccessToken", TradeInToken="nothing")
    Scenario("sts", "member").refused("AccessDenied", "trade-in token is not valid", "GetDelegatedAccessToken", TradeInToken=told[-1]["ExchangeToken"])


def answer_of(url, headers):
    try:
        return urllib.request.urlopen(urllib.request.Request(url, headers=headers)).read().decode()
    except urllib.error.HTTPError as refused:
        return refused.read().decode()


def presigned(client):
    """A presigned GetCallerIdentity in the way of EKS: a signed header names the cluster."""
    if client == "aws":
        token = Scenario("sts", "admin").client._run("eks", "get-token", "--cluster-name", "shop")["status"]["token"]
        url = base64.urlsafe_b64decode(token.removeprefix("k8s-aws-v1.") + "==").decode()
    elif client == "boto3":
        import boto3
        sts = boto3.Session(profile_name="admin").client("sts")
        sts.meta.events.register("before-sign.sts.GetCallerIdentity", lambda request, **_: request.headers.add_header("x-k8s-aws-id", "shop"))
        url = sts.generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
    else:
        return
    assert "X-Amz-SignedHeaders=host%3Bx-k8s-aws-id" in url, url
    assert "<Arn>arn:aws:iam::111111111111:user/admin</Arn>" in answer_of(url, {"x-k8s-aws-id": "shop"})
    assert "<Code>SignatureDoesNotMatch</Code>" in answer_of(url, {"x-k8s-aws-id": "other"})
    assert "<Code>SignatureDoesNotMatch</Code>" in answer_of(url, {})


def throttled(sts, key, client):
    """The seed lets one such call through a second."""
    time.sleep(1.2)
    if client == "js-v3":
        sts("GetAccessKeyInfo", AccessKeyId=key)
        sts.refused("Throttling", "^Rate exceeded$", "GetAccessKeyInfo", AccessKeyId=key)
        return
    for _ in range(3):
        equal(sts("GetAccessKeyInfo", AccessKeyId=key)["Account"], "111111111111")
    told = [line["error"] for line in map(json.loads, open(os.environ["CALL_LOG"])) if line["operation"] == "GetAccessKeyInfo"]
    assert "Throttling" in told and told[-1] is None, told


def main():
    # The two retries that are usual can be over within the second that the throttle takes.
    os.environ["AWS_MAX_ATTEMPTS"] = "8"
    sessions = Sessions()
    sts, iam, limited = Scenario("sts", "admin"), Scenario("iam", "admin"), Scenario("sts", "limited")
    equal(sts("GetCallerIdentity")["Arn"], HERE + "user/admin")
    roles(sts, iam, sessions)
    web_identity(sts, iam)
    federation(sts, iam, sessions)
    key = session_token(sts, sessions)
    denials(sts, limited)
    account, _ = member(sts, sessions)
    root_sessions(sts, iam, limited, account, sessions)
    outbound_tokens(sts, iam, limited, sessions)
    delegated(sts, iam, sessions)
    presigned(sys.argv[1])
    sts.refused("NotImplemented", "^lanyard sandbox doesn't speak sts:AssumeRoleWithSAML yet$", "AssumeRoleWithSAML", RoleArn=HERE + "role/one", PrincipalArn=HERE + "saml-provider/none", SAMLAssertion="none")
    throttled(sts, key, sys.argv[1])
    end(sts)


main()
