namespace Lanyard.Policy.Apply;

/// <summary>What of a user, role, … is meant.</summary>
public enum IamAspect
{
    /// <summary>That it is there; the value is its path, or a provider's address.</summary>
    Itself,

    /// <summary>The description.</summary>
    Description,

    /// <summary>A managed policy's document, or a role's trust policy.</summary>
    Document,

    /// <summary>An earlier version of a managed policy; the key is its id.</summary>
    Version,

    /// <summary>The longest session of a role, in seconds.</summary>
    MaxSession,

    /// <summary>A provider's thumbprints, with commas between them.</summary>
    Thumbprints,

    /// <summary>An audience of a provider; the key is it.</summary>
    Audience,

    /// <summary>The permissions boundary; the value is the policy's ARN.</summary>
    Boundary,

    /// <summary>A tag; the key is its key.</summary>
    Tag,

    /// <summary>An inline policy; the key is its name.</summary>
    Inline,

    /// <summary>A managed policy that is attached; the key is its ARN.</summary>
    Attached,

    /// <summary>A group that a user is in; the key is its name.</summary>
    Member,

    /// <summary>An access key of a user; the key is its id, or empty for one that is still to be made. The value is its name in the vault.</summary>
    AccessKey,
}

/// <summary>One part of what is in IAM. Together with their values these are all that is compared, changed and brought back.</summary>
/// <param name="Kind">What has it.</param>
/// <param name="Name">Its name; of a policy or provider its ARN.</param>
/// <param name="Aspect">What of it.</param>
/// <param name="Key">Which one, where there may be several.</param>
public sealed record IamPart(IamKind Kind, string Name, IamAspect Aspect, string Key = "")
{
    /// <summary>Gets the thing as a whole.</summary>
    public IamPart Whole => new(Kind, Name, IamAspect.Itself);

    /// <summary>Gets the name as people know it.</summary>
    public string ShortName => Kind switch
    {
        IamKind.Policy => Name[(Name.LastIndexOf('/') + 1)..],
        IamKind.Provider => Name[(Name.IndexOf('/', StringComparison.Ordinal) + 1)..],
        _ => Name,
    };

    /// <summary>Gets whether the value is a policy document.</summary>
    public bool IsDocument => Aspect is IamAspect.Document or IamAspect.Inline or IamAspect.Version;

    /// <summary>Tells whether two values of it are the same to IAM.</summary>
    public bool AreSame(string? one, string? other) => one == other || (IsDocument && one is not null && other is not null && PolicyNormalForm.AreSame(one, other));
}

/// <summary>A change of one part.</summary>
/// <param name="Part">The part.</param>
/// <param name="Before">Its value; null where it isn't there.</param>
/// <param name="After">Its value afterwards; null where it shall not be there.</param>
public sealed record IamChange(IamPart Part, string? Before, string? After)
{
    /// <summary>Gets the change that takes this one back.</summary>
    public IamChange Back => new(Part, After, Before);
}

/// <summary>The account that is changed.</summary>
/// <param name="Id">Its 12 digits.</param>
/// <param name="Partition">Its partition, such as <c>aws</c>.</param>
public sealed record IamAccount(string Id, string Partition)
{
    /// <summary>The ARN of something in it.</summary>
    /// <param name="resource">The part behind the account.</param>
    public string Arn(string resource) => $"arn:{Partition}:iam::{Id}:{resource}";
}

/// <summary>A version of a managed policy.</summary>
/// <param name="Id">Its id, such as <c>v3</c>.</param>
/// <param name="IsDefault">Whether it is the one in force.</param>
/// <param name="Document">Its document; null where nobody needed it.</param>
public sealed record PresentVersion(string Id, bool IsDefault, string? Document);

/// <summary>What is in IAM now, as far as it was asked for.</summary>
/// <param name="Facts">The parts that are there, with their values.</param>
/// <param name="Versions">The versions of managed policies whose document differs, the oldest first, by ARN.</param>
public sealed record PresentIam(IReadOnlyDictionary<IamPart, string> Facts, IReadOnlyDictionary<string, IReadOnlyList<PresentVersion>> Versions)
{
    /// <summary>Gives the value of a part; null where it isn't there.</summary>
    public string? Find(IamPart part) => Facts.GetValueOrDefault(part);

    /// <summary>Gives the versions of a policy, the oldest first.</summary>
    public IReadOnlyList<PresentVersion> VersionsOf(string arn) => Versions.TryGetValue(arn, out var versions) ? versions : [];
}
