using System.Globalization;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>Finds what the SDKs read differently in the selected profile.</summary>
internal static class ProfileAdvice
{
    private static readonly (string Key, string Means)[] Kinds =
    [
        ("aws_access_key_id", "an access key"), ("role_arn", "a role"), ("credential_process", "a process"), ("sso_account_id", "Identity Center"), ("login_session", "a console sign-in"),
    ];

    public static IEnumerable<Advice> Find(DialectMachine machine)
    {
        if (Profile(machine) is not { } profile)
        {
            yield break;
        }

        var kinds = Kinds.Where(kind => profile.Get(kind.Key) is not null).ToArray();
        if (kinds.Length > 1)
        {
            yield return new Advice(
                "mixed-profile", profile.ToString(),
                $"the profile holds {string.Join(" and ", kinds.Select(k => $"{k.Means} ({At(profile, k.Key)})"))}: the .NET SDK refuses such a profile or takes another of them, and the others choose differently",
                "keep one of them, and make a second profile of the other");
        }

        if (profile.InConfig?.Properties.TryGetValue("aws_session_token", out var stale) == true
            && profile.InCredentials?.Properties.ContainsKey("aws_access_key_id") == true && !profile.InCredentials.Properties.ContainsKey("aws_session_token"))
        {
            yield return new Advice(
                "token-of-another-key", AtLine(machine, profile.InConfig, stale.Line),
                "the keys are in the credentials file and a session token is in the config file: the JavaScript, .NET and Go SDKs send the two together, Python's and the AWS CLI don't",
                "take the aws_session_token out of the config file");
        }

        if (profile.Get("role_arn") is not null && profile.Get("source_profile") is null && profile.Get("credential_source") is null && profile.Get("web_identity_token_file") is null)
        {
            yield return new Advice(
                "role-without-source", At(profile, "role_arn"),
                "the role has neither a source_profile nor a credential_source: an error for Python's and Rust's SDKs and the AWS CLI, Go's assumes it with the instance's role, the others take the instance's role itself",
                $"add a line `source_profile = NAME` to `{profile.Name}`");
        }

        if (profile.InConfig is { } inConfig && machine.Variable("AWS_SDK_LOAD_CONFIG") is null)
        {
            yield return new Advice(
                "config-not-loaded", AtLine(machine, inConfig), "the JavaScript SDK v2 doesn't read the config file unless AWS_SDK_LOAD_CONFIG is set", "set AWS_SDK_LOAD_CONFIG=1 for tools that still use it");
        }

        if (profile.Get("role_arn") is not null && profile.Get("region") is null && machine.Variable("AWS_REGION") is null && machine.Variable("AWS_DEFAULT_REGION") is null)
        {
            yield return new Advice(
                "role-without-region", At(profile, "role_arn"), "no region is set: Go's SDK assumes no role without one, and the others use one of their own", $"add a line `region = …` to `{profile.Name}`");
        }

        if (profile.Get("mfa_serial") is not null && profile.Get("role_arn") is not null)
        {
            yield return new Advice(
                "mfa-in-profile", At(profile, "mfa_serial"),
                "the role asks for an MFA code: the SDKs can't ask for one; most stop, .NET passes on to the instance's role, and the JavaScript SDK v2 assumes the role without it",
                "let Lanyard assume the role, and the SDK take its session");
        }
    }

    // The published grammar is good enough to give advice by; a file that breaks it has advice of its own.
    private static MergedProfile? Profile(DialectMachine machine)
    {
        var locations = SharedConfigLocations.From(machine.Environment, machine.IsWindows);
        try
        {
            var files = new SharedConfigSnapshot(Read(locations.ConfigFile, SharedConfigFileKind.Config), Read(locations.CredentialsFile, SharedConfigFileKind.Credentials));
            var (name, _) = LanyardPlanner.SelectProfile(new MachineState(machine.Environment, files, machine.ExplicitProfile));
            return files.TryGetProfile(name, out var profile) ? profile : null;
        }
        catch (SharedConfigException)
        {
            return null;
        }

        SharedConfigFile Read(string path, SharedConfigFileKind kind) =>
            SharedConfigReader.Read(path.Length == 0 ? SharedConfigText.Empty : machine.Open(path).Text, path, kind);
    }

    private static string AtLine(DialectMachine machine, ConfigSection inConfig, int? line = null) => string.Create(
        CultureInfo.InvariantCulture, $"{SharedConfigLocations.From(machine.Environment, machine.IsWindows).ConfigFile}:{line ?? inConfig.Line}");

    private static string At(MergedProfile profile, string key) => ProfileErrors.At(profile, key);
}
