using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Sandbox.State;

/// <summary>A policy document as it was given, and as the engine takes it.</summary>
/// <param name="name">The name that reasons call it by.</param>
/// <param name="kind">What it is attached to.</param>
/// <param name="json">The text.</param>
internal sealed class StoredPolicy(string name, PolicyKind kind, string json)
{
    // AWS's own policies are long, and most are never asked.
    private readonly Lazy<AttachedPolicy> _attached = new(() => new AttachedPolicy(name, kind, PolicyDocumentReader.Read(json, name)));

    public string Json { get; } = json;

    /// <exception cref="PolicyDocumentException">The text is no policy of its kind.</exception>
    public AttachedPolicy Attached => _attached.Value;

    /// <summary>Gets the characters that count for IAM's quotas: white space doesn't.</summary>
    public int Size => Json.Count(c => !char.IsWhiteSpace(c));

    /// <summary>Makes an inline policy.</summary>
    public static StoredPolicy Inline(string name, string json) => new($"inline policy {name}", PolicyKind.Identity, json);

    /// <summary>Makes a role's trust policy.</summary>
    public static StoredPolicy Trust(string roleName, string json) => new($"trust policy of role {roleName}", PolicyKind.Trust, json);
}
