using System.Diagnostics;
using System.Text;
using Lanyard.Projects.Detection;

namespace Lanyard.Tests.Projects.Detection;

/// <summary>Files that somebody made to break a reader: what can't be read is told, quickly, and nothing fails.</summary>
public sealed class HostileFileTests
{
    private const string Profile = "export default $config({ app(input) { return { profile: ";

    public static TheoryData<string, string> Hostile => new()
    {
        { "serverless.yml", new string('[', 100_000) },
        { "serverless.yml", "a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c]\ncustom: { accounts: *d }\nprovider: { profile: *d }" },
        { "serverless.yml", "custom:\n  a: ${self:custom.b}${self:custom.b}${self:custom.b}\n  b: ${self:custom.c}${self:custom.c}${self:custom.c}\n  c: ${self:custom.a}\nprovider: { profile: '${self:custom.a}' }" },
        { "serverless.yml", $"provider:\n  profile: {string.Concat(Enumerable.Repeat("${self:a.", 5_000))}" },
        { "serverless.yml", "params:\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"  s{i}: {{ accountId: '111111111111' }}\n")) + "provider: { profile: 'x-${sls:stage}' }" },
        { "serverless.yml", "\0\0\0\uFFFD" },
        { "sst.config.ts", Profile + new string('(', 200_000) },
        { "sst.config.ts", Profile + string.Concat(Enumerable.Repeat("stage === 'a' ? 'b' : ", 50_000)) },
        { "sst.config.ts", string.Concat(Enumerable.Repeat("app(", 100_000)) },
        { "sst.config.ts", "$config" + string.Concat(Enumerable.Repeat(" app() { profile: x,", 50_000)) },
        { "sst.config.ts", "const a = b; const b = c; const c = a;" + Profile + "a } } })" },
        { "sst.config.ts", new string('`', 100_001) },
        { "sst.config.ts", string.Concat(Enumerable.Repeat("[\"a\"].includes(", 20_000)) },
        { "cdk.json", string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) },
        { "cdk.json", "{\"context\":" + string.Concat(Enumerable.Repeat("{\"a\":", 60)) + "1" + new string('}', 61) },
        { "cdk.json", "[1" },
        { "cdk.out/manifest.json", "{\"artifacts\":{" + string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"\"a{i}\":{{\"properties\":{{\"directoryName\":\"d{i}\"}}}}")) + "}}" },
        { "samconfig.toml", string.Concat(Enumerable.Repeat("[a", 100_000)) },
        { "samconfig.toml", "[" + string.Join('.', Enumerable.Repeat("a", 50_000)) + "]" },
        { "samconfig.toml", "a = " + new string('[', 500_000) },
        { "samconfig.toml", "a = \"\"\"" + new string('x', 500_000) },
        { "amplify/team-provider-info.json", "{\"dev\":[[[[" },
        { "package.json", "\uFEFF{" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void It_is_read_quickly_or_told(string name, string text)
    {
        var clock = Stopwatch.StartNew();

        var found = Found.In((name, text));

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{name}: it took {clock.Elapsed}");
        Assert.InRange(found.All.Count, 0, 500);
        Assert.DoesNotContain(found.Of(DeclarationKind.Profile), p => p.Length > 300);
    }

    [Fact]
    public void A_file_that_is_too_large_is_told_and_not_read()
    {
        using var folder = new TempFolder();
        folder.Write("cdk.json", "{\"a\":\"" + new string('x', ProjectFolder.MaxBytes) + "\"}");
        var found = ProjectDeclarations.Find(ProjectFolder.At(folder.Path));
        Assert.Equal(["the file@cdk.json:1"], found.NotReadable());
    }

    [Fact]
    public void A_folder_in_the_place_of_a_file_and_one_that_is_not_there_are_no_project()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("serverless.yml"));
        Assert.Empty(ProjectDeclarations.Find(ProjectFolder.At(folder.Path)).Tools);
        Assert.Empty(ProjectDeclarations.Find(ProjectFolder.At(folder.File("nowhere"))).Tools);
    }

    [Theory]
    [InlineData("serverless.yml", "service: orders\ncustom:\n  profiles: { dev: a, prod: \"b\" }\nprovider:\n  profile: ${self:custom.profiles.${sls:stage}, ''}\n  iam: { deploymentRole: !Sub x }\n")]
    [InlineData("samconfig.toml", "version = 0.1\n[default.deploy.parameters]\nprofile = \"a\\\"b\" # c\n\"x\".'y' = '''\nz'''\nn = { a = [1,\n2] }\n[[t]]\n")]
    [InlineData("cdk.json", "{ \"app\": \"x\", \"context\": { \"dev\": { \"account\": \"111111111111\" } } }")]
    public void Damage_at_any_place_never_makes_it_fail(string name, string text)
    {
        var random = new Random(7);
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var i = 0; i < 3_000; i++)
        {
            var damaged = bytes.ToArray();
            for (var n = 0; n <= i % 3; n++)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            var cut = i % 5 == 0 ? random.Next(damaged.Length) : damaged.Length;
            _ = ProjectDeclarations.Find(new ProjectFolder(asked => new FolderFile(asked == name ? damaged[..cut] : null, null), () => [name]));
        }
    }
}
