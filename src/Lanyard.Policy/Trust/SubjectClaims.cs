using System.Collections.Immutable;

namespace Lanyard.Policy.Trust;

/// <summary>The claims of a whole subject of GitHub or GitLab: names and values in turns, which have no colon of their own.</summary>
internal static class SubjectClaims
{
    /// <summary>What GitHub writes for a run of a pull request, without a value.</summary>
    private const string PullRequest = "pull_request";

    /// <summary>Reads a subject. A value is never taken for a name, whatever it says.</summary>
    /// <returns>The claims in their order; one that the subject ends with has an empty value.</returns>
    public static ImmutableArray<(string Name, string Value)> Read(string subject)
    {
        var parts = subject.Split(':');
        var claims = ImmutableArray.CreateBuilder<(string, string)>();
        for (var at = 0; at < parts.Length; at++)
        {
            var name = parts[at];
            claims.Add((name, name == PullRequest || at + 1 == parts.Length ? "" : parts[++at]));
        }

        return claims.ToImmutable();
    }
}
