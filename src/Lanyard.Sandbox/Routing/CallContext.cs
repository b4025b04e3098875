using System.Globalization;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Policy;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Engine;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Routing;

/// <summary>A call on its way through the sandbox: what came, and what the call log will say of it.</summary>
internal sealed class CallContext(WireRequest request, ReadOnlyMemory<byte> body, Target target, string requestId, DateTimeOffset now)
{
    // A long list of near misses helps nobody.
    private const int MostReasons = 4;

    // A signature that isn't good is no denial; its message holds what the client sent.
    private static readonly HashSet<string> Denials = new(StringComparer.Ordinal)
    {
        "AccessDenied", "AccessDeniedException", "ForbiddenException", "Forbidden", "UnauthorizedException", "Unauthorized", "ExpiredToken", "InvalidClientTokenId",
        "INSUFFICIENT_PERMISSIONS", "AUTHCODE_EXPIRED", "TOKEN_EXPIRED",
    };

    public WireRequest Request { get; } = request;

    public ReadOnlyMemory<byte> Body { get; } = body;

    public Target Target { get; } = target;

    public string RequestId { get; } = requestId;

    public DateTimeOffset Now { get; } = now;

    /// <summary>Gets or sets the operation for the log; only ever a name that we know.</summary>
    public string? Operation { get; set; }

    public string? AccessKeyId { get; set; }

    public string? Principal { get; set; }

    public string? Error { get; set; }

    /// <summary>Gets or sets what policies decided; <see langword="null"/> where none was asked.</summary>
    public Outcome? Decision { get; set; }

    /// <summary>Gets or sets why policies decided so, or why the call is refused whatever they say.</summary>
    public string? Reason { get; set; }

    public IReadOnlyList<KeyValuePair<string, string>> Query { get; } = QueryString.Parse(request.Query);

    /// <summary>Gets the pairs of a form body; none where the body is no form.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Form { get; } = request.MediaType == "application/x-www-form-urlencoded"
        ? QueryString.Parse(System.Text.Encoding.UTF8.GetString(body.Span))
        : [];

    /// <summary>Gets the protocol that the client speaks.</summary>
    public WireProtocol Protocol => Request.MediaType.StartsWith("application/x-amz-json", StringComparison.Ordinal) || Request.Headers.Contains("X-Amz-Target") ? WireProtocol.Json
        : Target.Name == "ec2" ? WireProtocol.Ec2
        : Target.Service is SandboxService.Sts or SandboxService.Iam or SandboxService.CloudFormation || QueryString.Get(Form, "Action") is not null || QueryString.Get(Query, "Action") is not null ? WireProtocol.Query
        : SigV4Verifier.IsS3(Target.Name) || Target.Name == "s3-control" ? WireProtocol.S3
        : Target.Name is "cloudfront" or "route53" ? WireProtocol.RestXml
        : WireProtocol.RestJson;

    /// <summary>Gets the last denial of the caller's policies; <see langword="null"/> where they were asked nothing, or allowed the last that they were asked.</summary>
    public AuthorizationFailure? Failure { get; private set; }

    /// <summary>Gets who called, once the signature proved it; <see langword="null"/> for calls without one.</summary>
    public Caller? Caller { get; private set; }

    /// <summary>Gets the region that the call was signed for; <see langword="null"/> for calls without a signature.</summary>
    public string? Region { get; private set; }

    /// <summary>Gets the services that call with the caller's permissions, in their order; none where the caller calls.</summary>
    public IReadOnlyList<string> CalledVia { get; private init; } = [];

    /// <summary>Gets the calls that a service made to answer this one, in their order.</summary>
    public List<CallContext> Inner { get; } = [];

    /// <summary>Gets the status of the error that the call ends with; 200 where it ends with none.</summary>
    public int Status { get; private set; } = 200;

    /// <summary>Gets or sets what the error says.</summary>
    public string? ErrorMessage { get; set; }

    /// <summary>Gets the end of a denial's message where the policies of an organization deny; else empty.</summary>
    public string DeniedBy { get; private set; } = "";

    /// <summary>Begins a call that a service makes to answer this one. It is in the log before this one.</summary>
    /// <param name="service">The service that is called.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="caller">Whose permissions count.</param>
    /// <param name="calledVia">The services that call with the caller's permissions.</param>
    public CallContext Begin(string service, string operation, Caller caller, IReadOnlyList<string> calledVia)
    {
        var inner = new CallContext(Request, ReadOnlyMemory<byte>.Empty, new Target(SandboxService.None, service, Region), RequestId, Now)
        {
            Operation = operation,
            AccessKeyId = AccessKeyId,
            Principal = caller.Arn,
            Caller = caller,
            Region = Region,
            CalledVia = calledVia,
        };
        Inner.Add(inner);
        return inner;
    }

    /// <summary>Asks the policies, with those that an organization has around the resource, and notes for the log what they say and why.</summary>
    public Verdict Decide(OrganizationState organizations, AccessRequest request, AccessPolicies policies)
    {
        var explanation = Explanation.Of(request, organizations.Around(request, policies));
        var verdict = explanation.Verdict;
        if (verdict.IsAllowed && Caller?.DelegateAccountId is not null && policies.Session is { } lent)
        {
            // What the policy of a resource grants to who lent the access isn't lent with it: what was asked for limits that as well.
            var alone = Explanation.Of(request, AccessPolicies.None with { Identity = PolicySet.Of(lent.Policies.Select(p => new AttachedPolicy(p.Name, PolicyKind.Identity, p.Document))) });
            (explanation, verdict) = alone.Verdict.IsAllowed ? (explanation, verdict) : (alone, new Verdict(Outcome.ImplicitDeny, PolicyLayers.Session));
        }

        DeniedBy = Denial.ByOrganization(organizations, request, explanation);
        Decision = verdict.Outcome;
        Reason = string.Join("; ", explanation.Reasons.Take(MostReasons).Select(r => explanation.Render(r).Message));
        Failure = verdict.IsAllowed ? null : new AuthorizationFailure(explanation, request, Caller, Principal);
        return verdict;
    }

    /// <summary>Adds the condition keys that every request has, whoever makes it: "AWS global condition context keys", IAM User Guide.</summary>
    /// <param name="context">The keys so far, which stay.</param>
    public RequestContext WithRequest(RequestContext context) => context.Complete(
        ("aws:RequestedRegion", Region ?? Target.Region ?? "us-east-1"),
        ("aws:CurrentTime", Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
        ("aws:EpochTime", Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        ("aws:SecureTransport", "true"),
        ("aws:ViaAWSService", "false"),
        ("aws:SourceIp", "127.0.0.1"),
        ("aws:UserAgent", Request.Headers.Get("User-Agent")));

    /// <summary>Asks the caller's policies.</summary>
    /// <exception cref="ServiceFault">They don't allow it.</exception>
    public void Authorize(SandboxState state, Caller caller, CallRequest asked)
    {
        var owner = asked.Owner ?? (asked.Resource.Split(':', 6) is [_, _, _, _, { Length: 12 } id, _] ? id : caller.AccountId);
        var own = state.Organizations.WithResource(state.Iam.ContextOf(caller, Now), owner);
        var context = WithRequest(Via((asked.Keys ?? new Keys()).Onto(own, asked.Action).With("aws:RequestedRegion", asked.Region)));
        var request = new AccessRequest(caller.Principal, asked.Action, asked.Resource, context, asked.Owner)
        {
            TakesNoResource = Catalogue.Embedded.FindAction(asked.Action) is { IsWithoutResourceTypes: true },
        };
        var verdict = Decide(state.Organizations, request, state.Iam.PoliciesOf(caller) with { Resource = asked.Policy });
        if (!verdict.IsAllowed)
        {
            throw new ServiceFault(
                asked.Denial, asked.Denial == "AccessDenied" ? 403 : 400,
                $"User: {caller.Arn} is not authorized to perform: {asked.Action} on resource: {asked.Shown ?? asked.Resource} {(DeniedBy.Length > 0 ? DeniedBy : Denial.Why(verdict, asked.Action))}");
        }
    }

    // "Forward access sessions", IAM User Guide. The address is the service's, one that documentation may use.
    private RequestContext Via(RequestContext context) => CalledVia.Count == 0 ? context : context
        .With("aws:ViaAWSService", "true")
        .With("aws:CalledVia", ContextValue.Many(CalledVia))
        .With("aws:CalledViaFirst", CalledVia[0])
        .With("aws:CalledViaLast", CalledVia[^1])
        .With("aws:SourceIp", "192.0.2.1");

    /// <summary>Notes who signed the call.</summary>
    /// <param name="key">The key that signed.</param>
    /// <param name="region">The region that the signature is for.</param>
    public void Identify(AccessKey key, string region)
    {
        AccessKeyId = key.Id;
        Principal = key.Caller.Arn;
        Caller = key.Caller;
        Region = region;
    }

    /// <summary>Notes the error that the call ends with.</summary>
    public void Fail(ServiceFault fault)
    {
        Error = fault.Code;
        Status = fault.Status;
        ErrorMessage = fault.Message;
        if (Denials.Contains(fault.Code) && (Reason is null || Decision == Outcome.Allowed))
        {
            // No policy was asked, or what it allows is refused for another reason.
            Reason = fault.Message;
        }
    }
}
