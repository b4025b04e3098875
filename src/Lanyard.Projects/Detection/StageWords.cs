namespace Lanyard.Projects.Detection;

/// <summary>The words that people call stages by.</summary>
internal static class StageWords
{
    // Each row is one stage under its different names, the usual one first.
    private static readonly string[][] Alike =
    [
        ["dev", "develop", "development", "devel"],
        ["test", "testing", "qa", "uat"],
        ["staging", "stage", "stg"],
        ["preview", "preprod"],
        ["prod", "production", "prd", "live"],
    ];

    /// <summary>The usual word for what a text names, such as <c>prod</c> for <c>acme-production</c>; null where none or several are in it.</summary>
    public static string? WordIn(string? text)
    {
        string? found = null;
        foreach (var part in Parts(text))
        {
            if (Alike.FirstOrDefault(row => row.Contains(part)) is { } row)
            {
                if (found is not null && found != row[0])
                {
                    return null;
                }

                found = row[0];
            }
        }

        return found;
    }

    /// <summary>The stage that a stack's or assembly's name ends or begins with, as it is written there; null where none is in it.</summary>
    public static string? StageIn(string? text) =>
        WordIn(text) is { } word ? Parts(text).FirstOrDefault(part => WordIn(part) == word) : null;

    /// <summary>Whether a stage of this name is production.</summary>
    public static bool IsProduction(string stage) => WordIn(stage) == "prod";

    /// <summary>Whether a stage of this name is where developers work.</summary>
    public static bool IsDevelopment(string stage) => WordIn(stage) == "dev";

    /// <summary>A text's words in lower case: <c>acme-devAdmin</c> gives acme, dev, admin.</summary>
    public static IReadOnlyList<string> Parts(string? text)
    {
        var parts = new List<string>();
        var start = 0;
        for (var i = 0; text is not null && i <= text.Length && i <= 256; i++)
        {
            var ends = i == text.Length || !char.IsAsciiLetterOrDigit(text[i]);
            if (ends || (i > 0 && char.IsAsciiLetterUpper(text[i]) && char.IsAsciiLetterLower(text[i - 1])))
            {
                if (i > start)
                {
                    parts.Add(text[start..i].ToLowerInvariant());
                }

                start = ends ? i + 1 : i;
            }
        }

        return parts;
    }
}
