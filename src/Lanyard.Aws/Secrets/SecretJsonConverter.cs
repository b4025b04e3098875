using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lanyard.Aws.Secrets;

/// <summary>Refuses to read or write a <see cref="Secret"/> as part of some object's JSON.</summary>
public sealed class SecretJsonConverter : JsonConverter<Secret>
{
    /// <inheritdoc/>
    public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("a secret is not deserialised; read the field by hand");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) =>
        throw new NotSupportedException("a secret is not serialised; write the field by hand with Reveal()");
}
