using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Sandbox.State;

/// <summary>Centralized root access: "Centrally manage root access for member accounts", IAM User Guide.</summary>
internal static class RootAccess
{
    /// <summary>The service that the organization must trust, and of which a delegated administrator is one of root access.</summary>
    public const string Service = "iam.amazonaws.com";

    public const string Credentials = "RootCredentialsManagement";
    public const string Sessions = "RootSessions";

    /// <summary>The policies that a session can be confined by, and the feature that each is of.</summary>
    public static ImmutableSortedDictionary<string, string> FeatureOfTask { get; } = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
    [
        new KeyValuePair<string, string>("IAMAuditRootUserCredentials", Credentials),
        new("IAMCreateRootUserPassword", Credentials),
        new("IAMDeleteRootUserCredentials", Credentials),
        new("S3UnlockBucketPolicy", Sessions),
        new("SQSUnlockQueuePolicy", Sessions),
    ]);

    // The policies of tasks deny alone. What they leave is the root user's.
    private static readonly Lazy<AttachedPolicy> Everything = new(() => new(
        "the root user's permissions", PolicyKind.Session,
        PolicyDocumentReader.Read("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""", null)));

    /// <summary>Gives the ARN of a task's policy.</summary>
    public static string PolicyArn(string partition, string task) => $"arn:{partition}:iam::aws:policy/root-task/{task}";

    /// <summary>Gives a session of an account's root user that is confined to a task.</summary>
    public static Caller Session(IamAccount account, string taskPolicyArn, DateTimeOffset now, string? sourceIdentity) => Caller.OfRoot(account) with
    {
        IssuedAt = now,
        IsAssumedRoot = true,
        SourceIdentity = sourceIdentity,
        SessionPolicies = new SessionPolicies(Everything.Value, [taskPolicyArn]),
    };
}
