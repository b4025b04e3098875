namespace Lanyard.Policy.Engine;

/// <summary>How closely a statement names the caller, from not at all to directly.</summary>
internal enum PrincipalReach
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By the account, which may then let its users and roles through.</summary>
    Account,

    /// <summary>By the role or user behind the session; boundaries and session policies still limit it.</summary>
    Issuer,

    /// <summary>By its own ARN or name, or as one of everybody.</summary>
    Direct,
}
