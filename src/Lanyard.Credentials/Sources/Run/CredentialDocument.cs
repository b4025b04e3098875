using System.Globalization;
using System.Text.Json;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;

namespace Lanyard.Credentials.Sources.Run;

/// <summary>Reads the JSON that a <c>credential_process</c> prints and that a container endpoint answers. They differ in one name.</summary>
internal static class CredentialDocument
{
    /// <summary>Reads the document.</summary>
    /// <param name="text">The JSON.</param>
    /// <param name="tokenName"><c>SessionToken</c> for a process, <c>Token</c> for a container.</param>
    /// <param name="acceptsAnyExpiration">Whether an Expiration that is no time counts as none.</param>
    /// <returns>The credentials, or what is wrong with the document. The document itself is never quoted.</returns>
    public static (AwsCredentials? Credentials, JsonElement? Document, string Problem) Read(
        ReadOnlyMemory<byte> text, string tokenName, bool acceptsAnyExpiration = false)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(document.RootElement.Clone(), tokenName, acceptsAnyExpiration);
        }
        catch (JsonException e)
        {
            return (null, null, $"it is not JSON (line {e.LineNumber + 1})");
        }
        catch (InvalidOperationException)
        {
            return (null, null, "a text in it is not valid Unicode");
        }
    }

    private static (AwsCredentials? Credentials, JsonElement? Document, string Problem) Read(JsonElement root, string tokenName, bool acceptsAnyExpiration)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return (null, null, "it is not a JSON object");
        }

        if (Text(root, "AccessKeyId") is not { Length: > 0 } id || Text(root, "SecretAccessKey") is not { Length: > 0 } secret)
        {
            return (null, root, "it lacks AccessKeyId or SecretAccessKey");
        }

        DateTimeOffset? expiration = null;
        if (Text(root, "Expiration") is { Length: > 0 } end)
        {
            if (DateTimeOffset.TryParse(end, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed))
            {
                expiration = parsed;
            }
            else if (!acceptsAnyExpiration)
            {
                return (null, root, "its Expiration is not a time in ISO 8601");
            }
        }

        return (new AwsCredentials(id, new Secret(secret), Secret.FromOptional(Text(root, tokenName)), expiration, Text(root, "AccountId")), root, "");
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
