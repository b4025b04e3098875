using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Signing;

namespace Lanyard.Credentials.Delivery;

/// <summary>The JSON that a <c>credential_process</c> prints, version 1, on one line.</summary>
public static class ProcessOutput
{
    /// <summary>Writes it. By hand, since every AWS command waits for this.</summary>
    public static ReadOnlyMemory<byte> Write(AwsCredentials credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer, JsonText.Plain))
        {
            json.WriteStartObject();
            json.WriteNumber("Version", 1);
            json.WriteString("AccessKeyId", credentials.AccessKeyId);
            json.WriteString("SecretAccessKey", credentials.SecretAccessKey.Reveal());
            if (credentials.SessionToken is { } token)
            {
                json.WriteString("SessionToken", token.Reveal());
            }

            if (credentials.Expiration is { } end)
            {
                json.WriteString("Expiration", FormatTime(end));
            }

            if (credentials.AccountId is { } account)
            {
                json.WriteString("AccountId", account);
            }

            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    /// <summary>Writes a time as the AWS CLI does: ISO 8601, whole seconds, <c>Z</c>.</summary>
    public static string FormatTime(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
