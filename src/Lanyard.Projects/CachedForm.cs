namespace Lanyard.Projects;

/// <summary>
/// What the writer and the reader of the cached form share. It is binary: numbers of four bytes, the lowest first, and texts as
/// UTF-8 after their length, since to set up a JSON reader takes longer than all else on the way to a warm answer.
/// </summary>
internal static class CachedForm
{
    /// <summary>Raised when the shape changes. A change of the rules needs nothing: see <see cref="Build"/>.</summary>
    public const int Version = 3;

    /// <summary>Stands in the place of a length where there is no text.</summary>
    public const int NoText = -1;

    public const int PermissionSetKind = 0;
    public const int RoleKind = 1;
    public const int ProfileKind = 2;

    /// <summary>Names this build of the code: what an older Lanyard found valid, a newer one may have learnt to refuse.</summary>
    public static Guid Build => typeof(CachedForm).Module.ModuleVersionId;
}
