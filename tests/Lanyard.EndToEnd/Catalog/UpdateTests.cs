using System.Text.Json;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Catalog;

/// <summary><c>catalog update</c> against a server of the service reference's shape, in the program as it ships.</summary>
public sealed class UpdateTests
{
    [Fact]
    public async Task An_update_is_read_kept_and_used_by_the_next_process()
    {
        using var home = new UserHome();
        var names = await NamesAsync(home);
        names["sqs"].Add("Brandnew");
        await using var server = LoopbackServer.Start(request => Answer(request, names, broken: null));
        var endpoint = server.Url.OriginalString.TrimEnd('/');

        var updated = await home.LanyardAsync("catalog", "update", "--endpoint", endpoint, "--json");
        using var result = JsonDocument.Parse(updated.Succeeded().Out);
        Assert.Equal((1, 0), (result.RootElement.GetProperty("added").GetInt32(), result.RootElement.GetProperty("removed").GetInt32()));
        Assert.Equal(names.Count + 1, server.Requests);

        var file = Path.Combine(home.LanyardHome, "cache", "catalogue.bin");
        using var shown = JsonDocument.Parse((await home.LanyardAsync("catalog", "show", "sqs:BRANDNEW", "--json")).Out);
        Assert.Equal(file, shown.RootElement.GetProperty("catalogue").GetProperty("file").GetString());
        Assert.Equal("sqs:Brandnew", shown.RootElement.GetProperty("actions")[0].GetProperty("action").GetString());
    }

    [Fact]
    public async Task A_server_that_breaks_off_changes_nothing()
    {
        using var home = new UserHome();
        var names = await NamesAsync(home);
        await using var server = LoopbackServer.Start(request => Answer(request, names, broken: "sqs"));
        var run = await home.LanyardAsync("catalog", "update", "--endpoint", server.Url.OriginalString.TrimEnd('/'));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("[CATALOGUE_UPDATE_FAILED]", run.Error, StringComparison.Ordinal);
        Assert.Contains("the catalogue at hand stays in use", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(home.LanyardHome, "cache", "catalogue.bin")));
    }

    private static string? Answer(string request, Dictionary<string, List<string>> names, string? broken)
    {
        var path = request.Split(' ')[1];
        if (path == "/")
        {
            return LoopbackServer.Answer(200, "application/json", $"[{string.Join(',', names.Keys.Select(s => $$"""{"service":"{{s}}","url":"https://servicereference.us-east-1.amazonaws.com/v1/{{s}}/{{s}}.json"}"""))}]");
        }

        var service = path.Split('/')[2];
        return service == broken
            ? LoopbackServer.Answer(200, "application/json", "{\"Name\":\"" + service + "\",\"Actions\":[{\"Name\":")
            : LoopbackServer.Answer(200, "application/json", "{\"Name\":\"" + service + "\",\"Actions\":[" + string.Join(',', names[service].Select(a => "{\"Name\":\"" + a + "\"}")) + "],\"Version\":\"v1.4\"}");
    }

    private static async Task<Dictionary<string, List<string>>> NamesAsync(UserHome home)
    {
        using var all = JsonDocument.Parse((await home.LanyardAsync("catalog", "show", "*", "--json")).Out);
        return all.RootElement.GetProperty("actions").EnumerateArray().Select(a => a.GetProperty("action").GetString()!.Split(':'))
            .GroupBy(a => a[0]).ToDictionary(s => s.Key, s => s.Select(a => a[1]).ToList());
    }
}
