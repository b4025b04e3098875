using System.Text.Json;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Organizations;

/// <summary>The operations on invitations, and on what else two accounts must agree to.</summary>
internal static class HandshakeOperations
{
    public static IEnumerable<JsonOperation> All { get; } =
    [
        OrganizationCall.Of("InviteAccountToOrganization", CallableBy.Management, Invite),
        OrganizationCall.OfAnybody("AcceptHandshake", Accept),
        OrganizationCall.OfAnybody("DeclineHandshake", (call, json) => Answer(call, json, "DECLINED", isOfOrganization: false)),
        OrganizationCall.OfAnybody("CancelHandshake", (call, json) => Answer(call, json, "CANCELED", isOfOrganization: true)),
        OrganizationCall.OfAnybody("DescribeHandshake", Describe),
        OrganizationCall.OfAnybody("ListHandshakesForAccount", ListForAccount),
        OrganizationCall.Of("ListHandshakesForOrganization", CallableBy.Administrators, ListForOrganization),
    ];

    private static void Invite(OrganizationCall call, Utf8JsonWriter json)
    {
        var party = call.Input.Structure("Target") ?? throw call.Input.Missing("Target");
        var (type, id) = (party.Word("Type", "ACCOUNT", "ORGANIZATION", "EMAIL"), party.Text("Id", 1, 64));
        var notes = call.Input.OptionalText("Notes", 0, 1024);
        if (OrganizationTags.Read(call.Input).Count > 0)
        {
            throw OrganizationFaults.NotModelled("tags of invited accounts");
        }

        var (state, organization) = (call.State, call.Organization);
        call.Authorize(type == "ACCOUNT" ? organization.TargetArn(id) : "*");
        var account = type switch
        {
            "ACCOUNT" => state.Accounts.Find(id) ?? throw OrganizationFaults.Invalid("INVALID_PARTY_TYPE_TARGET", "You specified an account that doesn't exist."),
            "EMAIL" when Shapes.Email().Match(id).Value == id => state.Accounts.FindByEmail(id),
            _ => throw OrganizationFaults.Invalid("INVALID_PARTY_TYPE_TARGET", "You specified the wrong type of entity for the target of the invitation."),
        };
        if (account is not null && organization.Members.ContainsKey(account.Id))
        {
            throw OrganizationFaults.Of("DuplicateAccount", "The specified account is already a member of this organization.");
        }

        if (organization.Handshakes.Values.Any(h => h.StateAt(call.Now) == "OPEN" && (h.Target == id || (account is not null && IsTo(h, account)))))
        {
            throw OrganizationFaults.Of("DuplicateHandshake", "A handshake with the same action and target already exists.");
        }

        var handshake = new Handshake($"h-{state.Ids.Word(32)}", "INVITE", id, call.Now, notes);
        call.Save(organization.Put(handshake));
        json.Write("Handshake", organization, handshake, state);
    }

    private static void Accept(JsonCall call, Utf8JsonWriter json)
    {
        var (organization, handshake) = Find(call);
        var state = call.State;
        var isInvite = handshake.Action == "INVITE";
        if (isInvite && !IsMine(call, handshake))
        {
            throw NotFound();
        }

        if (isInvite && organization.HasAllFeatures)
        {
            OrganizationsRole.Authorize(call);
        }

        RequireOpen(call, handshake, "ACCEPTED");
        if (isInvite && state.Organizations.Of(call.Caller.AccountId) is not null)
        {
            throw OrganizationFaults.Of("HandshakeConstraintViolation", "The account is already a member of an organization.", "ALREADY_IN_AN_ORGANIZATION");
        }

        handshake = handshake with { Answer = "ACCEPTED" };
        organization = isInvite
            ? organization.Add(new MemberAccount(state.Accounts.Find(call.Caller.AccountId)!, organization.RootId, false, call.Now))
            : organization with { HasAllFeatures = true };
        if (isInvite && organization.HasAllFeatures)
        {
            OrganizationsRole.Make(state, state.Iam.Account(call.Caller.AccountId), call.Now);
        }

        state.Organizations.Put(organization.Put(handshake));
        json.Write("Handshake", organization, handshake, state);
    }

    private static void Answer(JsonCall call, Utf8JsonWriter json, string answer, bool isOfOrganization)
    {
        var (organization, handshake) = Find(call);
        if (isOfOrganization ? organization.ManagementId != call.Caller.AccountId : !IsMine(call, handshake))
        {
            throw NotFound();
        }

        RequireOpen(call, handshake, answer);
        handshake = handshake with { Answer = answer };
        call.State.Organizations.Put(organization.Put(handshake));
        json.Write("Handshake", organization, handshake, call.State);
    }

    private static void Describe(JsonCall call, Utf8JsonWriter json)
    {
        var (organization, handshake) = Find(call);
        json.Write("Handshake", organization, handshake, call.State);
    }

    private static void ListForAccount(JsonCall call, Utf8JsonWriter json)
    {
        var kept = Filter(call.Input);
        call.Authorize();
        var found = call.State.Organizations.All.SelectMany(o => o.Handshakes.Values.Select(h => (Organization: o, Handshake: h))).Where(f => IsMine(call, f.Handshake) && kept(f.Handshake));
        call.Page(json, "Handshakes", found, f => f.Handshake.Id, f => json.Write(null, f.Organization, f.Handshake, call.State), 20);
    }

    private static void ListForOrganization(OrganizationCall call, Utf8JsonWriter json)
    {
        var kept = Filter(call.Input);
        call.Authorize();
        call.Page(json, "Handshakes", call.Organization.Handshakes.Values.Where(kept), h => h.Id, h => json.Write(null, call.Organization, h, call.State));
    }

    // Both parties see a handshake, nobody else.
    private static (Organization Organization, Handshake Handshake) Find(JsonCall call)
    {
        var id = call.Input.Text("HandshakeId", 1, 34, Shapes.HandshakeId());
        var found = call.State.Organizations.All.FirstOrDefault(o => o.Handshakes.ContainsKey(id));
        var handshake = found?.Handshakes[id];
        var kind = handshake?.Action.ToLowerInvariant() ?? "invite";
        var arn = found?.Arn("handshake", $"{kind}/{id}") ?? $"arn:{call.State.Seed.Partition}:organizations::{call.Caller.AccountId}:handshake/*/{kind}/{id}";
        call.Authorize(new CallRequest($"organizations:{call.Operation}", arn) { Owner = call.Caller.AccountId, Region = call.Region, Denial = "AccessDeniedException" });
        return found is not null && (found.ManagementId == call.Caller.AccountId || IsMine(call, handshake!)) ? (found, handshake!) : throw NotFound();
    }

    private static Func<Handshake, bool> Filter(JsonParameters input)
    {
        if (input.Structure("Filter") is not { } filter)
        {
            return _ => true;
        }

        var action = filter.OptionalWord("ActionType", "INVITE", "ENABLE_ALL_FEATURES", "APPROVE_ALL_FEATURES", "ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE", "TRANSFER_RESPONSIBILITY");
        var parent = filter.OptionalText("ParentHandshakeId", 1, 34, Shapes.HandshakeId());
        return h => (action is null || h.Action == action) && parent is null;
    }

    private static void RequireOpen(JsonCall call, Handshake handshake, string wanted)
    {
        var state = handshake.StateAt(call.Now);
        if (state == wanted)
        {
            throw OrganizationFaults.Of("HandshakeAlreadyInState", "The specified handshake is already in the requested state.");
        }

        if (state is not ("OPEN" or "REQUESTED"))
        {
            throw OrganizationFaults.Of("InvalidHandshakeTransition", $"You can't perform the operation on the handshake in its current state: {state}.");
        }
    }

    private static bool IsMine(JsonCall call, Handshake handshake) => IsTo(handshake, call.State.Accounts.Find(call.Caller.AccountId)!);

    private static bool IsTo(Handshake handshake, SandboxAccount account) => handshake.Target == account.Id || handshake.Target.Equals(account.Email, StringComparison.OrdinalIgnoreCase);

    private static ServiceFault NotFound() => OrganizationFaults.Of("HandshakeNotFound", "We can't find a handshake with the HandshakeId that you specified.");
}
