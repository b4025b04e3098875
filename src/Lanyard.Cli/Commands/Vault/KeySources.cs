using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Editing;
using Lanyard.Credentials.Sources;

namespace Lanyard.Cli.Commands.Vault;

/// <summary>Where keys lie that shall go into the vault.</summary>
internal interface IKeySource
{
    /// <summary>Lists the profiles that have one.</summary>
    Task<IReadOnlyList<string>> ListAsync(SharedConfigSnapshot files, CancellationToken cancellationToken);

    /// <summary>Makes sure that a profile may have one, without asking anybody.</summary>
    /// <exception cref="CredentialsException">It has none.</exception>
    void Check(SharedConfigSnapshot files, string profile);

    /// <summary>Takes a profile's key.</summary>
    /// <exception cref="CredentialsException">It has none, or a temporary one.</exception>
    Task<AwsCredentials> ReadAsync(SharedConfigSnapshot files, string profile, CancellationToken cancellationToken);

    /// <summary>Changes the profile so that it takes the key from the vault.</summary>
    /// <param name="files">The files as they are now.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="entry">The vault's entry.</param>
    /// <param name="key">The key that is in the vault; null where none is yet.</param>
    /// <exception cref="CredentialsException">The profile has another key than that.</exception>
    SharedConfigEdit Edit(SharedConfigSnapshot files, string profile, string entry, AwsCredentials? key);
}

/// <summary>Keys that stand in the shared files.</summary>
internal sealed class PlainTextKeys(Surroundings surroundings) : IKeySource
{
    private const string Id = "aws_access_key_id";

    public Task<IReadOnlyList<string>> ListAsync(SharedConfigSnapshot files, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. files.Profiles.Values.Where(p => p.Get(Id) is not null && p.Get("aws_session_token") is null).Select(p => p.Name)]);

    public void Check(SharedConfigSnapshot files, string profile) => Read(files, profile);

    public Task<AwsCredentials> ReadAsync(SharedConfigSnapshot files, string profile, CancellationToken cancellationToken) => Task.FromResult(Read(files, profile));

    public SharedConfigEdit Edit(SharedConfigSnapshot files, string profile, string entry, AwsCredentials? key)
    {
        var now = Read(files, profile);
        return key is null || (now.AccessKeyId == key.AccessKeyId && now.SecretAccessKey.FixedTimeEquals(key.SecretAccessKey))
            ? VaultProfile.MoveOut(files, profile, entry, surroundings)
            : throw new CredentialsException(ErrorCodes.ConfigChanged, $"another program changed the keys of the profile `{profile}` meanwhile", "run the command again", profile: profile);
    }

    private static AwsCredentials Read(SharedConfigSnapshot files, string name)
    {
        if (!files.TryGetProfile(name, out var profile))
        {
            throw ProfileCommand.NotFound(files, name);
        }

        if (!profile.TryGet(Id, out var id))
        {
            throw new CredentialsException(
                ErrorCodes.SettingNotFound,
                profile.TryGet(VaultSettings.Key, out var there) ? $"the profile `{name}` has its key in the vault already ({there.File}:{there.Line})" : $"the profile `{name}` ({profile.Place}) has no access key in plain text",
                $"lanyard profile show {DiffText.Printable(name)}", profile: name);
        }

        if (profile.Get("aws_session_token") is not null || KeyInput.IdProblem(id.Value) is not null)
        {
            throw new CredentialsException(
                CliErrorCodes.KeyInvalid, $"the key of the profile `{name}` ({id.File}:{id.Line}) is not a long-lived access key", "the vault is for keys of IAM users, which begin with AKIA", profile: name);
        }

        // Each would leave its file, and only one can be kept.
        if (new[] { profile.InConfig, profile.InCredentials }.Any(s => s is not null && s.Properties.TryGetValue(Id, out var other) && other.Value != id.Value))
        {
            throw new CredentialsException(
                CliErrorCodes.KeyInvalid, $"the profile `{name}` ({profile.Place}) has one key in the config file and another in the credentials file", "take one of them out", profile: name);
        }

        return profile.Get("aws_secret_access_key") is { Length: > 0 } secret
            ? new AwsCredentials(id.Value, new Secret(secret))
            : throw new CredentialsException(
                ErrorCodes.KeysIncomplete, $"the profile `{name}` ({id.File}:{id.Line}) has only one half of an access key", "add the missing line, or remove this one", profile: name);
    }
}

/// <summary>Keys that aws-vault holds.</summary>
internal sealed class AwsVaultKeys(AwsVault program, Surroundings surroundings) : IKeySource
{
    public Task<IReadOnlyList<string>> ListAsync(SharedConfigSnapshot files, CancellationToken cancellationToken) => program.ListAsync(cancellationToken);

    public void Check(SharedConfigSnapshot files, string profile)
    {
    }

    public Task<AwsCredentials> ReadAsync(SharedConfigSnapshot files, string profile, CancellationToken cancellationToken) => program.ExportAsync(profile, cancellationToken);

    public SharedConfigEdit Edit(SharedConfigSnapshot files, string profile, string entry, AwsCredentials? key) =>
        VaultProfile.Add(files, profile, entry, null, surroundings, AwsVault.Program);
}
