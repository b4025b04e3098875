using System.Collections.Concurrent;

namespace Lanyard.Policy.Sets.Patterns;

/// <summary>Which characters are the same where upper and lower case aren't told apart.</summary>
internal static class LetterCase
{
    private static readonly ConcurrentDictionary<char, char[]> Foreign = new();

    /// <summary>All characters that are the same as one, itself included.</summary>
    public static IReadOnlyList<char> Of(char symbol) => char.IsAscii(symbol)
        ? [char.ToLowerInvariant(symbol), char.ToUpperInvariant(symbol)]
        : Foreign.GetOrAdd(symbol, static one =>
        {
            var upper = char.ToUpperInvariant(one);
            return [.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(other => char.ToUpperInvariant(other) == upper)];
        });
}
