using System.Net;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Credentials.Sources.Run;

/// <summary>Gets credentials from a container endpoint: ECS, EKS Pod Identity, or one of ours.</summary>
internal sealed class ContainerSource(SourceContext context)
{
    public async Task<AwsCredentials> FetchAsync(Source.Container source, CancellationToken cancellationToken)
    {
        var token = await TokenAsync(source, cancellationToken).ConfigureAwait(false);
        WireResponse response;
        try
        {
            response = await context.Client.SendAsync(
                new Uri(source.Url.GetLeftPart(UriPartial.Authority)),
                target =>
                {
                    var headers = new WireHeaders(("Host", target.Host), ("Accept", "application/json"));
                    return new WireRequest("GET", source.Url.PathAndQuery, token is null ? headers : headers.With("Authorization", token), Stream.Null);
                },
                _ => null, cancellationToken).ConfigureAwait(false);
        }
        catch (EndpointUnreachableException e)
        {
            throw AwsFailures.Translate(e, null, context.Client.Time.GetUtcNow()).WithFix($"check the address in {source.Origin?.Variable ?? ContainerEndpoint.FullUri}");
        }

        if (!response.IsSuccess)
        {
            throw Failed(source, $"answered {response.Status} ({(HttpStatusCode)response.Status})");
        }

        var (credentials, _, problem) = CredentialDocument.Read(response.Body, "Token");
        return credentials ?? throw Failed(source, $"answered something that is not credentials: {problem}");
    }

    private async Task<string?> TokenAsync(Source.Container source, CancellationToken cancellationToken)
    {
        if (source.TokenVariable is not { } variable || context.Machine.Variable(variable) is not { } value)
        {
            return null;
        }

        var token = value;
        if (variable == ContainerEndpoint.TokenFile)
        {
            try
            {
                token = (await File.ReadAllTextAsync(value, cancellationToken).ConfigureAwait(false)).TrimEnd('\r', '\n');
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new CredentialsException(ErrorCodes.ContainerFailed, $"the container token file {value} can't be read", $"check {variable}");
            }
        }

        return token.AsSpan().IndexOfAny('\r', '\n') < 0
            ? token
            : throw new CredentialsException(ErrorCodes.ContainerFailed, $"the container token in {variable} has a line break in it", $"check {variable}");
    }

    private static CredentialsException Failed(Source.Container source, string what) => new(
        ErrorCodes.ContainerFailed, $"the container endpoint {source.Url.GetLeftPart(UriPartial.Path)} ({source.Origin?.Variable ?? ContainerEndpoint.FullUri}) {what}",
        $"check {source.Origin?.Variable ?? ContainerEndpoint.FullUri} and {source.TokenVariable ?? ContainerEndpoint.Token}");
}
