using System.Text.RegularExpressions;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Cli.Commands.Doctor;

/// <summary>Finds settings in use that the installed AWS CLI is too old for.</summary>
internal static partial class AwsCliCheck
{
    private const string IgnoresEndpoints = "it doesn't know the setting and calls AWS itself, with your credentials";
    private static readonly Version Sessions = new(2, 9, 0);
    private static readonly Version EndpointsOfOne = new(1, 29, 0);
    private static readonly Version Endpoints = new(2, 13, 0);
    private static readonly Version CodeFlow = new(2, 22, 0);
    private static readonly Version ConsoleSignIn = new(2, 32, 0);

    /// <summary>Reads the version out of what <c>aws --version</c> prints; null where it prints something else.</summary>
    public static Version? Parse(string output) => Printed().Match(output) is { Success: true } match && Version.TryParse(match.Groups[1].Value, out var version) ? version : null;

    /// <summary>Compares a version with what is in use.</summary>
    /// <param name="version">The version.</param>
    /// <param name="program">Where the AWS CLI is.</param>
    /// <param name="files">The shared files.</param>
    /// <param name="environment">The environment.</param>
    public static IEnumerable<Finding> Find(Version version, string program, SharedConfigSnapshot files, IReadOnlyDictionary<string, string> environment)
    {
        var session = files.SsoSessions.Values.FirstOrDefault() is { } section ? $"[sso-session {section.Name}] ({files.Config.Path}:{section.Line})" : null;
        var login = Use(files, "login_session");
        var endpoint = environment.Keys.FirstOrDefault(n => n.StartsWith("AWS_ENDPOINT_URL", StringComparison.Ordinal)) ?? Use(files, "endpoint_url") ?? Use(files, "services");
        if (version.Major < 2)
        {
            // Its SDK reads the sign-ins of both; the commands that make them came with version 2.
            if ((session ?? login ?? Use(files, "sso_start_url")) is { } signIn)
            {
                yield return Of(Severity.Note, $"version 1 has neither `aws sso login` nor `aws login`, and {signIn} is in use", "it uses a sign-in that is there, and can't make one", "sign in with lanyard login, or install version 2 of the AWS CLI");
            }

            if (endpoint is not null && version < EndpointsOfOne)
            {
                yield return TooOld(EndpointsOfOne, endpoint, IgnoresEndpoints);
            }

            yield break;
        }

        if (session is not null && version < Sessions)
        {
            yield return TooOld(Sessions, session, "it doesn't know sso-session sections, so it finds no credentials in the profiles that name one");
        }
        else if (session is not null && version < CodeFlow)
        {
            yield return Of(
                Severity.Note, $"`aws sso login` of this version uses device codes, for {session} too: the way by the browser alone came with {CodeFlow}",
                "a device code that somebody else sends you signs them in as you", "sign in with lanyard login, or install a newer AWS CLI");
        }

        if (endpoint is not null && version < Endpoints)
        {
            yield return TooOld(Endpoints, endpoint, IgnoresEndpoints);
        }

        if (login is not null && version < ConsoleSignIn)
        {
            yield return TooOld(ConsoleSignIn, login, "it doesn't know `aws login`, so it finds no credentials in the profile");
        }

        Finding TooOld(Version needed, string use, string why) =>
            Of(Severity.Warning, $"{use} needs version {needed}", why, $"install AWS CLI {needed} or newer; until then: lanyard exec --profile NAME -- aws …");

        Finding Of(Severity severity, string what, string why, string fix) => new(FindingIds.OldAwsCli, severity, program, $"the AWS CLI is version {version}: {what}", why, fix);
    }

    private static string? Use(SharedConfigSnapshot files, string setting)
    {
        foreach (var profile in files.Profiles.Values)
        {
            if (profile.TryGet(setting, out var property))
            {
                return $"{setting} ({property.File}:{property.Line})";
            }
        }

        return null;
    }

    [GeneratedRegex(@"^aws-cli/(\d+\.\d+\.\d+)")]
    private static partial Regex Printed();
}
