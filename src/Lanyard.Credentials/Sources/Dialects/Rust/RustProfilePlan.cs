namespace Lanyard.Credentials.Sources.Dialects.Rust;

/// <summary>What the AWS SDK for Rust gets from the selected profile.</summary>
internal static class RustProfilePlan
{
    private static readonly (string Source, string[] Settings)[] Order =
    [
        ("webIdentity", ["web_identity_token_file"]),
        ("sso", ["sso_session", "sso_start_url", "sso_region", "sso_account_id", "sso_role_name"]),
        ("loginSession", ["login_session"]),
        ("process", ["credential_process"]),
        ("static", ["aws_access_key_id"]),
    ];

    /// <summary>Plans by the selected profile.</summary>
    /// <exception cref="RustProfileException">The SDK gives up on it, or passes on.</exception>
    public static RustStep Make(DialectMachine machine, RustSharedConfig config, RustMetadata metadata, DialectPlanBuilder builder)
    {
        var chain = RustProfileChain.Follow(config, builder.Profile!);
        var step = new RustBase(machine, config, metadata).Plan(chain);
        for (int i = chain.Roles.Count - 1; i >= 0; i--)
        {
            var profile = chain.Roles[i];
            var role = profile.Find("role_arn")!;
            step = step with
            {
                Source = new Source.AssumeRole(role.Value, step.Source)
                {
                    RoleSessionName = profile.Text("role_session_name"),
                    ExternalId = profile.Text("external_id"),
                    Origin = profile.Origin(role),
                },
            };
        }

        PassOver(chain.Roles.Count > 0 ? chain.Roles[0] : chain.Base, step.Source, builder);
        return step;
    }

    // What else stands in the selected profile, and what of the order before its source doesn't.
    private static void PassOver(RustProfile profile, Source source, DialectPlanBuilder builder)
    {
        bool isRole = source is Source.AssumeRole;
        if (!isRole)
        {
            builder.Pass("assumeRole", profile.Find("role_arn") is { } role
                ? $"`{profile.Name}` has role_arn ({role.File}:{role.Line}), but its web_identity_token_file comes before it"
                : $"`{profile.Name}` ({profile.At}) has no role_arn");
        }

        // With a credential_source the place is the answer, whatever else stands there.
        bool isBehind = isRole || profile.Find("credential_source") is not null;
        foreach (var (kind, settings) in Order)
        {
            if (kind == source.Kind)
            {
                isBehind = true;
            }
            else if (settings.Select(profile.Find).FirstOrDefault(p => p is not null) is { } set)
            {
                builder.Pass(kind, $"`{profile.Name}` has {set.Name} ({set.File}:{set.Line}), but its {(isRole ? "role" : source.Kind)} comes before it");
            }
            else if (!isBehind)
            {
                builder.Pass(kind, $"`{profile.Name}` ({profile.At}) has no {string.Join(" and no ", settings)}");
            }
        }
    }
}
