"""Organizations in the sandbox, built and torn down by a client that isn't ours, and enforced meanwhile.

    organizations-operations.py boto3|aws|js-v3 [node]
"""
import json, re
from scenario import Scenario, end, equal

DEV, OTHER, OUTSIDE = "111111111111", "222222222222", "333333333333"
SCP, RCP = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"


def document(effect, action, **more):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Sid": "Only", "Effect": effect, "Action": action, "Resource": "*", **more}]})


def ids(items, key="Id"):
    return [i[key] for i in items]


def main():
    org, other, outside, limited = [Scenario("organizations", p) for p in ("admin", "other", "outside", "limited")]
    iam = {p: Scenario("iam", p) for p in ("admin", "other", "outside")}

    # An organization with one account.
    other.refused("AWSOrganizationsNotInUseException", "not a member of an organization", "DescribeOrganization")
    limited.refused("AccessDeniedException", "user/limited is not authorized to perform: organizations:CreateOrganization on resource: \\* because no identity-based policy", "CreateOrganization")
    made = org("CreateOrganization", FeatureSet="CONSOLIDATED_BILLING")["Organization"]
    assert re.fullmatch("o-[a-z0-9]{10}", made["Id"]), made
    equal((made["Arn"], made["MasterAccountId"], made["FeatureSet"], made["AvailablePolicyTypes"]), (f"arn:aws:organizations::{DEV}:organization/{made['Id']}", DEV, "CONSOLIDATED_BILLING", []))
    org.refused("AlreadyInOrganizationException", "already a member", "CreateOrganization")
    (root,) = org("ListRoots")["Roots"]
    equal((root["Name"], root["PolicyTypes"], root["Arn"]), ("Root", [], f"arn:aws:organizations::{DEV}:root/{made['Id']}/{root['Id']}"))
    org.refused("PolicyTypeNotAvailableForOrganizationException", "feature set", "EnablePolicyType", RootId=root["Id"], PolicyType=SCP)
    migration = org("EnableAllFeatures")["Handshake"]
    equal((migration["Action"], migration["State"]), ("ENABLE_ALL_FEATURES", "REQUESTED"))
    equal(org("AcceptHandshake", HandshakeId=migration["Id"])["Handshake"]["State"], "ACCEPTED")
    equal(org("DescribeOrganization")["Organization"]["FeatureSet"], "ALL")
    org.refused("HandshakeConstraintViolationException", "all features", "EnableAllFeatures")

    # Units.
    unit = org("CreateOrganizationalUnit", ParentId=root["Id"], Name="workloads", Tags=[{"Key": "team", "Value": "core"}])["OrganizationalUnit"]
    assert re.fullmatch(f"ou-{root['Id'][2:]}-[a-z0-9]{{8}}", unit["Id"]), unit
    inner = org("CreateOrganizationalUnit", ParentId=unit["Id"], Name="prod")["OrganizationalUnit"]
    org.refused("DuplicateOrganizationalUnitException", "same name", "CreateOrganizationalUnit", ParentId=unit["Id"], Name="prod")
    org.refused("ParentNotFoundException", "doesn't exist", "CreateOrganizationalUnit", ParentId="r-none", Name="lost")
    parent = inner["Id"]
    for depth in range(3, 6):
        parent = org("CreateOrganizationalUnit", ParentId=parent, Name=f"level {depth}")["OrganizationalUnit"]["Id"]
    org.refused("ConstraintViolationException", "depth", "CreateOrganizationalUnit", ParentId=parent, Name="too deep")
    org.refused("OrganizationalUnitNotEmptyException", "not empty", "DeleteOrganizationalUnit", OrganizationalUnitId=unit["Id"])
    while parent != inner["Id"]:
        above = org("ListParents", ChildId=parent)["Parents"][0]["Id"]
        org("DeleteOrganizationalUnit", OrganizationalUnitId=parent)
        parent = above
    org.refused("OrganizationalUnitNotFoundException", "doesn't exist", "DescribeOrganizationalUnit", OrganizationalUnitId=f"ou-{root['Id'][2:]}-00000000")
    equal(org("UpdateOrganizationalUnit", OrganizationalUnitId=inner["Id"], Name="production")["OrganizationalUnit"]["Name"], "production")
    equal(org("DescribeOrganizationalUnit", OrganizationalUnitId=inner["Id"])["OrganizationalUnit"]["Arn"], f"arn:aws:organizations::{DEV}:ou/{made['Id']}/{inner['Id']}")
    equal(org("ListOrganizationalUnitsForParent", ParentId=root["Id"])["OrganizationalUnits"][0]["Name"], "workloads")
    equal(org("ListParents", ChildId=unit["Id"])["Parents"], [{"Id": root["Id"], "Type": "ROOT"}])
    equal(org("ListChildren", ParentId=unit["Id"], ChildType="ORGANIZATIONAL_UNIT")["Children"], [{"Id": inner["Id"], "Type": "ORGANIZATIONAL_UNIT"}])
    org.refused("ChildNotFoundException", "doesn't exist", "ListParents", ChildId="000000000000")

    # Invitations.
    target = {"Id": OTHER, "Type": "ACCOUNT"}
    asked = org("InviteAccountToOrganization", Target=target, Notes="join us")["Handshake"]
    equal((asked["State"], asked["Action"], asked["Parties"]), ("OPEN", "INVITE", [{"Id": made["Id"], "Type": "ORGANIZATION"}, target]))
    org.refused("DuplicateHandshakeException", "already exists", "InviteAccountToOrganization", Target=target)
    equal(org("CancelHandshake", HandshakeId=asked["Id"])["Handshake"]["State"], "CANCELED")
    other.refused("InvalidHandshakeTransitionException", "CANCELED", "AcceptHandshake", HandshakeId=asked["Id"])
    asked = org("InviteAccountToOrganization", Target={"Id": f"aws-{OTHER}@example.com", "Type": "EMAIL"})["Handshake"]
    equal(other("DeclineHandshake", HandshakeId=asked["Id"])["Handshake"]["State"], "DECLINED")
    asked = org("InviteAccountToOrganization", Target=target)["Handshake"]
    outside.refused("HandshakeNotFoundException", "can't find", "AcceptHandshake", HandshakeId=asked["Id"])
    equal(other("DescribeHandshake", HandshakeId=asked["Id"])["Handshake"]["Arn"], f"arn:aws:organizations::{DEV}:handshake/{made['Id']}/invite/{asked['Id']}")
    equal(other("AcceptHandshake", HandshakeId=asked["Id"])["Handshake"]["State"], "ACCEPTED")
    other.refused("HandshakeAlreadyInStateException", "already in the requested state", "AcceptHandshake", HandshakeId=asked["Id"])
    equal(sorted(h["State"] for h in other("ListHandshakesForAccount")["Handshakes"]), ["ACCEPTED", "CANCELED", "DECLINED"])
    equal(len(org("ListHandshakesForOrganization", Filter={"ActionType": "INVITE"})["Handshakes"]), 3)
    equal(other("DescribeOrganization")["Organization"]["Id"], made["Id"])
    other.refused("AccessDeniedException", "^You don't have permissions to access this resource.$", "ListAccounts")

    # An account that is made has a role for the management account.
    started = org("CreateAccount", Email="team@example.com", AccountName="team", RoleName="Owner", Tags=[{"Key": "team", "Value": "core"}])["CreateAccountStatus"]
    equal(started["State"], "IN_PROGRESS")
    done = org("DescribeCreateAccountStatus", CreateAccountRequestId=started["Id"])["CreateAccountStatus"]
    equal((done["State"], done["AccountName"]), ("SUCCEEDED", "team"))
    team = done["AccountId"]
    equal(org.client.assume(f"arn:aws:iam::{team}:role/Owner", 900), f"arn:aws:sts::{team}:assumed-role/Owner/scenario")
    twice = org("CreateAccount", Email="team@example.com", AccountName="twice")["CreateAccountStatus"]["Id"]
    equal([(s["Id"], s["FailureReason"]) for s in org("ListCreateAccountStatus", States=["FAILED"])["CreateAccountStatuses"]], [(twice, "EMAIL_ALREADY_EXISTS")])
    org.refused("CreateAccountStatusNotFoundException", "doesn't exist", "DescribeCreateAccountStatus", CreateAccountRequestId="car-00000000")
    org.refused("InvalidInputException", "regular expression|pattern", "CreateAccount", Email="team.example.com", AccountName="team")
    equal(sorted(ids(org("ListAccounts")["Accounts"])), sorted([DEV, OTHER, team]))
    equal([(a["JoinedMethod"], a["Status"], a["Email"]) for a in [org("DescribeAccount", AccountId=team)["Account"]]], [("CREATED", "ACTIVE", "team@example.com")])
    org.refused("AccountNotFoundException", "doesn't exist", "DescribeAccount", AccountId=OUTSIDE)
    pages, accounts = org.client.pages("ListAccounts", 2, "Accounts")
    assert pages in (None, 2) and len(accounts) == 3, (pages, accounts)

    # Accounts move.
    org("MoveAccount", AccountId=OTHER, SourceParentId=root["Id"], DestinationParentId=unit["Id"])
    org.refused("SourceParentNotFoundException", "source parent", "MoveAccount", AccountId=OTHER, SourceParentId=root["Id"], DestinationParentId=inner["Id"])
    org.refused("DuplicateAccountException", "already present", "MoveAccount", AccountId=OTHER, SourceParentId=unit["Id"], DestinationParentId=unit["Id"])
    org.refused("DestinationParentNotFoundException", "destination", "MoveAccount", AccountId=OTHER, SourceParentId=unit["Id"], DestinationParentId="r-none")
    equal(ids(org("ListAccountsForParent", ParentId=unit["Id"])["Accounts"]), [OTHER])

    # Types of policies.
    equal(org("EnablePolicyType", RootId=root["Id"], PolicyType=SCP)["Root"]["PolicyTypes"], [{"Type": SCP, "Status": "ENABLED"}])
    org.refused("PolicyTypeAlreadyEnabledException", "already enabled", "EnablePolicyType", RootId=root["Id"], PolicyType=SCP)
    org.refused("RootNotFoundException", "doesn't exist", "EnablePolicyType", RootId="r-none", PolicyType=SCP)
    org.refused("NotImplemented", "TAG_POLICY", "EnablePolicyType", RootId=root["Id"], PolicyType="TAG_POLICY")
    equal(ids(org("ListPoliciesForTarget", TargetId=OTHER, Filter=SCP)["Policies"]), ["p-FullAWSAccess"])
    equal(ids(org("ListPolicies", Filter=RCP)["Policies"]), ["p-RCPFullAWSAccess"])
    org.refused("PolicyTypeNotEnabledException", "enabled policy types", "AttachPolicy", PolicyId="p-RCPFullAWSAccess", TargetId=root["Id"])
    org("EnablePolicyType", RootId=root["Id"], PolicyType=RCP)
    org.refused("EffectivePolicyNotFoundException", "not enabled", "DescribeEffectivePolicy", PolicyType="TAG_POLICY")
    # No account has one here: AWS's refusal is the whole answer.
    org.answered.add("DescribeEffectivePolicy")

    # A policy denies in the unit, and not in the management account.
    for profile in ("admin", "other"):
        iam[profile]("ListUsers")
    deny = org("CreatePolicy", Name="no users", Description="", Type=SCP, Content=document("Deny", "iam:ListUsers"))["Policy"]["PolicySummary"]
    equal((deny["Name"], deny["AwsManaged"], deny["Arn"]), ("no users", False, f"arn:aws:organizations::{DEV}:policy/{made['Id']}/service_control_policy/{deny['Id']}"))
    org("AttachPolicy", PolicyId=deny["Id"], TargetId=unit["Id"])
    org.refused("DuplicatePolicyAttachmentException", "already attached", "AttachPolicy", PolicyId=deny["Id"], TargetId=unit["Id"])
    words = f"is not authorized to perform: iam:ListUsers on resource: .* with an explicit deny in a service control policy: {deny['Arn']}$"
    iam["other"].refused("AccessDenied", words, "ListUsers")
    iam["admin"]("ListUsers")
    org("MoveAccount", AccountId=OTHER, SourceParentId=unit["Id"], DestinationParentId=root["Id"])
    iam["other"]("ListUsers")
    org("MoveAccount", AccountId=OTHER, SourceParentId=root["Id"], DestinationParentId=inner["Id"])
    iam["other"].refused("AccessDenied", words, "ListUsers")
    equal(org("ListTargetsForPolicy", PolicyId=deny["Id"])["Targets"], [{"TargetId": unit["Id"], "Arn": unit["Arn"], "Name": "workloads", "Type": "ORGANIZATIONAL_UNIT"}])
    org.refused("PolicyInUseException", "detach", "DeletePolicy", PolicyId=deny["Id"])
    changed = org("UpdatePolicy", PolicyId=deny["Id"], Name="no groups", Content=document("Deny", "iam:ListGroups"))["Policy"]
    equal((changed["PolicySummary"]["Name"], json.loads(changed["Content"])["Statement"][0]["Action"]), ("no groups", "iam:ListGroups"))
    iam["other"]("ListUsers")
    iam["other"].refused("AccessDenied", "service control policy", "ListGroups")
    org("DetachPolicy", PolicyId=deny["Id"], TargetId=unit["Id"])
    org.refused("PolicyNotAttachedException", "isn't attached", "DetachPolicy", PolicyId=deny["Id"], TargetId=unit["Id"])
    iam["other"]("ListGroups")
    org("DeletePolicy", PolicyId=deny["Id"])
    org.refused("PolicyNotFoundException", "doesn't exist", "DescribePolicy", PolicyId=deny["Id"])

    # A list of what is allowed takes the place of AWS's policy.
    allow = org("CreatePolicy", Name="roles", Description="roles alone", Type=SCP, Content=document("Allow", "iam:*Role*"))["Policy"]["PolicySummary"]["Id"]
    org("AttachPolicy", PolicyId=allow, TargetId=OTHER)
    iam["other"]("ListUsers")
    org("DetachPolicy", PolicyId="p-FullAWSAccess", TargetId=OTHER)
    iam["other"].refused("AccessDenied", "because no service control policy allows the iam:ListUsers action$", "ListUsers")
    iam["other"]("ListRoles")
    org.refused("ConstraintViolationException", "last policy attached", "DetachPolicy", PolicyId=allow, TargetId=OTHER)
    org("AttachPolicy", PolicyId="p-FullAWSAccess", TargetId=OTHER)

    # What can't be a policy.
    for name, kind, content in (("no json", SCP, "{"), ("no effect", SCP, '{"Version":"2012-10-17","Statement":[{"Action":"*","Resource":"*"}]}'), ("principal", SCP, document("Deny", "*", Principal="*")),
                                ("allows", RCP, document("Allow", "s3:*", Principal="*")), ("iam", RCP, document("Deny", "iam:*", Principal="*"))):
        org.refused("MalformedPolicyDocumentException", "does not meet the requirements", "CreatePolicy", Name=name, Description="", Type=kind, Content=content)
    org.refused("ConstraintViolationException", "maximum size", "CreatePolicy", Name="large", Description="", Type=SCP, Content=document("Deny", "s3:*", Sid="A" * 10240))
    org.refused("DuplicatePolicyException", "same name", "CreatePolicy", Name="roles", Description="", Type=SCP, Content=document("Deny", "s3:*"))
    org.refused("InvalidInputException", "managed by AWS", "DeletePolicy", PolicyId="p-FullAWSAccess")
    org.refused("InvalidInputException", "detach", "DetachPolicy", PolicyId="p-RCPFullAWSAccess", TargetId=OTHER)
    equal(json.loads(org("DescribePolicy", PolicyId="p-FullAWSAccess")["Policy"]["Content"])["Statement"], [{"Effect": "Allow", "Action": "*", "Resource": "*"}])
    many = [org("CreatePolicy", Name=f"one of many {i}", Description="", Type=SCP, Content=document("Deny", "s3:*"))["Policy"]["PolicySummary"]["Id"] for i in range(9)]
    for policy in many[:8]:
        org("AttachPolicy", PolicyId=policy, TargetId=OTHER)
    org.refused("ConstraintViolationException", "maximum number of policies", "AttachPolicy", PolicyId=many[8], TargetId=OTHER)

    # A resource control policy keeps those out who aren't in the organization.
    trust = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": [f"arn:aws:iam::{a}:root" for a in (DEV, OUTSIDE)]}, "Action": "sts:AssumeRole"}]})
    iam["other"]("CreateRole", RoleName="shared", AssumeRolePolicyDocument=trust)
    role = f"arn:aws:iam::{OTHER}:role/shared"
    for who in (org, outside):
        who.client.assume(role, 900)
    ours = {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": made["Id"]}, "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}
    perimeter = org("CreatePolicy", Name="ours alone", Description="", Type=RCP, Content=document("Deny", "sts:AssumeRole", Principal="*", Condition=ours))["Policy"]["PolicySummary"]
    org("AttachPolicy", PolicyId=perimeter["Id"], TargetId=root["Id"])
    org.client.assume(role, 900)
    refused(outside, role, "is not authorized to perform: sts:AssumeRole on resource: " + role)
    org("UpdatePolicy", PolicyId=perimeter["Id"], Content=document("Deny", "sts:AssumeRole", Principal="*"))
    refused(org, role, f"with an explicit deny in a resource control policy: {perimeter['Arn']}$")
    equal([p["State"] for p in [{"State": t["Status"]} for t in org("DisablePolicyType", RootId=root["Id"], PolicyType=RCP)["Root"]["PolicyTypes"]]], ["ENABLED"])
    outside.client.assume(role, 900)

    # Tags.
    org("TagResource", ResourceId=OTHER, Tags=[{"Key": "stage", "Value": "prod"}, {"Key": "owner", "Value": "ann"}])
    org("UntagResource", ResourceId=OTHER, TagKeys=["owner"])
    equal(org("ListTagsForResource", ResourceId=OTHER)["Tags"], [{"Key": "stage", "Value": "prod"}])
    equal(org("ListTagsForResource", ResourceId=unit["Id"])["Tags"], [{"Key": "team", "Value": "core"}])
    org.refused("TargetNotFoundException", "doesn't exist", "TagResource", ResourceId=OUTSIDE, Tags=[{"Key": "a", "Value": "b"}])

    # Services, and accounts that administer them.
    service = "config.amazonaws.com"
    org.refused("ConstraintViolationException", "service access", "RegisterDelegatedAdministrator", AccountId=OTHER, ServicePrincipal=service)
    org.refused("InvalidInputException", "service principal", "EnableAWSServiceAccess", ServicePrincipal="config")
    org("EnableAWSServiceAccess", ServicePrincipal=service)
    equal(ids(org("ListAWSServiceAccessForOrganization")["EnabledServicePrincipals"], "ServicePrincipal"), [service])
    org("RegisterDelegatedAdministrator", AccountId=OTHER, ServicePrincipal=service)
    org.refused("AccountAlreadyRegisteredException", "already", "RegisterDelegatedAdministrator", AccountId=OTHER, ServicePrincipal=service)
    org.refused("ConstraintViolationException", "management account", "RegisterDelegatedAdministrator", AccountId=DEV, ServicePrincipal=service)
    equal(ids(org("ListDelegatedAdministrators", ServicePrincipal=service)["DelegatedAdministrators"]), [OTHER])
    equal(ids(org("ListDelegatedServicesForAccount", AccountId=OTHER)["DelegatedServices"], "ServicePrincipal"), [service])
    equal(len(other("ListAccounts")["Accounts"]), 3)
    other.refused("AccessDeniedException", "permissions", "CreateOrganizationalUnit", ParentId=root["Id"], Name="mine")
    org.refused("ConstraintViolationException", "delegated administrator", "DisableAWSServiceAccess", ServicePrincipal=service)
    org.refused("ConstraintViolationException", "delegated administrator", "RemoveAccountFromOrganization", AccountId=OTHER)
    org("DeregisterDelegatedAdministrator", AccountId=OTHER, ServicePrincipal=service)
    org.refused("AccountNotRegisteredException", "not a registered", "DeregisterDelegatedAdministrator", AccountId=OTHER, ServicePrincipal=service)
    org("DisableAWSServiceAccess", ServicePrincipal=service)

    # The resource policy of the organization lets a member call one operation.
    org.refused("ResourcePolicyNotFoundException", "resource policy", "DescribeResourcePolicy")
    lets = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{OTHER}:root"}, "Action": "organizations:ListAccounts", "Resource": "*"}]})
    assert re.fullmatch("rp-[a-z0-9]{8}", org("PutResourcePolicy", Content=lets)["ResourcePolicy"]["ResourcePolicySummary"]["Id"])
    equal(org("DescribeResourcePolicy")["ResourcePolicy"]["Content"], lets)
    equal(len(other("ListAccounts")["Accounts"]), 3)
    other.refused("AccessDeniedException", "organizations:ListRoots", "ListRoots")
    org.refused("InvalidInputException", "isn't valid", "PutResourcePolicy", Content="{}")
    org("DeleteResourcePolicy")
    other.refused("AccessDeniedException", "permissions", "ListAccounts")

    # Accounts leave, and close.
    org.refused("MasterCannotLeaveOrganizationException", "management account", "LeaveOrganization")
    org.refused("OrganizationNotEmptyException", "remove all member accounts", "DeleteOrganization")
    other("LeaveOrganization")
    other.refused("AWSOrganizationsNotInUseException", "not a member", "DescribeOrganization")
    org.refused("ConstraintViolationException", "management account", "CloseAccount", AccountId=DEV)
    org("CloseAccount", AccountId=team)
    equal(org("DescribeAccount", AccountId=team)["Account"]["Status"], "SUSPENDED")
    refused(org, f"arn:aws:iam::{team}:role/Owner", "not authorized")
    org.refused("AccountAlreadyClosedException", "already closed", "CloseAccount", AccountId=team)
    org("RemoveAccountFromOrganization", AccountId=team)
    org.refused("NotImplemented", "^lanyard sandbox doesn't speak organizations:CreateGovCloudAccount yet$", "CreateGovCloudAccount", Email="gov@example.com", AccountName="gov")
    org("DeleteOrganization")
    org.refused("AWSOrganizationsNotInUseException", "not a member", "ListRoots")
    end(org, other)


def refused(who, role, message):
    from scenario import Refused
    try:
        who.client.assume(role, 900)
    except Refused as e:
        assert e.code == "AccessDenied" and re.search(message, e.message), e
        return
    raise AssertionError(f"{role} was assumed")


main()
