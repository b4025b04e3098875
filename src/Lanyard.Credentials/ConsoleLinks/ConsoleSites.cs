using Lanyard.Aws.Endpoints;

namespace Lanyard.Credentials.ConsoleLinks;

/// <summary>Where people sign in to the console of a partition, and where it is. See "Service endpoints and quotas" of AWS Sign-In in the AWS General Reference.</summary>
/// <param name="SignIn">The address of the federation endpoint, without its path.</param>
/// <param name="Console">The console's host.</param>
public sealed record ConsoleSites(string SignIn, string Console)
{
    /// <summary>Finds the sites of a partition.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="settings">The endpoints that the user set: one for <c>signin</c>, or for every service, goes before.</param>
    /// <returns>The sites; <see langword="null"/> where nobody outside the partition knows them.</returns>
    public static ConsoleSites? Of(Partition partition, EndpointSettings settings)
    {
        ArgumentNullException.ThrowIfNull(partition);
        ArgumentNullException.ThrowIfNull(settings);
        var sites = partition.Id switch
        {
            "aws" => new ConsoleSites("https://us-east-1.signin.aws.amazon.com", "console.aws.amazon.com"),
            "aws-cn" => new ConsoleSites("https://signin.amazonaws.cn", "console.amazonaws.cn"),
            "aws-us-gov" => new ConsoleSites("https://signin.amazonaws-us-gov.com", "console.amazonaws-us-gov.com"),
            "aws-eusc" => new ConsoleSites("https://signin.amazonaws-eusc.eu", "console.amazonaws-eusc.eu"),
            _ => null,
        };
        var own = settings.ByService.TryGetValue(AwsService.Signin.SettingsKey, out var address) ? address : settings.ForAll;
        return sites is null || own is null ? sites : sites with { SignIn = own.TrimEnd('/') };
    }

    /// <summary>Tells whether a page is one of the console: no link of ours signs somebody in and sends them elsewhere.</summary>
    public bool Holds(Uri page)
    {
        ArgumentNullException.ThrowIfNull(page);
        return page is { Scheme: "https", IsDefaultPort: true, UserInfo: "" }
            && (page.Host == Console || page.Host.EndsWith("." + Console, StringComparison.Ordinal));
    }
}
