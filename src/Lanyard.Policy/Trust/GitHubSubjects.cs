using System.Collections.Immutable;

namespace Lanyard.Policy.Trust;

/// <summary>
/// The subjects of GitHub's jobs where an organization or a repository has chosen what is in them: "OpenID Connect reference", Customizing the subject
/// claims. They are the chosen claims in their order, each as <c>NAME:VALUE</c>; <c>context</c> stands for the environment, branch, tag or pull request.
/// </summary>
public static class GitHubSubjects
{
    // What tells a repository or its owner.
    private static readonly string[] OfOwner = ["repo", "repository", "repository_id", "repository_owner", "repository_owner_id"];

    /// <summary>Makes trust in such jobs.</summary>
    /// <param name="repository"><c>OWNER/REPO</c>, or <c>OWNER@ID/REPO@ID</c>, whose ids are then known.</param>
    /// <param name="claims">The claims in their order: <c>NAME</c> where the value is known from the repository and the runs, else <c>NAME=VALUE</c>.</param>
    /// <param name="runs">Which runs; none where no claim says anything of them.</param>
    /// <param name="issuer">The provider's address; <see langword="null"/> for that of github.com.</param>
    /// <param name="partition">The partition of the role.</param>
    /// <exception cref="TrustException">A claim's value isn't known, or the runs don't fit the claims.</exception>
    public static CiTrust Of(string repository, IReadOnlyList<string> claims, CiRuns runs, string? issuer, string partition)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentNullException.ThrowIfNull(runs);
        var source = GitHubRepository.Read(repository);
        var template = claims.Select(Read).ToArray();
        if (template.GroupBy(c => c.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new TrustException($"the claim {twice.Key} is named twice", "name each claim of the template once, in its order");
        }

        var provider = CiTrust.ProviderOf(issuer, GitHubRepository.Provider);
        RequireOwner(source, template, provider);
        if (runs.All)
        {
            throw new TrustException("all runs are trusted, and claims are named that are compared letter by letter", "leave --all-branches out, and name an environment, a branch or a tag");
        }

        var chosen = RunsOf(runs.Exact());
        var isOfRun = template.Any(c => c.Value is null && c.Name is "context" or "environment" or "ref" or "ref_type");
        if (isOfRun == chosen.IsEmpty)
        {
            throw isOfRun
                ? new TrustException("the claims say the run, and which runs isn't said", "add --environment production, --branch main, --tag v1.0 or --pull-request")
                : new TrustException("no claim says anything of the run, so AWS can't tell it", "leave the environment, branch or tag out, or add --claim context where the template has it");
        }

        return new CiTrust(
            provider, CiTrust.AudienceOf(partition),
            [.. chosen.DefaultIfEmpty(default).Select(run => string.Join(':', template.Select(c => Part(c, source, run)))).Distinct(StringComparer.Ordinal)], IsPattern: false);
    }

    /// <summary>Tells whether the claims say which repository a job is of.</summary>
    /// <param name="claims">The claims.</param>
    public static bool SayRepository(IEnumerable<string> claims) => claims.Select(c => c.Split('=')[0]).Any(name => name is "repo" or "repository" or "repository_id");

    // All of GitHub has one provider, and whoever has a repository there chooses what is in its subjects.
    private static void RequireOwner(GitHubRepository source, (string Name, string? Value)[] template, string provider)
    {
        if (provider == GitHubRepository.Provider && !template.Any(c => OfOwner.Contains(c.Name)))
        {
            throw new TrustException(
                "no claim says whose the job is: whoever has a repository on GitHub chooses what is in its subjects, so that every repository there could get the role",
                "have the template say the repository or its owner, and name that claim too: --claim repo, --claim repository_id or --claim repository_owner_id");
        }

        if (template.FirstOrDefault(claim => claim.Value is { } given && !source.Fits(claim.Name, given)) is { Name: not null } other)
        {
            throw new TrustException($"--claim {other.Name}={other.Value} says another repository than {source.Text}", $"write --claim {other.Name}, or name the other repository");
        }
    }

    /// <summary>Trust in jobs whose subjects are given whole.</summary>
    /// <param name="repository"><c>OWNER/REPO</c>, or <c>OWNER@ID/REPO@ID</c>.</param>
    /// <param name="subjects">The subjects, as the tokens have them.</param>
    /// <param name="issuer">The provider's address; <see langword="null"/> for that of github.com.</param>
    /// <param name="partition">The partition of the role.</param>
    /// <exception cref="TrustException">A subject would not be compared letter by letter, is of another repository, or could be of any.</exception>
    public static CiTrust Given(string repository, IEnumerable<string> subjects, string? issuer, string partition)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        var source = GitHubRepository.Read(repository);
        var (provider, whole) = (CiTrust.ProviderOf(issuer, GitHubRepository.Provider), subjects.Select(CiTrust.Letters).ToImmutableArray());
        foreach (var subject in whole)
        {
            var claims = SubjectClaims.Read(subject);
            if (provider == GitHubRepository.Provider && !claims.Any(claim => OfOwner.Contains(claim.Name) && claim.Value.Length > 0))
            {
                throw new TrustException(
                    $"`{subject}` doesn't say whose the job is: everybody who has a repository on GitHub can have jobs with that subject",
                    "have it say the repository or its owner, as repo:OWNER/REPO:… or repository_owner_id:ID:… do");
            }

            if (claims.FirstOrDefault(claim => !source.Fits(claim.Name, claim.Value)) is { Name: not null } other)
            {
                throw new TrustException($"`{subject}` is of another repository than {source.Text}: {other.Name} is {(other.Value.Length > 0 ? other.Value : "empty")}", $"name that repository after --github, or have the subject say {source.Text}");
            }
        }

        return new CiTrust(provider, CiTrust.AudienceOf(partition), whole, IsPattern: false);
    }

    /// <summary>Tells whether a whole subject says which repository a job is of.</summary>
    /// <param name="subject">The subject.</param>
    public static bool SaysRepository(string subject) => SayRepository(SubjectClaims.Read(subject).Select(claim => claim.Name));

    private static string Part((string Name, string? Value) claim, GitHubRepository source, Run run)
    {
        if (claim.Value is { } given)
        {
            return $"{claim.Name}:{GitHubRepository.Escape(given)}";
        }

        if (claim.Name == "context")
        {
            return run switch
            {
                { Environment: { } environment } => $"environment:{GitHubRepository.Escape(environment)}",
                { Ref: { } name } => $"ref:{GitHubRepository.Escape(name)}",
                _ => "pull_request",
            };
        }

        var value = claim.Name switch
        {
            "repo" => source.Text,
            "repository" => $"{source.Owner}/{source.Name}",
            "repository_owner" => source.Owner,
            "repository_owner_id" => source.OwnerId,
            "repository_id" => source.Id,
            "environment" => run.Environment,
            "ref" => run.Ref,
            "ref_type" => run.Ref is null ? null : run.Ref.StartsWith("refs/tags/", StringComparison.Ordinal) ? "tag" : "branch",
            _ => null,
        };
        return value is not null ? $"{claim.Name}:{GitHubRepository.Escape(value)}" : throw new TrustException($"the value of the claim {claim.Name} isn't known", claim.Name switch
        {
            "repository_owner_id" or "repository_id" => $"write it as --claim {claim.Name}=123456, or name the repository as OWNER@ID/REPO@ID",
            "environment" => "name the runs by --environment, or write it as --claim environment=production",
            "ref" or "ref_type" => "name the runs by --branch or --tag, or write it as --claim ref=refs/heads/main",
            "job_workflow_ref" => "write it as --claim job_workflow_ref=acme/workflows/.github/workflows/deploy.yml@refs/heads/main",
            _ => $"write it as --claim {claim.Name}=VALUE",
        });
    }

    private static (string Name, string? Value) Read(string claim)
    {
        var at = claim.IndexOf('=', StringComparison.Ordinal);
        var (name, value) = at < 0 ? (claim, null) : (claim[..at], claim[(at + 1)..]);
        return name.Length == 0 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
            ? throw new TrustException($"`{claim}` is no claim of GitHub's tokens", "write the name as GitHub's reference has it, as in --claim repository_owner_id=123456")
            : (name, value is null ? null : CiTrust.Letters(value));
    }

    private static ImmutableArray<Run> RunsOf(CiRuns runs) =>
    [
        .. runs.Environments.Select(environment => new Run(environment, null)),
        .. runs.Branches.Select(branch => new Run(null, $"refs/heads/{branch}")),
        .. runs.Tags.Select(tag => new Run(null, $"refs/tags/{tag}")),
        .. runs.PullRequests ? (Run[])[new Run(null, null)] : [],
    ];

    /// <summary>What a token says of the run; neither for a pull request.</summary>
    private readonly record struct Run(string? Environment, string? Ref);
}
