using System.Text.Json;

namespace Lanyard.Sandbox.ApiGateway;

/// <summary>An operation of API Gateway.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Method">Its HTTP method, which is the action of policies too.</param>
/// <param name="Path">Its path; <c>{}</c> stands for a segment that says what is meant.</param>
/// <param name="Run">Runs it: asks the caller's policies, changes the state, writes the members of the result.</param>
/// <param name="Status">The HTTP status of its answer; the answer of 204 has no body.</param>
internal sealed record ApiRoute(string Name, string Method, string Path, Action<ApiCall, Utf8JsonWriter> Run, int Status = 200)
{
    private readonly string[] _parts = Path.Trim('/').Split('/');

    /// <summary>Tells what stands in a path for the segments that say what is meant.</summary>
    /// <returns>Them, decoded; <see langword="null"/> where the path is another's.</returns>
    public string[]? Match(string method, string[] segments) => method == Method && segments.Length == _parts.Length && _parts.Zip(segments).All(pair => pair.First == "{}" ? pair.Second.Length > 0 : pair.First == pair.Second)
        ? [.. _parts.Zip(segments).Where(pair => pair.First == "{}").Select(pair => Uri.UnescapeDataString(pair.Second))]
        : null;
}
