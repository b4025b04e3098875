using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Services;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Credentials.Sessions;

namespace Lanyard.Credentials.Sources.Run;

/// <summary>Gets the session of an IAM user for a code of an MFA device.</summary>
internal sealed class MfaSessionSource(SourceContext context)
{
    /// <summary>
    /// Makes the key by which all roles of the user find the session: neither their region is in it, as a session is good in all
    /// of them, nor where the code came from. Only one whose code may have been made of a seed is kept apart: a protected stage
    /// is never to find it.
    /// </summary>
    public static SessionKey KeyOf(Source.MfaSession session, CredentialPlan plan, EndpointSettings endpoints) => SessionKey.Of(
        session with { Codes = session.Codes is { Way: MfaCodeWay.Seed } ? new MfaCodes("", MfaCodeWay.Seed) : null },
        "", ServiceEndpoint.AddressOf(AwsService.Sts, ServiceEndpoint.FallbackRegion, endpoints, plan.Profile));

    /// <summary>
    /// Gets the session, and keeps it before anybody else may ask for a code: a person who takes long to type one has processes
    /// waiting that lost their patience with the session's own lock, and they must not ask again.
    /// </summary>
    /// <param name="session">The device and the access key.</param>
    /// <param name="plan">The plan that it is for.</param>
    /// <param name="source">Gets the access key.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="CredentialsException">No code is to be had, or AWS says no.</exception>
    public async Task<AwsCredentials> FetchAsync(
        Source.MfaSession session, CredentialPlan plan, Func<Task<AwsCredentials>> source, CancellationToken cancellationToken)
    {
        var mfa = context.Mfa ?? throw MfaErrors.Required(session.SerialNumber, "nobody is asked here", plan.Profile);
        var keys = await source().ConfigureAwait(false);
        var key = KeyOf(session, plan, context.Endpoints);
        return await new MfaCodeSource(context, mfa).CallAsync(
            new MfaNeed(session.SerialNumber, session.Codes, session.Origin, plan.Profile), () => context.Sessions.Find(key)?.Credentials,
            async code =>
            {
                var credentials = await CallAsync(session, plan, keys, code, cancellationToken).ConfigureAwait(false);
                context.Sessions.Keep(key, credentials, null);
                return credentials;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<AwsCredentials> CallAsync(
        Source.MfaSession session, CredentialPlan plan, AwsCredentials keys, Secret code, CancellationToken cancellationToken)
    {
        var sts = new StsClient(context.Client, ServiceEndpoint.Find(AwsService.Sts, plan.Region, context.Endpoints, plan.Profile));
        try
        {
            return await sts.GetSessionTokenAsync(session.SerialNumber, code, session.DurationSeconds, keys, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is (AwsServiceException or EndpointUnreachableException) && !MfaErrors.IsAboutCode(e))
        {
            throw AwsFailures.Translate(e, plan.Profile, context.Client.Time.GetUtcNow());
        }
    }
}
