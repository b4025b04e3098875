using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Lanyard.Aws.Wire;
using Lanyard.Cli;
using Lanyard.Cli.Hosting;

namespace Lanyard.Tests.Cli.Commands.Catalog;

/// <summary>AWS's resource type schemas from a loopback server, a .zip and a folder.</summary>
public sealed class SchemaUpdateTests : IAsyncLifetime
{
    private const string Ledger = """
        {"typeName":"AWS::QLDB::Book","handlers":{"create":{"permissions":["qldb:CreateLedger"]},"delete":{"permissions":["qldb:DeleteLedger"]}}}
        """;

    private const string Template = "Resources: {Main: {Type: 'AWS::QLDB::Book'}}";

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    private string Kept => _cli.Home["lanyard/cache/resource-handlers.txt"];

    [Fact]
    public async Task A_zip_from_a_server_gives_types_without_a_table_their_needs()
    {
        _cli.Home.Write("project/t.yaml", Template);
        Assert.Contains("nothing is known of AWS::QLDB::Book", (await Generate()).Error, StringComparison.Ordinal);

        var (asked, archive) = ("", Zip(("aws-qldb-book.json", Ledger), ("README.txt", "no schema")));
        await using var host = await KestrelHost.StartAsync(_ => (request, _) =>
        {
            asked = request.Path;
            return ValueTask.FromResult(new WireResponse(200, new WireHeaders(("Content-Type", "application/zip")), archive));
        }, 0, null, TestContext.Current.CancellationToken);
        var run = (await _cli.RunAsync("catalog", "update", "--schemas", $"{host.Url.OriginalString.TrimEnd('/')}/CloudformationSchema.zip")).Done();
        Assert.Equal("/CloudformationSchema.zip", asked);
        Assert.Contains($"Read what the handlers of 1 resource types call, for `lanyard policy generate`, into {Kept}", run.Error, StringComparison.Ordinal);

        var generated = (await Generate()).Done();
        Assert.Contains("qldb:CreateLedger", generated.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing is known", generated.Error, StringComparison.Ordinal);
        Assert.Equal("published", (string)JsonNode.Parse((await Generate("--json")).Out)!["needs"]!.AsArray().Single(n => (string)n!["action"]! == "qldb:CreateLedger")!["evidence"]!);
        Assert.Contains("the handlers of 1 resource types", (await _cli.RunAsync("catalog", "show")).Done().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_and_a_folder_are_read_too()
    {
        _cli.Home.Write("project/schemas/aws-qldb-book.json", Ledger);
        _cli.Home.Write("project/handlers.json", """{"AWS::A::B":{"create":["s3:GetObject"]},"AWS::A::C":{"create":["s3:GetObject"]}}""");
        await File.WriteAllBytesAsync(_cli.Home["project/all.zip"], Zip(("a.json", Ledger)), TestContext.Current.CancellationToken);
        foreach (var (place, types) in new[] { ("schemas", 1), ("handlers.json", 2), ("all.zip", 1) })
        {
            Assert.Equal(types, (await _cli.RunAsync("catalog", "update", "--schemas", place, "--json")).Done().Json.GetProperty("handlers").GetProperty("types").GetInt32());
        }
    }

    [Fact]
    public async Task What_is_broken_or_too_large_leaves_what_was_there()
    {
        _cli.Home.Write("project/good.json", Ledger);
        (await _cli.RunAsync("catalog", "update", "--schemas", "good.json")).Done();
        var before = await File.ReadAllTextAsync(Kept, TestContext.Current.CancellationToken);
        var whole = Zip(("a.json", Ledger));

        // A kilobyte of archive that unpacks to nine million blanks.
        var bomb = Zip(("bomb.json", new string(' ', 9_000_000)));
        Assert.True(bomb.Length < 20_000);
        foreach (var (bytes, said) in new[]
        {
            (whole[..^30], "is no .zip file"), (Encoding.UTF8.GetBytes("<html>"), "is no .zip file"), (bomb, "bomb.json is larger than 8 MiB"),
            (Zip(("a.json", "{")), "a.json is no JSON"), (Zip(("a.txt", Ledger)), "no type in it says"),
        })
        {
            await File.WriteAllBytesAsync(_cli.Home["project/x.zip"], bytes, TestContext.Current.CancellationToken);
            var run = (await _cli.RunAsync("catalog", "update", "--schemas", "x.zip")).Failed(1, CliErrorCodes.CatalogueUpdateFailed);
            Assert.Contains(said, run.Error, StringComparison.Ordinal);
            Assert.Equal(before, await File.ReadAllTextAsync(Kept, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Many_updates_at_once_leave_a_whole_file()
    {
        _cli.Home.Write("project/good.json", Ledger);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => (await _cli.RunAsync("catalog", "update", "--schemas", "good.json")).Done())));
        Assert.EndsWith("end\n", await File.ReadAllTextAsync(Kept, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_passed_over_with_a_word()
    {
        _cli.Home.Write("project/t.yaml", Template);
        _cli.Home.Write("lanyard/cache/resource-handlers.txt", "lanyard-handlers 1 2026-01-01 1\nAWS::QLDB::Bo");
        var run = (await Generate()).Done();
        Assert.Contains($"{Kept} can't be used", run.Error, StringComparison.Ordinal);
        Assert.Contains("nothing is known of AWS::QLDB::Book", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://mirror.example.com/CloudformationSchema.zip")]
    [InlineData("nothing.zip")]
    public async Task Only_what_is_there_or_can_be_trusted_is_taken(string place) => (await _cli.RunAsync("catalog", "update", "--schemas", place)).Failed(2, CliErrorCodes.Usage);

    private Task<CliRun> Generate(params string[] more) => _cli.RunAsync(["policy", "generate", "--template", "t.yaml", .. more]);

    private static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }
}
