namespace Lanyard.Cli.Commands.Policies.Minimize;

/// <summary>Names the documents that come out: by the file that was given and a number, or as in the last split.</summary>
/// <param name="file">The file that was given, or <c>-</c>.</param>
/// <param name="against">The files of the last split.</param>
internal sealed class MinimizeNames(string file, IReadOnlyList<string> against)
{
    private readonly HashSet<string> _taken = new(against.Select(Path.GetFileNameWithoutExtension).OfType<string>(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the name of the document when it stays one.</summary>
    public string Whole { get; } = file == "-" ? "policy" : Path.GetFileNameWithoutExtension(file);

    /// <summary>Gives the next name.</summary>
    /// <param name="earlier">The number of the document of the last split that goes on; null for a new one.</param>
    public string Next(int? earlier)
    {
        if (earlier is { } number)
        {
            return Path.GetFileNameWithoutExtension(against[number]);
        }

        for (var i = 1; ; i++)
        {
            if (_taken.Add($"{Whole}-{i}"))
            {
                return $"{Whole}-{i}";
            }
        }
    }
}
