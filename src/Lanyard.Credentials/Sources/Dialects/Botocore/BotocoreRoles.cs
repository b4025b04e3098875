using Lanyard.Credentials.SharedConfig.Readers;

namespace Lanyard.Credentials.Sources.Dialects.Botocore;

/// <summary>Roles of profiles, assumed with the keys of a source profile or of a place on the machine.</summary>
/// <param name="files">Both files.</param>
/// <param name="inProfile">Finds what a source profile holds by itself, the environment left out.</param>
/// <param name="inPlace">Finds the keys of a <c>credential_source</c>; null where there are none.</param>
/// <param name="refusal">What becomes of a call before it is sent; null where it is sent.</param>
/// <param name="put">Puts an error in the flavour's words.</param>
/// <param name="sessions">The CLI's sessions; null in Python.</param>
internal sealed class BotocoreRoles(
    BotocoreFiles files, Func<BotocoreProfile, BotocoreFind?> inProfile, Func<string, BotocoreFind?> inPlace,
    Func<StsCall, Origin, BotocoreError?> refusal, Func<BotocoreError, string> put, CliSessions? sessions)
{
    // Python gives up about here; so do we, before the stack ends.
    private const int DeepestChain = 300;

    private static readonly string[] Places = ["Environment", "EcsContainer", "Ec2InstanceMetadata"];

    private readonly List<string> _visited = [];

    /// <summary>Tells whether a profile names a role that is assumed with other keys.</summary>
    public static bool HasRole(BotocoreProfile profile) => profile.Has("role_arn") && !profile.Has("web_identity_token_file");

    /// <summary>Finds the role of a profile.</summary>
    /// <exception cref="BotocoreException">The settings can't work.</exception>
    public BotocoreFind? Find(BotocoreProfile profile, Action<string, string> pass)
    {
        if (!HasRole(profile))
        {
            pass("assumeRole", profile.Has("role_arn")
                ? $"`{profile.Name}` has a web_identity_token_file ({profile.At("web_identity_token_file")}), so its role_arn is not assumed with other keys"
                : profile.Lacks("role_arn"));
            return null;
        }

        _visited.Add(profile.Name);
        return Assume(profile, pass);
    }

    private BotocoreFind Assume(BotocoreProfile profile, Action<string, string> pass)
    {
        if (_visited.Count > DeepestChain)
        {
            throw Error(new BotocoreError("RecursionError", "maximum recursion depth exceeded", BotocoreStage.Load, profile.At("source_profile")));
        }

        var from = (profile.Get("source_profile"), profile.Get("credential_source")) switch
        {
            ({ } named, null) => FromProfile(profile, named, pass),
            (null, { } place) => FromPlace(profile, place),
            (null, null) => throw Error(BotocoreError.Partial("assume-role", "source_profile or credential_source", profile.At("role_arn"))),
            _ => throw Error(BotocoreError.InvalidConfig(
                $"The profile \"{profile.Name}\" contains both source_profile and credential_source.", profile.At("credential_source"))),
        };
        var call = new StsCall(profile.Get("role_arn")!)
        {
            SessionName = profile.Get("role_session_name") is { Length: > 0 } name ? name : null,
            ExternalId = profile.Get("external_id"),
            MfaSerial = profile.Get("mfa_serial"),
            Seconds = profile.Get("duration_seconds") is { } seconds ? PythonNumbers.ParseInt(seconds) : null,
        };
        var at = profile.At("role_arn");
        var source = new Source.AssumeRole(call.RoleArn, from.Source)
        {
            RoleSessionName = call.SessionName,
            ExternalId = call.ExternalId,
            DurationSeconds = call.Seconds,
            MfaSerial = call.MfaSerial,
            AsksSourceFirst = true,
            Origin = at,
        };
        return sessions?.Answer(source, profile, call, pass) ?? Unless(refusal(call, at), source, from.Failure);
    }

    // A program below is run before the call turns out to be wrong, so then the error waits for the run.
    private BotocoreFind Unless(BotocoreError? refused, Source.AssumeRole source, BotocoreError? earlier) =>
        earlier is null && refused is not null && source.Hops()[0] is Source.Process
            ? new BotocoreFind(source with { Refusal = put(refused) })
            : new BotocoreFind(source, earlier ?? refused);

    private BotocoreFind FromPlace(BotocoreProfile profile, string place)
    {
        var at = profile.At("credential_source");
        return Places.Contains(place)
            ? inPlace(place) ?? throw Error(BotocoreError.Retrieval(
                place, $"No credentials found in credential_source referenced in profile {profile.Name}", at))
            : throw Error(BotocoreError.InvalidConfig(
                $"The credential source \"{place}\" referenced in profile \"{profile.Name}\" is not valid.", at));
    }

    private BotocoreFind FromProfile(BotocoreProfile parent, string named, Action<string, string> pass)
    {
        var at = parent.At("source_profile");
        var source = files.Profile(named);
        if (!source.Exists)
        {
            throw Error(BotocoreError.InvalidConfig(
                $"The source_profile \"{named}\" referenced in the profile \"{parent.Name}\" does not exist.", at));
        }

        // A profile may name itself where it has keys of its own.
        var hasKeys = source.Has("aws_access_key_id") || source.Has("aws_secret_access_key");
        if (_visited.Contains(named) && !(named == parent.Name && hasKeys))
        {
            throw Error(BotocoreError.InvalidConfig(
                $"Infinite loop in credential configuration detected. Attempting to load from profile {named} which has already been visited. "
                + $"Visited profiles: [{string.Join(", ", _visited.Select(PythonText.Repr))}]", at) with
            { Type = "InfiniteLoopConfigError" });
        }

        _visited.Add(named);
        return !hasKeys && HasRole(source)
            ? Assume(source, pass)
            : inProfile(source) ?? throw Error(BotocoreError.InvalidConfig($"The source profile \"{named}\" must have credentials.", at));
    }

    private static BotocoreException Error(BotocoreError error) => new(error);
}
