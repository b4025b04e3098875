namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>
/// What <c>SharedIniFileCredentials</c> of the AWS SDK for JavaScript v2 makes of a profile: keys, or a role that other profiles lead
/// to by their keys. It knows no <c>credential_source</c>, and an <c>mfa_serial</c> is dropped where nobody can be asked for a code.
/// </summary>
internal sealed class JavaScriptV2Role(JavaScriptV2Files files)
{
    /// <summary>The region of STS where a profile with a role names none.</summary>
    public const string DefaultRegion = "us-east-1";

    /// <summary>Follows a profile.</summary>
    public JavaScriptAnswer Resolve(string name) => Resolve(name, []);

    private JavaScriptAnswer Resolve(string name, List<string> visited)
    {
        if (files.Profiles.Find(name) is not { } profile)
        {
            return JavaScriptAnswer.Pass(files.NoProfile(name));
        }

        var keys = profile.StaticKeys();
        if (!profile.TryGet("role_arn", out var roleArn) || (visited.Count > 0 && keys is not null))
        {
            return keys is not null ? JavaScriptAnswer.Use(keys) : JavaScriptAnswer.Pass(profile.WhyNoKeys());
        }

        if (profile.Get("source_profile") is not { } sourceName)
        {
            return JavaScriptAnswer.Pass($"the role_arn of {profile} ({roleArn.File}:{roleArn.Line}) has no source_profile beside it");
        }

        if (visited.Contains(name))
        {
            // Each profile is followed while the one before it is, and nothing ends that.
            return JavaScriptAnswer.Fail(
                $"RangeError: Maximum call stack size exceeded (the source profiles go in a circle: {string.Join(" -> ", visited)} -> {name})", profile.Origin("source_profile"));
        }

        visited.Add(name);
        var from = Resolve(sourceName, visited);
        return from.Reason is not null
            ? JavaScriptAnswer.Pass($"the source_profile of {profile} ({profile.Origin("source_profile")}) leads nowhere: {from.Reason}")
            : from.Over(source => new Source.AssumeRole(roleArn.Value, source)
            {
                RoleSessionName = profile.Get("role_session_name"),
                ExternalId = profile.Get("external_id"),
                DurationSeconds = profile.Get("duration_seconds") is { } seconds && JavaScript.ParseInt(seconds) is { } number and not 0 ? number : null,
                Origin = profile.Origin("role_arn"),
            });
    }
}
