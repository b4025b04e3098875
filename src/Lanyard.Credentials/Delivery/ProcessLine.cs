namespace Lanyard.Credentials.Delivery;

/// <summary>Writes the words of a command as the line of a <c>credential_process</c>.</summary>
public static class ProcessLine
{
    private static readonly System.Buffers.SearchValues<char> Unquotable = System.Buffers.SearchValues.Create("\"$`\\\r\n");

    /// <summary>Writes the line.</summary>
    /// <exception cref="CredentialsException">A word has a character that SDKs would read differently.</exception>
    public static string Write(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    // SDKs differ in whether a shell sees the line; double quotes with no special character inside are safe in both.
    private static string Quote(string word) => word.All(c => char.IsAsciiLetterOrDigit(c) || "/._-+:=@".Contains(c, StringComparison.Ordinal))
        ? word
        : word.AsSpan().IndexOfAny(Unquotable) < 0
            ? $"\"{word}\""
            : throw new CredentialsException(
                ErrorCodes.SettingInvalid, $"Lanyard lies in a folder whose name a config file can't hold: {word}", "move it, or use --via env");
}
