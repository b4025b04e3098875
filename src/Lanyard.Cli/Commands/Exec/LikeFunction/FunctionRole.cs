using System.Collections.Immutable;
using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Services;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Policy.Documents;

namespace Lanyard.Cli.Commands.Exec.LikeFunction;

/// <summary>Asks Lambda for a function's role, and IAM for what roles may do.</summary>
/// <param name="access">What calls AWS.</param>
/// <param name="credentials">Who asks.</param>
internal sealed class FunctionRole(AwsAccess access, AwsCredentials credentials)
{
    private const string Role = "Role";

    private readonly IamClient _iam = new(
        access.Client, ServiceEndpoint.Find(AwsService.Iam, access.Selected.Plan.Region, access.Selected.Endpoints, access.Selected.Plan.Profile));

    /// <summary>Finds the role that a function runs with.</summary>
    /// <param name="function">The function's name or ARN, or the ARN of the role itself.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="CredentialsException">There is no such function, or it can't be asked for.</exception>
    public async Task<FunctionIdentity> FindAsync(string function, CancellationToken cancellationToken)
    {
        var plan = access.Selected.Plan;
        var parts = function.Split(':', 6);
        if (parts is ["arn", _, "iam", "", { Length: 12 }, var role])
        {
            return role.StartsWith("role/", StringComparison.Ordinal) && role.Length > "role/".Length
                ? new FunctionIdentity(RolePolicies.NameIn(role), function, false)
                : throw new UsageException($"--like-function takes a function, or the ARN of its role, and {function} is neither", "lanyard exec --like-function NAME -- COMMAND");
        }

        // A function's ARN says its Region.
        var region = (parts is ["arn", _, "lambda", { Length: > 0 } own, ..] ? own : plan.Region) ?? throw new UsageException(
            $"in which Region the function {function} is isn't known: the profile has none", "lanyard exec --region REGION --like-function NAME -- COMMAND");
        var lambda = new LambdaClient(access.Client, ServiceEndpoint.Find(AwsService.Lambda, region, access.Selected.Endpoints, plan.Profile));
        try
        {
            return await lambda.GetIdentityAsync(function, credentials, cancellationToken).ConfigureAwait(false);
        }
        catch (AwsServiceException e) when (e.Error.Code == "ResourceNotFoundException")
        {
            throw new CredentialsException(
                CliErrorCodes.FunctionNotFound, $"there is no Lambda function {function} in {region}{(credentials.AccountId is { } account ? $", account {account}" : "")}",
                "check its name and Region; `aws lambda list-functions` lists them, and deploy tools put stage and service before the name", FailureKind.Failed, plan.Profile, e);
        }
        catch (AwsServiceException e) when (e.Error.Code == "AccessDeniedException")
        {
            throw new CredentialsException(
                ErrorCodes.AwsError, $"the role of the function {function} can't be asked for: {e.Error.Message}",
                "add lambda:GetFunctionConfiguration on the function to your permissions, or name the function's role by its ARN: --like-function ROLE_ARN", FailureKind.RefusedByAws, plan.Profile, e);
        }
        catch (Exception e) when (e is AwsServiceException or EndpointUnreachableException)
        {
            throw AwsFailures.Translate(e, plan.Profile, access.Client.Time.GetUtcNow());
        }
    }

    /// <summary>Reads what decides what a role may do.</summary>
    /// <exception cref="CredentialsException">It can't be read.</exception>
    public Task<RolePolicies> ReadAsync(string roleArn, CancellationToken cancellationToken) => AskAsync(roleArn, async () =>
    {
        var name = RolePolicies.NameIn(roleArn);
        var role = await _iam.FindEntityAsync(Role, name, credentials, cancellationToken).ConfigureAwait(false) ?? throw Gone(roleArn, $"there is no role {name}");
        var attached = await _iam.ListAttachedPoliciesAsync(Role, name, credentials, cancellationToken).ConfigureAwait(false);
        var inline = ImmutableArray.CreateBuilder<PolicyDocument>();
        foreach (var policy in await _iam.ListInlinePoliciesAsync(Role, name, credentials, cancellationToken).ConfigureAwait(false))
        {
            var text = await _iam.FindInlinePolicyAsync(Role, name, policy, credentials, cancellationToken).ConfigureAwait(false);
            inline.Add(Read(policy, text ?? throw Gone(roleArn, $"its policy {policy} isn't there any more")));
        }

        return new RolePolicies(roleArn, inline.ToImmutable(), [.. attached], role.Boundary);
    });

    /// <summary>Reads managed policies.</summary>
    /// <param name="roleArn">The role that they are of.</param>
    /// <param name="arns">Their ARNs.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="CredentialsException">One can't be read.</exception>
    public Task<ImmutableArray<PolicyDocument>> ReadManagedAsync(string roleArn, IEnumerable<string> arns, CancellationToken cancellationToken) => AskAsync(roleArn, async () =>
    {
        var documents = ImmutableArray.CreateBuilder<PolicyDocument>();
        foreach (var arn in arns)
        {
            var policy = await _iam.FindPolicyAsync(arn, credentials, cancellationToken).ConfigureAwait(false);
            var text = policy is null ? null : await _iam.FindPolicyVersionAsync(arn, policy.DefaultVersionId, credentials, cancellationToken).ConfigureAwait(false);
            documents.Add(Read(arn, text ?? throw Gone(roleArn, $"there is no policy {arn}")));
        }

        return documents.ToImmutable();
    });

    private async Task<T> AskAsync<T>(string roleArn, Func<Task<T>> ask)
    {
        var profile = access.Selected.Plan.Profile;
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (AwsServiceException e) when (e.Error.Code == "AccessDenied")
        {
            throw new CredentialsException(
                ErrorCodes.AwsError, $"the policies of the role {roleArn} can't be read: {e.Error.Message}",
                "add iam:GetRole, iam:ListRolePolicies, iam:GetRolePolicy, iam:ListAttachedRolePolicies, iam:GetPolicy and iam:GetPolicyVersion to your permissions",
                FailureKind.RefusedByAws, profile, e);
        }
        catch (Exception e) when (e is AwsServiceException or EndpointUnreachableException)
        {
            throw AwsFailures.Translate(e, profile, access.Client.Time.GetUtcNow());
        }
    }

    private CredentialsException Gone(string roleArn, string what) => new(
        ErrorCodes.AwsError, $"the policies of the role {roleArn} can't be read: {what}", "deploy the function again: its role, or a policy of it, is gone",
        FailureKind.RefusedByAws, access.Selected.Plan.Profile);

    private static PolicyDocument Read(string name, string text)
    {
        try
        {
            return PolicyDocumentReader.Read(text, name);
        }
        catch (PolicyDocumentException e)
        {
            throw new CredentialsException(
                CliErrorCodes.FunctionNotImitated, $"the policy {e.Message}, so that it can't be handed on, and nothing was run", "correct the policy in IAM", FailureKind.GuardRail, inner: e);
        }
    }
}
