using System.Collections.Immutable;
using Lanyard.Aws.Secrets;

namespace Lanyard.Sandbox.State;

/// <summary>A parameter of the permissions that are asked for.</summary>
internal sealed record DelegationParameter(string Name, string? Type, ImmutableArray<string> Values);

/// <summary>What a request asks for, as its maker wrote it.</summary>
/// <param name="Description">What it is for.</param>
/// <param name="TemplateArn">The template of the permissions.</param>
/// <param name="Parameters">What was put into the template.</param>
/// <param name="Policy">The permissions.</param>
/// <param name="WorkflowId">What its maker knows it by.</param>
/// <param name="Topic">The topic that is told of it.</param>
/// <param name="Duration">How long the access lasts from the sending of the token on.</param>
internal sealed record DelegationTerms(
    string Description, string TemplateArn, ImmutableArray<DelegationParameter> Parameters, StoredPolicy Policy, string WorkflowId, string Topic, TimeSpan Duration)
{
    public string? Message { get; init; }

    public string? RedirectUrl { get; init; }

    /// <summary>Gets whether only the owner may send the token; <see langword="null"/> where its maker said nothing.</summary>
    public bool? OnlySendByOwner { get; init; }
}

/// <summary>A request for temporary access to an account: "Understanding the Request Lifecycle", IAM User Guide.</summary>
/// <param name="Id">Its id.</param>
/// <param name="RequestorId">The account that made it.</param>
/// <param name="Terms">What it asks for.</param>
/// <param name="Created">When it was made.</param>
/// <param name="State">The state that it was put in last.</param>
/// <param name="Updated">When that was.</param>
internal sealed record DelegationRequest(string Id, string RequestorId, DelegationTerms Terms, DateTimeOffset Created, string State, DateTimeOffset Updated)
{
    public const string Unassigned = "UNASSIGNED";
    public const string Assigned = "ASSIGNED";
    public const string Pending = "PENDING_APPROVAL";
    public const string Accepted = "ACCEPTED";
    public const string Finalized = "FINALIZED";
    public const string Rejected = "REJECTED";
    public const string Expired = "EXPIRED";

    public string? OwnerAccountId { get; init; }

    /// <summary>Gets the ARN of who took it on; <see langword="null"/> where nobody did.</summary>
    public string? OwnerId { get; init; }

    /// <summary>Gets who accepted it: the session that comes of it is theirs.</summary>
    public Caller? Approver { get; init; }

    public string? Notes { get; init; }

    public string? RejectionReason { get; init; }

    /// <summary>Gets what is exchanged for credentials; <see langword="null"/> before it is sent.</summary>
    public Secret? Token { get; init; }

    /// <summary>Gets when the access ends; <see langword="null"/> before the token is sent.</summary>
    public DateTimeOffset? Ends { get; init; }

    /// <summary>Gets when it expires where nothing is done.</summary>
    public DateTimeOffset Expires => Updated.AddDays(State == Unassigned ? 1 : 7);

    public string StateAt(DateTimeOffset now) => now >= Expires ? Expired : State;

    /// <summary>Gives it in another state.</summary>
    public DelegationRequest Into(string state, DateTimeOffset now) => this with { State = state, Updated = now };
}

/// <summary>A message to the topic of a request: "Notification Message Format", IAM User Guide.</summary>
/// <param name="Request">The request as it was.</param>
/// <param name="IsToken">Whether it brings the token; otherwise it tells of the state.</param>
internal sealed record DelegationNotice(DelegationRequest Request, bool IsToken);

/// <summary>The requests for temporary access, and what was told of them. Readers see a whole state at any time; only one thread may change it at a time.</summary>
internal sealed class DelegationRequests
{
    // Whoever reads none of a thousand messages doesn't read the next.
    private const int MostNotices = 1000;

    private volatile ImmutableSortedDictionary<string, DelegationRequest> _all = ImmutableSortedDictionary.Create<string, DelegationRequest>(StringComparer.Ordinal);
    private volatile ImmutableList<DelegationNotice> _notices = [];

    public IEnumerable<DelegationRequest> All => _all.Values;

    /// <summary>Gets the messages, the oldest first.</summary>
    public IEnumerable<DelegationNotice> Notices => _notices;

    public DelegationRequest? Find(string id) => _all.GetValueOrDefault(id);

    public DelegationRequest? FindByToken(string token) => _all.Values.FirstOrDefault(r => r.Token?.FixedTimeEquals(token) is true);

    /// <summary>Puts a request in the place of what it was, and tells its topic where it is new to it.</summary>
    public void Put(DelegationRequest request)
    {
        var before = Find(request.Id);

        // SetItem would compare the two, and secrets refuse to be compared.
        _all = _all.Remove(request.Id).Add(request.Id, request);
        if (before is not null)
        {
            DelegationNotice[] told = request.State == DelegationRequest.Finalized ? [new(request, false), new(request, true)] : [new(request, false)];
            _notices = _notices.AddRange(told);
            _notices = _notices.Count > MostNotices ? _notices.RemoveRange(0, _notices.Count - MostNotices) : _notices;
        }

        Changes.Note();
    }
}
