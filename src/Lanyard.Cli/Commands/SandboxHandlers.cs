using System.Security.Cryptography;
using Lanyard.Cli.Commands.Catalog;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Credentials.Files;
using Lanyard.Sandbox.CloudFormation.Schemas;

namespace Lanyard.Cli.Commands;

/// <summary>Finds what AWS publishes of the handlers of resource types, for the types that a sandbox doesn't know itself.</summary>
internal static class SandboxHandlers
{
    private const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Opens what a file tells, and behind it what <c>catalog update</c> kept.</summary>
    /// <param name="file">A schema, or an object of types with their handlers; null for what was kept alone.</param>
    /// <param name="surroundings">The machine.</param>
    /// <exception cref="CredentialsException">The file can't be read, or is something else.</exception>
    public static Func<string, HandlerSchema?> Open(string? file, Surroundings surroundings)
    {
        var named = file is null ? [] : Reading(file, surroundings, json => HandlerSchema.Parse(json)).DistinctBy(schema => schema.Type, StringComparer.Ordinal).ToDictionary(schema => schema.Type, StringComparer.Ordinal);

        // Stacks may be made that need none of it: what was kept is opened for the first type that asks.
        var kept = new Lazy<Func<string, HandlerSchema?>>(() => KeptHandlers.Open(surroundings) is { } all ? type => Of(all.Find(type)) : _ => null);
        return type => named.GetValueOrDefault(type) ?? kept.Value(type);
    }

    /// <summary>Gives the digest of a file; null for none.</summary>
    /// <exception cref="CredentialsException">The file can't be read.</exception>
    public static string? DigestOf(string? file, Surroundings surroundings) =>
        file is null ? null : Reading(file, surroundings, bytes => Convert.ToHexStringLower(SHA256.HashData(bytes)));

    private static HandlerSchema? Of(Policy.Generate.Published.ResourceSchema? schema)
    {
        return schema is null ? null : new HandlerSchema(schema.Type, Of("create"), Of("read"), Of("update"), Of("delete"));

        System.Collections.Immutable.ImmutableArray<string> Of(string name) => [.. schema.Handlers.Where(handler => handler.Handler == name).SelectMany(handler => handler.Permissions)];
    }

    private static T Reading<T>(string file, Surroundings surroundings, Func<byte[], T> read)
    {
        try
        {
            return read(WholeFile.Read(Path.Combine(surroundings.CurrentDirectory, file), MaxBytes) ?? throw new FormatException("it is larger than 64 MiB"));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new CredentialsException(
                CliErrorCodes.HandlersUnusable, $"{file} can't be used for --handlers: {e.Message}",
                "name the schema of a resource type as AWS publishes it, or a JSON object of types with the permissions of their handlers", inner: e);
        }
    }
}
