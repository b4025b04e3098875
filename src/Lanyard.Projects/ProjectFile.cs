namespace Lanyard.Projects;

/// <summary>A project's stages as <c>lanyard.yaml</c> and <c>lanyard.local.yaml</c> give them, validated. Compares by value.</summary>
public sealed record ProjectFile
{
    /// <summary>The committed file's name.</summary>
    public const string FileName = "lanyard.yaml";

    /// <summary>The name of the untracked file beside it that maps stages to local profiles.</summary>
    public const string LocalFileName = "lanyard.local.yaml";

    /// <summary>Full path of the committed file.</summary>
    public required string Path { get; init; }

    /// <summary>Full path of the local file, or null when there is none.</summary>
    public string? LocalPath { get; init; }

    /// <summary>The project's name, which goes into role session names; null when not given.</summary>
    public string? Project { get; init; }

    /// <summary>The Identity Center sign-ins by name.</summary>
    public IReadOnlyDictionary<string, SsoSessionSetting> Sessions { get; init; } = new Dictionary<string, SsoSessionSetting>();

    /// <summary>The stages in the order of the file; at least one.</summary>
    public required IReadOnlyList<Stage> Stages { get; init => field = ValueList<Stage>.Of(value); }

    /// <summary>Reads, validates and merges <c>lanyard.yaml</c> and, if there is one, <c>lanyard.local.yaml</c> beside it.</summary>
    /// <param name="path">The committed file.</param>
    /// <exception cref="ProjectFileException">A file is missing, unreadable, not YAML, or breaks a rule.</exception>
    public static ProjectFile Load(string path) => ProjectFileReader.Read(ProjectSource.Read(path, BoundedFile.Read));

    /// <summary>Validates and merges texts that are already at hand; touches no file.</summary>
    /// <param name="text">The text of the committed file.</param>
    /// <param name="path">Its full path, for messages and for <see cref="Path"/>.</param>
    /// <param name="localText">The text of the local file, or null when there is none.</param>
    /// <exception cref="ProjectFileException">A text is not YAML, or breaks a rule.</exception>
    public static ProjectFile Parse(string text, string path, string? localText = null) =>
        ProjectFileReader.Read(path, text, ProjectSource.LocalPathOf(path), localText);

    /// <summary>
    /// The stage that a name means: the stage of exactly that name, else the one whose <see cref="Stage.Match"/> patterns match.
    /// </summary>
    /// <param name="name">The name asked for, such as <c>dev-anna</c>. Case counts.</param>
    /// <param name="userName">What <c>$USER</c> stands for; null or empty when unknown, and then such patterns match nothing.</param>
    /// <exception cref="ProjectFileException">
    /// No stage matches (<see cref="ProjectFileCodes.UnknownStage"/>), or more than one (<see cref="ProjectFileCodes.AmbiguousStage"/>).
    /// </exception>
    public Stage FindStage(string name, string? userName) => StageSelection.Find(this, name, userName);

    /// <inheritdoc/>
    public bool Equals(ProjectFile? other) =>
        other is not null
        && Path == other.Path
        && LocalPath == other.LocalPath
        && Project == other.Project
        && Stages.Equals(other.Stages)
        && Sessions.Count == other.Sessions.Count
        && Sessions.All(session => other.Sessions.TryGetValue(session.Key, out var value) && value == session.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Path, LocalPath, Project, Stages, Sessions.Count);
}
