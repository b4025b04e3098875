using System.Text;
using System.Text.Json;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Cli.Commands.Configure;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;

namespace Lanyard.Cli.Commands.Vault;

/// <summary>Asks a person for what the terminal doesn't show.</summary>
/// <param name="question">The question.</param>
/// <returns>The answer; <see langword="null"/> where nobody can be asked.</returns>
internal delegate string? HiddenAsk(string question);

/// <summary>
/// Takes an access key from stdin, or from the person at the terminal: never from an argument, which everybody on the machine can read.
/// On stdin stand two lines, the id and the secret; or the JSON that the AWS CLI prints for a new key; or the file that the console
/// hands out. Nothing of it is ever repeated in a message.
/// </summary>
internal static class KeyInput
{
    private const int MaxBytes = 16 * 1024;
    private const int SecretLength = 40;

    /// <summary>Takes the key.</summary>
    /// <exception cref="CredentialsException">There is none, or it can't be one.</exception>
    public static AwsCredentials Read(Surroundings surroundings, Questions questions, HiddenAsk hidden)
    {
        var text = FromStdin(surroundings.In).Trim('\uFEFF', ' ', '\t', '\r', '\n');
        if (text.Length > 0)
        {
            return Parse(text);
        }

        if (!questions.CanAsk)
        {
            throw Questions.Needed("the access key", "it on stdin: two lines, the id and the secret");
        }

        var id = questions.Text("Access key id", null, "it on stdin", IdProblem);
        var secret = hidden("Secret access key (it is not shown): ")?.Trim() ?? "";
        return Make(id, secret, null);
    }

    /// <summary>Reads a key out of a text.</summary>
    /// <exception cref="CredentialsException">It has none.</exception>
    public static AwsCredentials Parse(string text)
    {
        if (text.StartsWith('{'))
        {
            return ParseJson(text);
        }

        string[] lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines switch
        {
            [var header, var row] when header.StartsWith("Access key ID,", StringComparison.OrdinalIgnoreCase) && row.Split(',') is [var id, var secret, ..] => Make(id.Trim(), secret.Trim(), null),
            [var id, var secret] => Make(id, secret, null),
            _ => throw Invalid("what came on stdin is neither two lines, the access key id and the secret, nor the JSON of a key"),
        };
    }

    /// <summary>Tells what keeps a text from being the id of a long-lived key.</summary>
    public static string? IdProblem(string id) =>
        LooksLikeSecret(id) ? "that looks like the secret; the access key id comes first"
        : id.Length is < 16 or > 128 || !id.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)) ? "that is no access key id; it looks like AKIAIOSFODNN7EXAMPLE"
        : id.StartsWith("ASIA", StringComparison.Ordinal) ? "that is the id of a temporary key; the vault is for long-lived ones, which begin with AKIA"
        : null;

    /// <summary>Tells whether a text has the shape of a secret access key.</summary>
    public static bool LooksLikeSecret(string text) =>
        text.Length == SecretLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '+' or '=')
        && text.Any(char.IsAsciiLetterUpper) && text.Any(char.IsAsciiLetterLower);

    private static AwsCredentials ParseJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var key = json.RootElement.TryGetProperty("AccessKey", out var made) ? made : json.RootElement;
            return Make(Text(key, "AccessKeyId") ?? "", Text(key, "SecretAccessKey") ?? "", Text(key, "SessionToken"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Invalid("what came on stdin begins like JSON, and is none");
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static AwsCredentials Make(string id, string secret, string? token)
    {
        if (!string.IsNullOrEmpty(token))
        {
            throw Invalid("the key has a session token: it is temporary, and the vault is for long-lived ones");
        }

        if (IdProblem(id) is { } why)
        {
            throw Invalid($"the access key id can't be used: {why}");
        }

        return secret.Length is >= 16 and <= 128 && secret.All(c => c is > ' ' and <= '~')
            ? new AwsCredentials(id, new Secret(secret))
            : throw Invalid("the secret access key can't be used: it has 40 letters, digits and `/` `+`, and no blanks");
    }

    private static CredentialsException Invalid(string what) => new(
        CliErrorCodes.KeyInvalid, what, "give the access key id and its secret, as IAM shows them when a key is made");

    private static string FromStdin(Stream? input)
    {
        if (input is null)
        {
            return "";
        }

        var buffer = new byte[MaxBytes];
        var filled = input.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(buffer, 0, filled);
    }
}
