using Lanyard.Aws.Wire;
using Lanyard.Policy.Engine;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Routing;

/// <summary>A call on its way through the sandbox: what came, and what the call log will say of it.</summary>
internal sealed class CallContext(WireRequest request, ReadOnlyMemory<byte> body, Target target, string requestId, DateTimeOffset now)
{
    // A long list of near misses helps nobody.
    private const int MostReasons = 4;

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

    /// <summary>Gets or sets why policies decided so.</summary>
    public string? Reason { get; set; }

    public IReadOnlyList<KeyValuePair<string, string>> Query { get; } = QueryString.Parse(request.Query);

    /// <summary>Gets the pairs of a form body; none where the body is no form.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Form { get; } = request.MediaType == "application/x-www-form-urlencoded"
        ? QueryString.Parse(System.Text.Encoding.UTF8.GetString(body.Span))
        : [];

    /// <summary>Asks the policies, and notes for the log what they say and why.</summary>
    public Verdict Decide(AccessRequest request, AccessPolicies policies)
    {
        var explanation = Explanation.Of(request, policies);
        Decision = explanation.Verdict.Outcome;
        Reason = string.Join("; ", explanation.Reasons.Take(MostReasons).Select(r => explanation.Render(r).Message));
        return explanation.Verdict;
    }

    public void Identify(AccessKey key)
    {
        AccessKeyId = key.Id;
        Principal = key.Caller.Arn;
    }
}
