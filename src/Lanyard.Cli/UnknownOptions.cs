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

    /// <summary>Adds to the parser's message of a value that an option doesn't take the one that may be meant.</summary>
    public static string WithNearestValue(string message)
    {
        var quoted = message.Split('\'');
        return message.StartsWith("Argument '", StringComparison.Ordinal) && message.Contains("Must be one of", StringComparison.Ordinal)
            && ProfileSuggestions.Nearest(quoted.Skip(2).Where((_, at) => at % 2 == 1), quoted[1]) is [var near, ..] ? $"{message}; did you mean `{near}`?" : message;
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
