using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Sandbox.ApiGateway;

/// <summary>A stage as the service tells of it.</summary>
/// <param name="ApiId">Its API.</param>
/// <param name="Name">Its name.</param>
/// <param name="DeploymentId">What is deployed to it.</param>
/// <param name="Settings">Its settings, by the paths of patch operations.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Updated">When it was last changed.</param>
internal sealed record StageView(
    string ApiId, string Name, string DeploymentId, ImmutableSortedDictionary<string, string> Settings, ImmutableSortedDictionary<string, string> Tags, DateTimeOffset Created, DateTimeOffset Updated)
{
    /// <summary>Reads the settings that a template gives a stage, or a deployment for the stage that it makes.</summary>
    public static ImmutableSortedDictionary<string, string> SettingsIn(JsonNode? properties)
    {
        var settings = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        void Set(string path, JsonNode? value)
        {
            if (value is { Kind: JsonNodeKind.Text or JsonNodeKind.Number or JsonNodeKind.Boolean })
            {
                settings[path] = value.Text;
            }
        }

        Set("/description", properties?.Find("Description"));
        Set("/tracingEnabled", properties?.Find("TracingEnabled"));
        Set("/clientCertificateId", properties?.Find("ClientCertificateId"));
        Set("/accessLogSettings/destinationArn", (properties?.Find("AccessLogSetting") ?? properties?.Find("AccessLogSettings"))?.Find("DestinationArn"));
        Set("/accessLogSettings/format", (properties?.Find("AccessLogSetting") ?? properties?.Find("AccessLogSettings"))?.Find("Format"));
        foreach (var member in properties?.Find("Variables")?.Members ?? [])
        {
            Set($"/variables/{member.Name.Value}", member.Value);
        }

        foreach (var method in properties?.Find("MethodSettings")?.Items ?? [])
        {
            var at = $"/{method.Find("ResourcePath")?.Text.Trim('/').Replace("/", "~1", StringComparison.Ordinal)}/{method.Find("HttpMethod")?.Text}";
            foreach (var (property, path) in StageSettings.OfTemplates)
            {
                Set(at + path, method.Find(property));
            }
        }

        return settings.ToImmutable();
    }
}
