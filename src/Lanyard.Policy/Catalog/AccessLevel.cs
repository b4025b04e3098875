namespace Lanyard.Policy.Catalog;

/// <summary>What an action does at most, as the Service Authorization Reference classes it.</summary>
public enum AccessLevel
{
    /// <summary>Lists resources, and shows nothing of what is in them.</summary>
    List,

    /// <summary>Reads what is in a resource.</summary>
    Read,

    /// <summary>Makes, changes or deletes resources.</summary>
    Write,

    /// <summary>Grants or changes permissions.</summary>
    PermissionsManagement,

    /// <summary>Changes tags, and nothing else.</summary>
    Tagging,
}
