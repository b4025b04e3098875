using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>
/// What lies in the Identity Center cache of the machine, as far as an SDK looks at it before it decides. The SDKs judge it
/// differently, so times stay the texts that they are. Holds no token.
/// </summary>
/// <param name="File">The file's path.</param>
/// <param name="State">What became of opening it.</param>
internal sealed record CachedSsoToken(string File, MachineFileState State)
{
    /// <summary>Gets whether the file is a JSON object.</summary>
    public bool IsJson { get; private init; }

    /// <summary>Gets whether it has an access token that is not empty.</summary>
    public bool HasAccessToken { get; private init; }

    /// <summary>Gets when the token ends, as it is written; null where it isn't.</summary>
    public string? ExpiresAt { get; private init; }

    /// <summary>Gets whether it has a refresh token.</summary>
    public bool HasRefreshToken { get; private init; }

    /// <summary>Gets whether it names the client that may refresh it: <c>clientId</c> and <c>clientSecret</c>.</summary>
    public bool HasClient { get; private init; }

    /// <summary>Gets when the client's registration ends, as it is written; null where it isn't.</summary>
    public string? RegistrationExpiresAt { get; private init; }

    /// <summary>Gets whether it says which start URL it is from.</summary>
    public bool HasStartUrl { get; private init; }

    /// <summary>Gets the region that the token is from; null where it isn't written.</summary>
    public string? Region { get; private init; }

    /// <summary>Reads the token that is cached under a name.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="cacheKey">The sso-session's name, or the start URL.</param>
    public static CachedSsoToken Read(DialectMachine machine, string cacheKey)
    {
        var slash = machine.IsWindows ? '\\' : '/';
        var path = string.Join(slash, machine.Home ?? "", ".aws", "sso", "cache", NameOf(cacheKey));
        var file = machine.Open(path);
        var token = new CachedSsoToken(path, file.State);
        return file.State == MachineFileState.Read ? token.Parse(file.Text.Bytes) : token;
    }

    private CachedSsoToken Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;

            // Throws where anything but blanks follows.
            reader.Read();
            return root.ValueKind != JsonValueKind.Object ? this : this with
            {
                IsJson = true,
                HasAccessToken = Text("accessToken") is { Length: > 0 },
                ExpiresAt = Text("expiresAt"),
                HasRefreshToken = Text("refreshToken") is { Length: > 0 },
                HasClient = Text("clientId") is { Length: > 0 } && Text("clientSecret") is { Length: > 0 },
                RegistrationExpiresAt = Text("registrationExpiresAt"),
                HasStartUrl = Text("startUrl") is { Length: > 0 },
                Region = Text("region"),
            };

            string? Text(string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return this;
        }
    }

    // The file's name is a digest that every SDK agrees on; nothing is protected by it.
#pragma warning disable CA5350
    private static string NameOf(string cacheKey) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(cacheKey))) + ".json";
#pragma warning restore CA5350
}
