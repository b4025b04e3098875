using System.Text.Json;
using System.Text.RegularExpressions;
using Lanyard.Credentials;

namespace Lanyard.Tests.Credentials.Sources.Run;

/// <summary>The lanyard dialect against what the AWS CLI 2.36.7 did in the same state. docs/lanyard-dialect.md tells users the same.</summary>
public partial class LanyardDialectTests
{
    private const string Unreadable = "error " + ErrorCodes.ConfigInvalid;

    /// <summary>Every case in which we do otherwise: which departure of the page it is, and what we do.</summary>
    private static readonly Dictionary<string, (string Departure, string Ours)> Departures = new()
    {
        ["a11-AWS_PROFILE-empty"] = ("empty-variables", "FILE"),
        ["a27-container-uri-empty"] = ("empty-variables", "IMDS"),
        ["a29-webid-tokenfile-empty-env"] = ("empty-variables", "WI.Wi.jwt1"),
        ["c07-custom-envvar"] = ("variables-in-paths", "IMDS"),
        ["d26-duration-bad"] = ("bad-numbers", "error " + ErrorCodes.ProfileInvalid),
        ["a35-container-token-trailing-newline"] = ("token-files", "CONTAINER.filetok"),
        ["g48-cred-is-dir"] = ("unreadable-files", Unreadable),
        ["g42-latin1"] = ("encodings", "AK"),
        ["g01-inline-comment"] = ("comments", "AK"),
        ["g03-inline-semicolon"] = ("comments", "AK"),
        ["g16-dup-section"] = ("duplicates", "TWO"),
        ["g18-dup-key"] = ("duplicates", "TWO"),
        ["g59-dup-key-case"] = ("duplicates", "TWO"),
        ["g11-colon"] = ("syntax", Unreadable),
        ["g64-indented-section"] = ("syntax", Unreadable),
        ["g62-nbsp"] = ("blanks", "\u00a0AK"),
        ["g23-quoted-name"] = ("names", "error " + ErrorCodes.ProfileNotFound),
        ["g24-space-name"] = ("names", "error " + ErrorCodes.ProfileNotFound),
        ["g25-space-name-cred"] = ("names", "error " + ErrorCodes.ProfileNotFound),
        ["g29-bang-name"] = ("names", "error " + ErrorCodes.ProfileNotFound),
        ["g30-unicode-name"] = ("names", "error " + ErrorCodes.ProfileNotFound),
        ["g52-sso-session-quoted"] = ("names", "error " + ErrorCodes.SsoSessionNotFound),
        ["g27-pad-brackets"] = ("padded-headers", "DEV"),
        ["g28-pad-brackets-cred"] = ("padded-headers", "DEV"),
    };

    [Fact]
    public async Task The_dialect_does_as_the_aws_cli_does_but_for_the_departures_of_the_page()
    {
        using var measured = JsonDocument.Parse(File.ReadAllBytes(Conformance.File("chain-cases.json")));
        var wrong = new List<string>();
        var unused = Departures.Keys.ToHashSet();
        var count = 0;
        foreach (var one in measured.RootElement.GetProperty("cases").EnumerateArray())
        {
            count++;
            var name = one.GetProperty("name").GetString()!;
            using var rig = new MeasurementRig(one);
            var ours = await rig.ResolveAsync(one.GetProperty("explicit_profile").GetString());
            var result = one.GetProperty("results").GetProperty("awscli-2.36.7");

            var theirs = result.TryGetProperty("akid", out var id) ? id.GetString()! : "error";
            var same = theirs == "error" ? ours.StartsWith("error ", StringComparison.Ordinal) : ours == theirs;
            if (result.TryGetProperty("process_runs", out var runs) && same)
            {
                same = runs.GetInt32() == rig.ProcessRuns;
            }

            if (one.TryGetProperty("sts_requests", out var requests) && same)
            {
                var sent = Assert.Single(requests.GetProperty("awscli-2.36.7").EnumerateArray());
                same = new[] { "DurationSeconds", "ExternalId", "RoleArn" }.All(
                    p => (sent.TryGetProperty(p, out var value) ? value.GetString() : null) == Lanyard.Aws.Wire.QueryString.Get(Assert.Single(rig.StsCalls), p));
            }

            if (Departures.TryGetValue(name, out var departure))
            {
                unused.Remove(name);
                if (same || ours != departure.Ours)
                {
                    wrong.Add($"{name} is listed as {departure.Departure}: {departure.Ours}, and gives {ours}; the CLI gives {theirs}");
                }
            }
            else if (!same)
            {
                wrong.Add($"{name} ({one.GetProperty("note")}): {ours}; the CLI gives {theirs} {result}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Empty(unused);
        Assert.True(count >= 130);
    }

    [Fact]
    public void The_page_and_this_list_name_the_same_departures()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "lanyard-dialect.md"));
        Assert.Equal(
            Departures.Values.Select(d => d.Departure).Distinct().Order(StringComparer.Ordinal),
            Heading().Matches(page).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("<a id=\"([a-z-]+)\">")]
    private static partial Regex Heading();
}
