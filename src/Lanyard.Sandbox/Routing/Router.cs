using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Sandbox.Routing;

/// <summary>Finds what a request is meant for: by its host when that is AWS's, else by what the request is.</summary>
/// <param name="publicUrl">The address that the sandbox is known by.</param>
/// <param name="jsonServices">The services of AWS JSON that it speaks.</param>
internal sealed class Router(Uri publicUrl, IReadOnlyDictionary<SandboxService, JsonServiceModel> jsonServices)
{
    /// <summary>Where the messages to the topics of delegation requests are.</summary>
    public const string NoticesPath = "/delegation/notifications";

    private static readonly Dictionary<string, SandboxService> Paths = new(StringComparer.Ordinal)
    {
        ["/client/register"] = SandboxService.SsoOidc,
        ["/device_authorization"] = SandboxService.SsoOidc,
        ["/token"] = SandboxService.SsoOidc,
        ["/authorize"] = SandboxService.SignIn,
        ["/device"] = SandboxService.SignIn,
        ["/signin"] = SandboxService.SignIn,
        ["/signin/consent"] = SandboxService.SignIn,
        ["/v1/authorize"] = SandboxService.SignIn,
        ["/v1/sessions/confirmation"] = SandboxService.SignIn,
        ["/v1/token"] = SandboxService.ConsoleToken,
        ["/federation"] = SandboxService.Federation,
        ["/federation/credentials"] = SandboxService.SsoPortal,
        ["/assignment/accounts"] = SandboxService.SsoPortal,
        ["/assignment/roles"] = SandboxService.SsoPortal,
        ["/logout"] = SandboxService.SsoPortal,
        ["/v1/credentials"] = SandboxService.Container,
        ["/ci/id-token"] = SandboxService.CiJob,
    };

    // The addresses under which a machine or container finds its credentials. No name leads to them, so no page of a browser does.
    private static readonly HashSet<string> MachineHosts = ["169.254.169.254", "169.254.170.2", "169.254.170.23", "[fd00:ec2::254]", "[fd00:ec2::23]"];

    /// <summary>Finds the target; <see langword="null"/> when the host is neither AWS's nor ours.</summary>
    public Target? Find(WireRequest request, ReadOnlyMemory<byte> body)
    {
        var host = AwsHost.WithoutPort(request.Host);
        if (AwsHost.Parse(host) is { } aws)
        {
            return ByHost(aws, request.Path);
        }

        // Another name that resolves to us is a page in somebody's browser reaching for the sandbox (DNS rebinding).
        return MachineHosts.Contains(host) || AwsHost.IsLoopback(host) || host.Equals(publicUrl.Host, StringComparison.OrdinalIgnoreCase) ? ByContent(request, body) : null;
    }

    /// <summary>Tells whether a browser asks for the sandbox's own page: at our own address, without a signature or anything else of AWS's.</summary>
    public bool IsPage(WireRequest request)
    {
        var host = AwsHost.WithoutPort(request.Host);
        return (AwsHost.IsLoopback(host) || host.Equals(publicUrl.Host, StringComparison.OrdinalIgnoreCase))
            && !request.Headers.Any(h => h.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) || h.Name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase))
            && (request.Path is "/favicon.ico" || request.Path.StartsWith("/_/", StringComparison.Ordinal)
                || (request.Path is "/" && request.Method is "GET" or "HEAD" && (request.Query.Length == 0 || request.Query.StartsWith("token=", StringComparison.Ordinal))));
    }

    /// <summary>Tells whether a request brings an object for Amazon S3.</summary>
    public static bool IsUpload(WireRequest request) => request.Method == "PUT" && SigV4Authorization.Read(request).Claim?.Scope.Service == "s3";

    private Target ByHost(AwsHost host, string path) => host switch
    {
        { Service: "sts" } => new Target(SandboxService.Sts, "sts", host.Region ?? "us-east-1"),
        { Service: AwsHost.TokenIssuer } => new Target(SandboxService.TokenIssuer, "token-issuer", null),
        { Service: "iam" } => new Target(SandboxService.Iam, "iam", host.Region ?? "us-east-1"),
        { Service: "oidc", Region: not null } => Paths.GetValueOrDefault(path) == SandboxService.SignIn
            ? new Target(SandboxService.SignIn, "signin", host.Region)
            : new Target(SandboxService.SsoOidc, "sso-oidc", host.Region),
        { Service: "signin" } when Paths.GetValueOrDefault(path) is (SandboxService.SignIn or SandboxService.ConsoleToken or SandboxService.Federation) and var page => new Target(page, "signin", host.Region),
        { Service: "portal.sso", Region: not null } => new Target(SandboxService.SsoPortal, "sso", host.Region),
        { Service: "cloudformation" } => new Target(SandboxService.CloudFormation, "cloudformation", host.Region ?? "us-east-1"),
        { Service: "s3" } => new Target(SandboxService.S3, "s3", host.Region ?? "us-east-1"),
        { Service: "apigateway" } => new Target(SandboxService.ApiGateway, "apigateway", host.Region ?? "us-east-1"),
        { Service: "lambda" } => new Target(SandboxService.Lambda, "lambda", host.Region ?? "us-east-1"),
        _ when JsonService(host.Service) is { } json => json with { Region = host.Region ?? "us-east-1" },
        _ => new Target(SandboxService.None, host.Service, host.Region),
    };

    // Their hosts are named as their calls are signed.
    private Target? JsonService(string signingName) => jsonServices.FirstOrDefault(s => s.Value.SigningName == signingName) is (var service, { } model)
        ? new Target(service, model.Name, null)
        : null;

    private Target ByContent(WireRequest request, ReadOnlyMemory<byte> body)
    {
        if (request.Path == NoticesPath)
        {
            return new Target(SandboxService.DelegationNotices, "sns", null);
        }

        if (SigV4Authorization.Read(request).Claim is { } claim)
        {
            return claim.Scope.Service switch
            {
                "sts" => new Target(SandboxService.Sts, "sts", null),
                "iam" => new Target(SandboxService.Iam, "iam", null),
                "cloudformation" => new Target(SandboxService.CloudFormation, "cloudformation", null),
                "s3" => new Target(SandboxService.S3, "s3", null),
                "apigateway" => new Target(SandboxService.ApiGateway, "apigateway", null),
                "lambda" => new Target(SandboxService.Lambda, "lambda", null),
                var name when JsonService(name) is { } json => json,
                var other => new Target(SandboxService.None, Shown(other), null),
            };
        }

        if (request.Path.StartsWith("/latest/", StringComparison.Ordinal))
        {
            return new Target(SandboxService.Metadata, "ec2-metadata", null);
        }

        switch (Paths.GetValueOrDefault(request.Path.StartsWith("/v2/credentials/", StringComparison.Ordinal) ? "/v1/credentials" : request.Path))
        {
            case SandboxService.Container:
                return new Target(SandboxService.Container, "container-credentials", null);
            case SandboxService.CiJob:
                return new Target(SandboxService.CiJob, "ci-job", null);
            case SandboxService.SsoOidc:
                return new Target(SandboxService.SsoOidc, "sso-oidc", null);
            case SandboxService.SsoPortal:
                return new Target(SandboxService.SsoPortal, "sso", null);
            case (SandboxService.SignIn or SandboxService.ConsoleToken or SandboxService.Federation) and var page:
                return new Target(page, "signin", null);
        }

        if (request.Headers.Get("X-Amz-Target") is { } operation)
        {
            return new Target(SandboxService.None, Shown(operation.Split('_', '.')[0]), null);
        }

        // An action without a signature: web identity calls are like that. On a bare address nobody else can be meant.
        var isForm = request.MediaType == "application/x-www-form-urlencoded";
        var pairs = isForm ? QueryString.Parse(System.Text.Encoding.UTF8.GetString(body.Span)) : [];
        return QueryString.Get(pairs, "Action") is not null || QueryString.Get(QueryString.Parse(request.Query), "Action") is not null
            || request.Headers.Contains("Authorization")
            ? new Target(SandboxService.Sts, "sts", null)
            : new Target(SandboxService.None, "", null);
    }

    // What a client sent goes into logs and errors only when it can be a service's name.
    private static string Shown(string name) =>
        name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') ? name : "an unknown service";
}
