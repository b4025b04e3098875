"""Identity Center's people and groups in the sandbox, by a client that isn't ours.

    identitystore-operations.py boto3|aws|js-v3 [node]
"""
import re, uuid
from scenario import Scenario, end, equal


def main():
    center = Scenario("sso-admin", "admin")("ListInstances")["Instances"][0]
    store = center["IdentityStoreId"]
    assert re.fullmatch(r"d-[0-9a-f]{10}", store), store
    ids = Scenario("identitystore", "admin")

    def call(operation, **parameters):
        return ids(operation, IdentityStoreId=store, **parameters)

    def refused(code, message, operation, **parameters):
        ids.refused(code, message, operation, IdentityStoreId=store, **parameters)

    nobody = str(uuid.UUID(int=7))
    name = {"GivenName": "Bob", "FamilyName": "Builder"}

    # People.
    bob = call("CreateUser", UserName="bob", DisplayName="Bob B.", Name=name, Emails=[{"Value": "bob@example.org", "Type": "work", "Primary": True}], Title="Builder",
               Addresses=[{"Locality": "Berlin", "Country": "DE"}], PhoneNumbers=[{"Value": "+49 30 1", "Type": "work"}])
    equal(bob["IdentityStoreId"], store)
    bob = bob["UserId"]
    eve = call("CreateUser", UserName="eve", DisplayName="Eve", Name={"GivenName": "Eve", "FamilyName": "E"})["UserId"]
    refused("ConflictException", "^Duplicate UserName$", "CreateUser", UserName="BOB", DisplayName="Bob", Name=name)
    refused("ConflictException", "^Duplicate Email$", "CreateUser", UserName="bob2", DisplayName="Bob", Name=name, Emails=[{"Value": "bob@example.org"}])
    refused("ValidationException", "displayname: The attribute displayname is required, givenname: The attribute givenname is required", "CreateUser", UserName="bob3", Name={"FamilyName": "B"})
    refused("ValidationException", "userName is a required attribute", "CreateUser", DisplayName="x", Name=name)
    refused("ValidationException", "at 'userName' failed to satisfy constraint", "CreateUser", UserName="two words", DisplayName="x", Name=name)
    refused("NotImplemented", "names of role sessions", "CreateUser", UserName="b\u00f6b", DisplayName="x", Name=name)

    shown = call("DescribeUser", UserId=bob)
    equal((shown["UserName"], shown["DisplayName"], shown["Name"], shown["Title"], shown["Emails"], shown["Addresses"]),
          ("bob", "Bob B.", name, "Builder", [{"Value": "bob@example.org", "Type": "work", "Primary": True}], [{"Locality": "Berlin", "Country": "DE"}]))
    refused("ResourceNotFoundException", "^USER not found", "DescribeUser", UserId=nobody)
    refused("ValidationException", "'userId' failed to satisfy constraint", "DescribeUser", UserId="bob")
    ids.refused("ResourceNotFoundException", "^IDENTITY_STORE not found", "DescribeUser", IdentityStoreId="d-0123456789", UserId=bob)

    equal(call("GetUserId", AlternateIdentifier={"UniqueAttribute": {"AttributePath": "userName", "AttributeValue": "bob"}})["UserId"], bob)
    equal(call("GetUserId", AlternateIdentifier={"UniqueAttribute": {"AttributePath": "emails.value", "AttributeValue": "bob@example.org"}})["UserId"], bob)
    refused("ResourceNotFoundException", "^USER not found", "GetUserId", AlternateIdentifier={"UniqueAttribute": {"AttributePath": "userName", "AttributeValue": "nobody"}})
    refused("ResourceNotFoundException", "^USER not found", "GetUserId", AlternateIdentifier={"ExternalId": {"Issuer": "okta", "Id": "1"}})
    refused("ValidationException", "not a unique attribute", "GetUserId", AlternateIdentifier={"UniqueAttribute": {"AttributePath": "title", "AttributeValue": "Builder"}})

    equal([u["UserId"] for u in call("ListUsers", Filters=[{"AttributePath": "UserName", "AttributeValue": "bob"}])["Users"]], [bob])
    equal(call("ListUsers", Filters=[{"AttributePath": "UserName", "AttributeValue": "nobody"}])["Users"], [])
    refused("ValidationException", "not supported", "ListUsers", Filters=[{"AttributePath": "Title", "AttributeValue": "x"}])
    refused("ValidationException", "nextToken", "ListUsers", NextToken="abc=def")
    pages, users = ids.client.pages("ListUsers", 2, "Users", IdentityStoreId=store)
    equal((pages in (None, 2), sorted(u["UserName"] for u in users)), (True, ["alice", "bob", "eve"]))

    call("UpdateUser", UserId=bob, Operations=[
        {"AttributePath": "displayName", "AttributeValue": "Robert"}, {"AttributePath": "name.givenName", "AttributeValue": "Robert"},
        {"AttributePath": "emails", "AttributeValue": [{"value": "robert@example.org", "primary": True}]}, {"AttributePath": "title", "AttributeValue": None}, {"AttributePath": "addresses"}])
    shown = call("DescribeUser", UserId=bob)
    equal((shown["DisplayName"], shown["Name"], shown["Emails"], "Title" in shown, "Addresses" in shown, "PhoneNumbers" in shown),
          ("Robert", {"GivenName": "Robert", "FamilyName": "Builder"}, [{"Value": "robert@example.org", "Primary": True}], False, False, True))
    refused("ValidationException", "attribute shoeSize is not supported", "UpdateUser", UserId=bob, Operations=[{"AttributePath": "shoeSize", "AttributeValue": "43"}])
    refused("ValidationException", "familyname is required", "UpdateUser", UserId=bob, Operations=[{"AttributePath": "name.familyName"}])
    refused("ConflictException", "^Duplicate UserName$", "UpdateUser", UserId=bob, Operations=[{"AttributePath": "userName", "AttributeValue": "eve"}])

    # Groups.
    builders = call("CreateGroup", DisplayName="Builders", Description="They build")["GroupId"]
    others = call("CreateGroup", DisplayName="Others")["GroupId"]
    refused("ConflictException", "^Duplicate GroupDisplayName$", "CreateGroup", DisplayName="builders")
    refused("ValidationException", "displayName is a required attribute", "CreateGroup", Description="nameless")
    equal({k: call("DescribeGroup", GroupId=builders)[k] for k in ("DisplayName", "Description", "GroupId", "IdentityStoreId")},
          {"DisplayName": "Builders", "Description": "They build", "GroupId": builders, "IdentityStoreId": store})
    refused("ResourceNotFoundException", "^GROUP not found", "DescribeGroup", GroupId=nobody)
    equal(call("GetGroupId", AlternateIdentifier={"UniqueAttribute": {"AttributePath": "displayName", "AttributeValue": "Builders"}})["GroupId"], builders)
    refused("ResourceNotFoundException", "^GROUP not found", "GetGroupId", AlternateIdentifier={"UniqueAttribute": {"AttributePath": "displayName", "AttributeValue": "Nobody"}})
    refused("ValidationException", "not a unique attribute", "GetGroupId", AlternateIdentifier={"UniqueAttribute": {"AttributePath": "description", "AttributeValue": "x"}})
    call("UpdateGroup", GroupId=others, Operations=[{"AttributePath": "displayName", "AttributeValue": "Rest"}, {"AttributePath": "description", "AttributeValue": "All others"}])
    equal([(g["DisplayName"], g["Description"]) for g in call("ListGroups", Filters=[{"AttributePath": "DisplayName", "AttributeValue": "Rest"}])["Groups"]], [("Rest", "All others")])
    refused("ConflictException", "^Duplicate GroupDisplayName$", "UpdateGroup", GroupId=others, Operations=[{"AttributePath": "displayName", "AttributeValue": "Builders"}])
    refused("ValidationException", "not supported", "UpdateGroup", GroupId=others, Operations=[{"AttributePath": "color", "AttributeValue": "red"}])
    equal(sorted(g["DisplayName"] for g in ids.client.pages("ListGroups", 1, "Groups", IdentityStoreId=store)[1]), ["Builders", "Rest"])

    # Who is in which.
    member = {"UserId": bob}
    membership = call("CreateGroupMembership", GroupId=builders, MemberId=member)["MembershipId"]
    refused("ConflictException", "relationship already exists", "CreateGroupMembership", GroupId=builders, MemberId=member)
    refused("ResourceNotFoundException", "^USER not found", "CreateGroupMembership", GroupId=builders, MemberId={"UserId": nobody})
    refused("ResourceNotFoundException", "^GROUP not found", "CreateGroupMembership", GroupId=nobody, MemberId=member)
    call("CreateGroupMembership", GroupId=others, MemberId=member)
    call("CreateGroupMembership", GroupId=builders, MemberId={"UserId": eve})
    found = call("DescribeGroupMembership", MembershipId=membership)
    equal((found["GroupId"], found["MemberId"], found["IdentityStoreId"]), (builders, member, store))
    equal(call("GetGroupMembershipId", GroupId=builders, MemberId=member)["MembershipId"], membership)
    refused("ResourceNotFoundException", "^GROUP_MEMBERSHIP not found", "GetGroupMembershipId", GroupId=others, MemberId={"UserId": eve})
    equal({m["MemberId"]["UserId"] for m in call("ListGroupMemberships", GroupId=builders)["GroupMemberships"]}, {bob, eve})
    equal(len(ids.client.pages("ListGroupMemberships", 1, "GroupMemberships", IdentityStoreId=store, GroupId=builders)[1]), 2)
    equal({m["GroupId"] for m in call("ListGroupMembershipsForMember", MemberId=member)["GroupMemberships"]}, {builders, others})
    equal([(r["GroupId"], r["MembershipExists"]) for r in call("IsMemberInGroups", MemberId={"UserId": eve}, GroupIds=[builders, others])["Results"]], [(builders, True), (others, False)])
    refused("ResourceNotFoundException", "^GROUP not found", "IsMemberInGroups", MemberId=member, GroupIds=[nobody])
    call("DeleteGroupMembership", MembershipId=membership)
    refused("ResourceNotFoundException", "^GROUP_MEMBERSHIP not found", "DescribeGroupMembership", MembershipId=membership)

    # What goes takes its memberships along.
    call("DeleteGroup", GroupId=others)
    equal(call("ListGroupMembershipsForMember", MemberId=member)["GroupMemberships"], [])
    refused("ResourceNotFoundException", "^GROUP not found", "DeleteGroup", GroupId=others)
    call("DeleteUser", UserId=eve)
    equal(call("ListGroupMemberships", GroupId=builders)["GroupMemberships"], [])
    refused("ResourceNotFoundException", "^USER not found", "DeleteUser", UserId=eve)

    # Who may not.
    Scenario("identitystore", "limited").refused("AccessDeniedException", "identitystore:ListUsers on resource: arn:aws:identitystore::111111111111:identitystore/" + store, "ListUsers", IdentityStoreId=store)
    Scenario("identitystore", "member-admin").refused("AccessDeniedException", "identitystore:DescribeUser", "DescribeUser", IdentityStoreId=store, UserId=bob)
    end(ids)


main()
