"""Identity Center's permission sets, assignments and provisioning in the sandbox, by a client that isn't ours.

    sso-admin-operations.py boto3|aws|js-v3 [node]
"""
import json, re
from scenario import Scenario, end, equal

DEV, MEMBER = "111111111111", "222222222222"
VIEW_ONLY = "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
POLICY = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]})
NOBODY = "00000000-0000-0000-0000-000000000007"


def main():
    sso, ids, iam = Scenario("sso-admin", "admin"), Scenario("identitystore", "admin"), Scenario("iam", "admin")
    instance = sso("ListInstances")["Instances"][0]
    arn, store = instance["InstanceArn"], instance["IdentityStoreId"]
    assert re.fullmatch(r"arn:aws:sso:::instance/ssoins-[0-9a-f]{16}", arn), arn
    # Older clients drop what their model has not.
    equal((instance.get("OwnerAccountId", DEV), instance.get("Status", "ACTIVE")), (DEV, "ACTIVE"))

    def call(operation, **parameters):
        return sso(operation, InstanceArn=arn, **parameters)

    def refused(code, message, operation, **parameters):
        sso.refused(code, message, operation, InstanceArn=arn, **parameters)

    # The instance.
    call("UpdateInstance", Name="lab")
    shown = call("DescribeInstance")
    if shown is not None:
        equal((shown["Name"], shown["IdentityStoreId"]), ("lab", store))
        sso.refused("AccessDeniedException", "is not authorized to perform: sso:DescribeInstance on resource: ", "DescribeInstance", InstanceArn="arn:aws:sso:::instance/ssoins-0123456789abcdef")
    call("TagResource", ResourceArn=arn, Tags=[{"Key": "team", "Value": "one"}])
    equal(call("ListTagsForResource", ResourceArn=arn)["Tags"], [{"Key": "team", "Value": "one"}])
    call("UntagResource", ResourceArn=arn, TagKeys=["team"])
    equal(call("ListTagsForResource", ResourceArn=arn)["Tags"], [])

    # Permission sets.
    made = call("CreatePermissionSet", Name="Builder", Description="Builds", SessionDuration="PT2H", RelayState="https://example.org/", Tags=[{"Key": "team", "Value": "one"}])["PermissionSet"]
    builder = made["PermissionSetArn"]
    assert re.fullmatch(arn.replace("instance", "permissionSet") + "/ps-[0-9a-f]{16}", builder), builder
    equal({k: made[k] for k in ("Name", "Description", "SessionDuration", "RelayState")}, {"Name": "Builder", "Description": "Builds", "SessionDuration": "PT2H", "RelayState": "https://example.org/"})
    plain = call("CreatePermissionSet", Name="Plain")["PermissionSet"]["PermissionSetArn"]
    refused("ConflictException", "^PermissionSet with name Builder already exists.$", "CreatePermissionSet", Name="Builder")
    refused("ValidationException", "'name' failed to satisfy constraint: Member must satisfy regular expression", "CreatePermissionSet", Name="two words")
    refused("ValidationException", "between 1 hour and 12 hours", "CreatePermissionSet", Name="Long", SessionDuration="PT13H")
    refused("ValidationException", "unique", "CreatePermissionSet", Name="Twice", Tags=[{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}])
    equal(call("DescribePermissionSet", PermissionSetArn=plain)["PermissionSet"]["SessionDuration"], "PT1H")
    refused("ResourceNotFoundException", "Could not find PermissionSet with id ps-0000000000000000", "DescribePermissionSet", PermissionSetArn=arn.replace("instance", "permissionSet") + "/ps-0000000000000000")
    call("ListPermissionSets")
    sets = sso.client.pages("ListPermissionSets", 1, "PermissionSets", InstanceArn=arn)[1]
    equal((len(sets), {builder, plain} < set(sets)), (3, True))
    developer = next(s for s in sets if s not in (builder, plain))
    call("UpdatePermissionSet", PermissionSetArn=plain, Description="Nothing much", SessionDuration="PT90M", RelayState="https://example.org/plain")
    equal({k: call("DescribePermissionSet", PermissionSetArn=plain)["PermissionSet"][k] for k in ("Name", "Description", "SessionDuration")}, {"Name": "Plain", "Description": "Nothing much", "SessionDuration": "PT90M"})
    call("TagResource", ResourceArn=builder, Tags=[{"Key": "stage", "Value": "dev"}])
    equal(call("ListTagsForResource", ResourceArn=builder)["Tags"], [{"Key": "stage", "Value": "dev"}, {"Key": "team", "Value": "one"}])
    call("UntagResource", ResourceArn=builder, TagKeys=["stage"])
    refused("ResourceNotFoundException", "Could not find resource", "ListTagsForResource", ResourceArn=builder[:-16] + "0" * 16)

    # Their policies.
    equal(call("GetInlinePolicyForPermissionSet", PermissionSetArn=builder)["InlinePolicy"], "")
    call("PutInlinePolicyToPermissionSet", PermissionSetArn=builder, InlinePolicy=POLICY)
    equal(call("GetInlinePolicyForPermissionSet", PermissionSetArn=builder)["InlinePolicy"], POLICY)
    refused("ServiceQuotaExceededException", "10240", "PutInlinePolicyToPermissionSet", PermissionSetArn=builder, InlinePolicy="x" * 10241)
    call("PutInlinePolicyToPermissionSet", PermissionSetArn=plain, InlinePolicy=POLICY)
    call("DeleteInlinePolicyFromPermissionSet", PermissionSetArn=plain)
    equal(call("GetInlinePolicyForPermissionSet", PermissionSetArn=plain)["InlinePolicy"], "")
    call("AttachManagedPolicyToPermissionSet", PermissionSetArn=builder, ManagedPolicyArn=VIEW_ONLY)
    call("AttachManagedPolicyToPermissionSet", PermissionSetArn=builder, ManagedPolicyArn=READ_ONLY)
    refused("ConflictException", "already attached", "AttachManagedPolicyToPermissionSet", PermissionSetArn=builder, ManagedPolicyArn=READ_ONLY)
    refused("ResourceNotFoundException", "does not exist or is not attachable", "AttachManagedPolicyToPermissionSet", PermissionSetArn=builder, ManagedPolicyArn="arn:aws:iam::aws:policy/NoSuchPolicy")
    equal(sso.client.pages("ListManagedPoliciesInPermissionSet", 1, "AttachedManagedPolicies", InstanceArn=arn, PermissionSetArn=builder)[1],
          [{"Name": "ReadOnlyAccess", "Arn": READ_ONLY}, {"Name": "ViewOnlyAccess", "Arn": VIEW_ONLY}])
    call("ListManagedPoliciesInPermissionSet", PermissionSetArn=builder)
    call("DetachManagedPolicyFromPermissionSet", PermissionSetArn=builder, ManagedPolicyArn=READ_ONLY)
    refused("ResourceNotFoundException", "is not attached", "DetachManagedPolicyFromPermissionSet", PermissionSetArn=builder, ManagedPolicyArn=READ_ONLY)
    own = {"Name": "site", "Path": "/sites/"}
    call("AttachCustomerManagedPolicyReferenceToPermissionSet", PermissionSetArn=builder, CustomerManagedPolicyReference=own)
    refused("ConflictException", "already attached", "AttachCustomerManagedPolicyReferenceToPermissionSet", PermissionSetArn=builder, CustomerManagedPolicyReference=own)
    equal(call("ListCustomerManagedPolicyReferencesInPermissionSet", PermissionSetArn=builder)["CustomerManagedPolicyReferences"], [own])
    refused("ResourceNotFoundException", "is not attached", "DetachCustomerManagedPolicyReferenceFromPermissionSet", PermissionSetArn=builder, CustomerManagedPolicyReference={"Name": "other"})
    refused("ResourceNotFoundException", "PermissionsBoundary", "GetPermissionsBoundaryForPermissionSet", PermissionSetArn=builder)
    refused("ValidationException", "either", "PutPermissionsBoundaryToPermissionSet", PermissionSetArn=builder, PermissionsBoundary={"ManagedPolicyArn": READ_ONLY, "CustomerManagedPolicyReference": own})
    call("PutPermissionsBoundaryToPermissionSet", PermissionSetArn=builder, PermissionsBoundary={"CustomerManagedPolicyReference": own})
    equal(call("GetPermissionsBoundaryForPermissionSet", PermissionSetArn=builder)["PermissionsBoundary"], {"CustomerManagedPolicyReference": own})
    call("PutPermissionsBoundaryToPermissionSet", PermissionSetArn=builder, PermissionsBoundary={"ManagedPolicyArn": READ_ONLY})
    equal(call("GetPermissionsBoundaryForPermissionSet", PermissionSetArn=builder)["PermissionsBoundary"], {"ManagedPolicyArn": READ_ONLY})

    # Assignments: the account lacks a policy, then has it.
    alice = ids("GetUserId", IdentityStoreId=store, AlternateIdentifier={"UniqueAttribute": {"AttributePath": "userName", "AttributeValue": "alice"}})["UserId"]
    group = ids("CreateGroup", IdentityStoreId=store, DisplayName="Builders")["GroupId"]
    ids("CreateGroupMembership", IdentityStoreId=store, GroupId=group, MemberId={"UserId": alice})
    to_group = {"TargetId": DEV, "TargetType": "AWS_ACCOUNT", "PermissionSetArn": builder, "PrincipalType": "GROUP", "PrincipalId": group}
    begun = call("CreateAccountAssignment", **to_group)["AccountAssignmentCreationStatus"]
    equal((begun["Status"], begun["TargetId"], begun["PrincipalId"]), ("IN_PROGRESS", DEV, group))
    ended = call("DescribeAccountAssignmentCreationStatus", AccountAssignmentCreationRequestId=begun["RequestId"])["AccountAssignmentCreationStatus"]
    equal((ended["Status"], ended["FailureReason"]), ("FAILED", f"Received a 404 status error: Policy arn:aws:iam::{DEV}:policy/sites/site does not exist or is not attachable."))
    equal(call("ListAccountAssignments", AccountId=DEV, PermissionSetArn=builder)["AccountAssignments"], [])
    site = iam("CreatePolicy", PolicyName="site", Path="/sites/", PolicyDocument=POLICY)["Policy"]["Arn"]

    def ends(operation, member, kind, status="SUCCEEDED", **parameters):
        begun = call(operation, **parameters)[member]
        equal(begun["Status"], "IN_PROGRESS")
        ended = call(f"Describe{kind}Status", **{("ProvisionPermissionSet" if kind.startswith("PermissionSet") else kind) + "RequestId": begun["RequestId"]})[member]
        equal((ended["Status"], ended["PermissionSetArn"]), (status, begun["PermissionSetArn"]))
        return ended

    assign = ("CreateAccountAssignment", "AccountAssignmentCreationStatus", "AccountAssignmentCreation")
    unassign = ("DeleteAccountAssignment", "AccountAssignmentDeletionStatus", "AccountAssignmentDeletion")
    provision = ("ProvisionPermissionSet", "PermissionSetProvisioningStatus", "PermissionSetProvisioning")
    ends(*assign, **to_group)
    to_alice = {"TargetId": MEMBER, "TargetType": "AWS_ACCOUNT", "PermissionSetArn": plain, "PrincipalType": "USER", "PrincipalId": alice}
    ends(*assign, **to_alice)
    ends(*assign, **to_alice)
    equal(call("ListAccountAssignments", AccountId=DEV, PermissionSetArn=builder)["AccountAssignments"],
          [{"AccountId": DEV, "PermissionSetArn": builder, "PrincipalType": "GROUP", "PrincipalId": group}])
    mine = call("ListAccountAssignmentsForPrincipal", PrincipalType="USER", PrincipalId=alice)
    if mine is not None:
        equal({(a["AccountId"], a["PermissionSetArn"], a["PrincipalType"]) for a in mine["AccountAssignments"]}, {(DEV, developer, "USER"), (DEV, builder, "GROUP"), (MEMBER, plain, "USER")})
        equal(len(call("ListAccountAssignmentsForPrincipal", PrincipalType="USER", PrincipalId=alice, Filter={"AccountId": MEMBER})["AccountAssignments"]), 1)
    refused("ResourceNotFoundException", "Could not find USER", "CreateAccountAssignment", **{**to_alice, "PrincipalId": NOBODY})
    refused("ResourceNotFoundException", "Could not find account with id 444444444444", "CreateAccountAssignment", **{**to_alice, "TargetId": "444444444444"})
    refused("ValidationException", "'targetType' failed to satisfy constraint: Member must satisfy enum value set", "CreateAccountAssignment", **{**to_alice, "TargetType": "OU"})
    equal({s["Status"] for s in call("ListAccountAssignmentCreationStatus")["AccountAssignmentsCreationStatus"]}, {"FAILED", "SUCCEEDED"})
    equal([s["RequestId"] for s in call("ListAccountAssignmentCreationStatus", Filter={"Status": "FAILED"})["AccountAssignmentsCreationStatus"]], [begun["RequestId"]])
    refused("ResourceNotFoundException", "Could not find request", "DescribeAccountAssignmentDeletionStatus", AccountAssignmentDeletionRequestId=begun["RequestId"])

    # The role in the account: what it has, and that IAM leaves it alone.
    role = next(r for r in iam("ListRoles", PathPrefix="/aws-reserved/sso.amazonaws.com/eu-west-1/")["Roles"] if r["RoleName"].startswith("AWSReservedSSO_Builder_"))
    assert re.fullmatch("AWSReservedSSO_Builder_[0-9a-f]{16}", role["RoleName"]), role
    name = {"RoleName": role["RoleName"]}
    shown = iam("GetRole", **name)["Role"]
    equal((shown["Description"], shown["MaxSessionDuration"], shown["PermissionsBoundary"]["PermissionsBoundaryArn"]), ("Builds", 43200, READ_ONLY))
    equal(sorted(p["PolicyArn"] for p in iam("ListAttachedRolePolicies", **name)["AttachedPolicies"]), sorted([site, VIEW_ONLY]))
    equal(iam("ListRolePolicies", **name)["PolicyNames"], ["AwsSSOInlinePolicy"])
    iam.refused("UnmodifiableEntity", "only modifiable by AWS", "DeleteRole", **name)
    iam.refused("UnmodifiableEntity", "only modifiable by AWS", "AttachRolePolicy", PolicyArn=site, **name)
    iam.refused("DeleteConflict", "attached to entities", "DeletePolicy", PolicyArn=site)

    # Changes wait for being provisioned.
    where = {"PermissionSetArn": builder}
    equal(call("ListAccountsForProvisionedPermissionSet", ProvisioningStatus="LATEST_PERMISSION_SET_PROVISIONED", **where)["AccountIds"], [DEV])
    call("DetachCustomerManagedPolicyReferenceFromPermissionSet", CustomerManagedPolicyReference=own, **where)
    call("DeletePermissionsBoundaryFromPermissionSet", **where)
    equal(call("ListAccountsForProvisionedPermissionSet", ProvisioningStatus="LATEST_PERMISSION_SET_PROVISIONED", **where)["AccountIds"], [])
    equal(call("ListAccountsForProvisionedPermissionSet", ProvisioningStatus="LATEST_PERMISSION_SET_NOT_PROVISIONED", **where)["AccountIds"], [DEV])
    equal(set(call("ListPermissionSetsProvisionedToAccount", AccountId=DEV)["PermissionSets"]), {developer, builder})
    equal(call("ListPermissionSetsProvisionedToAccount", AccountId=DEV, ProvisioningStatus="LATEST_PERMISSION_SET_NOT_PROVISIONED")["PermissionSets"], [builder])
    equal(len(iam("ListAttachedRolePolicies", **name)["AttachedPolicies"]), 2)
    ends(*provision, TargetType="AWS_ACCOUNT", TargetId=DEV, **where)
    equal([p["PolicyArn"] for p in iam("ListAttachedRolePolicies", **name)["AttachedPolicies"]], [VIEW_ONLY])
    assert "PermissionsBoundary" not in iam("GetRole", **name)["Role"]
    call("PutInlinePolicyToPermissionSet", InlinePolicy="{}", **where)
    equal(ends(*provision, status="FAILED", TargetType="ALL_PROVISIONED_ACCOUNTS", **where)["FailureReason"], "Received a 400 status error: Syntax errors in policy.")
    equal(ends(*provision, status="FAILED", TargetType="AWS_ACCOUNT", TargetId=MEMBER, **where)["FailureReason"], f"Received a 404 status error: Permission set provision not found in AWS account {MEMBER}.")
    refused("ValidationException", "TargetId is required", "ProvisionPermissionSet", TargetType="AWS_ACCOUNT", **where)
    equal(len(call("ListPermissionSetProvisioningStatus", Filter={"Status": "FAILED"})["PermissionSetsProvisioningStatus"]), 2)

    # The role goes with the last assignment.
    refused("ConflictException", "^Could not delete because PermissionSet has ApplicationProfile associated with it$", "DeletePermissionSet", **where)
    ends(*unassign, **to_group)
    equal(ends(*unassign, status="FAILED", **to_group)["FailureReason"], "Received a 404 status error: Assignment not found.")
    equal({s["Status"] for s in call("ListAccountAssignmentDeletionStatus")["AccountAssignmentsDeletionStatus"]}, {"FAILED", "SUCCEEDED"})
    iam.refused("NoSuchEntity", "cannot be found", "GetRole", **name)
    iam("DeletePolicy", PolicyArn=site)
    call("DeletePermissionSet", **where)
    refused("ResourceNotFoundException", "Could not find PermissionSet", "DescribePermissionSet", **where)

    # Who was deleted leaves an assignment behind, which can be taken away.
    ids("DeleteUser", IdentityStoreId=store, UserId=alice)
    equal(len(call("ListAccountAssignments", AccountId=MEMBER, PermissionSetArn=plain)["AccountAssignments"]), 1)
    ends(*unassign, **to_alice)
    equal(call("ListAccountAssignments", AccountId=MEMBER, PermissionSetArn=plain)["AccountAssignments"], [])

    # Who may not: no policy, another account, another action.
    limited, member = Scenario("sso-admin", "limited"), Scenario("sso-admin", "member-admin")
    limited.refused("AccessDeniedException", re.escape(f"sso:ListPermissionSets on resource: {arn} because no identity-based policy allows"), "ListPermissionSets", InstanceArn=arn)
    equal(member("ListInstances")["Instances"], [])
    member.refused("AccessDeniedException", "not authorized to perform: sso:ListPermissionSets", "ListPermissionSets", InstanceArn=arn)
    refused("NotImplemented", "^lanyard sandbox doesn't speak sso:DescribeInstanceAccessControlAttributeConfiguration yet$", "DescribeInstanceAccessControlAttributeConfiguration")
    end(sso)


main()
