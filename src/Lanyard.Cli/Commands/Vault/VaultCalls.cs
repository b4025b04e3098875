using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Services;
using Lanyard.Aws.Signing;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Run;
using Lanyard.Credentials.Vault.Rotation;

namespace Lanyard.Cli.Commands.Vault;

/// <summary>Calls AWS with keys that are in no profile yet, where a profile's settings lead.</summary>
internal sealed class VaultCalls : IDisposable
{
    private readonly AwsAccess _access;
    private AwsAccess? _withCode;
    private Task<AwsCredentials>? _session;

    /// <summary>Gets ready.</summary>
    /// <param name="surroundings">The machine.</param>
    /// <param name="options">The options of the command.</param>
    /// <param name="files">The shared files.</param>
    /// <param name="profile">The profile whose region and endpoints count; null, or one that isn't there, for those of the environment.</param>
    /// <param name="entry">The vault's entry that IAM is asked about; null where it isn't asked.</param>
    /// <exception cref="CredentialsException">A setting can't be used.</exception>
    public VaultCalls(Surroundings surroundings, GlobalOptions options, SharedConfigSnapshot files, string? profile, string? entry = null)
    {
        var machine = new MachineState(surroundings.Environment, files, profile);
        MergedProfile? settings = null;
        if (profile is not null)
        {
            files.TryGetProfile(profile, out settings);
        }

        var plan = new CredentialPlan(settings?.Name, options.Region ?? LanyardPlanner.RegionOf(machine, settings), [], []);
        var endpoints = EndpointSettingsReader.Read(machine, settings);
        _access = new AwsAccess(
            surroundings, options, new SelectedIdentity(plan, machine, endpoints, machine.Variable("AWS_CA_BUNDLE") ?? settings?.Get("ca_bundle"), null));
        Keys = new UserKeyCalls(
            new IamClient(_access.Client, ServiceEndpoint.Find(AwsService.Iam, plan.Region, endpoints, plan.Profile)),
            new StsClient(_access.Client, ServiceEndpoint.Find(AwsService.Sts, plan.Region, endpoints, plan.Profile)),
            surroundings.Time, surroundings.Error.WriteLine,
            entry is not null && settings?.Get("mfa_serial") is { Length: > 0 } && PlanOf(machine) is { Candidates: [{ Source: Source.MfaSession { From: Source.VaultKeys keys } }] } mfa && keys.Entry == entry
                ? stop => _session ??= (_withCode = new AwsAccess(surroundings, options, _access.Selected with { Plan = mfa })).ResolveAsync(stop)
                : null);
    }

    /// <summary>Gets the calls.</summary>
    public UserKeyCalls Keys { get; }

    /// <summary>Makes sure that a key works, and gives it with its account.</summary>
    /// <exception cref="CredentialsException">It doesn't.</exception>
    public async Task<(AwsCredentials Key, CallerIdentity Caller)> VerifyAsync(AwsCredentials key, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var caller = await Keys.AcceptedAsync(key, cancellationToken).ConfigureAwait(false);
        if (caller.Arn.EndsWith(":root", StringComparison.Ordinal))
        {
            surroundings.Error.WriteLine("warning: this key is the account's root user, which may do everything and can't be limited; delete it in the console, and use a role");
        }

        return (new AwsCredentials(key.AccessKeyId, key.SecretAccessKey, null, null, caller.Account), caller);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _access.Dispose();
        _withCode?.Dispose();
    }

    // A user whose policies ask for MFA calls IAM with a session that a code bought; one code serves the whole command.
    private static CredentialPlan PlanOf(MachineState machine) => LanyardPlanner.Plan(machine);
}
