using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Credentials.Files;
using Lanyard.Projects.Templates;

namespace Lanyard.Cli.Commands.Policies.Generate.Sst;

/// <summary>
/// Has a project of SST 3 or 4 list its resources: its own <c>sst diff</c> runs without AWS, with a script in the place of Pulumi that answers what AWS would.
/// The script needs Node.js alone, which SST does as well.
/// </summary>
internal static class SstProgram
{
    private const string Script = "sst-resources.cjs";

    // Where nothing says the account; read again as unknown.
    private const string NoAccount = "000000000000";

    /// <summary>Runs it where <c>--run</c> was said, and names what it wrote as the template.</summary>
    /// <exception cref="CredentialsException">It can't be run, or listed nothing.</exception>
    public static async Task<GenerateInput> RunAsync(GenerateInput input, Surroundings surroundings)
    {
        if (!input.Run)
        {
            return input;
        }

        if (input.Framework is not (null or "sst") || input.Templates.Count > 1)
        {
            throw new UsageException("--run is for one project of SST 3 or 4: all others write templates themselves", "lanyard policy generate --framework sst --run --stage dev");
        }

        var stage = input.Options.Stage ?? throw new UsageException("--run needs the stage whose resources are asked for", "lanyard policy generate --framework sst --run --stage dev");
        var folder = Path.GetFullPath(Path.Combine(surroundings.CurrentDirectory, input.Templates.Count == 1 ? input.Templates[0] : "."));
        if (!TemplateFolder.IsOfSst(folder))
        {
            throw new CredentialsException(CliErrorCodes.TemplateNotFound, $"{folder} has no sst.config.ts", "name the project's folder with --template");
        }

        if (surroundings.IsWindows)
        {
            throw Failed("--run can't stand in for Pulumi on Windows");
        }

        var node = ProgramSearch.Find("node", surroundings.Variable("PATH"), surroundings.CurrentDirectory).Path ?? throw Failed("SST runs on Node.js, and there is no `node` on PATH");
        var output = TemplateFolder.SstResources(folder);
        await ListAsync(node, folder, output, stage, input, surroundings).ConfigureAwait(false);
        return input with { Templates = [output] };
    }

    private static async Task ListAsync(string node, string folder, string output, string stage, GenerateInput input, Surroundings surroundings)
    {
        var own = Directory.CreateTempSubdirectory("lanyard-sst-");
        try
        {
            var script = Path.Combine(own.FullName, Script);
            await using (var to = new FileStream(script, FileMode.CreateNew))
            {
                await using var from = typeof(SstProgram).Assembly.GetManifestResourceStream("Lanyard.Cli." + Script)!;
                await from.CopyToAsync(to).ConfigureAwait(false);
            }

            // What lies at the place of the list may be the state of a stage, which a run that fails leaves as it is.
            var listed = Path.Combine(own.FullName, "resources.json");
            var region = input.Options.Region ?? surroundings.Variable("AWS_REGION") ?? surroundings.Variable("AWS_DEFAULT_REGION") ?? "us-east-1";
            var code = await ChildProcess.RunAsync(node, ["node", script, "run", listed, stage, region, input.Account ?? NoAccount], surroundings.Environment, folder).ConfigureAwait(false);
            if (code != 0 || !File.Exists(listed))
            {
                throw Failed($"`sst diff --stage {stage}` listed no resources: what it says of the reason stands above");
            }

            AtomicFile.WritePrivate(output, await File.ReadAllBytesAsync(listed).ConfigureAwait(false));
        }
        finally
        {
            own.Delete(recursive: true);
        }
    }

    private static CredentialsException Failed(string message) => new(
        CliErrorCodes.TemplateNotFound, message, "for a stage that is deployed, take its state: `sst state export --stage STAGE > .sst/resources.json`");
}
