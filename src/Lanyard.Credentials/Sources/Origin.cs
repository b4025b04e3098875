using System.Globalization;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources;

/// <summary>Where settings stand.</summary>
/// <param name="Profile">The profile; null where none is involved.</param>
/// <param name="File">The file; null for the environment or a flag.</param>
/// <param name="Line">The line in the file, from 1; null with no file.</param>
/// <param name="Variable">The environment variable; null for a file.</param>
public sealed record Origin(string? Profile, string? File, int? Line, string? Variable = null)
{
    /// <summary>Gives the origin of a setting of a profile.</summary>
    public static Origin Of(MergedProfile profile, MergedProperty property)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(property);
        return new Origin(profile.Name, property.File, property.Line);
    }

    /// <summary>Gives the origin of an environment variable.</summary>
    public static Origin OfVariable(string name) => new(null, null, null, name);

    /// <summary>Says where it is: <c>file:line</c>, or the variable.</summary>
    public override string ToString() => File is not null
        ? Line is { } line ? File + ":" + line.ToString(CultureInfo.InvariantCulture) : File
        : Variable ?? Profile ?? "";
}
