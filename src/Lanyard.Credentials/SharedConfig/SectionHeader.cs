namespace Lanyard.Credentials.SharedConfig;

/// <summary>A header line, taken apart.</summary>
internal readonly ref struct SectionHeader
{
    /// <summary>Whether this file may hold such a section; if not, what is below it is ignored.</summary>
    public bool Counts { get; private init; }

    public SharedConfigSectionKind Kind { get; private init; }

    /// <summary>Whether the header names its kind, as <c>[profile default]</c> does and <c>[default]</c> doesn't.</summary>
    public bool Prefixed { get; private init; }

    /// <summary>The name as it stands there; it may have characters outside the grammar.</summary>
    public ReadOnlySpan<byte> Name { get; private init; }

    /// <summary>Reads a line that starts with <c>[</c>.</summary>
    /// <returns>False if it doesn't end with <c>]</c>.</returns>
    public static bool TryParse(ReadOnlySpan<byte> content, SharedConfigFileKind file, out SectionHeader header)
    {
        header = default;
        var body = LineGrammar.CutComment(content, needsBlank: false);
        if (body.Length < 2 || body[^1] != ']')
        {
            return false;
        }

        var inner = LineGrammar.Trim(body[1..^1]);
        if (file == SharedConfigFileKind.Credentials)
        {
            header = new() { Counts = true, Name = inner };
            return true;
        }

        int blank = inner.IndexOfAny((byte)' ', (byte)'\t');
        if (blank < 0)
        {
            header = new() { Counts = inner.SequenceEqual("default"u8), Name = inner };
            return true;
        }

        var prefix = inner[..blank];
        var name = LineGrammar.Trim(inner[blank..]);
        if (prefix.SequenceEqual("profile"u8))
        {
            header = new() { Counts = true, Prefixed = true, Name = name };
        }
        else if (prefix.SequenceEqual("sso-session"u8))
        {
            header = new() { Counts = true, Prefixed = true, Name = name, Kind = SharedConfigSectionKind.SsoSession };
        }
        else if (prefix.SequenceEqual("services"u8))
        {
            header = new() { Counts = true, Prefixed = true, Name = name, Kind = SharedConfigSectionKind.Services };
        }

        return true;
    }
}
