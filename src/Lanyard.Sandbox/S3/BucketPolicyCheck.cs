using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Matching;
using Lanyard.Sandbox.Iam;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.S3;

/// <summary>Refuses what can't be the policy of a bucket: "Bucket policies for Amazon S3", Amazon S3 User Guide.</summary>
internal static class BucketPolicyCheck
{
    /// <summary>Reads a policy of a bucket.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="json">The policy.</param>
    /// <param name="state">What the sandbox knows.</param>
    /// <exception cref="ServiceFault">It can't be one.</exception>
    public static StoredPolicy Read(Bucket bucket, string json, SandboxState state)
    {
        if (!IsObject(json))
        {
            throw Malformed("Policies must be valid JSON and the first byte must be '{'");
        }

        if (DocumentCheck.ProblemOf(json, PolicyKind.Resource) is { } problem)
        {
            throw Malformed(problem);
        }

        foreach (var statement in PolicyDocumentReader.Read(json, null).Statements)
        {
            Require(statement, bucket, state);
        }

        return new StoredPolicy($"policy of bucket {bucket.Name}", PolicyKind.Resource, json);
    }

    private static void Require(Statement statement, Bucket bucket, SandboxState state)
    {
        if (statement.Principal?.Entries.Any(entry => entry.Kind == PrincipalKind.Aws && IsMissing(entry.Value.Value, state)) == true)
        {
            throw Malformed("Invalid principal in policy");
        }

        if (statement.Action.Values.Any(action => action.Value != "*" && !(action.Value.StartsWith("s3:", StringComparison.OrdinalIgnoreCase) && IsKnown(action.Value))))
        {
            throw Malformed("Policy has invalid action");
        }

        var start = $"arn:{state.Seed.Partition}:s3:::";
        var resources = (statement.Resource ?? throw Malformed("Missing required field Resource")).Values.Select(r => r.Value).ToList();
        if (resources.Any(r => !r.StartsWith(start, StringComparison.Ordinal) || !new WildcardPattern(r[start.Length..].Split('/')[0]).IsMatch(bucket.Name)))
        {
            throw Malformed("Policy has invalid resource");
        }

        if (statement is { Action.Negated: false, Resource.Negated: false } && statement.Action.Values.Any(action => !Applies(action.Value, resources)))
        {
            throw Malformed("Action does not apply to any resource(s) in statement");
        }
    }

    // A pattern may be of both; so may what ends in a star. What is of neither, as s3:ListAllMyBuckets, is in no bucket's policy.
    private static bool Applies(string action, List<string> resources)
    {
        if (action.Contains('*', StringComparison.Ordinal) || action.Contains('?', StringComparison.Ordinal))
        {
            return true;
        }

        var types = Catalogue.Embedded.FindAction(action)!.ResourceTypes.Select(t => t.Type.Name).ToList();
        var (isOfBucket, isOfObject) = (types.Contains("bucket"), types.Contains("object"));
        return (isOfBucket && isOfObject) || resources.Any(r => r.Contains('/', StringComparison.Ordinal) ? isOfObject : isOfBucket || (isOfObject && r.EndsWith('*')));
    }

    private static bool IsKnown(string action) => action.Contains('*', StringComparison.Ordinal) || action.Contains('?', StringComparison.Ordinal) || Catalogue.Embedded.FindAction(action) is not null;

    // Outside the sandbox's accounts anybody may be there.
    private static bool IsMissing(string principal, SandboxState state) => principal.Split(':', 6) is ["arn", _, "iam", "", var account, var named] && state.Iam.FindAccount(account) is { } known && named.Split('/') switch
    {
        ["role", ..] => state.Iam.FindRole(principal) is null,
        ["user", ..] => known.Users.Find(named[(named.LastIndexOf('/') + 1)..])?.Arn != principal,
        _ => false,
    };

    private static bool IsObject(string json)
    {
        try
        {
            return json is ['{', ..] && JsonTextReader.Read(json, null, json.Length).Kind == JsonNodeKind.Object;
        }
        catch (PolicyDocumentException)
        {
            return false;
        }
    }

    private static ServiceFault Malformed(string message) => new("MalformedPolicy", 400, message);
}
