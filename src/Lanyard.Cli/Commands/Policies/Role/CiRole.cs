using Lanyard.Policy.Trust;

namespace Lanyard.Cli.Commands.Policies.Role;

/// <summary>A role that jobs of a CI system take on by their own token.</summary>
internal static class CiRole
{
    private const string OwnerAlone = "the subjects say the owner and not the repository: a job of each of the owner's repositories with the same claims gets the role too";

    public static RolePlan Plan(RoleInput input, RoleRights rights)
    {
        if (input.Runs.IsEmpty && input.Subjects.Count == 0 && input.Claims.Count == 0)
        {
            throw new UsageException($"nothing says which runs of {input.Repository} may have the role", input.User switch
            {
                RoleUser.GitHub => "add --environment production, --branch main, --tag v1.0, --pull-request, or --all-branches for every run",
                RoleUser.GitLab => "add --branch main, --tag v1.0, or --all-branches for every run",
                RoleUser.Bitbucket => "add --environment with the UUID of a deployment environment, or --all-branches for every run",
                _ => "add --branch main --vcs-origin github.com/OWNER/REPO, or --all-branches for every run",
            });
        }

        if (input.Subjects.Count > 0 && !(input.Runs.IsEmpty && input.Claims.Count == 0))
        {
            throw new UsageException("the subjects are given whole, and parts of them beside that", "leave --subject out, or --claim, --environment, --branch and the like");
        }

        var trust = input.User switch
        {
            RoleUser.GitHub when input.Subjects.Count > 0 => GitHubSubjects.Given(input.Repository!, input.Subjects, input.Issuer, rights.Facts.Partition),
            RoleUser.GitLab when input.Subjects.Count > 0 => CiSystems.GitLabSubjects(input.Repository!, input.Subjects, input.Issuer, rights.Facts.Partition),
            RoleUser.GitHub when input.Claims.Count > 0 => GitHubSubjects.Of(input.Repository!, input.Claims, input.Runs, input.Issuer, rights.Facts.Partition),
            RoleUser.GitHub => CiSystems.GitHub(input.Repository!, input.Runs, input.Issuer, rights.Facts.Partition),
            RoleUser.GitLab => CiSystems.GitLab(input.Repository!, input.Runs, input.Issuer, rights.Facts.Partition),
            RoleUser.Bitbucket => CiSystems.Bitbucket(input.Repository!, input.WorkspaceId, input.RepositoryId, input.Runs),
            _ => CiSystems.CircleCi(input.Repository!, input.Runs, input.VcsOrigin),
        };
        var name = rights.RoleName("-ci-deploy");
        var arn = rights.Arn("role", name);
        var (policies, attached, generated) = DeployerRole.Rights(rights, name);
        var oidc = input.User.ToString().ToLowerInvariant();
        return new RolePlan(rights.Account)
        {
            Providers = [new PlannedProvider(trust.Url, trust.Audience)],
            Policies = policies,
            Roles = [new PlannedRole(name, $"jobs of {trust.Provider} deploy with it", TrustPolicy.Of([trust.Statement(rights.Facts.Partition, rights.Account)]), attached, RoleCommand.MaxSession(input)) { Boundary = rights.RoleBoundary }],
            Settings = [new Excerpt("let a stage be this role in the job", "lanyard.yaml", "yaml", $"stages:\n  {input.Generate.Options.Stage ?? "prod"}:\n    ci: {{ role: \"{arn}\", oidc: {oidc} }}")],
            Snippets = Snippet.Of(input, rights, trust, arn),
            Notes = [.. Notes(input, trust)],
            Generated = generated,
        };
    }

    private static IEnumerable<string> Notes(RoleInput input, CiTrust trust)
    {
        if (input.Runs.All)
        {
            yield return $"every run of {input.Repository} gets the role, whoever may push a branch to it; --environment or --branch says less";
        }

        if (input.Runs.PullRequests)
        {
            yield return "a run for a pull request gets the role before anybody has looked at the change: whoever may open one from a branch of the repository deploys";
        }

        if (input.Subjects.Count > 0)
        {
            yield return $"{string.Join(", ", trust.Subjects)} is compared letter by letter with the `sub` claim of the job's token: where they differ in one, the job gets nothing";
            if (input.User == RoleUser.GitHub && trust.Subjects.Any(subject => !GitHubSubjects.SaysRepository(subject)))
            {
                yield return OwnerAlone;
            }
        }

        if (input.Claims.Count > 0)
        {
            yield return $"the subjects have the claims that the repository's own template names, in its order; GitHub says them: gh api repos/{input.Repository!.Split('/')[0].Split('@')[0]}/{input.Repository.Split('/')[^1].Split('@')[0]}/actions/oidc/customization/sub";
            if (!GitHubSubjects.SayRepository(input.Claims))
            {
                yield return OwnerAlone;
            }
        }

        if (input.User == RoleUser.GitHub && input.Subjects.Count == 0 && input.Claims.Count == 0)
        {
            if (!input.Repository!.Contains('@', StringComparison.Ordinal))
            {
                yield return $"a repository that was made, renamed or moved after 15 July 2026, or chose it, has ids in its subjects; name it then as this prints it: gh api repos/{input.Repository} --jq '\"\\(.owner.login)@\\(.owner.id)/\\(.name)@\\(.id)\"'";
            }

            if (!input.Runs.Branches.IsEmpty || !input.Runs.Tags.IsEmpty)
            {
                yield return "a job that has an `environment` says that in its subject, and no branch or tag: leave it out of the job, or name it with --environment";
            }
        }

        if (input.User is RoleUser.Bitbucket or RoleUser.CircleCi)
        {
            yield return $"a part of the subject is another one in each run, so it is compared with StringLike: {string.Join(", ", trust.Subjects)}";
        }

        yield return $"an account has one provider for {trust.Url}; where it is there already, the audience {trust.Audience} is added to it";
    }
}
