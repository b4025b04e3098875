namespace Lanyard.Projects;

/// <summary>The stable codes that <see cref="ProjectFileException.Code"/> takes.</summary>
public static class ProjectFileCodes
{
    /// <summary>The text is not YAML, or uses a part of YAML that our files don't allow.</summary>
    public const string Yaml = "YAML_INVALID";

    /// <summary>The YAML is sound, but a key or value breaks the rules of the file.</summary>
    public const string Invalid = "STAGE_FILE_INVALID";

    /// <summary>The file holds what looks like a secret.</summary>
    public const string Secret = "STAGE_FILE_SECRET";

    /// <summary>The committed file names a local profile.</summary>
    public const string Profile = "STAGE_FILE_PROFILE";

    /// <summary>The file does not exist or cannot be read.</summary>
    public const string Unreadable = "STAGE_FILE_UNREADABLE";

    /// <summary>No stage has the name asked for, and no pattern matches it.</summary>
    public const string UnknownStage = "STAGE_UNKNOWN";

    /// <summary>The patterns of more than one stage match the name asked for.</summary>
    public const string AmbiguousStage = "STAGE_AMBIGUOUS";
}
