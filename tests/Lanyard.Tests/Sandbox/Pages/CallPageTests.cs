using System.Globalization;
using Lanyard.Aws.Wire;

namespace Lanyard.Tests.Sandbox.Pages;

/// <summary>The list of calls on the sandbox's page.</summary>
public sealed class CallPageTests : IDisposable
{
    private readonly TestSandbox _sandbox = new();

    [Fact]
    public async Task Calls_are_listed_the_newest_first_with_the_decision_and_its_reason()
    {
        await CallAsync();
        var rows = Cells(await GetAsync("/_/calls"));
        Assert.Equal(2, rows.Length);
        Assert.Equal("sts:AssumeRole", rows[0][1]);
        Assert.Equal("arn:aws:iam::111111111111:user/ci", rows[0][2]);
        Assert.StartsWith("Denied", rows[0][3], StringComparison.Ordinal);
        Assert.Equal("403 AccessDenied", rows[0][4]);
        Assert.Contains("sts:AssumeRole", rows[0][5], StringComparison.Ordinal);
        Assert.Equal(("sts:GetCallerIdentity", "No policy asked", "200"), (rows[1][1], rows[1][3], rows[1][4]));
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("refused=1", 1)]
    [InlineData("find=getcaller", 1)]
    [InlineData("find=user%2Fci+sts", 2)]
    [InlineData("find=user%2Fci+lambda", 0)]
    [InlineData("find=getcaller&refused=1", 0)]
    public async Task They_can_be_searched(string query, int count)
    {
        await CallAsync();
        Assert.Equal(count, Cells(await GetAsync("/_/calls?" + query)).Length);
        Assert.Equal(count, Occurrences((await GetAsync($"/_/calls/rows?after=0&{query}")).Text, "<tr "));
    }

    [Fact]
    public async Task A_script_asks_for_what_came_since()
    {
        await CallAsync();
        var first = await GetAsync("/_/calls/rows?after=0");
        Assert.Equal(("2", 2), (first.Headers.Get("X-Newest-Call"), Occurrences(first.Text, "<tr ")));
        var none = await GetAsync("/_/calls/rows?after=2");
        Assert.Equal(("2", ""), (none.Headers.Get("X-Newest-Call"), none.Text));
        await CallAsync();
        var next = await GetAsync("/_/calls/rows?after=2&find=assumerole");
        Assert.Equal(("4", 1), (next.Headers.Get("X-Newest-Call"), Occurrences(next.Text, "<tr ")));
        Assert.Equal(("no-store", "nosniff"), (next.Headers.Get("Cache-Control"), next.Headers.Get("X-Content-Type-Options")));
    }

    [Fact]
    public async Task No_more_than_two_hundred_are_shown_at_once()
    {
        for (var i = 0; i < 201; i++)
        {
            await _sandbox.SendAsync("GET", "/nothing/" + i.ToString(CultureInfo.InvariantCulture));
        }

        Assert.Equal(200, Cells(await GetAsync("/_/calls")).Length);
    }

    public void Dispose() => _sandbox.Dispose();

    private async Task CallAsync()
    {
        await _sandbox.StsAsync(_sandbox.Ci, "GetCallerIdentity");
        await _sandbox.StsAsync(_sandbox.Ci, "AssumeRole", ("RoleArn", "arn:aws:iam::333333333333:role/locked"), ("RoleSessionName", "page"));
    }

    private async Task<WireResponse> GetAsync(string target) => await PageBrowser.SendAsync(_sandbox, "GET", target, await PageBrowser.CookieAsync(_sandbox));

    private static string[][] Cells(WireResponse page) =>
        [.. PageTests.Parse(page).Descendants("tbody").Single().Elements("tr").Select(row => row.Elements("td").Select(cell => cell.Value.Trim()).ToArray())];

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;
}
