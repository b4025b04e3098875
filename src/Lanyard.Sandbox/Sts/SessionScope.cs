using System.Globalization;
using Lanyard.Policy;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Sts;

/// <summary>What a call says of the session that it asks for: <c>Policy</c>, <c>PolicyArns</c>, <c>Tags</c> and <c>TransitiveTagKeys</c>.</summary>
internal sealed class SessionScope
{
    // "Pass session tags in AWS STS", IAM User Guide: the plain text of policies. AWS's packed form is its own secret; this is our measure of it too.
    private const int MostText = 2048;
    private const int MostTags = 50;
    private const int MostPolicies = 10;

    private readonly string? _policy;
    private readonly IReadOnlyList<string> _policyArns;

    private SessionScope(string? policy, IReadOnlyList<string> policyArns, IReadOnlyList<KeyValuePair<string, string>> tags, IReadOnlyList<string> transitiveKeys) =>
        (_policy, _policyArns, Tags, TransitiveKeys) = (policy, policyArns, tags, transitiveKeys);

    /// <summary>Gets the tags that the call passes, in its order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; }

    /// <summary>Gets the keys of those that the call makes transitive.</summary>
    public IReadOnlyList<string> TransitiveKeys { get; }

    /// <summary>Reads the parameters.</summary>
    /// <param name="parameters">The call's.</param>
    /// <param name="policyMax">The longest inline policy that the service model takes.</param>
    public static SessionScope Read(StsParameters parameters, int policyMax) => new(
        parameters.Optional("Policy", 1, policyMax, StsParameters.Shape.Any), parameters.List("PolicyArns", ".arn", MostPolicies),
        parameters.Tags(MostTags), parameters.List("TransitiveTagKeys", "", MostTags));

    /// <summary>Gives the scope with the tags of an identity token.</summary>
    public SessionScope With(IReadOnlyList<KeyValuePair<string, string>> tags, IReadOnlyList<string> transitiveKeys) =>
        new(_policy, _policyArns, tags, transitiveKeys);

    /// <summary>Gives the session policies; <see langword="null"/> where none are passed.</summary>
    /// <param name="account">The account of the session: the managed policies must be its own, or AWS's.</param>
    /// <exception cref="ServiceFault">They can't be used.</exception>
    public SessionPolicies? Policies(IamAccount? account)
    {
        if (_policy is null && _policyArns.Count == 0)
        {
            return null;
        }

        if ((_policy?.Length ?? 0) + _policyArns.Sum(a => a.Length) > MostText)
        {
            throw TooLarge("session policy", Percent(SessionTags.None));
        }

        foreach (var arn in _policyArns)
        {
            if (account is not null && account.FindPolicy(arn) is null)
            {
                throw new ServiceFault("ValidationError", 400, $"The policy {arn} doesn't exist or can't be a session policy of this account.");
            }
        }

        return new SessionPolicies(Inline(), [.. _policyArns]);
    }

    /// <summary>Gives the tags of the session.</summary>
    /// <param name="inherited">What the calling session hands down.</param>
    /// <exception cref="ServiceFault">They can't be used.</exception>
    public SessionTags TagsOnto(SessionTags inherited)
    {
        // The words are those that LocalStack's tests recorded of AWS.
        if (Tags.DistinctBy(t => t.Key, StringComparer.OrdinalIgnoreCase).Count() < Tags.Count)
        {
            throw Invalid("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        }

        if (Tags.Any(t => t.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)))
        {
            throw Invalid("aws: prefixed tag key names are not allowed for external use.");
        }

        if (Tags.Any(t => inherited.All.ContainsKey(t.Key)))
        {
            throw Invalid("One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.");
        }

        if (TransitiveKeys.Any(k => !Tags.Any(t => t.Key.Equals(k, StringComparison.OrdinalIgnoreCase))))
        {
            throw Invalid("The specified transitive tag key must be included in the requested tags.");
        }

        var tags = new SessionTags { All = inherited.All.AddRange(Tags), TransitiveKeys = inherited.TransitiveKeys.Union(TransitiveKeys) };
        return Percent(tags) <= 100 && tags.All.Count <= MostTags ? tags : throw TooLarge("session tags", Percent(tags));
    }

    /// <summary>Adds what policies can ask of the call's tags.</summary>
    public RequestContext KeysOnto(RequestContext context)
    {
        context = Tags.Aggregate(context, (with, tag) => with.With($"aws:RequestTag/{tag.Key}", tag.Value));
        context = Tags.Count == 0 ? context : context.With("aws:TagKeys", Tags.Select(t => t.Key));
        return TransitiveKeys.Count == 0 ? context : context.With("sts:TransitiveTagKeys", TransitiveKeys);
    }

    /// <summary>The <c>PackedPolicySize</c> element; empty without policies and tags.</summary>
    public string Size(SessionTags tags) => _policy is null && _policyArns.Count == 0 && tags.All.IsEmpty
        ? ""
        : $"\n    <PackedPolicySize>{Percent(tags).ToString(CultureInfo.InvariantCulture)}</PackedPolicySize>";

    private AttachedPolicy? Inline()
    {
        if (_policy is null)
        {
            return null;
        }

        try
        {
            return new AttachedPolicy("session policy", PolicyKind.Session, PolicyDocumentReader.Read(_policy, "Policy"));
        }
        catch (PolicyDocumentException e)
        {
            throw new ServiceFault("MalformedPolicyDocument", 400, e.Message);
        }
    }

    private int Percent(SessionTags tags)
    {
        var size = (_policy?.Length ?? 0) + _policyArns.Sum(a => a.Length) + tags.All.Sum(t => t.Key.Length + t.Value.Length);
        return Math.Max(1, (int)Math.Ceiling(size * 100.0 / MostText));
    }

    private static ServiceFault TooLarge(string what, int percent) =>
        new("PackedPolicyTooLarge", 400, $"Packed size of {what} consumes {percent}% of allotted space.");

    private static ServiceFault Invalid(string message) => new("InvalidParameterValue", 400, message);
}
