using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Services;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Policy.Apply;

namespace Lanyard.Cli.Commands.Policies.Apply;

/// <summary>IAM, as the identity that applies. Its account was asked for, and is the one that was meant.</summary>
internal sealed class ApplyAccess : IDisposable
{
    private readonly AwsAccess _access;

    private ApplyAccess(AwsAccess access, AwsCredentials credentials, CallerIdentity caller)
    {
        (_access, Credentials, Caller) = (access, credentials, caller);
        var plan = access.Selected.Plan;
        Iam = new IamClient(access.Client, ServiceEndpoint.Find(AwsService.Iam, plan.Region, access.Selected.Endpoints, plan.Profile));
        Account = new IamAccount(caller.Account, caller.Arn.Split(':') is [_, var partition, ..] ? partition : "aws");
    }

    /// <summary>Gets IAM.</summary>
    public IamClient Iam { get; }

    /// <summary>Gets the credentials to call it with.</summary>
    public AwsCredentials Credentials { get; }

    /// <summary>Gets who calls.</summary>
    public CallerIdentity Caller { get; }

    /// <summary>Gets the account that is changed.</summary>
    public IamAccount Account { get; }

    /// <summary>Gets the region that was asked for, or is the stage's; null for none.</summary>
    public string? Region { get; private init; }

    /// <summary>Gets IAM's address, by which a sandbox's accounts differ from those of AWS.</summary>
    public string Address => Iam.Endpoint.Url.GetLeftPart(UriPartial.Authority);

    /// <summary>Gets credentials, after all guard rails agreed.</summary>
    /// <param name="input">What was asked for.</param>
    /// <param name="account">The account that the document is for; null for any.</param>
    /// <param name="surroundings">The machine.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="CredentialsException">There are none, they are for another account, or a guard rail refused.</exception>
    public static async Task<ApplyAccess> OpenAsync(ApplyInput input, string? account, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var options = input.Options;
        var selected = IdentitySelector.Select(surroundings, options);
        StageEndpoints.CheckForCommand(selected);
        if (input.DryRun)
        {
            MetBefore.Confirm(selected, surroundings, mayAsk: !options.NoInput);
        }
        else
        {
            StageGuard.CheckBeforeUse(selected, surroundings, mayAsk: !options.NoInput);
        }

        var access = new AwsAccess(surroundings, options, selected);
        try
        {
            var credentials = await CredentialsForUse.GetAsync(access, surroundings, maySignIn: surroundings.HasTerminal && !options.NoInput, cancellationToken).ConfigureAwait(false);
            var caller = await access.AskCallerAsync(credentials, cancellationToken).ConfigureAwait(false);
            return account is null || caller.Account == account
                ? new ApplyAccess(access, credentials, caller) { Region = options.Region ?? selected.Stage?.Stage.Region }
                : throw new CredentialsException(
                    ErrorCodes.AccountMismatch, $"the document is for the account {account}, and these credentials are for {caller.Account} ({caller.Arn}), so nothing was changed",
                    "name another --profile or --stage, or correct `account` in the document", FailureKind.GuardRail, selected.Plan.Profile);
        }
        catch
        {
            access.Dispose();
            throw;
        }
    }

    /// <summary>Says in plain words what a failed call of IAM means, and which right is missing where one is.</summary>
    /// <param name="failure">What IAM, or the network, answered.</param>
    /// <param name="resource">The ARN that the call is about.</param>
    public CredentialsException Explain(Exception failure, string resource)
    {
        var translated = AwsFailures.Translate(failure, _access.Selected.Plan.Profile, _access.Client.Time.GetUtcNow());
        return failure is not AwsServiceException { Error: var error } ? translated : error.Code switch
        {
            "AccessDenied" => translated.WithFix($"let {Caller.Arn} be allowed iam:{error.Operation} on {resource}, by a policy that AWS's message calls missing, or without the deny it names"),
            "EntityAlreadyExists" => translated.WithFix("somebody made it meanwhile, or it is there with another path: run the command again, and name its `path`"),
            "DeleteConflict" => translated.WithFix($"something still uses {resource}; take that away, then run the command again"),
            "LimitExceeded" => translated.WithFix("the account has as many as its quota allows: delete what nobody needs, or ask for more in Service Quotas"),
            _ => translated,
        };
    }

    /// <summary>Asks IAM.</summary>
    /// <exception cref="CredentialsException">IAM said no, or didn't answer.</exception>
    public async Task<T> ReadAsync<T>(string resource, Func<IamClient, AwsCredentials, Task<T>> read)
    {
        try
        {
            return await read(Iam, Credentials).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AwsServiceException or EndpointUnreachableException)
        {
            throw Explain(e, resource);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _access.Dispose();
}
