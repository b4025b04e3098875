namespace Lanyard.CatalogBuilder;

/// <summary>A line of one of our tables.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Number">The line's number.</param>
/// <param name="Cells">What stands between the bars.</param>
internal sealed record TableLine(string File, int Number, IReadOnlyList<string> Cells)
{
    /// <summary>Makes the failure that a line is the cause of.</summary>
    public BuildException Wrong(string why) => new($"{File}, line {Number}: {why}");
}

/// <summary>Reads our tables: cells between bars, <c>#</c> starts a comment.</summary>
internal static class TextTable
{
    /// <summary>Reads one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">How many cells each line has.</param>
    public static IEnumerable<TableLine> Read(string path, int columns)
    {
        var number = 0;
        foreach (var text in File.ReadLines(path))
        {
            number++;
            if (text.Trim() is not { Length: > 0 } line || line[0] == '#')
            {
                continue;
            }

            var read = new TableLine(Path.GetFileName(path), number, [.. line.Split('|', StringSplitOptions.TrimEntries)]);
            yield return read.Cells.Count == columns ? read : throw read.Wrong($"it has {read.Cells.Count} cells instead of {columns}");
        }
    }
}
