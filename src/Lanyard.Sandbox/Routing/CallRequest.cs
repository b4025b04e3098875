using Lanyard.Policy.Engine;

namespace Lanyard.Sandbox.Routing;

/// <summary>What a call asks the policies for.</summary>
/// <param name="Action">The action, such as <c>iam:CreateUser</c>.</param>
/// <param name="Resource">The resource's ARN, or <c>*</c> where the action takes none.</param>
internal sealed record CallRequest(string Action, string Resource)
{
    /// <summary>Gets the condition keys that the call brings, beside the caller's; <see langword="null"/> for none.</summary>
    public Keys? Keys { get; init; }

    /// <summary>Gets the resource as the error names it; <see langword="null"/> for its ARN.</summary>
    public string? Shown { get; init; }

    /// <summary>Gets the account of the resource where its ARN doesn't tell; <see langword="null"/> for the ARN's, or the caller's.</summary>
    public string? Owner { get; init; }

    /// <summary>Gets the policy of the resource; <see langword="null"/> where it has none.</summary>
    public PolicySet? Policy { get; init; }

    /// <summary>Gets the region that is called.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Gets the error code of a denial: <c>AccessDenied</c>, or <c>AccessDeniedException</c> in the JSON protocols.</summary>
    public string Denial { get; init; } = "AccessDenied";
}
