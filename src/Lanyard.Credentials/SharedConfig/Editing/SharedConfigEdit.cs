namespace Lanyard.Credentials.SharedConfig.Editing;

/// <summary>What both shared files become. May hold secrets, so it prints nothing.</summary>
/// <param name="Config">The config file's new text.</param>
/// <param name="Credentials">The credentials file's new text.</param>
/// <param name="Notes">What its user should know, a sentence each; no secret.</param>
public sealed record SharedConfigEdit(SharedConfigText Config, SharedConfigText Credentials, IReadOnlyList<string> Notes)
{
    /// <summary>An edit that changes nothing yet.</summary>
    /// <param name="files">The files as they were read.</param>
    public static SharedConfigEdit Of(SharedConfigSnapshot files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return new(files.Config.Text, files.Credentials.Text, []);
    }

    /// <summary>Says nothing of what is in it.</summary>
    public override string ToString() => $"{Notes.Count} notes";
}

/// <summary>An edit, and the files that it was made from.</summary>
/// <param name="Before">The files as they were read.</param>
/// <param name="Edit">What they become.</param>
public sealed record SharedConfigChange(SharedConfigSnapshot Before, SharedConfigEdit Edit)
{
    /// <summary>The files that change, with their old and new text.</summary>
    public IEnumerable<(SharedConfigFile File, SharedConfigText After)> Files
    {
        get
        {
            if (!Before.Config.Text.Bytes.SequenceEqual(Edit.Config.Bytes))
            {
                yield return (Before.Config, Edit.Config);
            }

            if (!Before.Credentials.Text.Bytes.SequenceEqual(Edit.Credentials.Bytes))
            {
                yield return (Before.Credentials, Edit.Credentials);
            }
        }
    }

    /// <summary>A unified diff of both files, secrets masked; empty if nothing changes.</summary>
    public string Diff() => string.Concat(Files.Select(f => DiffText.Of(f.File.Path, f.File.Text, f.After)));
}
