namespace Lanyard.Credentials.Sources;

/// <summary>Where the token of an identity provider is. It names the place and never holds the token. A closed set.</summary>
public abstract record IdentityToken
{
    private IdentityToken()
    {
    }

    /// <summary>A file, which its owner may write anew at any time.</summary>
    /// <param name="Path">The file.</param>
    public sealed record InFile(string Path) : IdentityToken
    {
        /// <inheritdoc/>
        public override string ToString() => Path;
    }

    /// <summary>An environment variable, as GitLab, Bitbucket and CircleCI set one for a job.</summary>
    /// <param name="Name">The variable.</param>
    public sealed record InVariable(string Name) : IdentityToken
    {
        /// <inheritdoc/>
        public override string ToString() => Name;
    }

    /// <summary>A request to GitHub Actions, which makes a token for the running job.</summary>
    /// <param name="Url">The address that is asked, as GitHub gave it to the job.</param>
    public sealed record OfGitHub(Uri Url) : IdentityToken
    {
        /// <summary>The variable with the address.</summary>
        public const string UrlVariable = "ACTIONS_ID_TOKEN_REQUEST_URL";

        /// <summary>The variable with what the request must show.</summary>
        public const string SecretVariable = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";

        /// <inheritdoc/>
        public override string ToString() => UrlVariable;
    }
}

/// <summary>
/// Policies that narrow a role's session to what they too allow. See "Session policies" in the IAM User Guide.
/// </summary>
/// <param name="Inline">A policy document as JSON; null for none.</param>
/// <param name="Arns">The ARNs of managed policies, separated by commas; null for none.</param>
public sealed record SessionPolicies(string? Inline, string? Arns);
