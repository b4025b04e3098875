using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Readers;

namespace Lanyard.Credentials.Sources.Dialects.Botocore;

/// <summary>
/// Finds keys that stand in files, and reads them when a plan is run. botocore takes all of a key from the one file that holds its id:
/// a token in the other file isn't sent.
/// </summary>
internal sealed class BotocoreKeys
{
    private const string Id = "aws_access_key_id";
    private const string SecretKey = "aws_secret_access_key";

    private readonly Dictionary<(string Profile, string File), Func<AwsCredentials>> _readers = [];

    /// <summary>Finds the keys of a profile in one of the files.</summary>
    /// <returns>The keys; null where the profile has no access key id there.</returns>
    /// <exception cref="BotocoreException">The secret is missing.</exception>
    public Source.StaticKeys? Find(BotocoreProfile profile, bool inCredentials)
    {
        var (file, section) = profile.In(inCredentials);
        return Find(file, section, profile.Name, inCredentials ? "shared-credentials-file" : "config-file", withToken: true);
    }

    /// <summary>Finds the keys of a section.</summary>
    /// <exception cref="BotocoreException">The secret is missing.</exception>
    public Source.StaticKeys? Find(ConfigParserFile file, ConfigSection? section, string profile, string provider, bool withToken)
    {
        if (!file.TryGet(section, Id, out var id))
        {
            return null;
        }

        var at = new Origin(profile, file.Path, id.Line);
        if (!file.TryGet(section, SecretKey, out var secret))
        {
            throw new BotocoreException(BotocoreError.Partial(provider, SecretKey, at));
        }

        if (id.SubProperties.Count > 0)
        {
            throw new BotocoreException(BotocoreError.InvalidConfig($"{Id} is a block of settings and no text", at));
        }

        var token = !withToken ? null
            : file.TryGet(section, "aws_security_token", out var older) ? older
            : file.TryGet(section, "aws_session_token", out var newer) ? newer : null;
        var account = file.TryGet(section, "aws_account_id", out var number) ? number.Value : null;
        return Keep(new Source.StaticKeys(profile, file.Path, id.Value) { Origin = at }, secret.Value, token?.Value, account: account);
    }

    /// <summary>Keeps how to read keys that were found.</summary>
    public Source.StaticKeys Keep(Source.StaticKeys keys, string secret, string? token, DateTimeOffset? end = null, string? account = null)
    {
        _readers[(keys.Profile, keys.File)] = () => new AwsCredentials(
            keys.AccessKeyId, Secret.FromOptional(secret) ?? Secret.Empty,
            Secret.FromOptional(token), end, account);
        return keys;
    }

    /// <summary>Reads keys that this plan names.</summary>
    /// <exception cref="CredentialsException">They are not of this plan.</exception>
    public AwsCredentials Read(Source.StaticKeys keys) => _readers.TryGetValue((keys.Profile, keys.File), out var read)
        ? read()
        : throw new CredentialsException(
            ErrorCodes.ProfileNotFound, $"the access key {keys.AccessKeyId} is not among those of the plan", "run the command again", profile: keys.Profile);
}
