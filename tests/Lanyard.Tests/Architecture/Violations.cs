namespace Lanyard.Tests.Architecture;

internal static class Violations
{
    /// <summary>Fails with every violation on a line of its own, under the rule that they break.</summary>
    public static void None(string rule, IEnumerable<string> violations)
    {
        string[] found = [.. violations];
        Assert.True(found.Length == 0, rule + Environment.NewLine + string.Join(Environment.NewLine, found));
    }
}
