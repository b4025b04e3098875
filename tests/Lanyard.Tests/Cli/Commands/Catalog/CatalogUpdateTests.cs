using Lanyard.Cli;
using Lanyard.Credentials;
using Lanyard.Policy.Catalog;

namespace Lanyard.Tests.Cli.Commands.Catalog;

public sealed class CatalogUpdateTests : IAsyncLifetime
{
    private TestCli _cli = null!;
    private ReferenceServer _reference = null!;

    public async ValueTask InitializeAsync()
    {
        _cli = await TestCli.StartAsync();
        _cli.Time.Advance(TimeSpan.FromDays(185));
        _reference = await ReferenceServer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _reference.DisposeAsync();
        await _cli.DisposeAsync();
    }

    private string File => _cli.Home["lanyard/cache/catalogue.bin"];

    [Fact]
    public async Task An_update_is_used_from_then_on_and_says_so()
    {
        _reference.Files["/v1/sqs/sqs.json"] = ReferenceServer.FileOf("sqs", ["SendMessage", "Brandnew"]);
        var run = (await Update()).Done();
        Assert.Equal("", run.Out);
        Assert.Contains("1 of them new", run.Error, StringComparison.Ordinal);
        Assert.Contains($"AWS service reference, 2027-01-02; read by `lanyard catalog update` into {File}", run.Error, StringComparison.Ordinal);

        var json = (await _cli.RunAsync("catalog", "show", "sqs:brandnew", "--json")).Done().Json;
        Assert.Equal(("updated", File), (json.GetProperty("catalogue").GetProperty("source").GetString(), json.GetProperty("catalogue").GetProperty("file").GetString()));
        Assert.Equal("sqs:Brandnew", json.GetProperty("actions")[0].GetProperty("action").GetString());
        Assert.Contains("Grants permission to deliver a message", (await _cli.RunAsync("catalog", "show", "sqs:SendMessage")).Done().Out, StringComparison.Ordinal);
        (await _cli.RunAsync("catalog", "show", "sqs:ReceiveMessage")).Failed(1, CliErrorCodes.CatalogueUnknown);
    }

    [Fact]
    public async Task Json_counts_what_changed()
    {
        var json = (await Update("--json")).Done().Json;
        Assert.Equal((0, 0), (json.GetProperty("added").GetInt32(), json.GetProperty("removed").GetInt32()));
        Assert.Equal(Catalogue.Embedded.ActionCount, json.GetProperty("catalogue").GetProperty("actions").GetInt32());
    }

    [Fact]
    public async Task One_file_that_is_missing_or_wrong_leaves_all_as_it_was()
    {
        (await Update()).Done();
        var before = await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken);
        var kept = _reference.Files["/v1/sns/sns.json"];
        foreach (var (json, said) in new[] { (null, "/v1/sns/sns.json answered 404"), ("{", "the file of sns is not JSON"), ("""{"Name":"sqs"}""", "of another service") })
        {
            _reference.Files.Remove("/v1/sns/sns.json");
            if (json is not null)
            {
                _reference.Files["/v1/sns/sns.json"] = json;
            }

            var run = (await Update()).Failed(1, CliErrorCodes.CatalogueUpdateFailed);
            Assert.Contains(said, run.Error, StringComparison.Ordinal);
            Assert.Contains(_reference.Url, run.Error, StringComparison.Ordinal);
            Assert.Contains("stays in use", run.Error, StringComparison.Ordinal);
            Assert.Equal(before, await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken));
        }

        _reference.Files["/v1/sns/sns.json"] = kept;
        _reference.Files["/"] = """[{"service":"sns","url":"https://servicereference.us-east-1.amazonaws.com/v1/sns/sns.json"}]""";
        Assert.Contains("are missing in it", (await Update()).Failed(1, CliErrorCodes.CatalogueUpdateFailed).Error, StringComparison.Ordinal);
        Assert.Equal(before, await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named_with_a_way_on()
    {
        var run = (await _cli.RunAsync("catalog", "update", "--endpoint", "http://127.0.0.1:1")).Failed(1, ErrorCodes.EndpointUnreachable);
        Assert.Contains("http://127.0.0.1:1", run.Error, StringComparison.Ordinal);
        Assert.Contains("--endpoint", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://mirror.example.com")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("mirror")]
    [InlineData("https://me:secret@mirror.example.com")]
    [InlineData("https://mirror.example.com/?x")]
    public async Task Only_an_address_that_nobody_on_the_way_can_answer_for_is_taken(string endpoint) =>
        (await _cli.RunAsync("catalog", "update", "--endpoint", endpoint)).Failed(2, CliErrorCodes.Usage);

    [Fact]
    public async Task A_file_that_can_not_be_used_is_passed_over_with_a_word()
    {
        _cli.Home.Write("lanyard/cache/catalogue.bin", "no catalogue");
        var run = (await _cli.RunAsync("catalog", "show", "s3:GetObject", "--json")).Done();
        Assert.Contains($"{File} can't be used: it is not a catalogue; run `lanyard catalog update`", run.Error, StringComparison.Ordinal);
        Assert.Equal("embedded", run.Json.GetProperty("catalogue").GetProperty("source").GetString());
    }

    [Fact]
    public async Task The_program_s_own_is_used_once_it_is_newer()
    {
        (await Update()).Done();
        var written = await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken);
        var old = CatalogueWriter.Write(Policy.Catalog.SmallContent.Content);
        Assert.True(Catalogue.Read(old).Date < Catalogue.Embedded.Date && Catalogue.Read(written).Date > Catalogue.Embedded.Date);
        await System.IO.File.WriteAllBytesAsync(File, old, TestContext.Current.CancellationToken);
        Assert.Equal("embedded", (await _cli.RunAsync("catalog", "show", "--json")).Done().Json.GetProperty("catalogue").GetProperty("source").GetString());
    }

    private Task<CliRun> Update(params string[] more) => _cli.RunAsync(["catalog", "update", "--endpoint", _reference.Url, .. more]);
}
