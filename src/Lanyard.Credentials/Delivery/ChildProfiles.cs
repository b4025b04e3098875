using Lanyard.Aws.Signing;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Delivery;

/// <summary>The profiles that a child finds in its private files.</summary>
/// <param name="Original">The profile whose name, region, endpoints and <c>services</c> stay; null where there is none.</param>
/// <param name="Files">The user's files, with their other profiles.</param>
public sealed record ChildProfiles(MergedProfile? Original, SharedConfigSnapshot Files)
{
    internal const string Default = "default";

    /// <summary>Gets further names that lead to the child's credentials: those that its project asks for.</summary>
    public IReadOnlyList<string> Asked { get; init; } = [];

    /// <summary>Gets which of them lead to the credentials.</summary>
    public PrivateProfiles Way { get; init; }

    /// <summary>Gets the keys that stand in them, for a child that can't ask Lanyard; null where they ask Lanyard.</summary>
    public AwsCredentials? Keys { get; init; }

    /// <summary>Gets whether the child may use the user's other profiles.</summary>
    public bool KeepsOthers { get; init; }

    /// <summary>Gets the name of the profile that leads to the credentials: the original's.</summary>
    public string Name => Original?.Name ?? Default;

    /// <summary>Gets every name that stands for the child's own profile, <c>default</c> first.</summary>
    internal IReadOnlyList<string> Own => [.. Asked.Where(IsPlain).Prepend(Name).Prepend(Default).Distinct(StringComparer.Ordinal)];

    /// <summary>Gets the user's other profiles.</summary>
    internal IEnumerable<MergedProfile> Others =>
        Files.Profiles.Values.Where(p => IsPlain(p.Name) && !Own.Contains(p.Name)).OrderBy(p => p.Name, StringComparer.Ordinal);

    /// <summary>Tells whether one of the child's own profiles leads to the credentials.</summary>
    internal bool Leads(string name) => Way == PrivateProfiles.DefaultAndNamed || name != Default;

    private static bool IsPlain(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || "_-./@+:=".Contains(c, StringComparison.Ordinal));
}

/// <summary>Which profiles of a child's private files lead to its credentials.</summary>
public enum PrivateProfiles
{
    /// <summary>The default and the named ones.</summary>
    DefaultAndNamed,

    /// <summary>The named ones: what asks for no profile is served by an endpoint, before which a default profile would go.</summary>
    Named,
}
