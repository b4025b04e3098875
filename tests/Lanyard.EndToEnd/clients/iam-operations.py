"""Every IAM operation of the sandbox, asked by a client that isn't ours: boto3, the AWS CLI, or the
AWS SDK for JavaScript. Ends with the names of those that answered.

    iam-operations.py boto3
    iam-operations.py aws
    iam-operations.py js-v3 /usr/bin/node
"""
import base64, hashlib, hmac, json, re, struct, time, urllib.parse
from scenario import JavaScript, Refused, Scenario, end, equal


def code(seed, step):
    key = base64.b32decode(seed)
    digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7fffffff) % 1000000:06d}"


def policy(action, resource="*", effect="Allow", **more):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": effect, "Action": action, "Resource": resource, **more}]})


def trust(principal, action="sts:AssumeRole"):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": principal, "Action": action}]})


EC2 = trust({"Service": "ec2.amazonaws.com"})
AWS = "arn:aws:iam::aws:policy/"
HERE = "arn:aws:iam::111111111111:"


def document(value):
    """boto3 and the CLI read policy documents already; the SDK for JavaScript leaves them percent-encoded."""
    return value if isinstance(value, dict) else json.loads(urllib.parse.unquote(value))


def users(iam):
    made = iam("CreateUser", UserName="bob", Path="/team/", Tags=[{"Key": "Team", "Value": "blue"}], PermissionsBoundary=AWS + "PowerUserAccess")["User"]
    equal((made["Path"], made["Arn"], made["UserId"][:4], len(made["UserId"])), ("/team/", HERE + "user/team/bob", "AIDA", 21))
    equal(made["PermissionsBoundary"], {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": AWS + "PowerUserAccess"})
    iam.refused("EntityAlreadyExists", r"^User with name BOB already exists\.$", "CreateUser", UserName="BOB")
    iam.refused("ValidationError", "It must contain only alphanumeric characters", "CreateUser", UserName="bob smith")
    iam.refused("ValidationError", "less than or equal to 64", "CreateUser", UserName="b" * 65)
    iam.refused("ValidationError", "must begin and end with /", "CreateUser", UserName="x", Path="/team")
    iam.refused("NoSuchEntity", r"^The user with name nobody cannot be found\.$", "GetUser", UserName="nobody")
    got = iam("GetUser", UserName="bob")["User"]
    equal((got["UserId"], got["Tags"]), (made["UserId"], [{"Key": "Team", "Value": "blue"}]))
    equal(iam("GetUser")["User"]["UserName"], "admin")
    iam("TagUser", UserName="bob", Tags=[{"Key": "team", "Value": "red"}, {"Key": "cost", "Value": ""}])
    equal(iam("ListUserTags", UserName="bob")["Tags"], [{"Key": "cost", "Value": ""}, {"Key": "team", "Value": "red"}])
    iam("UntagUser", UserName="bob", TagKeys=["team", "never"])
    iam.refused("InvalidInput", "Duplicate tag keys", "TagUser", UserName="bob", Tags=[{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}])
    iam("DeleteUserPermissionsBoundary", UserName="bob")
    iam("PutUserPermissionsBoundary", UserName="bob", PermissionsBoundary=AWS + "AdministratorAccess")
    iam.refused("NoSuchEntity", "does not exist or is not attachable", "PutUserPermissionsBoundary", UserName="bob", PermissionsBoundary=HERE + "policy/never")
    for name in ("anna", "carl", "dora"):
        iam("CreateUser", UserName=name, Path="/team/")
    equal([u["UserName"] for u in iam("ListUsers", PathPrefix="/team/")["Users"]], ["anna", "bob", "carl", "dora"])
    number, items = iam.client.pages("ListUsers", 3, "Users", PathPrefix="/team/")
    equal(([u["UserName"] for u in items], number in (None, 2)), (["anna", "bob", "carl", "dora"], True))
    iam("UpdateUser", UserName="carl", NewUserName="karl", NewPath="/")
    equal(iam("GetUser", UserName="karl")["User"]["Arn"], HERE + "user/karl")
    iam.refused("EntityAlreadyExists", "already exists", "UpdateUser", UserName="karl", NewUserName="dora")


def groups(iam):
    made = iam("CreateGroup", GroupName="devs", Path="/team/")["Group"]
    equal((made["Arn"], made["GroupId"][:4]), (HERE + "group/team/devs", "AGPA"))
    iam.refused("EntityAlreadyExists", r"^Group with name devs already exists\.$", "CreateGroup", GroupName="devs")
    iam("AddUserToGroup", GroupName="devs", UserName="bob")
    iam("AddUserToGroup", GroupName="devs", UserName="anna")
    iam.refused("NoSuchEntity", "The user with name nobody", "AddUserToGroup", GroupName="devs", UserName="nobody")
    iam.refused("NoSuchEntity", "The group with name none", "AddUserToGroup", GroupName="none", UserName="bob")
    equal([u["UserName"] for u in iam("GetGroup", GroupName="devs")["Users"]], ["anna", "bob"])
    equal([g["GroupName"] for g in iam("ListGroupsForUser", UserName="bob")["Groups"]], ["devs"])
    equal([g["GroupName"] for g in iam("ListGroups", PathPrefix="/team/")["Groups"]], ["devs"])
    iam("UpdateGroup", GroupName="devs", NewGroupName="developers")
    equal([g["GroupName"] for g in iam("ListGroupsForUser", UserName="bob")["Groups"]], ["developers"])
    iam("RemoveUserFromGroup", GroupName="developers", UserName="anna")
    iam.refused("DeleteConflict", "must remove users from group first", "DeleteGroup", GroupName="developers")


def policies(iam):
    made = iam("CreatePolicy", PolicyName="read", Path="/team/", PolicyDocument=policy("s3:Get*"), Description="reads", Tags=[{"Key": "k", "Value": "v"}])["Policy"]
    arn = made["Arn"]
    equal((arn, made["PolicyId"][:4], made["DefaultVersionId"], made["AttachmentCount"], made["IsAttachable"]), (HERE + "policy/team/read", "ANPA", "v1", 0, True))
    iam.refused("EntityAlreadyExists", r"^A policy called read already exists\. Duplicate names are not allowed\.$", "CreatePolicy", PolicyName="read", PolicyDocument=policy("s3:*"))
    for text, message in (
            ("{", r"^Syntax errors in policy\.$"),
            (json.dumps({"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}), "must be version 2012-10-17 or greater"),
            (json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*"}]}), "must contain actions"),
            (json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*"}]}), "must contain resources"),
            (policy("*", Principal="*"), "should not specify a principal"), (policy("GetObject"), "prefaced by a vendor"), (policy("s3:a:b"), "only one colon"),
            (policy("s3:*", "bucket"), r'^Resource bucket must be in ARN format or "\*"\.$'), (policy("s3:*", "arn:mars:s3:::b"), 'Partition "mars" is not valid'),
            (policy("iam:*", "arn:aws:iam:eu-west-1:111111111111:role/x"), "cannot contain region information"),
            (json.dumps({"Version": "2012-10-17", "Statement": [{"Sid": "A", "Effect": "Allow", "Action": "s3:*", "Resource": "*"}] * 2}), "must be unique")):
        iam.refused("MalformedPolicyDocument", message, "CreatePolicy", PolicyName="bad", PolicyDocument=text)
    iam.refused("LimitExceeded", "Cannot exceed quota for PolicySize: 6144", "CreatePolicy", PolicyName="big", PolicyDocument=policy("s3:*", ["arn:aws:s3:::" + "b" * 60 + str(n) for n in range(100)]))
    for number in range(2, 6):
        equal(iam("CreatePolicyVersion", PolicyArn=arn, PolicyDocument=policy(f"s3:Get{number}"), SetAsDefault=number == 2)["PolicyVersion"]["VersionId"], f"v{number}")
    iam.refused("LimitExceeded", "up to 5 versions", "CreatePolicyVersion", PolicyArn=arn, PolicyDocument=policy("s3:*"))
    equal(document(iam("GetPolicyVersion", PolicyArn=arn, VersionId="v3")["PolicyVersion"]["Document"])["Statement"][0]["Action"], "s3:Get3")
    iam.refused("DeleteConflict", "Cannot delete the default version of a policy", "DeletePolicyVersion", PolicyArn=arn, VersionId="v2")
    iam("SetDefaultPolicyVersion", PolicyArn=arn, VersionId="v5")
    iam("DeletePolicyVersion", PolicyArn=arn, VersionId="v2")
    iam.refused("NoSuchEntity", "version v2 does not exist", "GetPolicyVersion", PolicyArn=arn, VersionId="v2")
    equal([(v["VersionId"], v["IsDefaultVersion"]) for v in iam("ListPolicyVersions", PolicyArn=arn)["Versions"]], [("v5", True), ("v4", False), ("v3", False), ("v1", False)])
    equal(iam("CreatePolicyVersion", PolicyArn=arn, PolicyDocument=policy("s3:Get6"))["PolicyVersion"]["VersionId"], "v6")
    got = iam("GetPolicy", PolicyArn=arn)["Policy"]
    equal((got["DefaultVersionId"], got["Description"], got["Tags"]), ("v5", "reads", [{"Key": "k", "Value": "v"}]))
    iam("TagPolicy", PolicyArn=arn, Tags=[{"Key": "x", "Value": "y"}])
    iam("UntagPolicy", PolicyArn=arn, TagKeys=["k"])
    equal(iam("ListPolicyTags", PolicyArn=arn)["Tags"], [{"Key": "x", "Value": "y"}])
    equal([p["PolicyName"] for p in iam("ListPolicies", Scope="Local")["Policies"]], ["read"])
    assert {"AdministratorAccess", "ReadOnlyAccess", "SecurityAudit"} <= {p["PolicyName"] for p in iam("ListPolicies", Scope="AWS")["Policies"]}
    admin = iam("GetPolicyVersion", PolicyArn=AWS + "AdministratorAccess", VersionId="v1")["PolicyVersion"]
    equal(document(admin["Document"])["Statement"], [{"Effect": "Allow", "Action": "*", "Resource": "*"}])
    iam.refused("NoSuchEntity", "was not found", "GetPolicy", PolicyArn=HERE + "policy/none")
    iam.refused("InvalidInput", "is not valid", "GetPolicy", PolicyArn="not-an-arn-at-all-but-long")
    return arn


def attachments(iam, arn):
    for noun, name in (("User", "bob"), ("Group", "developers"), ("Role", "app")):
        who = {f"{noun}Name": name}
        iam(f"Attach{noun}Policy", PolicyArn=arn, **who)
        iam(f"Attach{noun}Policy", PolicyArn=AWS + "ReadOnlyAccess", **who)
        iam.refused("NoSuchEntity", "does not exist or is not attachable", f"Attach{noun}Policy", PolicyArn=AWS + "Never", **who)
        equal([p["PolicyName"] for p in iam(f"ListAttached{noun}Policies", **who)["AttachedPolicies"]], ["read", "ReadOnlyAccess"])
        iam(f"Detach{noun}Policy", PolicyArn=AWS + "ReadOnlyAccess", **who)
        iam.refused("NoSuchEntity", "was not found", f"Detach{noun}Policy", PolicyArn=AWS + "ReadOnlyAccess", **who)
        iam(f"Put{noun}Policy", PolicyName="inline", PolicyDocument=policy("sqs:*"), **who)
        iam.refused("MalformedPolicyDocument", "Syntax errors", f"Put{noun}Policy", PolicyName="bad", PolicyDocument='{"Version":"2012-10-17"}', **who)
        iam.refused("LimitExceeded", "Maximum policy size of .* bytes exceeded", f"Put{noun}Policy", PolicyName="big", PolicyDocument=policy("s3:*", ["arn:aws:s3:::" + "b" * 60 + str(n) for n in range(200)]), **who)
        equal(document(iam(f"Get{noun}Policy", PolicyName="inline", **who)["PolicyDocument"])["Statement"][0]["Action"], "sqs:*")
        equal(iam(f"List{noun}Policies", **who)["PolicyNames"], ["inline"])
        iam.refused("DeleteConflict", "must detach all policies first|must remove users from group first", f"Delete{noun}", **who)
        iam(f"Delete{noun}Policy", PolicyName="inline", **who)
        iam.refused("NoSuchEntity", "policy with name inline cannot be found", f"Get{noun}Policy", PolicyName="inline", **who)
    equal(iam("GetPolicy", PolicyArn=arn)["Policy"]["AttachmentCount"], 3)
    iam.refused("DeleteConflict", "Cannot delete a policy attached to entities", "DeletePolicy", PolicyArn=arn)
    entities = iam("ListEntitiesForPolicy", PolicyArn=arn)
    equal(([u["UserName"] for u in entities["PolicyUsers"]], [g["GroupName"] for g in entities["PolicyGroups"]], [r["RoleName"] for r in entities["PolicyRoles"]]), (["bob"], ["developers"], ["app"]))
    equal(iam("ListEntitiesForPolicy", PolicyArn=AWS + "AdministratorAccess", PolicyUsageFilter="PermissionsBoundary")["PolicyUsers"][0]["UserName"], "bob")


def roles(iam):
    made = iam("CreateRole", RoleName="app", AssumeRolePolicyDocument=EC2, Description="an app", MaxSessionDuration=7200, Tags=[{"Key": "k", "Value": "v"}])["Role"]
    equal((made["Arn"], made["RoleId"][:4], made["MaxSessionDuration"], document(made["AssumeRolePolicyDocument"])), (HERE + "role/app", "AROA", 7200, json.loads(EC2)))
    iam.refused("EntityAlreadyExists", r"^Role with name app already exists\.$", "CreateRole", RoleName="app", AssumeRolePolicyDocument=EC2)
    for text, message in (
            ("{", "This policy contains invalid Json"), (policy("sts:AssumeRole"), "Has prohibited field Resource"),
            (json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole"}]}), "Missing required field Principal"),
            (trust({"AWS": HERE + "user/nobody"}), 'Invalid principal in policy: "AWS":"arn:aws:iam::111111111111:user/nobody"'),
            (trust({"AWS": HERE + "root"}, "s3:GetObject"), "may only specify STS AssumeRole actions")):
        iam.refused("MalformedPolicyDocument", message, "CreateRole", RoleName="bad", AssumeRolePolicyDocument=text)
    iam.refused("ValidationError", "value less than or equal to 43200", "CreateRole", RoleName="bad", AssumeRolePolicyDocument=EC2, MaxSessionDuration=50000)
    equal(iam("UpdateRoleDescription", RoleName="app", Description="more")["Role"]["Description"], "more")
    iam("UpdateRole", RoleName="app", Description="most", MaxSessionDuration=3600)
    iam("UpdateAssumeRolePolicy", RoleName="app", PolicyDocument=trust({"AWS": HERE + "root"}))
    iam("PutRolePermissionsBoundary", RoleName="app", PermissionsBoundary=AWS + "PowerUserAccess")
    iam("UpdateRole", RoleName="app", Description="most", MaxSessionDuration=7200)
    equal(iam.client.assume(HERE + "role/app", 7200), "arn:aws:sts::111111111111:assumed-role/app/scenario")
    iam("UpdateRole", RoleName="app", Description="most")
    try:
        iam.client.assume(HERE + "role/app", 7200)
        raise AssertionError("the session was longer than the role's longest")
    except Refused as e:
        equal((e.code, "exceeds the MaxSessionDuration" in e.message), ("ValidationError", True))
    got = iam("GetRole", RoleName="app")["Role"]
    equal((got["Description"], got["MaxSessionDuration"], document(got["AssumeRolePolicyDocument"])["Statement"][0]["Principal"]), ("most", 3600, {"AWS": HERE + "root"}))
    equal((got["Tags"], got["PermissionsBoundary"]["PermissionsBoundaryArn"], got["RoleLastUsed"]), ([{"Key": "k", "Value": "v"}], AWS + "PowerUserAccess", {}))
    iam("DeleteRolePermissionsBoundary", RoleName="app")
    iam("TagRole", RoleName="app", Tags=[{"Key": "x", "Value": "y"}])
    iam("UntagRole", RoleName="app", TagKeys=["k"])
    equal(iam("ListRoleTags", RoleName="app")["Tags"], [{"Key": "x", "Value": "y"}])
    assert "app" in [r["RoleName"] for r in iam("ListRoles")["Roles"]]
    reserved = iam("ListRoles", PathPrefix="/aws-reserved/")["Roles"][0]["RoleName"]
    iam.refused("UnmodifiableEntity", f"^Cannot perform the operation on the protected role '{reserved}' - this role is only modifiable by AWS$", "PutRolePolicy", RoleName=reserved, PolicyName="x", PolicyDocument=policy("*"))
    iam.refused("UnmodifiableEntity", "only modifiable by AWS", "DeleteRole", RoleName=reserved)


def linked_roles(iam):
    made = iam("CreateServiceLinkedRole", AWSServiceName="ecs.amazonaws.com", Description="for ECS")["Role"]
    equal((made["Arn"], made["Path"], made["Description"]), (HERE + "role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS", "/aws-service-role/ecs.amazonaws.com/", "for ECS"))
    equal(document(made["AssumeRolePolicyDocument"])["Statement"][0]["Principal"], {"Service": "ecs.amazonaws.com"})
    iam.refused("InvalidInput", r"^Service role name AWSServiceRoleForECS has been taken in this account, please try a different suffix\.$", "CreateServiceLinkedRole", AWSServiceName="ecs.amazonaws.com")
    iam.refused("InvalidInput", "^Custom suffix is not allowed for ecs.amazonaws.com$", "CreateServiceLinkedRole", AWSServiceName="ecs.amazonaws.com", CustomSuffix="x")
    equal([r["RoleName"] for r in iam("ListRoles", PathPrefix="/aws-service-role/")["Roles"]], ["AWSServiceRoleForECS"])
    iam.refused("UnmodifiableEntity", "only modifiable by AWS", "DeleteRole", RoleName="AWSServiceRoleForECS")
    task = iam("DeleteServiceLinkedRole", RoleName="AWSServiceRoleForECS")["DeletionTaskId"]
    equal(iam("GetServiceLinkedRoleDeletionStatus", DeletionTaskId=task)["Status"], "SUCCEEDED")
    iam.refused("NoSuchEntity", "AWSServiceRoleForECS cannot be found", "GetRole", RoleName="AWSServiceRoleForECS")
    iam.refused("NoSuchEntity", "was not found", "GetServiceLinkedRoleDeletionStatus", DeletionTaskId=task[:-1])


def instance_profiles(iam):
    made = iam("CreateInstanceProfile", InstanceProfileName="web", Path="/fleet/", Tags=[{"Key": "k", "Value": "v"}])["InstanceProfile"]
    equal((made["Arn"], made["InstanceProfileId"][:4], made["Roles"]), (HERE + "instance-profile/fleet/web", "AIPA", []))
    iam.refused("EntityAlreadyExists", r"^Instance Profile web already exists\.$", "CreateInstanceProfile", InstanceProfileName="web")
    iam("AddRoleToInstanceProfile", InstanceProfileName="web", RoleName="app")
    iam.refused("LimitExceeded", "InstanceSessionsPerInstanceProfile: 1", "AddRoleToInstanceProfile", InstanceProfileName="web", RoleName="app")
    equal(iam("GetInstanceProfile", InstanceProfileName="web")["InstanceProfile"]["Roles"][0]["RoleName"], "app")
    equal([p["InstanceProfileName"] for p in iam("ListInstanceProfilesForRole", RoleName="app")["InstanceProfiles"]], ["web"])
    equal([p["InstanceProfileName"] for p in iam("ListInstanceProfiles", PathPrefix="/fleet/")["InstanceProfiles"]], ["web"])
    iam("TagInstanceProfile", InstanceProfileName="web", Tags=[{"Key": "x", "Value": "y"}])
    iam("UntagInstanceProfile", InstanceProfileName="web", TagKeys=["k"])
    equal(iam("ListInstanceProfileTags", InstanceProfileName="web")["Tags"], [{"Key": "x", "Value": "y"}])
    iam.refused("DeleteConflict", "must remove roles from instance profile first", "DeleteInstanceProfile", InstanceProfileName="web")
    iam("RemoveRoleFromInstanceProfile", InstanceProfileName="web", RoleName="app")
    iam("DeleteInstanceProfile", InstanceProfileName="web")
    iam.refused("NoSuchEntity", r"^Instance Profile web cannot be found\.$", "GetInstanceProfile", InstanceProfileName="web")


def access_keys(iam):
    made = iam("CreateAccessKey", UserName="bob")["AccessKey"]
    equal((made["AccessKeyId"][:4], made["Status"], len(made["SecretAccessKey"])), ("AKIA", "Active", 40))
    iam("UpdateAccessKey", UserName="bob", AccessKeyId=made["AccessKeyId"], Status="Inactive")
    equal([k["Status"] for k in iam("ListAccessKeys", UserName="bob")["AccessKeyMetadata"]], ["Inactive"])
    equal(iam("GetAccessKeyLastUsed", AccessKeyId=made["AccessKeyId"])["UserName"], "bob")
    iam.refused("DeleteConflict", "must delete access keys first", "DeleteUser", UserName="bob")
    iam("DeleteAccessKey", UserName="bob", AccessKeyId=made["AccessKeyId"])


def passwords(iam):
    iam.refused("NoSuchEntity", "The Password Policy with domain name 111111111111 cannot be found", "GetAccountPasswordPolicy")
    iam("UpdateAccountPasswordPolicy", MinimumPasswordLength=12, RequireNumbers=True, MaxPasswordAge=90)
    got = iam("GetAccountPasswordPolicy")["PasswordPolicy"]
    equal((got["MinimumPasswordLength"], got["RequireNumbers"], got["RequireSymbols"], got["ExpirePasswords"], got["MaxPasswordAge"]), (12, True, False, True, 90))
    iam.refused("PasswordPolicyViolation", "does not conform", "CreateLoginProfile", UserName="admin", Password="short1")
    equal(iam("CreateLoginProfile", UserName="admin", Password="long enough 123", PasswordResetRequired=True)["LoginProfile"]["PasswordResetRequired"], True)
    iam.refused("EntityAlreadyExists", "already exists", "CreateLoginProfile", UserName="admin", Password="long enough 123")
    iam.refused("AccessDenied", "old password was incorrect", "ChangePassword", OldPassword="wrong", NewPassword="longer still 123")
    iam("ChangePassword", OldPassword="long enough 123", NewPassword="longer still 123")
    equal(iam("GetLoginProfile", UserName="admin")["LoginProfile"]["PasswordResetRequired"], False)
    iam("UpdateLoginProfile", UserName="admin", PasswordResetRequired=True)
    iam("DeleteLoginProfile", UserName="admin")
    iam.refused("NoSuchEntity", "Login Profile for User admin cannot be found", "GetLoginProfile", UserName="admin")
    iam("DeleteAccountPasswordPolicy")


# Made for this: of the private half there is no copy.
SSH_KEY = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCQrfU3V7xrsAFgFWL+hHDfF+cuOS7OMcuxADmoBxN3rQtv4wSdKEjEfNOMwQ1ECkKz9cJZG+krareRQpAderqbiH5OdrL8M5vD4zmnX30fNIE2a82oZOF1UFrhhJrwkQBSkGckViljfNl8mt5pwGxB5RLx3uo9uK9R7vsS+OUBt05gZ4e0Cle4VDA1hFfqKhqcNfi7SKlyr57ranEEyaHO4saMPeyDCQ4yNoRy08WrkE3Ugn7DZfUC5jmQxYcDnQ69HzP+YMGLsTXsfJYMvc4hkVGVeEX7OiSF56kRMt5t0NP6unqStdTbgyNTGyTsb7zHE0Hy6C94assqVo+J4IuF me@example.com"


def service_credentials(iam):
    key = iam("UploadSSHPublicKey", UserName="bob", SSHPublicKeyBody=SSH_KEY)["SSHPublicKey"]
    equal((key["UserName"], key["SSHPublicKeyId"][:4], key["Status"], key["SSHPublicKeyBody"], key["Fingerprint"]), ("bob", "APKA", "Active", SSH_KEY, "28:1f:bc:03:99:8d:ac:ca:16:61:15:41:fd:6f:5e:4f"))
    named = {"UserName": "bob", "SSHPublicKeyId": key["SSHPublicKeyId"]}
    iam.refused("DuplicateSSHPublicKey", "already associated", "UploadSSHPublicKey", UserName="bob", SSHPublicKeyBody=SSH_KEY.split(" me@")[0])
    iam.refused("InvalidPublicKey", "malformed", "UploadSSHPublicKey", UserName="bob", SSHPublicKeyBody="ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAB")
    iam.refused("UnrecognizedPublicKeyEncoding", "unrecognized", "UploadSSHPublicKey", UserName="bob", SSHPublicKeyBody="ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGKz")
    pem = iam("GetSSHPublicKey", Encoding="PEM", **named)["SSHPublicKey"]["SSHPublicKeyBody"]
    assert pem.startswith("-----BEGIN PUBLIC KEY-----"), pem
    equal(iam("UploadSSHPublicKey", UserName="anna", SSHPublicKeyBody=pem)["SSHPublicKey"]["Fingerprint"], key["Fingerprint"])
    anna = iam("ListSSHPublicKeys", UserName="anna")["SSHPublicKeys"][0]["SSHPublicKeyId"]
    equal(iam("GetSSHPublicKey", UserName="anna", SSHPublicKeyId=anna, Encoding="SSH")["SSHPublicKey"]["SSHPublicKeyBody"], SSH_KEY.rsplit(" ", 1)[0])
    iam("DeleteSSHPublicKey", UserName="anna", SSHPublicKeyId=anna)
    iam("UpdateSSHPublicKey", Status="Inactive", **named)
    equal([k["Status"] for k in iam("ListSSHPublicKeys", UserName="bob")["SSHPublicKeys"]], ["Inactive"])
    iam.refused("DeleteConflict", "SSH public keys", "DeleteUser", UserName="bob")
    iam("DeleteSSHPublicKey", **named)
    iam.refused("NoSuchEntity", "cannot be found", "GetSSHPublicKey", Encoding="SSH", **named)

    made = iam("CreateServiceSpecificCredential", UserName="bob", ServiceName="codecommit.amazonaws.com")["ServiceSpecificCredential"]
    equal((made["ServiceUserName"], made["ServiceSpecificCredentialId"][:4], made["Status"], len(made["ServicePassword"])), ("bob-at-111111111111", "ACCA", "Active", 44))
    second = iam("CreateServiceSpecificCredential", UserName="bob", ServiceName="codecommit.amazonaws.com")["ServiceSpecificCredential"]
    equal(second["ServiceUserName"], "bob+1-at-111111111111")
    iam.refused("LimitExceeded", "Cannot exceed quota", "CreateServiceSpecificCredential", UserName="bob", ServiceName="codecommit.amazonaws.com")
    iam.refused("NotSupportedService", "does not support", "CreateServiceSpecificCredential", UserName="bob", ServiceName="s3.amazonaws.com")
    iam.refused("NotImplemented", "Bedrock", "CreateServiceSpecificCredential", UserName="bob", ServiceName="bedrock.amazonaws.com")
    named = {"UserName": "bob", "ServiceSpecificCredentialId": made["ServiceSpecificCredentialId"]}
    again = iam("ResetServiceSpecificCredential", **named)["ServiceSpecificCredential"]
    assert again["ServicePassword"] != made["ServicePassword"] and again["ServiceUserName"] == made["ServiceUserName"], again
    iam("UpdateServiceSpecificCredential", Status="Inactive", **named)
    listed = iam("ListServiceSpecificCredentials", UserName="bob", ServiceName="codecommit.amazonaws.com")["ServiceSpecificCredentials"]
    equal((sorted(c["Status"] for c in listed), any("ServicePassword" in c for c in listed)), (["Active", "Inactive"], False))
    iam.refused("DeleteConflict", "service specific credentials", "DeleteUser", UserName="bob")
    for credential in listed:
        iam("DeleteServiceSpecificCredential", UserName="bob", ServiceSpecificCredentialId=credential["ServiceSpecificCredentialId"])
    iam.refused("NoSuchEntity", "No such credential", "ResetServiceSpecificCredential", **named)


def mfa(iam):
    made = iam("CreateVirtualMFADevice", VirtualMFADeviceName="phone")["VirtualMFADevice"]
    serial, seed = made["SerialNumber"], made["Base32StringSeed"]
    equal((serial, len(seed)), (HERE + "mfa/phone", 64))
    iam.refused("EntityAlreadyExists", "at the same path and name already exists", "CreateVirtualMFADevice", VirtualMFADeviceName="phone")
    iam.refused("InvalidAuthenticationCode", "Authentication code for device is not valid", "EnableMFADevice", UserName="bob", SerialNumber=serial, AuthenticationCode1="000000", AuthenticationCode2="000001")
    now = int(time.time()) // 30
    codes = {"AuthenticationCode1": code(seed, now - 1), "AuthenticationCode2": code(seed, now)}
    iam("EnableMFADevice", UserName="bob", SerialNumber=serial, **codes)
    iam.refused("EntityAlreadyExists", "already in use", "EnableMFADevice", UserName="bob", SerialNumber=serial, **codes)
    now = int(time.time()) // 30
    iam("ResyncMFADevice", UserName="bob", SerialNumber=serial, AuthenticationCode1=code(seed, now - 1), AuthenticationCode2=code(seed, now))
    equal([d["SerialNumber"] for d in iam("ListMFADevices", UserName="bob")["MFADevices"]], [serial])
    assigned = iam("ListVirtualMFADevices", AssignmentStatus="Assigned")["VirtualMFADevices"]
    equal([(d["SerialNumber"], d["User"]["UserName"]) for d in assigned], [(serial, "bob")])
    if (got := iam("GetMFADevice", SerialNumber=serial, UserName="bob")) is not None:
        equal(got["UserName"], "bob")
    iam("TagMFADevice", SerialNumber=serial, Tags=[{"Key": "k", "Value": "v"}, {"Key": "x", "Value": "y"}])
    iam("UntagMFADevice", SerialNumber=serial, TagKeys=["k"])
    equal(iam("ListMFADeviceTags", SerialNumber=serial)["Tags"], [{"Key": "x", "Value": "y"}])
    iam.refused("DeleteConflict", "must delete MFA device first", "DeleteUser", UserName="bob")
    iam.refused("DeleteConflict", "Must deactivate first", "DeleteVirtualMFADevice", SerialNumber=serial)
    iam("DeactivateMFADevice", UserName="bob", SerialNumber=serial)
    iam("DeleteVirtualMFADevice", SerialNumber=serial)
    iam.refused("NoSuchEntity", "doesn't exist", "DeleteVirtualMFADevice", SerialNumber=serial)


def providers(iam):
    url = "https://token.actions.githubusercontent.com"
    arn = iam("CreateOpenIDConnectProvider", Url=url, ClientIDList=["sts.amazonaws.com"], ThumbprintList=["a" * 40], Tags=[{"Key": "k", "Value": "v"}])["OpenIDConnectProviderArn"]
    equal(arn, HERE + "oidc-provider/token.actions.githubusercontent.com")
    iam.refused("EntityAlreadyExists", f"^Provider with url {url} already exists", "CreateOpenIDConnectProvider", Url=url, ThumbprintList=["a" * 40])
    iam.refused("ValidationError", "Invalid Open ID Connect Provider URL", "CreateOpenIDConnectProvider", Url="http://example.com", ThumbprintList=["a" * 40])
    iam("AddClientIDToOpenIDConnectProvider", OpenIDConnectProviderArn=arn, ClientID="other")
    iam("RemoveClientIDFromOpenIDConnectProvider", OpenIDConnectProviderArn=arn, ClientID="sts.amazonaws.com")
    iam("UpdateOpenIDConnectProviderThumbprint", OpenIDConnectProviderArn=arn, ThumbprintList=["b" * 40])
    iam("TagOpenIDConnectProvider", OpenIDConnectProviderArn=arn, Tags=[{"Key": "x", "Value": "y"}])
    iam("UntagOpenIDConnectProvider", OpenIDConnectProviderArn=arn, TagKeys=["k"])
    equal(iam("ListOpenIDConnectProviderTags", OpenIDConnectProviderArn=arn)["Tags"], [{"Key": "x", "Value": "y"}])
    got = iam("GetOpenIDConnectProvider", OpenIDConnectProviderArn=arn)
    equal((got["Url"], got["ClientIDList"], got["ThumbprintList"]), ("token.actions.githubusercontent.com", ["other"], ["b" * 40]))
    assert arn in [p["Arn"] for p in iam("ListOpenIDConnectProviders")["OpenIDConnectProviderList"]]
    iam("DeleteOpenIDConnectProvider", OpenIDConnectProviderArn=arn)
    iam.refused("NoSuchEntity", "OpenIDConnect Provider not found for arn", "GetOpenIDConnectProvider", OpenIDConnectProviderArn=arn)


def account(iam):
    iam("CreateAccountAlias", AccountAlias="lanyard-dev")
    equal(iam("ListAccountAliases")["AccountAliases"], ["lanyard-dev"])
    iam.refused("NoSuchEntity", "cannot be found", "DeleteAccountAlias", AccountAlias="another")
    iam("DeleteAccountAlias", AccountAlias="lanyard-dev")
    summary = iam("GetAccountSummary")["SummaryMap"]
    equal((summary["Groups"], summary["Policies"], summary["PolicySizeQuota"], summary["UsersQuota"]), (1, 1, 6144, 5000))
    details = iam("GetAccountAuthorizationDetails", Filter=["User", "Role", "LocalManagedPolicy"])
    bob = [u for u in details["UserDetailList"] if u["UserName"] == "bob"][0]
    equal((bob["GroupList"], [p["PolicyName"] for p in bob["AttachedManagedPolicies"]], details["GroupDetailList"]), (["developers"], ["read"], []))
    equal([p["PolicyName"] for p in details["Policies"]], ["read"])
    assert "app" in [r["RoleName"] for r in details["RoleDetailList"]]
    admin = [u for u in details["UserDetailList"] if u["UserName"] == "admin"][0]
    equal(document(admin["UserPolicyList"][0]["PolicyDocument"])["Statement"][0]["Action"], "*")


def last_accesses(iam):
    iam("PutUserPolicy", UserName="limited", PolicyName="l", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["s3:Get*", "sqs:SendMessage"], "Resource": "*"}, {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}]}))
    job = iam("GenerateServiceLastAccessedDetails", Arn=HERE + "user/limited")["JobId"]
    got = iam("GetServiceLastAccessedDetails", JobId=job)
    equal((got["JobStatus"], got["JobType"]), ("COMPLETED", "SERVICE_LEVEL"))
    equal([(s["ServiceNamespace"], s["TotalAuthenticatedEntities"], "LastAuthenticated" in s) for s in got["ServicesLastAccessed"]], [("s3", 0, False), ("sqs", 0, False)])
    iam("DeleteUserPolicy", UserName="limited", PolicyName="l")
    job = iam("GenerateServiceLastAccessedDetails", Arn=HERE + "user/admin", Granularity="SERVICE_LEVEL")["JobId"]
    got = {s["ServiceNamespace"]: s for s in iam("GetServiceLastAccessedDetails", JobId=job, MaxItems=1000)["ServicesLastAccessed"]}
    equal((got["iam"]["LastAuthenticatedEntity"], got["iam"]["TotalAuthenticatedEntities"]), (HERE + "user/admin", 1))
    assert got["iam"]["LastAuthenticatedRegion"] in ("us-east-1", "eu-west-1"), got["iam"]
    assert "LastAuthenticated" in got["iam"] and len(got) > 300, len(got)
    entities = iam("GetServiceLastAccessedDetailsWithEntities", JobId=job, ServiceNamespace="iam")["EntityDetailsList"]
    equal([(e["EntityInfo"]["Name"], e["EntityInfo"]["Type"], "LastAuthenticated" in e) for e in entities], [("admin", "USER", True)])
    iam.refused("NoSuchEntity", "cannot be found", "GenerateServiceLastAccessedDetails", Arn=HERE + "user/nobody")
    iam.refused("NoSuchEntity", "cannot be found", "GetServiceLastAccessedDetails", JobId="00000000-0000-0000-0000-000000000000")
    iam.refused("NotImplemented", "single actions", "GenerateServiceLastAccessedDetails", Arn=HERE + "user/admin", Granularity="ACTION_LEVEL")


def simulations(iam):
    reads = policy("s3:GetObject", "arn:aws:s3:::mine/*", Condition={"StringEquals": {"aws:PrincipalTag/team": "${aws:username}"}})
    keys = iam("GetContextKeysForCustomPolicy", PolicyInputList=[reads])["ContextKeyNames"]
    equal(sorted(keys), ["aws:PrincipalTag/team", "aws:username"])
    result = iam("SimulateCustomPolicy", PolicyInputList=[policy("s3:Get*"), policy("s3:GetObject", "arn:aws:s3:::secret/*", "Deny")], ActionNames=["s3:GetObject", "s3:PutObject"],
                 ResourceArns=["arn:aws:s3:::open/a", "arn:aws:s3:::secret/a"])["EvaluationResults"]
    equal([(r["EvalActionName"], r["EvalDecision"]) for r in result], [("s3:GetObject", "explicitDeny"), ("s3:PutObject", "implicitDeny")])
    first = result[0]["ResourceSpecificResults"]
    equal([(r["EvalResourceName"], r["EvalResourceDecision"]) for r in first], [("arn:aws:s3:::open/a", "allowed"), ("arn:aws:s3:::secret/a", "explicitDeny")])
    equal([s["SourcePolicyId"] for r in first for s in r["MatchedStatements"]], ["PolicyInputList.1", "PolicyInputList.2"])
    text = policy("s3:Get*")
    equal(first[0]["MatchedStatements"][0]["StartPosition"], {"Line": 1, "Column": text.index('{"Effect') + 1})
    missing = iam("SimulateCustomPolicy", PolicyInputList=[reads], ActionNames=["s3:GetObject"])["EvaluationResults"][0]
    equal((missing["EvalDecision"], missing["EvalResourceName"], sorted(missing["MissingContextValues"])), ("implicitDeny", "*", ["aws:PrincipalTag/team", "aws:username"]))
    if isinstance(iam.client, JavaScript):
        # A parameter that is younger than the other clients.
        levels = [{"ServiceControlPolicyInputList": [policy("*")]}, {"ServiceControlPolicyInputList": [policy("s3:Get*")]}]
        result = iam("SimulateCustomPolicy", PolicyInputList=[policy("s3:*")], OrderedOrganizationPolicyInputList=levels, ActionNames=["s3:GetObject", "s3:PutObject"])["EvaluationResults"]
        equal([(r["EvalDecision"], r["OrganizationsDecisionDetail"]["AllowedByOrganizations"]) for r in result], [("allowed", True), ("implicitDeny", False)])
    iam.refused("InvalidInput", "PolicyInputList.1", "SimulateCustomPolicy", PolicyInputList=["{"], ActionNames=["s3:GetObject"])
    iam("PutGroupPolicy", GroupName="developers", PolicyName="queues", PolicyDocument=policy("sqs:*", "*", "Allow", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}))
    source = HERE + "user/team/bob"
    assert "aws:MultiFactorAuthPresent" in iam("GetContextKeysForPrincipalPolicy", PolicySourceArn=source)["ContextKeyNames"]
    result = iam("SimulatePrincipalPolicy", PolicySourceArn=source, ActionNames=["sqs:SendMessage", "s3:Get5"],
                 ContextEntries=[{"ContextKeyName": "aws:MultiFactorAuthPresent", "ContextKeyValues": ["true"], "ContextKeyType": "boolean"}])["EvaluationResults"]
    equal([(r["EvalDecision"], [s["SourcePolicyId"] for s in r["MatchedStatements"]]) for r in result], [("allowed", ["group_developers_queues"]), ("allowed", ["read"])])
    equal(result[0]["PermissionsBoundaryDecisionDetail"], {"AllowedByPermissionsBoundary": True})
    iam.refused("NoSuchEntity", "cannot be found", "SimulatePrincipalPolicy", PolicySourceArn=HERE + "user/nobody", ActionNames=["s3:GetObject"])


def enforcement(iam, limited):
    who = "arn:aws:iam::111111111111:user/limited"
    limited.refused("AccessDenied", f"^User: {who} is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::111111111111:user/eve because no identity-based policy allows the iam:CreateUser action$", "CreateUser", UserName="eve")
    limited.refused("AccessDenied", f"^User: {who} is not authorized to perform: iam:GetUser on resource: user bob because no identity-based policy allows the iam:GetUser action$", "GetUser", UserName="bob")
    iam("PutUserPolicy", UserName="limited", PolicyName="p", PolicyDocument=policy(["iam:CreateUser", "iam:DeleteUser"], "arn:aws:iam::*:user/e*"))
    limited("CreateUser", UserName="eve")
    limited.refused("AccessDenied", "because no identity-based policy allows", "CreateUser", UserName="bill")
    iam("PutUserPermissionsBoundary", UserName="limited", PermissionsBoundary=AWS + "ReadOnlyAccess")
    limited.refused("AccessDenied", "because no permissions boundary allows the iam:DeleteUser action$", "DeleteUser", UserName="eve")
    iam("DeleteUserPermissionsBoundary", UserName="limited")
    iam("AddUserToGroup", GroupName="developers", UserName="limited")
    iam("PutGroupPolicy", GroupName="developers", PolicyName="no", PolicyDocument=policy("iam:Delete*", "*", "Deny"))
    limited.refused("AccessDenied", "with an explicit deny in an identity-based policy$", "DeleteUser", UserName="eve")
    iam("DeleteGroupPolicy", GroupName="developers", PolicyName="no")
    limited("DeleteUser", UserName="eve")
    iam("PutUserPolicy", UserName="limited", PolicyName="p", PolicyDocument=policy("iam:AttachRolePolicy", "*", Condition={"ArnEquals": {"iam:PolicyARN": AWS + "ReadOnlyAccess"}}))
    limited("AttachRolePolicy", RoleName="app", PolicyArn=AWS + "ReadOnlyAccess")
    limited.refused("AccessDenied", "is not authorized to perform: iam:AttachRolePolicy on resource: role app", "AttachRolePolicy", RoleName="app", PolicyArn=AWS + "AdministratorAccess")
    iam("DetachRolePolicy", RoleName="app", PolicyArn=AWS + "ReadOnlyAccess")
    iam("PutUserPolicy", UserName="limited", PolicyName="p", PolicyDocument=policy("iam:CreateUser", "*", Condition={"StringEquals": {"aws:RequestTag/team": "blue", "iam:PermissionsBoundary": AWS + "PowerUserAccess"}}))
    limited.refused("AccessDenied", "iam:CreateUser", "CreateUser", UserName="eve", Tags=[{"Key": "team", "Value": "blue"}])
    limited.refused("AccessDenied", "iam:TagUser", "CreateUser", UserName="eve", Tags=[{"Key": "team", "Value": "blue"}], PermissionsBoundary=AWS + "PowerUserAccess")
    iam("PutUserPolicy", UserName="limited", PolicyName="q", PolicyDocument=policy("iam:TagUser"))
    limited("CreateUser", UserName="eve", Tags=[{"Key": "team", "Value": "blue"}], PermissionsBoundary=AWS + "PowerUserAccess")
    iam("PutUserPolicy", UserName="limited", PolicyName="p", PolicyDocument=policy("iam:DeleteUser", "*", Condition={"StringEquals": {"iam:ResourceTag/team": "blue"}}))
    limited.refused("AccessDenied", "iam:DeleteUser", "DeleteUser", UserName="dora")
    limited("DeleteUser", UserName="eve")
    iam("CreateInstanceProfile", InstanceProfileName="web")
    iam("PutUserPolicy", UserName="limited", PolicyName="p", PolicyDocument=policy("iam:AddRoleToInstanceProfile"))
    limited.refused("AccessDenied", "is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111111111111:role/app because", "AddRoleToInstanceProfile", InstanceProfileName="web", RoleName="app")
    iam("PutUserPolicy", UserName="limited", PolicyName="q", PolicyDocument=policy("iam:PassRole", "*", Condition={"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}))
    limited("AddRoleToInstanceProfile", InstanceProfileName="web", RoleName="app")
    iam("RemoveRoleFromInstanceProfile", InstanceProfileName="web", RoleName="app")
    iam("DeleteInstanceProfile", InstanceProfileName="web")
    iam("RemoveUserFromGroup", GroupName="developers", UserName="limited")
    for name in ("p", "q"):
        iam("DeleteUserPolicy", UserName="limited", PolicyName=name)


def deletions(iam, arn):
    iam("DetachUserPolicy", UserName="bob", PolicyArn=arn)
    iam("DetachRolePolicy", RoleName="app", PolicyArn=arn)
    iam("DetachGroupPolicy", GroupName="developers", PolicyArn=arn)
    iam("RemoveUserFromGroup", GroupName="developers", UserName="bob")
    iam.refused("DeleteConflict", "must delete policies first", "DeleteGroup", GroupName="developers")
    iam("DeleteGroupPolicy", GroupName="developers", PolicyName="queues")
    iam("DeleteGroup", GroupName="developers")
    iam.refused("DeleteConflict", "more than one version", "DeletePolicy", PolicyArn=arn)
    for version in ("v1", "v3", "v4", "v6"):
        iam("DeletePolicyVersion", PolicyArn=arn, VersionId=version)
    iam("DeletePolicy", PolicyArn=arn)
    iam("DeleteRole", RoleName="app")
    for name in ("anna", "bob", "karl", "dora"):
        iam("DeleteUser", UserName=name)
    iam.refused("NoSuchEntity", "cannot be found", "DeleteUser", UserName="bob")


def root_access(iam):
    names = [f"{way}Organizations{feature}" for way in ("Enable", "Disable") for feature in ("RootCredentialsManagement", "RootSessions")] + ["ListOrganizationsFeatures"]
    if not iam.knows(*names):
        return
    iam.refused("OrganizationNotFoundException", "No organization", "ListOrganizationsFeatures")
    organizations = Scenario("organizations", "admin")
    made = organizations("CreateOrganization", FeatureSet="ALL")["Organization"]["Id"]
    iam.refused("ServiceAccessNotEnabledException", "Trusted access", "EnableOrganizationsRootSessions")
    organizations("EnableAWSServiceAccess", ServicePrincipal="iam.amazonaws.com")
    equal(iam("ListOrganizationsFeatures"), {"OrganizationId": made, "EnabledFeatures": []})
    equal(iam("EnableOrganizationsRootSessions"), {"OrganizationId": made, "EnabledFeatures": ["RootSessions"]})
    equal(iam("EnableOrganizationsRootCredentialsManagement")["EnabledFeatures"], ["RootCredentialsManagement", "RootSessions"])
    equal(iam("DisableOrganizationsRootSessions")["EnabledFeatures"], ["RootCredentialsManagement"])
    equal(iam("DisableOrganizationsRootCredentialsManagement")["EnabledFeatures"], [])


def outbound(iam):
    if not iam.knows("GetOutboundWebIdentityFederationInfo", "EnableOutboundWebIdentityFederation", "DisableOutboundWebIdentityFederation"):
        return
    iam.refused("FeatureDisabled", "disabled", "GetOutboundWebIdentityFederationInfo")
    issuer = iam("EnableOutboundWebIdentityFederation")["IssuerIdentifier"]
    assert re.fullmatch(r"https://[0-9a-f-]{36}\.tokens\.sts\.global\.api\.aws", issuer), issuer
    iam.refused("FeatureEnabled", "already enabled", "EnableOutboundWebIdentityFederation")
    equal(iam("GetOutboundWebIdentityFederationInfo"), {"IssuerIdentifier": issuer, "JwtVendingEnabled": True})
    iam("DisableOutboundWebIdentityFederation")
    iam.refused("FeatureDisabled", "disabled", "DisableOutboundWebIdentityFederation")


def delegation(iam):
    names = ["CreateDelegationRequest", "GetDelegationRequest", "ListDelegationRequests", "GetHumanReadableSummary", "AssociateDelegationRequest", "UpdateDelegationRequest",
             "AcceptDelegationRequest", "RejectDelegationRequest", "SendDelegationToken"]
    if not iam.knows(*names):
        return
    other = Scenario("iam", "other")
    template = iam("CreatePolicy", PolicyName="onboarding", PolicyDocument=policy("s3:GetObject", "arn:aws:s3:::@{bucketName}/*"))["Policy"]["Arn"]
    terms = {"Description": "reads a bucket", "NotificationChannel": "arn:aws:sns:us-east-1:111111111111:requests", "SessionDuration": 900, "OwnerAccountId": "222222222222",
             "Permissions": {"PolicyTemplateArn": template, "Parameters": [{"Name": "bucketName", "Type": "string", "Values": ["orders"]}]}}
    ask = lambda workflow, **more: iam("CreateDelegationRequest", RequestorWorkflowId=workflow, **{**terms, **more})["DelegationRequestId"]
    first = ask("workflow-1", RequestMessage="as agreed", RedirectUrl="https://example.com/done")
    iam.refused("EntityAlreadyExists", "workflow-1", "CreateDelegationRequest", RequestorWorkflowId="workflow-1", **terms)
    iam.refused("InvalidInput", "needs the parameter bucketName", "CreateDelegationRequest", RequestorWorkflowId="workflow-2", **{**terms, "Permissions": {"PolicyTemplateArn": template}})
    iam.refused("NoSuchEntity", "cannot be found", "GetDelegationRequest", DelegationRequestId=first)
    equal(other("ListDelegationRequests")["DelegationRequests"], [])
    other.refused("ConcurrentModification", "is in the state UNASSIGNED", "AcceptDelegationRequest", DelegationRequestId=first)
    other("AssociateDelegationRequest", DelegationRequestId=first)
    other("UpdateDelegationRequest", DelegationRequestId=first, Notes="please look")
    got = other("GetDelegationRequest", DelegationRequestId=first, DelegationPermissionCheck=True)
    equal((got["PermissionCheckStatus"], got["PermissionCheckResult"]), ("COMPLETE", "UNSURE"))
    request = got["DelegationRequest"]
    equal((request["State"], request["OwnerId"], request["RequestorId"], request["RequestorName"], request["Notes"], request["RequestMessage"], request["SessionDuration"]),
          ("PENDING_APPROVAL", "arn:aws:iam::222222222222:user/other", "111111111111", "dev", "please look", "as agreed", 900))
    equal(document(request["PermissionPolicy"])["Statement"][0]["Resource"], "arn:aws:s3:::orders/*")
    equal(request["Permissions"], terms["Permissions"])
    equal([r["DelegationRequestId"] for r in other("ListDelegationRequests", OwnerId="arn:aws:iam::222222222222:user/other")["DelegationRequests"]], [first])
    equal(other("GetHumanReadableSummary", EntityArn=f"arn:aws:iam::222222222222:delegation-request/{first}")["SummaryState"], "NOT_SUPPORTED")
    other("AcceptDelegationRequest", DelegationRequestId=first)
    other("SendDelegationToken", DelegationRequestId=first)
    second = ask("workflow-2")
    other("AssociateDelegationRequest", DelegationRequestId=second)
    other("RejectDelegationRequest", DelegationRequestId=second, Notes="too much")
    request = other("GetDelegationRequest", DelegationRequestId=second)["DelegationRequest"]
    equal((request["State"], request["RejectionReason"]), ("REJECTED", "too much"))
    iam("DeletePolicy", PolicyArn=template)
    return other


def unknown(iam):
    iam.refused("NotImplemented", "^lanyard sandbox doesn't speak iam:ListSAMLProviders yet$", "ListSAMLProviders")


def main():
    iam, limited = Scenario("iam", "admin"), Scenario("iam", "limited")
    users(iam)
    groups(iam)
    roles(iam)
    linked_roles(iam)
    arn = policies(iam)
    attachments(iam, arn)
    instance_profiles(iam)
    access_keys(iam)
    passwords(iam)
    service_credentials(iam)
    mfa(iam)
    providers(iam)
    account(iam)
    last_accesses(iam)
    simulations(iam)
    enforcement(iam, limited)
    deletions(iam, arn)
    root_access(iam)
    outbound(iam)
    other = delegation(iam)
    unknown(iam)
    end(*[s for s in (iam, other) if s])


main()
