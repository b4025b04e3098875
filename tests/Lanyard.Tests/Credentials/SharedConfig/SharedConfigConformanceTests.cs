using System.Text.Json;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Tests.Credentials.SharedConfig;

/// <summary>The vectors that AWS publishes with its SDKs.</summary>
public class SharedConfigConformanceTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_published_parser_vectors_hold(bool strict)
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(Conformance.File("profile-parser-tests.json")));
        var failures = new List<string>();
        int count = 0;
        foreach (var test in vectors.RootElement.GetProperty("tests").EnumerateArray())
        {
            count++;
            string expected = Expected(test.GetProperty("output"));
            string actual = Actual(test.GetProperty("input"), strict);
            bool same = expected.StartsWith("error:", StringComparison.Ordinal)
                ? actual.StartsWith("error:", StringComparison.Ordinal) && actual.Contains(expected["error:".Length..], StringComparison.OrdinalIgnoreCase)
                : actual == expected;
            if (!same)
            {
                failures.Add($"{test.GetProperty("name")}\n  expected {expected}\n  actual   {actual}");
            }
        }

        Assert.Empty(failures);
        Assert.True(count >= 65);
    }

    [Fact]
    public void The_published_file_locations_hold()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(Conformance.File("file-location-tests.json")));
        int count = 0;
        foreach (var test in vectors.RootElement.GetProperty("tests").EnumerateArray())
        {
            count++;
            var environment = test.GetProperty("environment").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!);
            var locations = SharedConfigLocations.From(environment, test.GetProperty("platform").GetString() == "windows");
            Assert.Equal(test.GetProperty("configLocation").GetString(), locations.ConfigFile);
            Assert.Equal(test.GetProperty("credentialsLocation").GetString(), locations.CredentialsFile);
        }

        Assert.True(count >= 9);
    }

    private static string Actual(JsonElement input, bool strict)
    {
        try
        {
            var snapshot = new SharedConfigSnapshot(
                Read("configFile", SharedConfigFileKind.Config), Read("credentialsFile", SharedConfigFileKind.Credentials));
            return Describe(snapshot.Profiles.Select(p => (p.Key, p.Value.Properties.Values.Select(v => (v.Name, v.Value)))))
                + Describe(snapshot.SsoSessions.Select(p => (p.Key, p.Value.Properties.Values.Select(v => (v.Name, v.Value)))));
        }
        catch (SharedConfigSyntaxException e)
        {
            return "error:" + e.Message;
        }

        SharedConfigFile Read(string name, SharedConfigFileKind kind) => SharedConfigReader.Read(
            Text.Of(input.TryGetProperty(name, out var content) ? content.GetString()! : ""), name, kind, strict);
    }

    private static string Expected(JsonElement output)
    {
        if (output.TryGetProperty("errorContaining", out var error))
        {
            return "error:" + error.GetString();
        }

        var config = output.GetProperty("config");
        return Sections("profiles") + Sections("sso_sessions");

        string Sections(string name) => Describe(!config.TryGetProperty(name, out var sections) ? [] : sections.EnumerateObject()
            .Select(section => (section.Name, section.Value.EnumerateObject().Select(p => (p.Name, p.Value.GetString()!)))));
    }

    private static string Describe(IEnumerable<(string Name, IEnumerable<(string Key, string Value)> Properties)> sections) =>
        "{" + string.Join(" | ", sections.OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => s.Name + ": "
            + string.Join(", ", s.Properties.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}='{p.Value}'")))) + "}";
}
