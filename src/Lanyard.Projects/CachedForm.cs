namespace Lanyard.Projects;

/// <summary>The names and version that the writer and the reader of the cached form share.</summary>
internal static class CachedForm
{
    /// <summary>Raised when the shape below changes. A change of the rules needs nothing: see <see cref="Build"/>.</summary>
    public const int Version = 1;

    public const string VersionKey = "version";
    public const string BuildKey = "build";
    public const string PathKey = "path";
    public const string SourceKey = "source";
    public const string LocalKey = "local";
    public const string ProjectKey = "project";
    public const string SessionsKey = "sessions";
    public const string StagesKey = "stages";

    public const string PermissionSetKind = "permissionSet";
    public const string RoleKind = "role";
    public const string ProfileKind = "profile";

    /// <summary>Names this build of the code: what an older Lanyard found valid, a newer one may have learnt to refuse.</summary>
    public static Guid Build => typeof(CachedForm).Module.ModuleVersionId;
}
