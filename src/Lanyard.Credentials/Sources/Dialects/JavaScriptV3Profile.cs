namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>
/// What <c>fromIni</c> of the AWS SDK for JavaScript v3 makes of a profile. In the profile itself a role goes before keys, in a
/// source profile keys go before a role.
/// </summary>
internal sealed class JavaScriptV3Profile(DialectMachine machine, JavaScriptV3Files files, JavaScriptV3Remote remote, Action<string, string> pass)
{
    private static readonly string[] ProcessFailures =
    [
        ErrorCodes.ProcessNotStarted, ErrorCodes.ProcessFailed, ErrorCodes.ProcessOutputInvalid, ErrorCodes.ProcessTimeout, ErrorCodes.CredentialsExpired,
    ];

    /// <summary>Follows the selected profile.</summary>
    public JavaScriptAnswer Resolve(string name) => Resolve(name, [], false, pass);

    /// <summary>Gives the program that a profile names, as both <c>fromIni</c> and <c>fromProcess</c> run it.</summary>
    public static JavaScriptAnswer? Process(JavaScriptProfile profile) => profile.TryGet("credential_process", out var line)
        ? JavaScriptAnswer.Use(
            new Source.Process(profile.Name, line.Value) { ByShell = true, AcceptsAnyExpiration = true, Origin = profile.Origin("credential_process") }, ProcessFailures)
        : null;

    /// <summary>Gives the role of a token in a file. The SDK opens the file first, and a file that it can't open ends the chain.</summary>
    public static JavaScriptAnswer WebIdentity(DialectMachine machine, string roleArn, string tokenFile, string? sessionName, Origin at) =>
        JavaScript.WhyUnreadable(machine.Open(tokenFile).State, tokenFile) is { } problem
            ? JavaScriptAnswer.Fail($"Error: {problem}", at)
            : JavaScriptAnswer.Use(new Source.WebIdentity(roleArn, tokenFile, sessionName ?? machine.SetVariable("AWS_ROLE_SESSION_NAME")) { Origin = at });

    private JavaScriptAnswer Resolve(string name, IReadOnlyList<string> visited, bool asRole, Action<string, string> pass)
    {
        if (files.Profiles.Find(name) is not { } profile)
        {
            foreach (var kind in new[] { "assumeRole", "static", "webIdentity", "process", "sso", "loginSession" })
            {
                pass(kind, files.NoProfile(name));
            }

            return JavaScriptAnswer.Pass(files.NoProfile(name));
        }

        if (visited.Count > 0 && profile.StaticKeys() is { } sourceKeys)
        {
            return JavaScriptAnswer.Use(sourceKeys);
        }

        if (asRole || WhyNoRole(profile) is not { } noRole)
        {
            var role = AssumeRole(profile, visited);
            if (role.Reason is not null)
            {
                pass("assumeRole", role.Reason);
            }

            return role;
        }

        pass("assumeRole", noRole);
        return WithoutRole(profile, pass);
    }

    private JavaScriptAnswer WithoutRole(JavaScriptProfile profile, Action<string, string> pass)
    {
        if (profile.StaticKeys() is { } keys)
        {
            return JavaScriptAnswer.Use(keys);
        }

        pass("static", profile.WhyNoKeys());
        if (profile.TryGet("web_identity_token_file", out var tokenFile) && profile.Get("role_arn") is { } roleArn)
        {
            return WebIdentity(machine, roleArn, tokenFile.Value, profile.Get("role_session_name"), profile.Origin("web_identity_token_file"));
        }

        pass("webIdentity", $"{profile} has no {(tokenFile is null ? "web_identity_token_file" : "role_arn beside its web_identity_token_file")}");
        if (Process(profile) is { } process)
        {
            return process;
        }

        pass("process", $"{profile} has no credential_process");
        if (JavaScriptV3Sso.Find(machine, files, profile) is { } sso)
        {
            return sso;
        }

        pass("sso", $"{profile} has no setting that starts with sso_");
        if (JavaScriptV3Login.Find(machine, profile) is { } login)
        {
            return login;
        }

        pass("loginSession", $"{profile} has no login_session");
        return JavaScriptAnswer.Pass($"{profile} holds no credentials");
    }

    private static string? WhyNoRole(JavaScriptProfile profile) =>
        !profile.Has("role_arn") ? $"{profile} has no role_arn"
        : (profile.TryGet("source_profile", out var source), profile.TryGet("credential_source", out _)) switch
        {
            (false, false) => $"the role_arn of {profile} ({profile.Origin("role_arn")}) has neither a source_profile nor a credential_source beside it",
            (true, true) => $"{profile} has both a source_profile ({source!.File}:{source.Line}) and a credential_source ({profile.Origin("credential_source")})",
            _ => null,
        };

    private JavaScriptAnswer AssumeRole(JavaScriptProfile profile, IReadOnlyList<string> visited)
    {
        var sourceName = profile.Get("source_profile");
        if (sourceName is not null && visited.Contains(sourceName))
        {
            return JavaScriptAnswer.Pass(
                $"the source_profile of {profile} ({profile.Origin("source_profile")}) leads back to `{sourceName}`: {string.Join(" -> ", visited)} -> {sourceName}");
        }

        var place = sourceName is null ? profile.Get("credential_source") : null;
        if (sourceName is null && place is not ("Environment" or "EcsContainer" or "Ec2InstanceMetadata"))
        {
            return JavaScriptAnswer.Pass(
                $"the credential_source of {profile} ({profile.Origin("credential_source")}) is none of EcsContainer, Ec2InstanceMetadata and Environment, spelt like this");
        }

        var isBare = IsBareCredentialSource(profile);
        if (!isBare && profile.Has("mfa_serial"))
        {
            return JavaScriptAnswer.Fail(
                $"CredentialsProviderError: Profile {profile.Name} requires multi-factor authentication, but no MFA code callback was provided.", profile.Origin("mfa_serial"));
        }

        var from = sourceName is null
            ? FromCredentialSource(place!, profile)
            : Resolve(sourceName, [.. visited, sourceName], files.Profiles.Find(sourceName) is { } next && IsBareCredentialSource(next), static (_, _) => { });
        return from.Reason is not null && sourceName is not null && !isBare
            ? JavaScriptAnswer.Pass($"the source_profile of {profile} ({profile.Origin("source_profile")}) leads nowhere: {from.Reason}")
            : isBare ? from : from.Over(source => Role(profile, source));
    }

    // Without a role of its own a source profile may say where its credentials come from.
    private static bool IsBareCredentialSource(JavaScriptProfile profile) => !profile.Has("role_arn") && profile.Has("credential_source");

    private static Source.AssumeRole Role(JavaScriptProfile profile, Source from) => new(profile.Get("role_arn")!, from)
    {
        RoleSessionName = profile.Get("role_session_name"),
        ExternalId = profile.Get("external_id"),

        // What is no number is sent as NaN, which STS refuses as it does 0.
        DurationSeconds = profile.Get("duration_seconds") is { } seconds ? JavaScript.ParseInt(seconds) ?? 0 : 3600,
        Origin = profile.Origin("role_arn"),
    };

    private JavaScriptAnswer FromCredentialSource(string place, JavaScriptProfile profile)
    {
        var at = profile.Origin("credential_source");
        var answer = place switch
        {
            "Environment" => JavaScriptV3Dialect.EnvironmentKeys(machine) is { } keys ? JavaScriptAnswer.Use(keys) : null,
            "EcsContainer" => remote.Container(),
            _ => remote.InstanceMetadata(),
        };
        return answer is null || answer.Reason is not null
            ? JavaScriptAnswer.Pass($"the credential_source of {profile} ({at}) has nothing: {answer?.Reason ?? "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not both set"}")
            : answer;
    }
}
