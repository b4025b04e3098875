using System.Globalization;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Run;
using Lanyard.Policy.Matching;

namespace Lanyard.Cli.Commands.Configure;

/// <summary>What <c>lanyard configure role</c> was asked for; <c>--profile</c> and <c>--region</c> are those of the profile to write.</summary>
internal sealed record ConfigureRoleInput(GlobalOptions Options)
{
    public string? RoleArn { get; init; }

    public string? SourceProfile { get; init; }

    public string? CredentialSource { get; init; }

    public string? ExternalId { get; init; }

    public string? RoleSessionName { get; init; }

    public string? Duration { get; init; }

    public string? MfaSerial { get; init; }

    /// <summary>Gets whether to assume the role before the profile is written.</summary>
    public bool Check { get; init; }

    public bool Yes { get; init; }
}

/// <summary>Adds a profile that assumes a role.</summary>
internal static class ConfigureRoleCommand
{
    /// <summary>The places that credentials may come from, as AWS spells them.</summary>
    public static readonly string[] CredentialSources = ["Environment", "Ec2InstanceMetadata", "EcsContainer"];

    public static async Task<int> RunAsync(ConfigureRoleInput input, Surroundings surroundings, Questions questions, CancellationToken cancellationToken)
    {
        var options = input.Options;
        if (options.Stage is not null)
        {
            throw new UsageException("configure takes no --stage: it writes profiles");
        }

        if (input is { SourceProfile: not null, CredentialSource: not null })
        {
            throw new UsageException("--source-profile and --credential-source can't be used together");
        }

        SessionChoice.Check(options.Profile, "--profile", SessionChoice.NameProblem);
        SessionChoice.Check(options.Region, "--region", SessionChoice.RegionProblem);
        SessionChoice.Check(input.RoleArn, "--role-arn", RoleProblem);
        SessionChoice.Check(input.ExternalId, "--external-id", v => Shape(v, 2, 1224, "_+=,.@:/-"));
        SessionChoice.Check(input.RoleSessionName, "--role-session-name", v => Shape(v, 2, 64, "_+=,.@-"));
        SessionChoice.Check(input.MfaSerial, "--mfa-serial", v => Shape(v, 9, 256, "_+=/:,.@-"));
        var duration = Seconds(input.Duration);
        var files = SharedConfigSnapshot.Load(surroundings.UserFiles);
        var name = options.Profile ?? questions.Text("Name of the profile", null, "--profile NAME", SessionChoice.NameProblem);
        var role = input.RoleArn ?? questions.Text("ARN of the role", null, "--role-arn ARN", RoleProblem);
        var source = input.CredentialSource is not null ? null
            : input.SourceProfile ?? questions.Text("Profile whose credentials assume it", null, "--source-profile NAME, or --credential-source", p => Missing(files, p));
        if (source is not null && Missing(files, source) is { } why)
        {
            throw new CredentialsException(ErrorCodes.SourceProfileNotFound, why, "lanyard profile list", profile: source);
        }

        var settings = new List<KeyValuePair<string, string>> { new("role_arn", role) };
        Add("source_profile", source);
        Add("credential_source", input.CredentialSource);
        Add("external_id", input.ExternalId);
        Add("role_session_name", input.RoleSessionName);
        Add("duration_seconds", duration);
        Add("mfa_serial", input.MfaSerial);
        Add("region", options.Region);
        var wanted = new WantedConfigProfile(name, settings);
        var machine = new MachineState(
            surroundings.Environment,
            new SharedConfigSnapshot(SharedConfigReader.Read(ProfileWriting.Edit(files.Config, files.Credentials, wanted), files.Config.Path, SharedConfigFileKind.Config), files.Credentials),
            name);
        if (source is not null || input.Check)
        {
            // Finds circles and profiles without credentials, and calls nobody.
            _ = LanyardPlanner.Plan(machine);
        }

        if (input.Check)
        {
            await AssumeAsync(machine, input, surroundings, cancellationToken).ConfigureAwait(false);
        }

        return ProfileWriting.Write(wanted, files, options, input.Yes, questions, surroundings);

        void Add(string key, string? value)
        {
            if (value is not null)
            {
                settings.Add(new(key, value));
            }
        }
    }

    private static async Task AssumeAsync(MachineState machine, ConfigureRoleInput input, Surroundings surroundings, CancellationToken cancellationToken)
    {
        machine.Files.TryGetProfile(machine.ExplicitProfile!, out var profile);
        var plan = LanyardPlanner.Plan(machine);
        var selected = new SelectedIdentity(
            plan, machine, EndpointSettingsReader.Read(machine, profile), machine.Variable("AWS_CA_BUNDLE") ?? profile?.Get("ca_bundle"), null);
        using var access = new AwsAccess(surroundings, input.Options, selected);
        var caller = await access.AskCallerAsync(await access.ResolveAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        surroundings.Error.WriteLine($"The role can be assumed: {caller.Arn}");
    }

    private static string? Missing(SharedConfigSnapshot files, string profile) => files.TryGetProfile(profile, out _) ? null
        : $"the source profile `{profile}` is neither in {files.Config.Path} nor in {files.Credentials.Path}"
            + (files.NearestProfiles(profile) is [var near, ..] ? $"; did you mean `{near}`?" : "");

    private static string? RoleProblem(string text) =>
        Arn.TryParse(text, out var arn) && arn is { Service: "iam", Region: "" } && arn.Partition.StartsWith("aws", StringComparison.Ordinal)
        && arn.Account.Length == 12 && arn.Account.All(char.IsAsciiDigit) && arn.Resource.StartsWith("role/", StringComparison.Ordinal)
        && arn.Resource.Length > "role/".Length && !arn.Resource.EndsWith('/') && arn.Resource.All(c => c is > ' ' and <= '~') ? null
        : "that is no ARN of a role; it looks like arn:aws:iam::123456789012:role/deploy";

    private static string? Shape(string value, int shortest, int longest, string others) =>
        value.Length >= shortest && value.Length <= longest && value.All(c => char.IsAsciiLetterOrDigit(c) || others.Contains(c, StringComparison.Ordinal)) ? null
        : $"it has {shortest} to {longest} letters, digits and {others}";

    private static string? Seconds(string? duration)
    {
        if (duration is null)
        {
            return null;
        }

        var unit = duration.EndsWith('h') ? 3600 : duration.EndsWith('m') ? 60 : 1;
        var digits = duration.TrimEnd('h', 'm', 's');
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && duration.Length - digits.Length <= 1 && count <= 43_200
            && count * unit is >= 900 and <= 43_200 and var seconds
            ? seconds.ToString(CultureInfo.InvariantCulture)
            : throw new UsageException("--duration can't be used: it is 15m to 12h, such as 1h, 90m or 3600");
    }
}
