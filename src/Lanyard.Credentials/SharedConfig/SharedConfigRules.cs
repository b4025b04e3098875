using System.Text;

namespace Lanyard.Credentials.SharedConfig;

/// <summary>What may be written into a shared file, so that every SDK reads back what was meant. Messages never echo a value.</summary>
internal static class SharedConfigRules
{
    public static void CheckSection(SharedConfigFile file, SharedConfigSectionKind kind, string name)
    {
        string what = Describe(kind);
        if (file.Kind == SharedConfigFileKind.Credentials && kind != SharedConfigSectionKind.Profile)
        {
            throw new SharedConfigException($"{what} sections belong in the config file, not in {file.Path}", file.Path) { Problem = SharedConfigProblem.Request };
        }

        // Not echoed: what is no name may be a secret in the wrong place.
        if (!IsName(name))
        {
            throw new SharedConfigException(
                $"the {what} name can't be written: names have one or more of the characters A-Z a-z 0-9 _ - / . % @ : + alone, "
                + "and SDKs ignore a section with any other", file.Path)
            { Problem = SharedConfigProblem.Request };
        }

        if (file.Kind == SharedConfigFileKind.Credentials && name == "DEFAULT")
        {
            throw new SharedConfigException(
                $"a profile can't be called DEFAULT in {file.Path}: the AWS CLI gives its settings to every other profile; "
                + "choose another name (default, in lower case, is the profile used when none is named)", file.Path)
            { Problem = SharedConfigProblem.Request };
        }
    }

    public static void CheckKey(SharedConfigFile file, string key)
    {
        if (!IsName(key))
        {
            throw new SharedConfigException(
                "the setting's name can't be written: names have the characters A-Z a-z 0-9 _ - / . % @ + alone", file.Path)
            { Problem = SharedConfigProblem.Request };
        }

        if (key.Contains(':', StringComparison.Ordinal))
        {
            throw new SharedConfigException(
                $"the setting name '{key}' can't be written: the AWS CLI takes ':' for the '=' sign and would read another setting",
                file.Path)
            { Problem = SharedConfigProblem.Request };
        }
    }

    public static void CheckValue(SharedConfigFile file, string key, string value)
    {
        if (Problem(key, value) is { } problem)
        {
            throw new SharedConfigException($"the value of '{key}' can't be written: {problem}", file.Path) { Problem = SharedConfigProblem.Request };
        }
    }

    public static string Describe(SharedConfigSectionKind kind) => kind switch
    {
        SharedConfigSectionKind.Profile => "profile",
        SharedConfigSectionKind.SsoSession => "sso-session",
        _ => "services",
    };

    public static bool IsName(string name) => name.Length > 0 && name.All(c => c < 128 && LineGrammar.IsNameByte((byte)c));

    /// <summary>What is wrong with a value; null if it may be written.</summary>
    public static string? Problem(string key, string value)
    {
        if (value.Length == 0)
        {
            // The AWS CLI documents an empty pager as the way to have none.
            return key.Equals("cli_pager", StringComparison.OrdinalIgnoreCase) ? null : "it is empty; leave the setting out instead";
        }

        // Line separators beyond CR and LF are line ends to some languages' readers.
        if (value.Any(c => char.IsControl(c) && c != '\t') || value.AsSpan().IndexOfAny('\u2028', '\u2029') >= 0)
        {
            return "it has a line break or another control character, and what follows that could be read as settings of their own";
        }

        if (char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[^1]))
        {
            return "it starts or ends with a blank, which is cut off when it is read";
        }

        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] is '#' or ';' && (i == 0 || char.IsWhiteSpace(value[i - 1])))
            {
                return $"it has a '{value[i]}' at its start or after a blank, and most AWS SDKs take what follows for a comment";
            }
        }

        return IsUnicode(value) ? null : "it is not valid Unicode text";
    }

    private static bool IsUnicode(string value)
    {
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
            {
                return false;
            }
        }

        return true;
    }
}
