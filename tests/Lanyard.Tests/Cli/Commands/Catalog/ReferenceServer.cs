using System.Text;
using System.Text.Json;
using Lanyard.Aws.Wire;
using Lanyard.Cli.Hosting;
using Lanyard.Policy.Catalog;

namespace Lanyard.Tests.Cli.Commands.Catalog;

/// <summary>A service reference on a loopback port: all names that are known, in the shape that AWS publishes.</summary>
internal sealed class ReferenceServer : IAsyncDisposable
{
    private readonly Dictionary<string, string> _files;
    private KestrelHost _host = null!;

    private ReferenceServer(Dictionary<string, string> files) => _files = files;

    /// <summary>Gets its address.</summary>
    public string Url => _host.Url.OriginalString.TrimEnd('/');

    /// <summary>Gets what it answers, by path; a test may change it.</summary>
    public Dictionary<string, string> Files => _files;

    public static async Task<ReferenceServer> StartAsync()
    {
        var files = Catalogue.Embedded.Services.ToDictionary(s => $"/v1/{s.Prefix}/{s.Prefix}.json", s => FileOf(s.Prefix, [.. s.Actions.Select(a => a.Name)]));
        files["/"] = JsonSerializer.Serialize(Catalogue.Embedded.Services.Select(s => new Dictionary<string, string>
        {
            ["service"] = s.Prefix,
            ["url"] = $"https://servicereference.us-east-1.amazonaws.com/v1/{s.Prefix}/{s.Prefix}.json",
        }), Options);
        var server = new ReferenceServer(files);
        server._host = await KestrelHost.StartAsync(_ => server.AnswerAsync, 0, null, TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Writes a service's file with actions that write and have no resource types.</summary>
    public static string FileOf(string prefix, IEnumerable<string> actions)
    {
        var written = actions.Select(a => "{\"Name\":\"" + a + "\",\"Annotations\":{\"Properties\":{\"IsWrite\":true}}}");
        return "{\"Name\":\"" + prefix + "\",\"Version\":\"v1.4\",\"Actions\":[" + string.Join(',', written) + "]}";
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static JsonSerializerOptions Options { get; } = new() { TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver() };

    private ValueTask<WireResponse> AnswerAsync(WireRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(
        _files.TryGetValue(request.Path, out var json)
            ? new WireResponse(200, new WireHeaders(("Content-Type", "application/json")), Encoding.UTF8.GetBytes(json))
            : WireResponse.OfText(404, "text/plain", "there is none"));
}
