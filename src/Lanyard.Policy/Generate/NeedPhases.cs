namespace Lanyard.Policy.Generate;

/// <summary>When in the life of a deployment something is needed.</summary>
[Flags]
public enum NeedPhases
{
    /// <summary>Never.</summary>
    None = 0,

    /// <summary>Once for an account and Region, before the first deployment.</summary>
    Bootstrap = 1,

    /// <summary>When a resource is made.</summary>
    Create = 2,

    /// <summary>When a resource is looked at, as after each change.</summary>
    Read = 4,

    /// <summary>When a resource is changed.</summary>
    Update = 8,

    /// <summary>When a deployment failed: what it made is deleted, what it changed is changed back.</summary>
    Rollback = 16,

    /// <summary>When a resource is removed.</summary>
    Delete = 32,

    /// <summary>When the deploy tool itself runs: it looks up, uploads, waits.</summary>
    Run = 64,

    /// <summary>In the tool's development mode.</summary>
    Dev = 128,
}

/// <summary>What a need stands on.</summary>
public enum NeedEvidence
{
    /// <summary>AWS publishes it for the resource type's handler.</summary>
    Published,

    /// <summary>A page of the documentation says so.</summary>
    Documented,

    /// <summary>It was seen in a recording.</summary>
    Recorded,

    /// <summary>It is concluded from what is known of the service.</summary>
    Inferred,
}
