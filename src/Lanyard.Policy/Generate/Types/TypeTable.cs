using System.Collections.Concurrent;

namespace Lanyard.Policy.Generate.Types;

/// <summary>
/// The chapters of the <c>.needs</c> files that are part of the program, CloudFormation's types beside Pulumi's. A file is read when the first type of its service is
/// asked for.
/// </summary>
internal static class TypeTable
{
    private const string Prefix = "Lanyard.Policy.Generate.Types.";
    private const string Suffix = ".needs";
    private const string Pulumi = "Pulumi/";

    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, TypeNeeds>> Services = new(StringComparer.Ordinal);

    /// <summary>Gets the names of the files, without their ending.</summary>
    public static IEnumerable<string> Files => typeof(TypeTable).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal))
        .Select(name => name[Prefix.Length..^Suffix.Length]);

    /// <summary>Finds the chapter of a type.</summary>
    /// <param name="type">The type, such as <c>AWS::SQS::Queue</c> or <c>aws:sqs/queue:Queue</c>.</param>
    public static TypeNeeds? Find(string type) => FileOf(type) is { } file ? Of(file).GetValueOrDefault(type) : null;

    /// <summary>Gives the file with a type's chapter, without its ending.</summary>
    /// <param name="type">The type.</param>
    public static string? FileOf(string type) =>
        type.Split("::") is ["AWS", { Length: > 0 } service, _] ? service.ToLowerInvariant()
        : type.Split(':', '/') is ["aws", { Length: > 0 } module, _, _] ? Pulumi + module
        : type.StartsWith("sst:aws:", StringComparison.Ordinal) ? Pulumi + "sst"
        : null;

    /// <summary>Gives all chapters of a file.</summary>
    /// <param name="service">The file's name, without its ending.</param>
    public static IReadOnlyDictionary<string, TypeNeeds> Of(string service) => Services.GetOrAdd(service, static name =>
    {
        using var stream = typeof(TypeTable).Assembly.GetManifestResourceStream(Prefix + name + Suffix);
        if (stream is null)
        {
            return new Dictionary<string, TypeNeeds>(StringComparer.Ordinal);
        }

        using var reader = new StreamReader(stream);
        return TypeNeedsReader.Read(reader.ReadToEnd(), name + Suffix).ToDictionary(t => t.Type, StringComparer.Ordinal);
    });
}
