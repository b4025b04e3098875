using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lanyard.Aws.Protocols;

/// <summary>How JSON is written here: with no escape that JSON itself doesn't ask for, since tokens are full of <c>+</c> and <c>/</c>.</summary>
public static class JsonText
{
    /// <summary>Gets the options for one line.</summary>
    public static JsonWriterOptions Plain { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Gets the options for people.</summary>
    public static JsonWriterOptions Indented { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };
}
