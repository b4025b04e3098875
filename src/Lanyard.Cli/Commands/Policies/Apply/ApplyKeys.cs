using Lanyard.Aws.Protocols;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Cli.Commands.Configure;
using Lanyard.Cli.Commands.Vault;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.Vault;
using Lanyard.Policy.Apply;

namespace Lanyard.Cli.Commands.Policies.Apply;

/// <summary>An access key that was made.</summary>
/// <param name="User">Whose it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="Entry">Its name in the vault, and of the profile that uses it.</param>
internal sealed record MadeKey(string User, string Id, string Entry);

/// <summary>Makes access keys that go into the vault, and nowhere else: nothing prints their secret.</summary>
/// <param name="input">What was asked for.</param>
/// <param name="surroundings">The machine.</param>
internal sealed class ApplyKeys(ApplyInput input, Surroundings surroundings)
{
    private AccessKeyVault? _vault;

    /// <summary>Gets what was made.</summary>
    public List<MadeKey> Made { get; } = [];

    /// <summary>Makes sure that keys can be stored, before anything is changed.</summary>
    /// <param name="plan">What will be changed.</param>
    /// <param name="region">The profile's region; null for none.</param>
    /// <exception cref="CredentialsException">There is no vault, or the name is taken.</exception>
    public void Prepare(IamPlan plan, string? region)
    {
        foreach (var change in plan.Changes.Where(c => c is { Part.Aspect: IamAspect.AccessKey, Before: null }))
        {
            var (user, entry) = (change.Part.Name, change.After!);
            if (!VaultEntry.IsName(entry))
            {
                throw new CredentialsException(
                    CliErrorCodes.KeyInvalid, $"`{entry}` can't be the name of the key of the user {user} in the vault: that has up to 64 letters, digits and _ . @ + -", "say `accessKey: NAME` in the document");
            }

            VaultAccess.RefuseWhileRotating(surroundings, entry);
            _vault ??= VaultAccess.Choose(surroundings, input.Options, Questions.On(surroundings, input.Options.NoInput));
            if (_vault.Find(entry) is { } other)
            {
                throw new CredentialsException(
                    ErrorCodes.VaultEntryExists, $"the vault's entry `{entry}` is another access key, {other.AccessKeyId}, and the user {user} has none: nothing was changed",
                    "say `accessKey: NAME` in the document, with a name that is free; or `lanyard vault remove` the entry");
            }

            ProfileEditing.Store(surroundings).Plan(files => VaultProfile.Add(files, entry, entry, region, surroundings));
        }
    }

    /// <summary>Makes a key, stores it, and writes the profile that uses it.</summary>
    /// <param name="access">IAM.</param>
    /// <param name="user">Whose key it is.</param>
    /// <param name="entry">Its name.</param>
    /// <param name="stored">Is told its id once the vault has it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="AwsServiceException">IAM said no.</exception>
    /// <exception cref="CredentialsException">It couldn't be stored, and was deleted again.</exception>
    public async Task MakeAsync(ApplyAccess access, string user, string entry, Action<string> stored, CancellationToken cancellationToken)
    {
        var key = await access.Iam.CreateAccessKeyAsync(access.Credentials, cancellationToken, user).ConfigureAwait(false);
        try
        {
            _vault!.Put(entry, new AwsCredentials(key.AccessKeyId, key.SecretAccessKey, null, null, access.Account.Id));
        }
        catch (CredentialsException e)
        {
            throw await TakenBackAsync(access, user, key.AccessKeyId, e).ConfigureAwait(false);
        }

        stored(key.AccessKeyId);
        try
        {
            ProfileEditing.Store(surroundings).Apply($"policy apply: key of {user}", files => VaultProfile.Add(files, entry, entry, access.Region, surroundings));
        }
        catch (CredentialsException e)
        {
            throw new CredentialsException(
                e.Code, $"the access key {key.AccessKeyId} of the user {user} was made and is in the vault as `{entry}`, but the profile that uses it could not be written: {e.Message}",
                "lanyard policy apply --undo last takes the key back" + (e.Fix is null ? "" : $"; to write the profile, {e.Fix}"), e.Kind, inner: e);
        }

        Made.Add(new MadeKey(user, key.AccessKeyId, entry));
    }

    /// <summary>Takes a key out of the vault that IAM has no more.</summary>
    public void Forget(string id)
    {
        if (VaultAccess.Index(surroundings).All().FirstOrDefault(e => e.AccessKeyId == id) is { } entry && VaultAccess.Find(surroundings, input.Options) is { } vault)
        {
            vault.Remove(entry.Name);
            var files = Lanyard.Credentials.SharedConfig.SharedConfigSnapshot.Load(ProfileEditing.Locations(surroundings));
            foreach (var profile in VaultAccess.ProfilesOf(files, entry.Name))
            {
                surroundings.Error.WriteLine($"note: the profile `{profile}` used the key that is gone: lanyard profile remove {profile}");
            }
        }
    }

    // Its secret is in no vault, so that it is of no use to anybody.
    private static async Task<CredentialsException> TakenBackAsync(ApplyAccess access, string user, string id, CredentialsException failure)
    {
        try
        {
            await access.Iam.WriteAsync("DeleteAccessKey", [new("UserName", user), new("AccessKeyId", id)], access.Credentials, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AwsServiceException or EndpointUnreachableException)
        {
            return new CredentialsException(
                failure.Code, $"the access key {id} of the user {user} could not be stored, nor deleted again ({e.Message}): {failure.Message}",
                $"aws iam delete-access-key --user-name {user} --access-key-id {id}", failure.Kind, inner: failure);
        }

        return new CredentialsException(
            failure.Code, $"the access key of the user {user} could not be stored, and was deleted again: {failure.Message}", failure.Fix, failure.Kind, inner: failure);
    }
}
