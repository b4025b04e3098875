namespace Lanyard.Credentials.Sources;

/// <summary>Finds the identity token that a CI system offers to the running job.</summary>
public static class CiToken
{
    /// <summary>Lanyard's own setting of a profile: the variable that holds the token.</summary>
    public const string VariableKey = "web_identity_token_variable";

    /// <summary>The same for the environment.</summary>
    public const string VariableVariable = "LANYARD_OIDC_TOKEN_VARIABLE";

    private const string GitLab = "GITLAB_OIDC_TOKEN";
    private const string Bitbucket = "BITBUCKET_STEP_OIDC_TOKEN";
    private const string CircleCi = "CIRCLE_OIDC_TOKEN_V2";

    /// <summary>Gives the place of the token; null where no CI system offers one.</summary>
    /// <exception cref="CredentialsException">GitHub's address is one that the job's secret may not be sent to.</exception>
    internal static IdentityToken? Find(MachineState machine) =>
        machine.Variable(VariableVariable) is { } name ? new IdentityToken.InVariable(name)
        : OfGitHub(machine)
        ?? (machine.Variable(GitLab) is not null && machine.Variable("GITLAB_CI") is not null ? new IdentityToken.InVariable(GitLab) : OfBitbucket(machine) ?? OfCircleCi(machine));

    /// <summary>Gives the place of the token of a job of GitHub Actions; null where this is none, or one that may ask for no token.</summary>
    /// <exception cref="CredentialsException">The address to ask is one that the job's secret may not be sent to.</exception>
    public static IdentityToken? OfGitHub(MachineState machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return machine.Variable(IdentityToken.OfGitHub.UrlVariable) is { } url && machine.Variable(IdentityToken.OfGitHub.SecretVariable) is not null ? OfGitHub(url) : null;
    }

    /// <summary>Gives the place of the token of a job of GitLab, which may have given it a name of its own; null where there is none.</summary>
    public static IdentityToken? OfGitLab(MachineState machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var name = machine.Variable(VariableVariable) ?? GitLab;
        return machine.Variable("GITLAB_CI") is not null && machine.Variable(name) is not null ? new IdentityToken.InVariable(name) : null;
    }

    /// <summary>Gives the place of the token of a step of Bitbucket Pipelines; null where there is none.</summary>
    public static IdentityToken? OfBitbucket(MachineState machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return machine.Variable(Bitbucket) is not null ? new IdentityToken.InVariable(Bitbucket) : null;
    }

    /// <summary>Gives the place of the token of a job of CircleCI, the one that says branch and repository too; null where there is none.</summary>
    public static IdentityToken? OfCircleCi(MachineState machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return machine.Variable(CircleCi) is not null ? new IdentityToken.InVariable(CircleCi) : null;
    }

    /// <summary>Says what a job lacks that runs on a CI system and has no token; null outside of one.</summary>
    public static string? Hint(MachineState machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return machine.Variable("GITHUB_ACTIONS") is not null
            ? $"{IdentityToken.OfGitHub.UrlVariable} is not set: the job needs `permissions: id-token: write`"
        : machine.Variable("GITLAB_CI") is not null
            ? $"{GitLab} is not set: the job needs `id_tokens`, and {VariableVariable} where its token has another name"
        : machine.Variable("BITBUCKET_BUILD_NUMBER") is not null ? $"{Bitbucket} is not set: the step needs `oidc: true`"
        : machine.Variable("CIRCLECI") is not null ? $"{CircleCi} is not set: jobs of forks get it only where the project passes secrets to them"
        : null;
    }

    private static IdentityToken.OfGitHub OfGitHub(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback))
            ? new IdentityToken.OfGitHub(url)
            : throw new CredentialsException(
                ErrorCodes.SettingInvalid, $"the environment variable {IdentityToken.OfGitHub.UrlVariable} is not an https address, so the job's secret isn't sent there",
                $"unset {IdentityToken.OfGitHub.UrlVariable}");
}
