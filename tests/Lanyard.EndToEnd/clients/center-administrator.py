"""An administrator lets somebody in by boto3, and takes them out again.

    center-administrator.py in|out NAME
"""
import json, sys
import boto3

POLICY = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:ListUsers", "Resource": "*"}]})


def main(way, name):
    session = boto3.Session(profile_name="management-root")
    sso, store = session.client("sso-admin"), session.client("identitystore")
    instance = sso.list_instances()["Instances"][0]
    center, people = {"InstanceArn": instance["InstanceArn"]}, {"IdentityStoreId": instance["IdentityStoreId"]}
    if way == "out":
        store.delete_user(UserId=store.get_user_id(AlternateIdentifier={"UniqueAttribute": {"AttributePath": "userName", "AttributeValue": name}}, **people)["UserId"], **people)
        return
    user = store.create_user(UserName=name, DisplayName=name, Name={"GivenName": name, "FamilyName": name}, **people)["UserId"]
    group = store.create_group(DisplayName="Readers", **people)["GroupId"]
    store.create_group_membership(GroupId=group, MemberId={"UserId": user}, **people)
    made = sso.create_permission_set(Name="Reader", **center)["PermissionSet"]["PermissionSetArn"]
    sso.put_inline_policy_to_permission_set(PermissionSetArn=made, InlinePolicy=POLICY, **center)
    status = sso.create_account_assignment(TargetId="333333333333", TargetType="AWS_ACCOUNT", PermissionSetArn=made, PrincipalType="GROUP", PrincipalId=group, **center)
    request = status["AccountAssignmentCreationStatus"]["RequestId"]
    ended = sso.describe_account_assignment_creation_status(AccountAssignmentCreationRequestId=request, **center)["AccountAssignmentCreationStatus"]
    assert ended["Status"] == "SUCCEEDED", ended


main(*sys.argv[1:])
