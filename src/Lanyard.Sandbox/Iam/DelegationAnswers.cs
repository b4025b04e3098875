using System.Text.Json;
using Lanyard.Aws.Secrets;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>The operations of who is asked for temporary access: take a request on, forward, accept or reject it, and send the token.</summary>
internal static class DelegationAnswers
{
    public static IReadOnlyList<IamOperation> All { get; } =
    [
        new("AssociateDelegationRequest", Associate), new("UpdateDelegationRequest", Update), new("AcceptDelegationRequest", Accept),
        new("RejectDelegationRequest", Reject), new("SendDelegationToken", Send),
    ];

    /// <summary>Reads the id of the request that a call is about.</summary>
    public static string IdOf(IamCall call) => call.Parameters.Required("DelegationRequestId", 16, 128) is var id && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
        ? id
        : throw IamParameters.Invalid("delegationRequestId", "Member must satisfy regular expression pattern: [\\w-]+");

    /// <summary>Finds a request that the caller's account may see: its own, or one that is nobody's yet. Who took it on needs no policy for it.</summary>
    public static DelegationRequest Visible(IamCall call, string id)
    {
        var request = call.State.Iam.Delegations.Find(id) is { } found && (found.OwnerAccountId ?? call.Account.Id) == call.Account.Id ? found : null;
        call.Authorize(call.ArnOf("delegation-request", id), DelegationOperations.KeysOf(request), OfOwner(call, request));
        return request ?? throw IamFaults.NoSuchEntity($"The delegation request with id {id} cannot be found.");
    }

    private static void Associate(IamCall call)
    {
        var request = Asked(call, DelegationRequest.Unassigned);
        call.State.Iam.Delegations.Put(request.Into(DelegationRequest.Assigned, call.Now) with { OwnerAccountId = call.Account.Id, OwnerId = call.Caller.Arn });
    }

    private static void Update(IamCall call)
    {
        var notes = call.Parameters.Optional("Notes", 0, 500);
        var request = Visible(call, IdOf(call));
        Require(call, request, DelegationRequest.Assigned, DelegationRequest.Pending);
        call.State.Iam.Delegations.Put(request.Into(DelegationRequest.Pending, call.Now) with { Notes = notes ?? request.Notes });
    }

    private static void Accept(IamCall call)
    {
        var request = Asked(call, DelegationRequest.Assigned, DelegationRequest.Pending);
        if (call.Caller.SessionPolicies is not null)
        {
            // What comes of it would be limited twice, which the engine has no place for.
            throw new ServiceFault("NotImplemented", 501, "lanyard sandbox doesn't take iam:AcceptDelegationRequest from a session with session policies yet");
        }

        call.State.Iam.Delegations.Put(request.Into(DelegationRequest.Accepted, call.Now) with { Approver = call.Caller });
    }

    private static void Reject(IamCall call)
    {
        var notes = call.Parameters.Optional("Notes", 0, 500);
        var request = Asked(call, DelegationRequest.Assigned, DelegationRequest.Pending, DelegationRequest.Accepted);
        call.State.Iam.Delegations.Put(request.Into(DelegationRequest.Rejected, call.Now) with { RejectionReason = notes });
    }

    private static void Send(IamCall call)
    {
        var request = Asked(call, DelegationRequest.Accepted);
        if (request.Terms.OnlySendByOwner is true && request.OwnerId != call.Caller.Arn)
        {
            throw new ServiceFault("AccessDenied", 403, $"Only {request.OwnerId}, the owner of the delegation request, may send its token.");
        }

        // The delegation period starts here, not when the token is exchanged.
        call.State.Iam.Delegations.Put(request.Into(DelegationRequest.Finalized, call.Now) with
        {
            Token = new Secret(call.State.Ids.Token("", 300)),
            Ends = DateTimeOffset.FromUnixTimeSeconds((call.Now + request.Terms.Duration).ToUnixTimeSeconds()),
        });
    }

    private static DelegationRequest Asked(IamCall call, params ReadOnlySpan<string> states)
    {
        var id = IdOf(call);
        var request = call.State.Iam.Delegations.Find(id) is { } found && (found.OwnerAccountId ?? call.Account.Id) == call.Account.Id ? found : null;
        call.Authorize(call.ArnOf("delegation-request", id), DelegationOperations.KeysOf(request), null);
        return Require(call, request ?? throw IamFaults.NoSuchEntity($"The delegation request with id {id} cannot be found."), states);
    }

    private static DelegationRequest Require(IamCall call, DelegationRequest request, params ReadOnlySpan<string> states) => states.Contains(request.StateAt(call.Now))
        ? request
        : throw WrongState(call.Operation, $"The delegation request {request.Id} is in the state {request.StateAt(call.Now)}; {call.Operation} takes {string.Join(" or ", states)}.");

    // By the service model accepting alone has no InvalidInput; of the errors that it has, this one is about the request's state.
    private static ServiceFault WrongState(string operation, string message) =>
        operation == "AcceptDelegationRequest" ? new ServiceFault("ConcurrentModification", 409, message) : IamFaults.InvalidInput(message);

    // "GetDelegationRequest" and "UpdateDelegationRequest", IAM API Reference: the owner's default permission.
    private static PolicySet? OfOwner(IamCall call, DelegationRequest? request) => request?.OwnerId is not { } owner ? null : PolicySet.Of(new AttachedPolicy(
        "the owner's default permission", PolicyKind.Trust, PolicyDocumentReader.Read(
            $$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"{{{JsonEncodedText.Encode(owner)}}}"},"Action":"iam:{{{call.Operation}}}"}}""", null)));
}
