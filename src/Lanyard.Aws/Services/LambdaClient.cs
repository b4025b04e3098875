using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Aws.Services;

/// <summary>What Lambda tells of a function, as far as its identity goes.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="RoleArn">The role that it runs with.</param>
/// <param name="IsInVpc">Whether its calls come from a VPC, which policies may ask for.</param>
public sealed record FunctionIdentity(string Name, string RoleArn, bool IsInVpc);

/// <summary>AWS Lambda, as far as Lanyard calls it. See the Lambda API Reference.</summary>
/// <param name="client">What sends.</param>
/// <param name="endpoint">Where Lambda is.</param>
public sealed class LambdaClient(WireClient client, Endpoint endpoint)
{
    private const string Service = "Lambda";
    private const string Operation = "GetFunctionConfiguration";

    /// <summary>Asks which role a function runs with.</summary>
    /// <param name="function">Its name, or its ARN; a version or alias may stand behind it.</param>
    /// <param name="credentials">Who asks.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AwsServiceException">Lambda said no; <c>ResourceNotFoundException</c> where there is no such function.</exception>
    /// <exception cref="EndpointUnreachableException">Lambda didn't answer.</exception>
    public async Task<FunctionIdentity> GetIdentityAsync(string function, AwsCredentials credentials, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(function);
        var response = await client.SendAsync(
            endpoint.Url,
            target => SigV4Signer.Sign(
                JsonProtocol.Rest(target, "GET", $"/2015-03-31/functions/{Uri.EscapeDataString(function)}/configuration"),
                ReadOnlyMemory<byte>.Empty, credentials, endpoint.SigningRegion, AwsService.Lambda.SigningName, target.Now),
            JsonProtocol.ErrorCode, cancellationToken).ConfigureAwait(false);
        var result = JsonProtocol.Result(response, Service, Operation);
        return JsonProtocol.Text(result, "Role") is { Length: > 0 } role && JsonProtocol.Text(result, "FunctionName") is { Length: > 0 } name
            ? new FunctionIdentity(name, role, JsonProtocol.Text(JsonProtocol.Member(result, "VpcConfig"), "VpcId") is { Length: > 0 })
            : throw new AwsServiceException(new AwsServiceError(Service, Operation, "UnreadableAnswer", "the answer lacks FunctionName or Role", 200, null));
    }
}
