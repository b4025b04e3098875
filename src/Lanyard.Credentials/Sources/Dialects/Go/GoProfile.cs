using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources.Dialects.Go;

/// <summary>
/// A profile as the AWS SDK for Go v2 loads it, the source profiles below it. Settings that the SDK forgets on the way, as it does
/// with the keys of a profile that has a source profile, are not seen here either.
/// </summary>
internal sealed class GoProfile
{
    private const int MaxHops = 200;

    private static readonly string[] RoleSettings = ["role_arn", "external_id", "mfa_serial", "role_session_name", "source_profile"];

    private static readonly string[] CredentialSettings =
    [
        "credential_source", "credential_process", "web_identity_token_file", "aws_access_key_id", "aws_secret_access_key",
        "sso_account_id", "sso_region", "sso_role_name", "sso_start_url",
    ];

    private static readonly string[] SsoSettings = ["sso_session", "sso_region", "sso_account_id", "sso_start_url", "sso_role_name"];

    private readonly GoSection _section;
    private readonly HashSet<string> _forgotten = [];
    private bool _isEnd;

    private GoProfile(string name, GoSection section) => (Name, _section) = (name, section);

    /// <summary>Gets the name.</summary>
    public string Name { get; }

    /// <summary>Gets the profile that its role is assumed with.</summary>
    public GoProfile? Source { get; private set; }

    /// <summary>Gets the section of its <c>sso_session</c>.</summary>
    public GoSection? SsoSession { get; private set; }

    /// <summary>Gets where it stands.</summary>
    public string At => _section.At;

    /// <summary>Gets whether it has an access key.</summary>
    public bool HasKeys => Find("aws_access_key_id") is not null && Find("aws_secret_access_key") is not null;

    /// <summary>Gets the first of its Identity Center settings; null where it has none.</summary>
    public MergedProperty? Sso => SsoSettings.Select(Find).FirstOrDefault(p => p is not null);

    /// <summary>Loads a profile and what it stands on.</summary>
    /// <returns>The profile; null where there is none of that name.</returns>
    /// <exception cref="GoException">The SDK refuses to load it.</exception>
    public static GoProfile? Load(GoSharedConfig config, string name)
    {
        var chain = new List<GoProfile>();
        for (MergedProperty? source = null; chain.Count == 0 || source is not null; source = chain[^1].Find("source_profile"))
        {
            if (config.Find(source?.Value ?? name) is { } section)
            {
                chain.Add(new GoProfile(source?.Value ?? name, section));
            }
            else if (source is null)
            {
                return null;
            }
            else
            {
                throw chain[^1].CannotAssume(source, $"failed to get shared config profile, {source.Value}");
            }

            if (!chain[^1].Examine(chain))
            {
                break;
            }
        }

        for (int i = chain.Count - 1; i >= 0; i--)
        {
            chain[i].Link(config, i + 1 < chain.Count ? chain[i + 1] : null);
        }

        return chain[0];
    }

    /// <summary>Finds a setting that isn't empty.</summary>
    public MergedProperty? Find(string key) => _forgotten.Contains(key) ? null : Written(key);

    /// <summary>Finds a setting that isn't empty, also where the SDK forgets it.</summary>
    public MergedProperty? Written(string key) => _section.Properties.TryGetValue(key, out var property) && property.Value.Length > 0 ? property : null;

    /// <summary>Gives a setting; null where it is unset or empty.</summary>
    public string? Text(string key) => Find(key)?.Value;

    /// <summary>Gives where a setting stands.</summary>
    public Origin Origin(MergedProperty property) => new(Name, property.File, property.Line);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({At})";

    /// <summary>Does what the SDK does with a profile before it looks at the next one.</summary>
    /// <returns>Whether there may be a next one.</returns>
    private bool Examine(List<GoProfile> chain)
    {
        Check();
        if (chain.Exists(p => p != this && p.Name == Name))
        {
            _forgotten.UnionWith(RoleSettings);
        }
        else
        {
            NeedRole();
        }

        // The keys of a source profile are its end; its own role stays, and is assumed with them.
        if (chain.Count > 1 && HasKeys)
        {
            _forgotten.Add("source_profile");
            _isEnd = true;
            return false;
        }

        NeedOneType();
        return chain.Count <= MaxHops ? true
            : throw new GoException($"more than {MaxHops} source profiles follow each other, which Lanyard doesn't look into");
    }

    private void Check()
    {
        var error = _section.Error is { } partial
            ? partial with { Message = $"Error using profile: \n {partial.Message}" }
            : GoSettings.CheckProfile(this, _section.Properties);
        if (error is not null)
        {
            throw new GoException($"error fetching config from profile, {Name}, {error.Message}", error.At is { } at ? at with { Profile = Name } : null);
        }
    }

    private void NeedRole()
    {
        if ((Find("source_profile") ?? Find("credential_source") ?? Find("web_identity_token_file")) is { } needs && Find("role_arn") is null)
        {
            throw new GoException($"credential type {needs.Name} requires role_arn, profile {Name}", Origin(needs));
        }
    }

    private void NeedOneType()
    {
        string[] types = ["source_profile", "credential_source", "credential_process", "web_identity_token_file"];
        if (types.Select(Find).Where(p => p is not null).ElementAtOrDefault(1) is { } second)
        {
            throw new GoException(
                "only one credential type may be specified per profile: source profile, credential source, credential process, web identity token",
                Origin(second));
        }
    }

    private void Link(GoSharedConfig config, GoProfile? source)
    {
        if (source is not null && Find("source_profile") is { } named)
        {
            Source = source.HasCredentials ? source : throw CannotAssume(named, "<nil>");
            _forgotten.UnionWith(CredentialSettings);
        }

        if (!_isEnd && Find("sso_session") is { } session)
        {
            SsoSession = config.Find("sso-session " + session.Value.Trim())
                ?? throw new GoException($"failed to find SSO session section, {session.Value}", Origin(session));
        }
    }

    private GoException CannotAssume(MergedProperty source, string why) =>
        new($"failed to load assume role {Text("role_arn")}, of profile {source.Value}, {why}", Origin(source));

    // A console sign-in doesn't count here.
    private bool HasCredentials =>
        Find("source_profile") is not null || Find("credential_source") is not null || Find("credential_process") is not null
        || Find("web_identity_token_file") is not null || Sso is not null || HasKeys;
}
