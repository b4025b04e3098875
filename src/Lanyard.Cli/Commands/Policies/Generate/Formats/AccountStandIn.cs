using System.Globalization;

namespace Lanyard.Cli.Commands.Policies.Generate.Formats;

/// <summary>
/// A number in the place of an account that isn't known, for formats that can name the account they are deployed to. A star wouldn't do: it
/// stands for foreign accounts too.
/// </summary>
internal static class AccountStandIn
{
    private const long First = 100_000_000_001;

    /// <summary>Gives a number that no text has.</summary>
    public static string For(IEnumerable<string?> texts)
    {
        string?[] all = [.. texts];
        for (var number = First; ; number++)
        {
            var account = number.ToString(CultureInfo.InvariantCulture);
            if (!all.Any(text => text?.Contains(account, StringComparison.Ordinal) == true))
            {
                return account;
            }
        }
    }

    /// <summary>Puts the star that people know into a message.</summary>
    public static string Hide(string text, string? standIn) => standIn is null ? text : text.Replace(standIn, "*", StringComparison.Ordinal);
}
