using System.Text;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>Makes a source of a profile, as the AWS SDK for .NET makes its credentials object of one.</summary>
/// <param name="surroundings">The process around it.</param>
/// <param name="environment">The sources of the environment, that a profile may name.</param>
internal sealed class DotNetSources(DotNetSurroundings surroundings, DotNetEnvironment environment)
{
    private const int LongestChain = 1000;

    private static readonly string[] SignInSettings = ["sso_account_id", "sso_role_name", "sso_session", "sso_start_url"];
    private static readonly string[] Places = ["Ec2InstanceMetadata", "Environment", "EcsContainer"];

    /// <summary>Makes the source of the selected profile, which may not need a person.</summary>
    /// <exception cref="DotNetError">The SDK can't make one.</exception>
    public DotNetSource OfSelected(DotNetProfile profile)
    {
        if (profile.Kind == DotNetProfileKind.RoleWithCode)
        {
            throw new DotNetError(
                $"The profile [{profile.Name}] is an assume role profile that requires an MFA.  This type of profile is not allowed here.  Please use an assume role profile that doesn't require an MFA, or a different type of profile.",
                $"{profile.Place("mfa_serial")} asks for an MFA code, and this SDK has nobody to ask", profile.At("mfa_serial"));
        }

        if (profile.Kind == DotNetProfileKind.Sso && DotNetSsoToken.Read(surroundings.Machine, profile) is { Exists: false } token)
        {
            throw new DotNetError(
                $"The profile [{profile.Name}] is an SSO profile.  This type of profile is not allowed here.  Please use a different type of profile.",
                $"nobody is signed in for `{profile.Name}` ({SsoOrigin(profile)}): {token.Why}", SsoOrigin(profile));
        }

        return Of(profile, []);
    }

    private DotNetSource Of(DotNetProfile profile, HashSet<string> visited) => profile.Kind switch
    {
        DotNetProfileKind.Keys => new DotNetSource(new Source.StaticKeys(profile.Name, profile.At("aws_access_key_id").File!, profile.Get("aws_access_key_id")!)
        {
            Origin = profile.At("aws_access_key_id"),
        }),
        DotNetProfileKind.Role or DotNetProfileKind.RoleWithCode => Role(profile, visited),
        DotNetProfileKind.RoleFromPlace => RoleFromPlace(profile),
        DotNetProfileKind.WebIdentity => environment.WebIdentity(
            profile.Get("web_identity_token_file"), profile.Get("role_arn"), profile.Get("role_session_name"),
            (profile.At("web_identity_token_file"), profile.At("role_arn"), profile.At("role_session_name"))),
        DotNetProfileKind.Sso => Sso(profile),
        DotNetProfileKind.Process => new DotNetSource(new Source.Process(profile.Name, ShellLine(profile.Get("credential_process")!))
        {
            ByShell = true,
            Origin = profile.At("credential_process"),
        }),
        DotNetProfileKind.Login => throw new DotNetError(
            "Assembly AWSSDK.Signin could not be found or loaded. This assembly must be available at runtime to use Amazon.Runtime.Internal.SigninServiceClientHelpers, AWSSDK.Core, Version=4.0.0.0, Culture=neutral, PublicKeyToken=885c28607f98e604.",
            $"{profile.Place("login_session")} is a console sign-in, for which this SDK needs the package AWSSDK.Signin", profile.At("login_session")),
        _ => throw NoKnownSet(profile),
    };

    private DotNetSource Role(DotNetProfile profile, HashSet<string> visited)
    {
        if (!visited.Add(profile.Name))
        {
            throw new DotNetError(
                $"Error reading profile [{profile.Name}]: the source profile definition is cyclical.",
                $"{profile.Place("source_profile")} closes a circle of source profiles", profile.At("source_profile"))
            {
                IsInvalidData = true,
            };
        }

        if (visited.Count > LongestChain)
        {
            throw DotNetError.Crash($"{profile.Place("source_profile")} is part of a chain of more than {LongestChain} profiles", profile.At("source_profile"));
        }

        var named = profile.Get("source_profile")!;
        DotNetSource from;
        try
        {
            from = OfSourceProfile(profile, named, visited);
        }
        catch (DotNetError e) when (e.IsInvalidData)
        {
            throw new DotNetError($"Error reading source profile [{named}] for profile [{profile.Name}].", e.Why, e.At) { IsInvalidData = true };
        }

        return Assumed(profile, from) is var role && profile.Get("mfa_serial") is { Length: > 0 } && role.Problem is null
            ? role with { Problem = Refused(profile, profile.At("mfa_serial")) }
            : role;
    }

    private DotNetSource OfSourceProfile(DotNetProfile profile, string named, HashSet<string> visited) =>
        DotNetProfile.Find(surroundings.Files, named, out var why) is not { } source
            ? throw new DotNetError($"Source profile [{named}] was not found.", $"{profile.Place("source_profile")} names a profile that this SDK doesn't find: {why}", profile.At("source_profile"))
            {
                IsInvalidData = true,
            }
            : Of(source, visited);

    private DotNetSource RoleFromPlace(DotNetProfile profile)
    {
        try
        {
            return Assumed(profile, OfPlace(profile, profile.Get("credential_source")!));
        }
        catch (DotNetError e) when (e.IsInvalidData)
        {
            throw new DotNetError($"Error reading credential source [{profile.Get("credential_source")}] for profile [{profile.Name}].", e.Why, e.At) { IsInvalidData = true };
        }
    }

    private DotNetSource OfPlace(DotNetProfile profile, string place)
    {
        var at = profile.At("credential_source");
        if (!DotNetSettings.TryParseName(place, Places, out var number) || number is < 0 or > 2)
        {
            throw new DotNetError($"Credential source [{place}] is invalid.", $"{at} names no place that this SDK knows", at) { IsInvalidData = true };
        }

        return number switch
        {
            0 when surroundings.MetadataIsOff => throw new DotNetError("Unable to retrieve credentials.", "AWS_EC2_METADATA_DISABLED is true", Origin.OfVariable("AWS_EC2_METADATA_DISABLED")),
            0 => new DotNetSource(surroundings.Metadata, surroundings.WhyBroken is null ? null : new DialectError(DotNetSurroundings.Broken, at)),
            1 => new DotNetSource(environment.Keys()),
            _ => environment.Container() ?? throw new DotNetError(
                "Cannot fetch credentials from container - neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or AWS_CONTAINER_CREDENTIALS_FULL_URI environment variables are set.",
                $"{at} takes the credentials from the container, and neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set", at)
            {
                IsInvalidData = true,
            },
        };
    }

    // The region and the client of STS come first; whatever is wrong below shows as the failure of this role.
    private DotNetSource Assumed(DotNetProfile profile, DotNetSource from)
    {
        var source = new Source.AssumeRole(profile.Get("role_arn")!, from.Source)
        {
            RoleSessionName = profile.Get("role_session_name"),
            ExternalId = profile.Kind == DotNetProfileKind.RoleFromPlace ? null : profile.Get("external_id"),
            MfaSerial = profile.Get("mfa_serial") is { Length: > 0 } device ? device : null,
            Origin = profile.At("role_arn"),
        };
        return new DotNetSource(
            source, environment.ServiceProblem(profile.At("role_arn")) ?? (from.Problem is null ? null : Refused(profile, from.Problem.At)));
    }

    private static DialectError Refused(DotNetProfile profile, Origin? at) => new($"Error calling AssumeRole for role {profile.Get("role_arn")}", at);

    private DotNetSource Sso(DotNetProfile profile)
    {
        var at = SsoOrigin(profile);
        if (profile.Get("sso_region") is not { Length: > 0 } region)
        {
            throw new DotNetError("Value cannot be null. (Parameter 'region')", $"the sign-in of `{profile.Name}` ({at}) has no sso_region", at);
        }

        if (DotNetSettings.RegionProblem(region) is { } problem)
        {
            throw new DotNetError(problem, $"{profile.Place("sso_region")} can't be a region", profile.At("sso_region")) { IsClientError = true };
        }

        if (surroundings.WhyBroken is { } why)
        {
            throw new DotNetError(
                "Assembly AWSSDK.SSOOIDC could not be found or loaded. This assembly must be available at runtime to use Amazon.Runtime.Internal.SSOServiceClientHelpers, AWSSDK.Core, Version=4.0.0.0, Culture=neutral, PublicKeyToken=885c28607f98e604.",
                $"this SDK can't load its own settings: {why}", at);
        }

        var session = profile.Get("sso_session") is { Length: > 0 } name ? name : null;
        var (account, role, startUrl) = (profile.Get("sso_account_id"), profile.Get("sso_role_name"), profile.Get("sso_start_url"));
        var missing = new[] { ("AccountId", account), ("RoleName", role), ("StartUrl", startUrl) }.Where(v => string.IsNullOrWhiteSpace(v.Item2)).Select(v => v.Item1).ToArray();
        var token = DotNetSsoToken.Read(surroundings.Machine, profile);
        return new DotNetSource(
            new Source.SsoRole(new SsoSignIn(session, startUrl ?? "", region), account ?? "", role ?? "") { Origin = at, TokenUse = token.Use },
            missing.Length > 0 ? new DialectError($"Value cannot be null. (Parameter 'Property cannot be empty: {string.Join(", ", missing)}')", at)
                : token.Problem is { } ended ? new DialectError(ended, at) : null);
    }

    private static Origin SsoOrigin(DotNetProfile profile) =>
        SignInSettings.Select(profile.At).FirstOrDefault(o => o.File is not null) ?? profile.At("sso_region");

    private static DotNetError NoKnownSet(DotNetProfile profile)
    {
        var names = profile.Deciding.Select(p => $"{p.Name} ({p.File}:{p.Line})").ToArray();
        return new DotNetError(
            $"Credential profile [{profile.Name}] is not valid.  Please ensure the profile contains a valid combination of properties.",
            names.Length == 0
                ? $"the profile `{profile.Name}` has no settings for credentials"
                : $"the settings of the profile `{profile.Name}` are no set that this SDK knows, which must fit to the last: {string.Join(", ", names)}",
            profile.At(profile.Deciding.FirstOrDefault()?.Name ?? ""))
        {
            IsInvalidData = true,
        };
    }

    // The SDK quotes the line for sh by doubling each backslash, and .NET takes that back only before a quote, or at the end.
    private static string ShellLine(string line)
    {
        var shown = new StringBuilder();
        for (var at = 0; at < line.Length; at++)
        {
            var run = 0;
            while (at + run < line.Length && line[at + run] == '\\')
            {
                run++;
            }

            var isQuoted = at + run == line.Length || line[at + run] == '"';
            shown.Append('\\', isQuoted ? run : 2 * run);
            at += run;
            if (at < line.Length)
            {
                shown.Append(line[at]);
            }
        }

        return shown.ToString();
    }
}
