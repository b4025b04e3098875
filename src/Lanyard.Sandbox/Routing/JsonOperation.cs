using System.Text.Json;

namespace Lanyard.Sandbox.Routing;

/// <summary>An operation of a service that speaks AWS JSON.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Run">Runs it: asks the caller's policies, changes the state, writes the members of the result.</param>
internal readonly record struct JsonOperation(string Name, Action<JsonCall, Utf8JsonWriter> Run);

/// <summary>A service that speaks AWS JSON 1.1.</summary>
/// <param name="Name">Its name in the log, such as <c>organizations</c>.</param>
/// <param name="SigningName">The service that its calls are signed for.</param>
/// <param name="TargetPrefix">What stands before the operation in <c>X-Amz-Target</c>, without a namespace.</param>
/// <param name="ActionPrefix">What stands before the operation in the actions of policies.</param>
/// <param name="Operations">Its operations by their names.</param>
internal sealed record JsonServiceModel(
    string Name, string SigningName, string TargetPrefix, string ActionPrefix, IReadOnlyDictionary<string, JsonOperation> Operations)
{
    /// <summary>Gives operations by their names.</summary>
    public static IReadOnlyDictionary<string, JsonOperation> Index(params IEnumerable<JsonOperation>[] groups) =>
        groups.SelectMany(g => g).ToDictionary(o => o.Name, StringComparer.Ordinal);
}
