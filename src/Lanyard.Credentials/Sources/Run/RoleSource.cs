using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Services;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Credentials.Sources.Run;

/// <summary>Assumes roles, with other credentials or with the token of an identity provider.</summary>
internal sealed class RoleSource(SourceContext context)
{
    public async Task<AwsCredentials> AssumeAsync(
        Source.AssumeRole role, CredentialPlan plan, Func<Task<AwsCredentials>> source, CancellationToken cancellationToken)
    {
        var early = role.AsksSourceFirst ? await source().ConfigureAwait(false) : null;
        if (role.MfaSerial is not null && context.Mfa is null)
        {
            throw MfaErrors.Required(role.MfaSerial, "nobody is asked here", plan.Profile);
        }

        var from = early ?? await source().ConfigureAwait(false);
        if (role.Refusal is { } refusal)
        {
            throw new CredentialsException(ErrorCodes.SettingInvalid, refusal, "correct the profile's settings", profile: plan.Profile);
        }

        var request = Request(role.RoleArn, role.RoleSessionName, role.Policies) with
        {
            ExternalId = role.ExternalId,
            DurationSeconds = role.DurationSeconds,
            SourceIdentity = role.SourceIdentity,
        };
        return role.MfaSerial is { } serial
            ? await new MfaCodeSource(context, context.Mfa!).CallAsync(
                new MfaNeed(serial, role.MfaCodes, role.Origin, plan.Profile), null,
                code => AssumeAsync(role, plan, request with { SerialNumber = serial, TokenCode = code.Reveal() }, from, cancellationToken), cancellationToken).ConfigureAwait(false)
            : await AssumeAsync(role, plan, request, from, cancellationToken).ConfigureAwait(false);
    }

    private async Task<AwsCredentials> AssumeAsync(
        Source.AssumeRole role, CredentialPlan plan, AssumeRoleRequest request, AwsCredentials from, CancellationToken cancellationToken)
    {
        try
        {
            return await Sts(plan).AssumeRoleAsync(request, from, cancellationToken).ConfigureAwait(false);
        }
        catch (AwsServiceException e) when (e.Error.Code is "AccessDenied" && !MfaErrors.IsAboutCode(e))
        {
            throw new CredentialsException(
                ErrorCodes.RoleAccessDenied,
                $"the role {role.RoleArn}{At(role)} may not be assumed by the access key {from.AccessKeyId}: {e.Error.Message}",
                role.SourceIdentity is null
                    ? "add the caller to the role's trust policy, and sts:AssumeRole on the role to the caller's permissions"
                    : "add the caller to the role's trust policy, and sts:AssumeRole and sts:SetSourceIdentity on the role to both sides",
                FailureKind.RefusedByAws, plan.Profile, e);
        }
        catch (Exception e) when (e is (AwsServiceException or EndpointUnreachableException) && !MfaErrors.IsAboutCode(e))
        {
            throw AwsFailures.Translate(e, plan.Profile, context.Client.Time.GetUtcNow());
        }
    }

    public async Task<AwsCredentials> AssumeWithTokenAsync(Source.WebIdentity web, CredentialPlan plan, CancellationToken cancellationToken)
    {
        var token = await new IdentityTokenReader(context).ReadAsync(web.Token, web.RoleArn, plan.Profile, cancellationToken).ConfigureAwait(false);
        try
        {
            return await Sts(plan).AssumeRoleWithWebIdentityAsync(
                Request(web.RoleArn, web.RoleSessionName, web.Policies) with { DurationSeconds = web.DurationSeconds }, token, cancellationToken).ConfigureAwait(false);
        }
        catch (AwsServiceException e) when (e.Error.Code is "AccessDenied")
        {
            throw new CredentialsException(
                ErrorCodes.RoleAccessDenied, $"the role {web.RoleArn} doesn't trust the token in {web.Token}: {e.Error.Message}",
                "compare the role's trust policy with the token's issuer, audience and subject", FailureKind.RefusedByAws, plan.Profile, e);
        }
        catch (Exception e) when (e is AwsServiceException or EndpointUnreachableException)
        {
            throw AwsFailures.Translate(e, plan.Profile, context.Client.Time.GetUtcNow());
        }
    }

    private AssumeRoleRequest Request(string roleArn, string? sessionName, SessionPolicies? policies) =>
        new(roleArn, sessionName ?? "lanyard-" + context.Client.Time.GetUtcNow().ToUnixTimeSeconds())
        {
            Policy = policies?.Inline,
            PolicyArns = policies?.Arns?.Split(',') ?? [],
        };

    private StsClient Sts(CredentialPlan plan) => new(
        context.Client, ServiceEndpoint.Find(AwsService.Sts, plan.Region, context.Endpoints, plan.Profile));

    private static string At(Source source) => source.Origin is { } origin ? $" ({origin})" : "";
}
