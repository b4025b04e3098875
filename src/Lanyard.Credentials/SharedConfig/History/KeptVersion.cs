namespace Lanyard.Credentials.SharedConfig.History;

/// <summary>A shared file as it was before a command changed it, its secrets cut out.</summary>
/// <param name="Path">The file's path, links followed.</param>
/// <param name="Kind">Which of the two files it is.</param>
/// <param name="Before">Its bytes without secrets.</param>
/// <param name="Hidden">Where secrets were cut out: index of the line, and the offset in it.</param>
/// <param name="After">The hash of what the command made of it, without secrets.</param>
internal sealed record KeptFile(
    string Path, SharedConfigFileKind Kind, byte[] Before, IReadOnlyList<(int Line, int At)> Hidden, string After);

/// <summary>What one command changed, kept so that it can be undone. Holds no secret.</summary>
public sealed class KeptVersion
{
    internal KeptVersion(string id, string time, string command, IReadOnlyList<KeptFile> files)
    {
        Id = id;
        Time = time;
        Command = command;
        Files = files;
    }

    /// <summary>The command, such as <c>profile set dev region</c>.</summary>
    public string Command { get; }

    /// <summary>When it ran, UTC: <c>2026-11-27 22:47:09</c>.</summary>
    public string Time { get; }

    internal string Id { get; }

    internal IReadOnlyList<KeptFile> Files { get; }
}
