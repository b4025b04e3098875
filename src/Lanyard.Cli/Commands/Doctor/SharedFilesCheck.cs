using System.Globalization;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources.Dialects;

namespace Lanyard.Cli.Commands.Doctor;

/// <summary>Reads a shared file past the lines that break its grammar: each is a finding, and the rest is looked at all the same.</summary>
internal static class SharedFilesCheck
{
    private const int MostOfAFile = 20;

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file as it was opened. One that can't be opened is found by what looks at all files, and is empty here.</param>
    /// <param name="path">Its path.</param>
    /// <param name="kind">Which of the two it is.</param>
    /// <param name="findings">Takes the findings.</param>
    public static SharedConfigFile Read(MachineFile file, string path, SharedConfigFileKind kind, List<Finding> findings)
    {
        // That a file is UTF-16 is said once, and not of each of its lines.
        var bytes = file.Text.Bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? [] : file.Text.Bytes.ToArray();
        for (var broken = 1; ; broken++)
        {
            var text = SharedConfigText.FromBytes(bytes);
            try
            {
                return SharedConfigReader.Read(text, path, kind);
            }
            catch (SharedConfigSyntaxException e)
            {
                var where = string.Create(CultureInfo.InvariantCulture, $"{path}:{e.Line}");
                findings.Add(new Finding(
                    FindingIds.BrokenLine, Severity.Error, where,
                    e.Message.StartsWith(where + ": ", StringComparison.Ordinal) ? e.Message[(where.Length + 2)..] : e.Message,
                    "Lanyard and most SDKs stop at this line, whatever profile is asked for; the others go on without it",
                    string.Create(CultureInfo.InvariantCulture, $"correct line {e.Line} of {path}")));
                Blank(bytes, text, e.Line, toTheEnd: broken == MostOfAFile);
            }
        }
    }

    // What stands below a broken header belongs to no section that anybody could name.
    private static void Blank(byte[] bytes, SharedConfigText text, int broken, bool toTheEnd)
    {
        var lines = text.Lines;
        var withSection = IsHeader(text, lines[broken - 1]) || !lines.Take(broken - 1).Any(l => IsHeader(text, l));
        for (var i = broken - 1; i < lines.Count; i++)
        {
            if (i >= broken && !toTheEnd && (!withSection || IsHeader(text, lines[i])))
            {
                return;
            }

            bytes.AsSpan(lines[i].Start, lines[i].Length).Fill((byte)'#');
        }
    }

    private static bool IsHeader(SharedConfigText text, SharedConfigLine line) => text.Content(line) is [(byte)'[', ..];
}
