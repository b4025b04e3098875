using System.Text.RegularExpressions;

namespace Lanyard.Sandbox.Organizations;

/// <summary>The patterns of the service's model.</summary>
internal static partial class Shapes
{
    [GeneratedRegex(@"\d{12}")]
    public static partial Regex AccountId();

    [GeneratedRegex("r-[0-9a-z]{4,32}")]
    public static partial Regex RootId();

    [GeneratedRegex("ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}")]
    public static partial Regex UnitId();

    [GeneratedRegex("r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}")]
    public static partial Regex ParentId();

    [GeneratedRegex(@"\d{12}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}")]
    public static partial Regex ChildId();

    [GeneratedRegex(@"r-[0-9a-z]{4,32}|\d{12}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}")]
    public static partial Regex TargetId();

    [GeneratedRegex(@"r-[0-9a-z]{4,32}|\d{12}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}|p-[0-9a-zA-Z_]{8,128}|rp-[0-9a-zA-Z_]{4,128}")]
    public static partial Regex TaggableId();

    [GeneratedRegex("p-[0-9a-zA-Z_]{8,128}")]
    public static partial Regex PolicyId();

    [GeneratedRegex("h-[0-9a-z]{8,32}")]
    public static partial Regex HandshakeId();

    [GeneratedRegex("car-[a-z0-9]{8,32}")]
    public static partial Regex AccountRequestId();

    [GeneratedRegex(@"[^\s@]+@[^\s@]+\.[^\s@]+")]
    public static partial Regex Email();

    [GeneratedRegex(@"[\u0020-\u007E]+")]
    public static partial Regex AccountName();

    [GeneratedRegex(@"[\w+=,.@-]{1,64}")]
    public static partial Regex RoleName();

    [GeneratedRegex(@"[\w+=,.@-]*")]
    public static partial Regex ServicePrincipal();
}
