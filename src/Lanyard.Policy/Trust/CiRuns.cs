using System.Collections.Immutable;

namespace Lanyard.Policy.Trust;

/// <summary>Which runs of a repository are trusted.</summary>
public sealed record CiRuns
{
    /// <summary>Gets the environments that are deployed to.</summary>
    public ImmutableArray<string> Environments { get; init; } = [];

    /// <summary>Gets the branches that are run for.</summary>
    public ImmutableArray<string> Branches { get; init; } = [];

    /// <summary>Gets the tags that are run for.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Gets whether runs for pull requests are trusted, whoever made the request.</summary>
    public bool PullRequests { get; init; }

    /// <summary>Gets whether all runs are trusted.</summary>
    public bool All { get; init; }

    /// <summary>Gets whether nothing is chosen.</summary>
    public bool IsEmpty => Environments.IsEmpty && Branches.IsEmpty && Tags.IsEmpty && !PullRequests && !All;

    /// <summary>Refuses what would not be compared letter by letter, and all runs beside some.</summary>
    internal CiRuns Exact()
    {
        if (Environments.Concat(Branches).Concat(Tags).FirstOrDefault(name => name.Length == 0 || name.Any(c => c is '*' or '?' || char.IsControl(c)) || name.Contains("${", StringComparison.Ordinal)) is { } open)
        {
            throw new TrustException(
                $"`{open}` is no one name: a subject is compared letter by letter, so that nobody gets the role by a name that fits",
                "name each; or an environment, for which the CI system itself decides which branches deploy to it");
        }

        if (Environments.Concat(Branches).Concat(Tags).FirstOrDefault(name => name != name.Trim()) is { } blank)
        {
            throw new TrustException($"`{blank}` begins or ends with a blank, as no subject has it", "write the name as the CI system shows it");
        }

        // The subject has that before the name by itself; twice it would fit no run, and nobody would see why.
        if (Branches.Concat(Tags).FirstOrDefault(name => name.StartsWith("refs/", StringComparison.Ordinal)) is { } whole)
        {
            throw new TrustException($"`{whole}` is a whole reference, and no name of a branch or tag", $"write the name alone: {(whole.StartsWith("refs/tags/", StringComparison.Ordinal) ? "--tag" : "--branch")} {string.Join('/', whole.Split('/').Skip(2).DefaultIfEmpty("main"))}");
        }

        return All && (!Environments.IsEmpty || !Branches.IsEmpty || !Tags.IsEmpty || PullRequests)
            ? throw new TrustException("all runs are trusted, and some are named beside them", "leave one of them out")
            : this;
    }

    internal CiRuns Without(bool environments, bool tags, bool pullRequests, string system, string mending) =>
        (!environments || Environments.IsEmpty) && (!tags || Tags.IsEmpty) && (!pullRequests || !PullRequests) ? this : throw new TrustException(
            $"the subjects of {system} don't say {(environments && !Environments.IsEmpty ? "the environment" : tags && !Tags.IsEmpty ? "the tag" : "whether it is a pull request")}, so AWS can't tell it", mending);
}
