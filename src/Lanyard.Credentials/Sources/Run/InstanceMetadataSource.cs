using System.Text;
using System.Text.Json;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Credentials.Sources.Run;

/// <summary>
/// Gets the credentials of an EC2 instance's role from its metadata service, version 2 first. See "Use the Instance Metadata Service"
/// in the Amazon EC2 User Guide.
/// </summary>
internal sealed class InstanceMetadataSource(SourceContext context, Source.InstanceMetadata source)
{
    private const string RolePath = "/latest/meta-data/iam/security-credentials/";
    private const string TokenHeader = "x-aws-ec2-metadata-token";

    private static readonly TimeSpan Extension = TimeSpan.FromMinutes(10);

    private readonly WireClient _client = context.Client.With(
        retry => retry with { MaxAttempts = source.Attempts }, TimeSpan.FromSeconds(source.TimeoutSeconds));

    public async Task<AwsCredentials> FetchAsync(CancellationToken cancellationToken)
    {
        var token = await TokenAsync(cancellationToken).ConfigureAwait(false);
        var roles = await GetAsync(RolePath, token, cancellationToken).ConfigureAwait(false);
        var role = Encoding.UTF8.GetString(roles.Span).Split('\n')[0].Trim();
        if (role.Length == 0)
        {
            throw Failed("names no role: the instance has no instance profile");
        }

        var document = await GetAsync(RolePath + role, token, cancellationToken).ConfigureAwait(false);
        var (credentials, json, problem) = CredentialDocument.Read(document, "Token");
        if (json is { } answer && answer.TryGetProperty("Code", out var code) && code.ValueKind == JsonValueKind.String && code.GetString() is { } said and not "Success")
        {
            throw Failed($"gives no credentials of the role {role}: {said}");
        }

        return credentials is not null ? Extended(credentials) : throw Failed($"answered something that is not credentials: {problem}");
    }

    private async Task<string?> TokenAsync(CancellationToken cancellationToken)
    {
        WireResponse response;
        try
        {
            response = await AskForTokenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CredentialsException e) when (source.AllowsV1 && e.InnerException is EndpointUnreachableException { Reason: UnreachableReason.Timeout })
        {
            // From inside a container the answer to this request may not come through, by its hop limit; version 1 does.
            return null;
        }

        if (response.IsSuccess)
        {
            return Encoding.UTF8.GetString(response.Body.Span).Trim();
        }

        return response.Status is 403 or 404 or 405 && source.AllowsV1
            ? null
            : throw Failed($"gives no session token (status {response.Status}){(source.AllowsV1 ? "" : "; version 1 is switched off")}");
    }

    private Task<WireResponse> AskForTokenAsync(CancellationToken cancellationToken) => SendAsync(
        target => new WireRequest(
            "PUT", target.Path("/latest/api/token"), new WireHeaders(("Host", target.Host), ("x-aws-ec2-metadata-token-ttl-seconds", "21600"), ("Content-Length", "0")), Stream.Null),
        cancellationToken);

    // "Static stability", AWS SDKs and Tools Reference Guide: while the service has nothing newer, what has ended is used on, and asked for
    // again some time later; botocore's 10 minutes and 2 to 10 more. Most calls still take such credentials.
    private AwsCredentials Extended(AwsCredentials credentials)
    {
        var now = _client.Time.GetUtcNow();
        return credentials.Expiration <= now
            ? new AwsCredentials(
                credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken,
                now + Extension + TimeSpan.FromSeconds(Random.Shared.Next(120, 601)), credentials.AccountId)
            : credentials;
    }

    private async Task<ReadOnlyMemory<byte>> GetAsync(string path, string? token, CancellationToken cancellationToken)
    {
        var response = await SendAsync(target =>
        {
            var headers = new WireHeaders(("Host", target.Host));
            return new WireRequest("GET", target.Path(path), token is null ? headers : headers.With(TokenHeader, token), Stream.Null);
        }, cancellationToken).ConfigureAwait(false);
        return response.IsSuccess ? response.Body : throw Failed(response.Status == 404 && path == RolePath
            ? "has no credentials: the instance has no instance profile"
            : $"answered {response.Status} for {path}");
    }

    private async Task<WireResponse> SendAsync(Func<WireTarget, WireRequest> prepare, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.SendAsync(source.Endpoint, prepare, _ => null, cancellationToken).ConfigureAwait(false);
        }
        catch (EndpointUnreachableException e)
        {
            throw new CredentialsException(
                ErrorCodes.InstanceMetadataFailed, $"the instance metadata service at {source.Endpoint} doesn't answer ({e.Message})",
                "on a machine that is no EC2 instance, set AWS_EC2_METADATA_DISABLED=true, and configure another source", inner: e);
        }
    }

    private CredentialsException Failed(string what) => new(
        ErrorCodes.InstanceMetadataFailed, $"the instance metadata service at {source.Endpoint} {what}",
        "attach an instance profile with a role to the instance, or configure another source");
}
