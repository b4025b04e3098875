using System.Text;
using System.Text.Json;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Credentials.Sources.Run;

/// <summary>
/// Gets the credentials of an EC2 instance's role from its metadata service, version 2 first. See "Use the Instance Metadata Service"
/// in the Amazon EC2 User Guide.
/// </summary>
internal sealed class InstanceMetadataSource(SourceContext context)
{
    private const string RolePath = "/latest/meta-data/iam/security-credentials/";
    private const string TokenHeader = "x-aws-ec2-metadata-token";

    public async Task<AwsCredentials> FetchAsync(Source.InstanceMetadata source, CancellationToken cancellationToken)
    {
        var token = await TokenAsync(source, cancellationToken).ConfigureAwait(false);
        var roles = await GetAsync(source, RolePath, token, cancellationToken).ConfigureAwait(false);
        var role = Encoding.UTF8.GetString(roles.Span).Split('\n')[0].Trim();
        if (role.Length == 0)
        {
            throw Failed(source, "names no role: the instance has no instance profile");
        }

        var document = await GetAsync(source, RolePath + role, token, cancellationToken).ConfigureAwait(false);
        var (credentials, json, problem) = CredentialDocument.Read(document, "Token");
        if (json is { } answer && answer.TryGetProperty("Code", out var code) && code.ValueKind == JsonValueKind.String && code.GetString() is { } said and not "Success")
        {
            throw Failed(source, $"gives no credentials of the role {role}: {said}");
        }

        return credentials ?? throw Failed(source, $"answered something that is not credentials: {problem}");
    }

    private async Task<string?> TokenAsync(Source.InstanceMetadata source, CancellationToken cancellationToken)
    {
        var response = await SendAsync(source, target => new WireRequest(
            "PUT", "/latest/api/token", new WireHeaders(("Host", target.Host), ("x-aws-ec2-metadata-token-ttl-seconds", "21600"), ("Content-Length", "0")), Stream.Null), cancellationToken).ConfigureAwait(false);
        if (response.IsSuccess)
        {
            return Encoding.UTF8.GetString(response.Body.Span).Trim();
        }

        return response.Status is 403 or 404 or 405 && source.AllowsV1
            ? null
            : throw Failed(source, $"gives no session token (status {response.Status})");
    }

    private async Task<ReadOnlyMemory<byte>> GetAsync(Source.InstanceMetadata source, string path, string? token, CancellationToken cancellationToken)
    {
        var response = await SendAsync(source, target =>
        {
            var headers = new WireHeaders(("Host", target.Host));
            return new WireRequest("GET", path, token is null ? headers : headers.With(TokenHeader, token), Stream.Null);
        }, cancellationToken).ConfigureAwait(false);
        return response.IsSuccess ? response.Body : throw Failed(source, response.Status == 404 && path == RolePath
            ? "has no credentials: the instance has no instance profile"
            : $"answered {response.Status} for {path}");
    }

    private async Task<WireResponse> SendAsync(Source.InstanceMetadata source, Func<WireTarget, WireRequest> prepare, CancellationToken cancellationToken)
    {
        try
        {
            return await context.Client.SendAsync(source.Endpoint, prepare, _ => null, cancellationToken).ConfigureAwait(false);
        }
        catch (EndpointUnreachableException e)
        {
            throw new CredentialsException(
                ErrorCodes.InstanceMetadataFailed, $"the instance metadata service at {source.Endpoint} doesn't answer ({e.Message})",
                "on a machine that is no EC2 instance, set AWS_EC2_METADATA_DISABLED=true, and configure another source", inner: e);
        }
    }

    private static CredentialsException Failed(Source.InstanceMetadata source, string what) => new(
        ErrorCodes.InstanceMetadataFailed, $"the instance metadata service at {source.Endpoint} {what}",
        "attach an instance profile with a role to the instance, or configure another source");
}
