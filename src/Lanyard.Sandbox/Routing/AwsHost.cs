using System.Net;
using Lanyard.Aws.Endpoints;

namespace Lanyard.Sandbox.Routing;

/// <summary>An AWS endpoint's host name, taken apart: <c>sts-fips.eu-west-1.api.aws</c> is service <c>sts</c> in <c>eu-west-1</c>.</summary>
/// <param name="Service">The service's endpoint prefix, without <c>-fips</c>.</param>
/// <param name="Region">The region; <see langword="null"/> for a global endpoint.</param>
internal sealed record AwsHost(string Service, string? Region)
{
    /// <summary>The service of hosts such as <c>UUID.tokens.sts.global.api.aws</c>, the issuers of accounts' identity tokens.</summary>
    public const string TokenIssuer = "tokens.sts";

    // Longest first: "amazonaws.com.cn" must not be taken for a host under "com.cn".
    private static readonly string[] Suffixes = [.. Partition.All.SelectMany(p => new[] { p.DnsSuffix, p.DualStackDnsSuffix })
        .Distinct().OrderByDescending(s => s.Length)];

    // Hosts of AWS that serve people and not the APIs.
    private static readonly string[] PageSuffixes = ["awsapps.com", "app.aws", "aws.amazon.com", "amazonaws.cn", "amazonaws-us-gov.com", "amazonaws-eusc.eu"];

    /// <summary>Takes a host name apart.</summary>
    /// <param name="host">The name, without a port.</param>
    /// <returns>Its parts; <see langword="null"/> when it is no AWS host.</returns>
    public static AwsHost? Parse(string host)
    {
        host = host.TrimEnd('.').ToLowerInvariant();
        if (!host.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_'))
        {
            return null;
        }

        if (Suffixes.FirstOrDefault(s => IsUnder(host, s)) is { } suffix)
        {
            var labels = host[..^(suffix.Length + 1)].Split('.');
            var region = IsRegion(labels[^1]) ? labels[^1] : null;
            var rest = region is null ? labels : labels[..^1];
            return rest switch
            {
                [] => null,
                [_, "tokens", "sts", "global"] => new AwsHost(TokenIssuer, null),
                [.., "portal", var sso] when WithoutFips(sso) == "sso" => new AwsHost("portal.sso", region),
                _ => new AwsHost(WithoutFips(rest[^1]), region),
            };
        }

        return PageSuffixes.Any(s => host == s || IsUnder(host, s)) ? new AwsHost("signin", null) : null;
    }

    /// <summary>Tells whether a text has the shape of a region: <c>eu-west-1</c>, <c>us-gov-east-1</c>.</summary>
    public static bool IsRegion(string text) =>
        text.Split('-') is [{ Length: >= 2 and <= 4 } area, _, ..] parts && parts.Length is 3 or 4
        && area.All(char.IsAsciiLetterLower)
        && parts[1..^1].All(p => p.Length > 0 && p.All(char.IsAsciiLetterLower))
        && parts[^1].Length is 1 or 2 && parts[^1].All(char.IsAsciiDigit);

    /// <summary>Takes the port off a <c>Host</c> header.</summary>
    public static string WithoutPort(string authority)
    {
        var colon = authority.LastIndexOf(':');
        return colon > authority.LastIndexOf(']') ? authority[..colon] : authority;
    }

    /// <summary>Tells whether a host name means this machine, whatever its resolver says.</summary>
    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsUnder(string host, string domain) =>
        host.Length > domain.Length + 1 && host.EndsWith(domain, StringComparison.Ordinal) && host[^(domain.Length + 1)] == '.';

    private static string WithoutFips(string label) => label.EndsWith("-fips", StringComparison.Ordinal) ? label[..^5] : label;
}
