using System.Collections.Immutable;

namespace Lanyard.Policy.Trust;

/// <summary>Trust in jobs of a CI system, which show the token of its OpenID Connect provider.</summary>
/// <param name="Provider">The provider's name in IAM: its address without scheme, which its condition keys start with.</param>
/// <param name="Audience">The audience that the tokens have.</param>
/// <param name="Subjects">The subjects that the tokens may have.</param>
/// <param name="IsPattern">Whether the subjects have wildcards: where a part of a subject is another one in each run, or all runs are trusted.</param>
public sealed record CiTrust(string Provider, string Audience, ImmutableArray<string> Subjects, bool IsPattern)
{
    /// <summary>Gets the provider's address.</summary>
    public string Url => $"https://{Provider}";

    /// <summary>Makes the statement.</summary>
    /// <param name="partition">The partition of the role.</param>
    /// <param name="account">The account of the role, which has the provider too.</param>
    public TrustStatement Statement(string partition, string account) => new(
        "Jobs", "Federated", [$"arn:{partition}:iam::{account}:oidc-provider/{Provider}"], "sts:AssumeRoleWithWebIdentity",
        [new TrustCondition("StringEquals", $"{Provider}:aud", [Audience]), new TrustCondition(IsPattern ? "StringLike" : "StringEquals", $"{Provider}:sub", Subjects)]);

    /// <summary>Gives the audience that is usual for AWS in a partition.</summary>
    public static string AudienceOf(string partition) => partition == "aws-cn" ? "sts.amazonaws.com.cn" : "sts.amazonaws.com";

    /// <summary>Reads the address of another provider than a system's own.</summary>
    /// <param name="issuer">The address; <see langword="null"/> for the system's own.</param>
    /// <param name="own">The name of that.</param>
    /// <returns>The name.</returns>
    internal static string ProviderOf(string? issuer, string own)
    {
        if (issuer is null)
        {
            return own;
        }

        return Uri.TryCreate(issuer, UriKind.Absolute, out var url) && url is { Scheme: "https", Query: "", Fragment: "", UserInfo: "" } && url.Host.Contains('.', StringComparison.Ordinal)
            ? $"{url.Authority}{url.AbsolutePath.TrimEnd('/')}"
            : throw new TrustException($"{issuer} is no address of an identity provider: IAM takes https addresses alone", "write it as the `iss` claim of its tokens has it, as in https://gitlab.example.com");
    }

    /// <summary>Refuses what would not be compared letter by letter.</summary>
    internal static string Letters(string text) => text.Length > 0 && !text.Any(c => c is '*' or '?' || char.IsControl(c) || char.IsWhiteSpace(c)) && !text.Contains("${", StringComparison.Ordinal)
        ? text
        : throw new TrustException($"`{text}` is no one text: a subject is compared letter by letter, so that nobody gets the role by a subject that fits", "write it as the `sub` claim of the job's token has it");

    internal static string Uuid(string? text, string what, string where) => Guid.TryParse(text, out var id)
        ? id.ToString("D")
        : throw new TrustException(text is null ? $"{what} isn't said" : $"{text} is no UUID: {what} is one", where);
}
