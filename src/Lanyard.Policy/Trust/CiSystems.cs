using System.Collections.Immutable;

namespace Lanyard.Policy.Trust;

/// <summary>Trust in the jobs of the CI systems that people deploy from. What each puts into its tokens is documented by it.</summary>
public static class CiSystems
{
    private const string GitLabProvider = "gitlab.com";

    // A UUID that is another one in each run. A star would also take what somebody wrote into a branch's name; of wildcards in a row AWS's own
    // check of policies asks six fixed characters once.
    private const string AnyUuid = "????????????????????????????????????";

    /// <summary>
    /// GitHub Actions: "OpenID Connect reference". A job with an environment has that in its subject and no branch. Repositories that were made,
    /// renamed or moved after 15 July 2026 have the ids of owner and repository in it.
    /// </summary>
    /// <param name="repository"><c>OWNER/REPO</c>, or <c>OWNER@ID/REPO@ID</c> where the subjects have ids.</param>
    /// <param name="runs">Which runs.</param>
    /// <param name="issuer">The provider's address; <see langword="null"/> for that of github.com.</param>
    /// <param name="partition">The partition of the role.</param>
    /// <exception cref="TrustException">What is named can't be trusted.</exception>
    public static CiTrust GitHub(string repository, CiRuns runs, string? issuer, string partition)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var prefix = $"repo:{GitHubRepository.Read(repository).Text}:";
        return new CiTrust(CiTrust.ProviderOf(issuer, GitHubRepository.Provider), CiTrust.AudienceOf(partition), Subjects(runs.Exact(), prefix, of =>
        [
            .. of.Environments.Select(environment => $"{prefix}environment:{GitHubRepository.Escape(environment)}"),
            .. of.Branches.Select(branch => $"{prefix}ref:refs/heads/{GitHubRepository.Escape(branch)}"),
            .. of.Tags.Select(tag => $"{prefix}ref:refs/tags/{GitHubRepository.Escape(tag)}"),
            .. of.PullRequests ? (string[])[$"{prefix}pull_request"] : [],
        ]), runs.All);
    }

    /// <summary>GitLab CI/CD: "OpenID Connect (OIDC) authentication using ID tokens". The job says which audience its token has.</summary>
    /// <param name="project"><c>GROUP/PROJECT</c>, with the groups between.</param>
    /// <param name="runs">Which runs.</param>
    /// <param name="issuer">The instance's address; <see langword="null"/> for gitlab.com.</param>
    /// <param name="partition">The partition of the role.</param>
    /// <exception cref="TrustException">What is named can't be trusted.</exception>
    public static CiTrust GitLab(string project, CiRuns runs, string? issuer, string partition)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(runs);
        RequireProject(project);
        var prefix = $"project_path:{project}:ref_type:";
        runs.Without(environments: true, tags: false, pullRequests: true, "GitLab", "name a branch, and protect it");
        return new CiTrust(CiTrust.ProviderOf(issuer, GitLabProvider), CiTrust.AudienceOf(partition), Subjects(runs.Exact(), prefix, of =>
        [
            .. of.Branches.Select(branch => $"{prefix}branch:ref:{branch}"),
            .. of.Tags.Select(tag => $"{prefix}tag:ref:{tag}"),
        ]), runs.All);
    }

    /// <summary>Trust in jobs of GitLab whose subjects are given whole.</summary>
    /// <param name="project"><c>GROUP/PROJECT</c>, with the groups between.</param>
    /// <param name="subjects">The subjects, as the tokens have them.</param>
    /// <param name="issuer">The instance's address; <see langword="null"/> for gitlab.com.</param>
    /// <param name="partition">The partition of the role.</param>
    /// <exception cref="TrustException">A subject would not be compared letter by letter, is of another project, or could be of any.</exception>
    public static CiTrust GitLabSubjects(string project, IEnumerable<string> subjects, string? issuer, string partition)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(subjects);
        RequireProject(project);
        var (provider, whole) = (CiTrust.ProviderOf(issuer, GitLabProvider), subjects.Select(CiTrust.Letters).ToImmutableArray());
        foreach (var subject in whole)
        {
            var claims = SubjectClaims.Read(subject);

            // All of gitlab.com has one provider.
            if (provider == GitLabProvider && !claims.Any(claim => claim is { Name: "project_path" or "project_id" or "namespace_path" or "namespace_id", Value.Length: > 0 }))
            {
                throw new TrustException(
                    $"`{subject}` doesn't say whose the job is: everybody who has a project on gitlab.com can have jobs with that subject", "have it say the project, as project_path:GROUP/PROJECT:… does");
            }

            if (claims.Any(claim => (claim.Name == "project_path" && claim.Value != project) || (claim.Name == "namespace_path" && claim.Value != project[..project.LastIndexOf('/')])))
            {
                throw new TrustException($"`{subject}` is of another project than {project}", $"name that project after --gitlab, or have the subject say project_path:{project}");
            }
        }

        return new CiTrust(provider, CiTrust.AudienceOf(partition), whole, IsPattern: false);
    }

    private static void RequireProject(string project)
    {
        if (project.Split('/') is not [_, _, ..] parts || !parts.All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')))
        {
            throw new TrustException($"{project} is no project of GitLab", "write it as GROUP/PROJECT, or GROUP/SUBGROUP/PROJECT");
        }
    }

    /// <summary>
    /// Bitbucket Pipelines: "Deploy on AWS using Bitbucket Pipelines OpenID Connect". The subject is
    /// <c>{REPOSITORY_UUID}[:{ENVIRONMENT_UUID}]:{STEP_UUID}</c>, with a new step each time, so it is a pattern.
    /// </summary>
    /// <param name="repository"><c>WORKSPACE/REPO</c>.</param>
    /// <param name="workspaceId">The workspace's UUID, which is in the audience.</param>
    /// <param name="repositoryId">The repository's UUID.</param>
    /// <param name="runs">Which runs: deployment environments by their UUID, or all.</param>
    /// <exception cref="TrustException">What is named can't be trusted.</exception>
    public static CiTrust Bitbucket(string repository, string? workspaceId, string? repositoryId, CiRuns runs)
    {
        ArgumentNullException.ThrowIfNull(repository);
        ArgumentNullException.ThrowIfNull(runs);
        if (repository.Split('/') is not [{ Length: > 0 } workspace, { Length: > 0 } name] || !$"{workspace}{name}".All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            throw new TrustException($"{repository} is no repository of Bitbucket", "write it as WORKSPACE/REPO");
        }

        var where = $"it is in the repository's settings under OpenID Connect, and in https://api.bitbucket.org/2.0/repositories/{repository}";
        var (audience, id) = (CiTrust.Uuid(workspaceId, "the workspace's UUID", where), CiTrust.Uuid(repositoryId, "the repository's UUID", where));
        if (!runs.Branches.IsEmpty)
        {
            throw new TrustException("the subjects of Bitbucket don't say the branch, so AWS can't tell it", "name a deployment environment by its UUID, and let Bitbucket limit the branches that deploy to it");
        }

        runs.Without(environments: false, tags: true, pullRequests: true, "Bitbucket", "name a deployment environment by its UUID");
        var environments = runs.Exact().Environments.Select(environment => CiTrust.Uuid(environment, "a deployment environment's UUID", "it is in the repository's settings under Deployments, and in `environments/` of the repository in the API"));
        return new CiTrust($"api.bitbucket.org/2.0/workspaces/{workspace}/pipelines-config/identity/oidc", $"ari:cloud:bitbucket::workspace/{audience}",
            runs.All ? [$"{{{id}}}:*"] : [.. environments.Select(environment => $"{{{id}}}:{{{environment}}}:*")], IsPattern: true);
    }

    /// <summary>
    /// CircleCI: "Using OpenID Connect tokens in jobs". The subject of the second kind of token is
    /// <c>org/ORG/project/PROJECT/user/USER/vcs-origin/ORIGIN/vcs-ref/REF</c>; who started the run is another one each time, so it is a pattern.
    /// </summary>
    /// <param name="project"><c>ORG_ID/PROJECT_ID</c>, two UUIDs.</param>
    /// <param name="runs">Which runs: branches and tags, or all.</param>
    /// <param name="origin">The repository as the subject has it, as in <c>github.com/acme/orders</c>; needed with branches and tags.</param>
    /// <exception cref="TrustException">What is named can't be trusted.</exception>
    public static CiTrust CircleCi(string project, CiRuns runs, string? origin)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(runs);
        const string Where = "they are in CircleCI under Organization Settings and Project Settings, Overview";
        if (project.Split('/') is not [var first, var second])
        {
            throw new TrustException($"{project} is no project of CircleCI: it is named by two UUIDs, ORG_ID/PROJECT_ID", Where);
        }

        var (organization, id) = (CiTrust.Uuid(first, "an organization's id", Where), CiTrust.Uuid(second, "a project's id", Where));
        runs.Without(environments: true, tags: false, pullRequests: true, "CircleCI", "name a branch, and what the repository is called");
        if (!runs.All && (origin is null || origin.Contains("://", StringComparison.Ordinal) || !origin.Contains('/', StringComparison.Ordinal)
            || !origin.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':' or '@' or '~')))
        {
            throw new TrustException(
                origin is null ? "where a branch is to be compared the subject must be known up to it: what the repository is called isn't said"
                    : $"{origin} is no repository as CircleCI's subjects have it",
                "write it as in github.com/acme/orders: without it somebody could put the end of the subject into a branch's name");
        }

        var prefix = $"org/{organization}/project/{id}/user/";
        var refs = runs.Exact().Branches.Select(branch => $"heads/{branch}").Concat(runs.Tags.Select(tag => $"tags/{tag}"));
        return new CiTrust($"oidc.circleci.com/org/{organization}", organization,
            runs.All ? [$"{prefix}*"] : [.. refs.Select(name => $"{prefix}{AnyUuid}/vcs-origin/{origin}/vcs-ref/refs/{name}")], IsPattern: true);
    }

    private static ImmutableArray<string> Subjects(CiRuns runs, string prefix, Func<CiRuns, string[]> exact) => runs.All ? [$"{prefix}*"] : [.. exact(runs)];
}
