using System.Buffers;
using System.Text;
using System.Text.Json;
using Lanyard.Aws.Protocols;

namespace Lanyard.Credentials.Delivery;

/// <summary>Writes variables for a shell to evaluate. Every value is quoted so that nothing in it means anything.</summary>
public static class EnvironmentFormat
{
    private static readonly SearchValues<char> LiveInDoubleQuotes = SearchValues.Create("\"\\$`\r\n");

    /// <summary>The formats by name.</summary>
    public static IReadOnlyList<string> Names { get; } = ["bash", "fish", "powershell", "cmd", "dotenv", "json"];

    /// <summary>Writes a block.</summary>
    /// <param name="format">One of <see cref="Names"/>.</param>
    /// <param name="block">What to set and remove.</param>
    /// <exception cref="ArgumentException">There is no such format.</exception>
    /// <exception cref="CredentialsException">A value can't be written in this format.</exception>
    public static string Write(string format, EnvironmentBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return format switch
        {
            "bash" => Lines(block, name => $"unset {name}", (name, value) => $"export {name}={Bash(value)}"),
            "fish" => Lines(block, name => $"set -e {name}", (name, value) => $"set -gx {name} {Fish(value)}"),
            "powershell" => Lines(block, name => $"Remove-Item Env:{name} -ErrorAction SilentlyContinue", (name, value) => $"$Env:{name} = '{PowerShell(value)}'"),
            "cmd" => Lines(block, name => $"set \"{name}=\"", (name, value) => $"set \"{name}={Cmd(name, value)}\""),
            "dotenv" => Lines(block, null, (name, value) => $"{name}={Dotenv(name, value)}"),
            "json" => Json(block),
            _ => throw new ArgumentException($"`{format}` is not a format", nameof(format)),
        };
    }

    private static string Lines(EnvironmentBlock block, Func<string, string>? remove, Func<string, string, string> set)
    {
        var text = new StringBuilder();
        foreach (var name in remove is null ? [] : block.Remove)
        {
            text.Append(remove!(name)).Append('\n');
        }

        foreach (var (name, value) in block.Set)
        {
            text.Append(set(name, value)).Append('\n');
        }

        return text.ToString();
    }

    private static string Bash(string value) => value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || "_-+=:/.,@".Contains(c, StringComparison.Ordinal))
        ? value
        : $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    // Readers of such files know no way out of single quotes, and most take the rest of a value in double ones apart.
    private static string Dotenv(string name, string value) => Bash(value) is var quoted && !value.AsSpan().ContainsAny('\'', '\r', '\n')
        ? quoted
        : !value.AsSpan().ContainsAny(LiveInDoubleQuotes)
            ? $"\"{value}\""
            : throw new CredentialsException(ErrorCodes.SettingInvalid, $"the value of {name} can't be written so that every reader of dotenv files reads it alike", "use --format json");

    private static string Fish(string value) => $"'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    // PowerShell takes the typographic quotes for the plain one, so each is doubled.
    private static string PowerShell(string value) => string.Concat(value.Select(c => c is '\'' or '\u2018' or '\u2019' or '\u201a' or '\u201b' ? $"{c}{c}" : $"{c}"));

    // cmd has no quoting that holds for every character; a value it would change is refused.
    private static string Cmd(string name, string value) => value.AsSpan().IndexOfAny("%\"!\r\n") < 0
        ? value
        : throw new CredentialsException(ErrorCodes.SettingInvalid, $"the value of {name} can't be written for cmd", "use --format powershell");

    private static string Json(EnvironmentBlock block)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonText.Indented))
        {
            json.WriteStartObject();
            foreach (var (name, value) in block.Set)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }
}
