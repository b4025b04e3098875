using System.Text;
using System.Text.Json;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Dialects;
using Lanyard.Tests.Credentials.Sources.Run;

namespace Lanyard.Tests.Credentials.Sources.Dialects;

/// <summary>
/// The Rust dialect against the plans of that SDK's own planner in 130 states. It was asked for plans alone, so here every
/// sign-in has a token.
/// </summary>
public class MeasuredRustPlanTests
{
    [Fact]
    public void Plan_is_what_the_sdk_planned()
    {
        using var measured = JsonDocument.Parse(File.ReadAllBytes(Conformance.File("chain-cases.json")));
        var wrong = new List<string>();
        var count = 0;
        foreach (var one in measured.RootElement.GetProperty("cases").EnumerateArray())
        {
            count++;
            using var rig = new MeasurementRig(one);
            var machine = rig.Machine(one.GetProperty("explicit_profile").GetString());
            var plan = Dialect.Find("rust")!.Plan(machine with { Open = path => IsSignIn(path) ? Token : machine.Open(path) });
            if (Compare(plan, one.GetProperty("results").GetProperty("rust-plan"), rig) is { } difference)
            {
                wrong.Add($"{one.GetProperty("name")} ({one.GetProperty("note")}): {difference}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {count}:\n{string.Join('\n', wrong)}");
        Assert.True(count >= 130);
    }

    private static MachineFile Token { get; } = new(
        MachineFileState.Read, SharedConfigText.FromBytes(Encoding.UTF8.GetBytes("""{"accessToken":"t","expiresAt":"2099-01-01T00:00:00Z"}""")));

    private static bool IsSignIn(string path) =>
        path.Contains("/.aws/sso/cache/", StringComparison.Ordinal) || path.Contains("/.aws/login/cache/", StringComparison.Ordinal);

    private static string? Compare(DialectPlan plan, JsonElement theirs, MeasurementRig rig)
    {
        var planned = Text("plan") ?? Text("akid");
        var ours = plan.Candidates.Count == 0 ? null : rig.WithTilde(Render(Assert.Single(plan.Candidates).Source));
        if (ours != planned)
        {
            return $"{ours ?? "error: " + plan.Error?.Message}; the SDK plans {planned ?? "error: " + Text("error")}";
        }

        if (Text("error") is { } error && Said(theirs, error) is { } said && !rig.WithTilde(plan.Error?.Message ?? "").Contains(said, StringComparison.Ordinal))
        {
            return $"{plan.Error?.Message}; the SDK says {said}";
        }

        var skipped = plan.PassedOver.FirstOrDefault(p => p.Source == "profile")?.Reason;
        var expected = Text("skipped_profile") switch
        {
            "TokenProviderConfig" => "selected profile will resolve an access token instead of credentials",
            var text => text,
        };
        return expected is null || skipped?.StartsWith(expected, StringComparison.Ordinal) == true ? null : $"the profile is skipped: {skipped}; the SDK says {expected}";

        string? Text(string name) => theirs.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    // The texts about the container and the whole chain were written down by hand, when that part of the SDK was read.
    private static string? Said(JsonElement theirs, string error) => theirs.GetProperty("source").GetString() switch
    {
        "Profile" => error["invalid_configuration: ".Length..],
        "EcsContainer" when error.Contains("full URI", StringComparison.Ordinal) => "invalid full URI for ECS provider",
        "EcsContainer" => error[(error.IndexOf(": ", StringComparison.Ordinal) + 2)..],
        _ => "no providers in chain provided credentials",
    };

    private static string Render(Source source) => source switch
    {
        Source.Environment keys => keys.AccessKeyId,
        Source.StaticKeys keys => keys.AccessKeyId,
        Source.AssumeRole { From: Source.Container } role => $"AR.{Last(role.RoleArn)}.via.named:EcsContainer",
        Source.AssumeRole role => $"AR.{Last(role.RoleArn)}.via.{Render(role.From)}",
        Source.WebIdentity web => "WI." + Last(web.RoleArn),
        Source.SsoRole { SignIn.SessionName: { } session } sso => $"SSO.{sso.RoleName} (session {session})",
        Source.SsoRole sso => $"SSO.{sso.RoleName} (legacy)",
        Source.Process process => $"process[{process.CommandLine}]",
        Source.LoginSession => "LOGIN",
        Source.InstanceMetadata => "IMDS",
        _ => source.Kind,
    };

    private static string Last(string arn) => arn.Split('/')[^1];
}
