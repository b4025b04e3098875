using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grants.Trust;

/// <summary>An OpenID Connect provider for deployments, and how its subjects say who asks.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Host">How its name in IAM starts.</param>
/// <param name="IsShared">Whether anybody can get a token of it; otherwise the provider is of one organization or cluster.</param>
/// <param name="Claims">The claims that a subject may start with and that name the owner, each with a colon or slash behind it.</param>
/// <param name="OwnerEnd">The character behind the owner.</param>
/// <param name="Owner">What owns, such as "organization".</param>
/// <param name="Example">A subject that says enough.</param>
/// <param name="Link">Where the provider describes its subjects.</param>
internal sealed record OidcProvider(
    string Name, string Host, bool IsShared, ImmutableArray<string> Claims, char OwnerEnd, string Owner, string Example, string Link)
{
    private static readonly ImmutableArray<OidcProvider> All =
    [
        new("GitHub Actions", "token.actions.githubusercontent.com", true, ["repo:", "repository:", "job_workflow_ref:"], '/', "owner",
            "repo:OWNER/REPO:ref:refs/heads/main", "https://docs.github.com/en/actions/reference/security/oidc"),
        new("GitLab", "gitlab.com", true, ["project_path:"], '/', "group",
            "project_path:GROUP/PROJECT:ref_type:branch:ref:main", "https://docs.gitlab.com/ci/cloud_services/aws/"),
        new("HCP Terraform", "app.terraform.io", true, ["organization:"], ':', "organization",
            "organization:ORG:project:PROJECT:workspace:WORKSPACE:run_phase:apply", "https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration"),
        new("Buildkite", "agent.buildkite.com", true, ["organization:"], ':', "organization",
            "organization:ORG:pipeline:PIPELINE:ref:refs/heads/main:commit:*", "https://buildkite.com/docs/pipelines/security/oidc/aws"),
        new("Bitbucket", "api.bitbucket.org/2.0/workspaces/", false, [], ':', "workspace",
            "{REPOSITORY_UUID}:*", "https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/"),
        new("CircleCI", "oidc.circleci.com/org/", false, ["org/"], '/', "organization",
            "org/ORG_ID/project/PROJECT_ID/user/*", "https://circleci.com/docs/openid-connect-tokens/"),
        new("Amazon EKS", "oidc.eks.", false, ["system:serviceaccount:"], ':', "namespace",
            "system:serviceaccount:NAMESPACE:SERVICE_ACCOUNT", "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html"),
    ];

    /// <summary>Finds the provider that a principal names.</summary>
    /// <param name="principal">The principal.</param>
    /// <returns>The provider, and the name that its condition keys start with; <see langword="null"/> for another or one that isn't known.</returns>
    public static (OidcProvider Provider, string KeyPrefix)? Of(PrincipalEntry principal)
    {
        const string Before = ":oidc-provider/";
        var value = principal.Value.Value;
        var at = principal.Kind == PrincipalKind.Federated ? value.IndexOf(Before, StringComparison.Ordinal) : -1;
        if (at < 0)
        {
            return null;
        }

        var name = value[(at + Before.Length)..];
        return !Placeholder.IsIn(name) && All.FirstOrDefault(provider => provider.IsShared ? name == provider.Host : name.StartsWith(provider.Host, StringComparison.Ordinal)) is { } found
            ? (found, name + ":")
            : null;
    }
}
