using Lanyard.Credentials.SharedConfig.History;

namespace Lanyard.Credentials.SharedConfig.Editing;

/// <summary>Both shared files on disk, edited together: what they were is kept first, for undo.</summary>
/// <param name="locations">Where the files are.</param>
/// <param name="lockFolder">The folder for lock files, made if need be.</param>
/// <param name="history">Where earlier versions are kept.</param>
public sealed class SharedConfigStore(SharedConfigLocations locations, string lockFolder, SharedConfigHistory history)
{
    private const int Attempts = 5;

    /// <summary>Reads both files and makes an edit, and writes nothing.</summary>
    /// <param name="edit">What to change.</param>
    /// <exception cref="SharedConfigException">A file can't be read, or the edit can't be made.</exception>
    public SharedConfigChange Plan(Func<SharedConfigSnapshot, SharedConfigEdit> edit)
    {
        ArgumentNullException.ThrowIfNull(edit);
        var files = SharedConfigSnapshot.Load(locations);
        return new(files, edit(files));
    }

    /// <summary>Reads both files, edits and writes them, while no other process of ours does the same.</summary>
    /// <param name="command">What is done, for the list of versions.</param>
    /// <param name="edit">What to change. Called again if another program changed a file meanwhile.</param>
    /// <returns>What was changed.</returns>
    /// <exception cref="SharedConfigException">A file can't be read or written, or the edit can't be made.</exception>
    public SharedConfigChange Apply(string command, Func<SharedConfigSnapshot, SharedConfigEdit> edit)
    {
        ArgumentNullException.ThrowIfNull(edit);
        using var locks = SharedConfigWriter.Lock(lockFolder, [locations.ConfigFile, locations.CredentialsFile]);
        for (int attempt = 1; ; attempt++)
        {
            var change = Plan(edit);
            try
            {
                WriteLocked(command, change);
                return change;
            }
            catch (SharedConfigChangedException) when (attempt < Attempts)
            {
                // Edited afresh, from what the other program wrote.
            }
        }
    }

    /// <summary>Writes a change that was planned earlier, such as before a question to the user.</summary>
    /// <param name="command">What is done, for the list of versions.</param>
    /// <param name="planned">The change.</param>
    /// <exception cref="SharedConfigChangedException">A file is not what was read any more. Nothing was written.</exception>
    /// <exception cref="SharedConfigException">A file can't be written.</exception>
    public void Write(string command, SharedConfigChange planned)
    {
        using var locks = SharedConfigWriter.Lock(lockFolder, [locations.ConfigFile, locations.CredentialsFile]);
        WriteLocked(command, planned);
    }

    private void WriteLocked(string command, SharedConfigChange change)
    {
        var files = change.Files.ToArray();
        if (files.Length == 0)
        {
            return;
        }

        foreach (var (file, after) in files)
        {
            SharedConfigReader.Read(after, file.Path, file.Kind); // never leave a file nobody can read
        }

        SharedConfigWriter.CheckWritable(files.Select(f => f.File.Path));
        string kept = history.Keep(command, change);
        int written = 0;
        try
        {
            for (; written < files.Length; written++)
            {
                SharedConfigWriter.Replace(files[written].File.Path, files[written].File.Text, files[written].After);
            }
        }
        catch
        {
            // One of two files alone would be half an edit.
            for (int i = 0; i < written; i++)
            {
                SharedConfigWriter.Replace(files[i].File.Path, files[i].After, files[i].File.Text);
            }

            history.Forget(kept);
            throw;
        }
    }
}
