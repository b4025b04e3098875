using System.Text.RegularExpressions;

namespace Lanyard.Sandbox.CloudFormation.Templates;

/// <summary>The <c>${Name}</c> of a text; <c>${!Name}</c> stands for the text <c>${Name}</c>.</summary>
internal static partial class Substitution
{
    /// <summary>Gives the names.</summary>
    public static IEnumerable<string> Names(string text) => Variable().Matches(text).Select(match => match.Groups[1].Value.Trim()).Where(name => !name.StartsWith('!'));

    /// <summary>Puts values in their place.</summary>
    public static string Replace(string text, Func<string, string> value) => Variable().Replace(
        text, match => match.Groups[1].Value is ['!', ..] literal ? $"${{{literal[1..]}}}" : value(match.Groups[1].Value.Trim()));

    [GeneratedRegex(@"\$\{([^{}]+)\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Variable();
}
