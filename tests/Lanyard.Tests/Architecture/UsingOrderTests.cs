namespace Lanyard.Tests.Architecture;

/// <summary>What <c>dotnet format</c> says of usings and the build doesn't: the order.</summary>
public sealed class UsingOrderTests
{
    [Fact]
    public void Usings_stand_in_the_order_of_their_names_with_those_of_System_first()
    {
        string[] files = [.. new[] { "src", "tests" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)).Where(IsOwn)];
        Assert.True(files.Length > 1000, $"{files.Length} files");
        Violations.None("usings out of order; `dotnet format` mends it", files.Where(file => !IsOrdered(File.ReadLines(file))).Select(file => Path.GetRelativePath(Repository.Root, file)));
    }

    [Theory]
    [InlineData("using System;\nusing System.Text;\nusing Lanyard.A;\nusing Lanyard.A.B;\nusing Lanyard.Ab;\n", true)]
    [InlineData("using Lanyard.A;\nusing System;\n", false)]
    [InlineData("using Lanyard.Sso;\nusing Lanyard.Ssm;\n", false)]
    [InlineData("using Lanyard.Ab;\nusing Lanyard.A.B;\n", false)]
    public void A_name_that_goes_on_comes_behind(string text, bool expected) => Assert.Equal(expected, IsOrdered(text.Split('\n')));

    private static bool IsOwn(string file) => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "node_modules");

    private static bool IsOrdered(IEnumerable<string> lines)
    {
        string[] names = [.. lines.TakeWhile(line => !line.StartsWith("namespace", StringComparison.Ordinal)).Where(line => line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';') && !line.Contains('=', StringComparison.Ordinal) && !line.StartsWith("using static", StringComparison.Ordinal)).Select(line => line[6..^1])];
        return names.Zip(names.Skip(1)).All(pair => string.CompareOrdinal(KeyOf(pair.First), KeyOf(pair.Second)) <= 0);
    }

    // A dot goes before each letter.
    private static string KeyOf(string name) => (name == "System" || name.StartsWith("System.", StringComparison.Ordinal) ? "0" : "1") + name.ToUpperInvariant().Replace('.', ' ');
}
