using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Lanyard.EndToEnd.Docs;

/// <summary>
/// Types a page's commands into one bash, in order, with a home and a working folder of its own. They come over stdin, as from a
/// keyboard, so that a command that starts another shell (<c>lanyard sandbox exec -- bash</c>) has the rest typed into that one.
/// </summary>
internal static class DocsSession
{
    private const char Mark = '\x1e';
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Runs a page.</summary>
    /// <returns>What went otherwise than the page says; <see langword="null"/> where all went as it says.</returns>
    public static async Task<string?> RunAsync(DocsPage page, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("lanyard-docs-").FullName;
        try
        {
            var output = await TypeAsync(page, folder, cancellationToken);
            return Judge(page, output);
        }
        finally
        {
            Running.SecretWatch.Leave(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Tells whether a program is on the path that the commands are given.</summary>
    public static bool Has(string program) => SearchPath().Split(':').Any(f => File.Exists(Path.Combine(f, program)));

    private static async Task<string> TypeAsync(DocsPage page, string folder, CancellationToken cancellationToken)
    {
        // A session of its own has no terminal, so a command asks nobody, whoever started the tests.
        var start = new ProcessStartInfo("setsid", ["--wait", "bash"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardInputEncoding = new UTF8Encoding(false),
            WorkingDirectory = Directory.CreateDirectory(Path.Combine(folder, "work")).FullName,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = SearchPath();
        start.Environment["HOME"] = Directory.CreateDirectory(Path.Combine(folder, "home")).FullName;
        start.Environment["TMPDIR"] = Directory.CreateDirectory(Path.Combine(folder, "tmp")).FullName;
        start.Environment["USER"] = "anna";
        start.Environment["LANG"] = "C.UTF-8";

        // For the build that isn't self-contained; the program as it ships looks at neither.
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));

        using var shell = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        var output = new StringBuilder();
        shell.OutputDataReceived += (_, e) => output.Append(e.Data).Append('\n');
        shell.BeginOutputReadLine();
        shell.BeginErrorReadLine();
        try
        {
            await shell.StandardInput.WriteAsync(Script(page).AsMemory(), limit.Token);
            shell.StandardInput.Close();
            await shell.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            shell.Kill(entireProcessTree: true);
            await shell.WaitForExitAsync(CancellationToken.None);
            output.Append(CultureInfo.InvariantCulture, $"\n(stopped after {Limit})");
        }

        return output.ToString();
    }

    // Behind each command its exit code, between marks; then `$?` is set back, for a page may show it.
    private static string Script(DocsPage page)
    {
        var script = new StringBuilder("exec 2>&1\n");
        foreach (var step in page.Steps)
        {
            script.Append(step.Shell).Append('\n')
                .Append(CultureInfo.InvariantCulture, $"__code=$?; printf '\\n{Mark}%d{Mark}\\n' $__code; (exit $__code)\n");
        }

        return script.ToString();
    }

    private static string? Judge(DocsPage page, string output)
    {
        // output, code, output, code, …
        var parts = output.Split(Mark);
        for (var i = 0; i < page.Steps.Count; i++)
        {
            var step = page.Steps[i];
            var came = parts.Length > 2 * i ? parts[2 * i].Trim('\n') : "";
            if (parts.Length <= 2 * i + 1)
            {
                return Report(page, step, came, "it didn't end");
            }

            var code = parts[2 * i + 1];
            if (code != "0" && (i + 1 == page.Steps.Count || page.Steps[i + 1].Shell != "echo $?"))
            {
                return Report(page, step, came, $"it ended with exit code {code}, and the page doesn't show it with `echo $?`");
            }

            if (!DocsOutput.Matches([.. step.Expected], came.Length == 0 ? [] : came.Split('\n')))
            {
                return Report(page, step, came, "its output isn't what the page shows");
            }
        }

        return null;
    }

    private static string Report(DocsPage page, DocsStep step, string came, string what) =>
        $"{page.Name}:{step.Line}: {what}\n$ {step.Shell}\n--- the page shows\n{string.Join('\n', step.Expected)}\n--- what came\n{came}\n---";

    private static string SearchPath() => $"{Path.GetDirectoryName(LanyardProgram.Path)}:/usr/local/bin:/usr/bin:/bin";
}
