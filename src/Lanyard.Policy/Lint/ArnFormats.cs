using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint;

/// <summary>The ARN of a resource type as a pattern.</summary>
/// <param name="Type">The type.</param>
/// <param name="Format">The ARN as AWS writes it, with variables such as <c>${Region}</c>.</param>
/// <param name="Pattern">Its parts, each variable a star; a part that every ARN of the type leaves empty is empty.</param>
public sealed record ArnFormat(ResourceType Type, string Format, Arn Pattern);

/// <summary>The ARNs of a catalogue's resource types, by the service that they name; it need not be the one that acts on them.</summary>
public sealed class ArnFormats
{
    private static readonly ConditionalWeakTable<Catalogue, ArnFormats> Made = [];

    private readonly Dictionary<string, List<ArnFormat>> _services = new(StringComparer.Ordinal);

    // Some types have two ARNs in one: those of REST APIs and of HTTP APIs.
    private const string Separator = ", ";

    private ArnFormats(Catalogue catalogue)
    {
        foreach (var type in catalogue.Services.SelectMany(service => service.ResourceTypes))
        {
            foreach (var format in type.ArnFormats.SelectMany(formats => formats.Split(Separator)))
            {
                if (Read(format) is { } pattern)
                {
                    var service = ServiceOf(pattern, type);
                    (_services.TryGetValue(service, out var list) ? list : _services[service] = []).Add(new ArnFormat(type, format, pattern));
                }
            }
        }
    }

    /// <summary>Gives those of a catalogue.</summary>
    /// <param name="catalogue">The catalogue.</param>
    public static ArnFormats Of(Catalogue catalogue) => Made.GetValue(catalogue, made => new ArnFormats(made));

    /// <summary>Gets the services that ARNs name.</summary>
    public IReadOnlyCollection<string> Services => _services.Keys;

    /// <summary>Gives all formats of a service.</summary>
    /// <param name="service">The service as ARNs name it, in lower case.</param>
    /// <returns>The formats; none of a service that isn't known.</returns>
    public IReadOnlyList<ArnFormat> OfService(string service) => _services.GetValueOrDefault(service, []);

    /// <summary>Gives the formats whose service and resource part an ARN may have, whatever its Region and account.</summary>
    /// <param name="arn">The ARN, with wildcards, policy variables and parts that aren't known.</param>
    public ImmutableArray<ArnFormat> Fitting(Arn arn)
    {
        ArgumentNullException.ThrowIfNull(arn);
        var resource = Overlap.Open(arn.Resource);
        return [.. OfService(arn.Service).Where(format => Overlap.Any(format.Pattern.Resource, resource))];
    }

    // Recovery points of AWS Backup may have the ARN of any service; their own are of Backup.
    private static string ServiceOf(Arn pattern, ResourceType type) =>
        pattern.Service.Contains('*', StringComparison.Ordinal) ? type.Service.Prefix : pattern.Service;

    private static Arn? Read(string format) => Arn.TryParse(Overlap.Open(format), out var pattern) ? pattern : null;
}
