using System.Text.Json;
using Lanyard.Credentials.Sources.Dialects;
using Lanyard.Tests.Credentials.Sources.Run;

namespace Lanyard.Tests.Credentials.Sources.Dialects;

/// <summary>The errors that the Go dialect finds while planning, against what that SDK said in the same states.</summary>
public class MeasuredGoErrorTests
{
    /// <summary>The SDK's answer tells of the server in the rig, which a plan doesn't ask.</summary>
    private const string AsksTheServer = "f13-sso-token-only";

    [Fact]
    public void What_planning_finds_is_said_in_the_words_of_the_sdk()
    {
        using var measured = JsonDocument.Parse(File.ReadAllBytes(Conformance.File("chain-cases.json")));
        var wrong = new List<string>();
        var count = 0;
        foreach (var one in measured.RootElement.GetProperty("cases").EnumerateArray())
        {
            using var rig = new MeasurementRig(one);
            var plan = Dialect.Find("go-v2")!.Plan(rig.Machine(one.GetProperty("explicit_profile").GetString()));
            var name = one.GetProperty("name").GetString();
            if (plan.Error is not { } error || name == AsksTheServer)
            {
                continue;
            }

            count++;
            var said = one.GetProperty("results").GetProperty("go-v2").TryGetProperty("error", out var text) ? text.GetString()!.Split(": ", 2)[1] : "nothing";
            if (rig.WithTilde(error.Message) != said)
            {
                wrong.Add($"{name}: {rig.WithTilde(error.Message)}\n  the SDK says {said}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(count >= 25, $"{count} errors are found while planning");
    }
}
