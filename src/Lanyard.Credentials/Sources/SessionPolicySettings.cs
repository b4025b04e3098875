using System.Text;
using System.Text.Json;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources;

/// <summary>
/// Reads Lanyard's own settings that narrow the session of a role: <c>session_policy</c>, a policy document as JSON or the file that
/// holds it, and <c>session_policy_arns</c>.
/// </summary>
internal static class SessionPolicySettings
{
    private const string Inline = "session_policy";
    private const string Arns = "session_policy_arns";

    // AWS takes 2048 characters of it; what is far beyond is another file.
    private const int MaxBytes = 64 * 1024;

    // "AssumeRole", STS API Reference: you can provide up to 10 managed policy ARNs.
    private const int MaxArns = 10;

    /// <summary>Reads them.</summary>
    /// <returns>The policies; null for none.</returns>
    /// <exception cref="CredentialsException">The policy is no JSON, its file can't be read, or an ARN is none.</exception>
    public static SessionPolicies? Of(MachineState machine, MergedProfile profile)
    {
        var policy = profile.TryGet(Inline, out var property) && property.Value.Length > 0 ? Document(machine, profile, property) : null;
        var arns = profile.Get(Arns) is { Length: > 0 } list ? List(profile, list) : null;
        return policy is null && arns is null ? null : new SessionPolicies(policy, arns);
    }

    /// <summary>Refuses settings that only a role's session can follow in a profile that assumes none: the session would be wider than they say.</summary>
    /// <exception cref="CredentialsException">The profile has one.</exception>
    public static void RefuseWithoutRole(MergedProfile profile)
    {
        if (profile.TryGet(Inline, out _) || profile.TryGet(Arns, out _) || profile.TryGet("source_identity", out _))
        {
            throw Misplaced(profile);
        }
    }

    private static CredentialsException Misplaced(MergedProfile profile)
    {
        var key = profile.TryGet(Inline, out _) ? Inline : profile.TryGet(Arns, out _) ? Arns : "source_identity";
        return ProfileErrors.Invalid(
            profile, key, $"has a {key}, which can only be put on the session of a role, and assumes no role",
            $"move the line `{key}` to a profile with a role_arn");
    }

    private static string Document(MachineState machine, MergedProfile profile, MergedProperty property)
    {
        var text = property.Value.TrimStart();
        var what = "has a session_policy that is neither a JSON object nor the path of a file with one";
        if (!text.StartsWith('{'))
        {
            var path = PathOf(machine, property);
            text = Read(machine, path) ?? throw ProfileErrors.Invalid(
                profile, Inline, $"names the session policy {path}, which can't be read", "correct the path, or write the policy as JSON on the line itself");
            what = $"names the session policy {path}, which is no JSON object";
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? text.Trim()
                : throw ProfileErrors.Invalid(profile, Inline, what, "correct the policy; `lanyard policy check` shows what is wrong with it");
        }
        catch (JsonException e)
        {
            throw ProfileErrors.Invalid(
                profile, Inline, $"{what} (line {e.LineNumber + 1} of the policy)", "correct the policy; `lanyard policy check` shows what is wrong with it");
        }
    }

    // A relative path is meant from the file it stands in, so that the current folder doesn't decide what a session may do.
    private static string PathOf(MachineState machine, MergedProperty property)
    {
        var path = property.Value;
        return (path.StartsWith("~/", StringComparison.Ordinal) && machine.Home is { } home)
            ? Path.Combine(home, path[2..])
            : Path.Combine(Path.GetDirectoryName(property.File) ?? "", path);
    }

    private static string? Read(MachineState machine, string path)
    {
        try
        {
            return (machine.ReadFile is { } read ? read(path) : WholeFile.Read(path, MaxBytes)) is { } bytes ? Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF') : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static string List(MergedProfile profile, string list)
    {
        var arns = list.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return arns.Length is > 0 and <= MaxArns && Array.TrueForAll(arns, IsPolicyArn)
            ? string.Join(',', arns)
            : throw ProfileErrors.Invalid(
                profile, Arns, $"has {Arns} that are not 1 to {MaxArns} ARNs of managed policies, separated by commas",
                "correct the line; such an ARN looks like arn:aws:iam::aws:policy/ReadOnlyAccess");
    }

    private static bool IsPolicyArn(string text) => text.Split(':', 6) is ["arn", _, "iam", "", _, ['p', 'o', 'l', 'i', 'c', 'y', '/', _, ..]];
}
