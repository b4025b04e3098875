using System.CommandLine;
using System.CommandLine.Parsing;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Cli;

/// <summary>Finds options that a command doesn't have.</summary>
internal static class UnknownOptions
{
    /// <summary>Finds the first: the parser takes one for a value where a command or an option takes many.</summary>
    /// <returns>What is wrong; null where nothing is.</returns>
    public static string? Find(ParseResult result)
    {
        foreach (var word in result.UnmatchedTokens.Concat(result.CommandResult.Children.SelectMany(child => child.Tokens).Where(token => token.Type == TokenType.Argument).Select(token => token.Value)))
        {
            if (word.StartsWith("--", StringComparison.Ordinal) && word.Length > "--".Length)
            {
                return Describe(result.CommandResult, word);
            }
        }

        return null;
    }

    /// <summary>Says that a command has no such option, and which one may be meant.</summary>
    public static string Describe(CommandResult? command, string option)
    {
        var name = option.Split('=')[0];
        return $"there is no option `{name}`{(ProfileSuggestions.Nearest(NamesOf(command), name) is [var near, ..] ? $"; did you mean `{near}`?" : "")}";
    }

    private static IEnumerable<string> NamesOf(CommandResult? of)
    {
        for (; of is not null; of = of.Parent as CommandResult)
        {
            foreach (var option in of.Command.Options.Where(o => !o.Hidden))
            {
                yield return option.Name;
            }
        }
    }
}
