using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Lint;

namespace Lanyard.Tests.Policy.Lint;

/// <summary>AWS's page of policy checks names managed policies that trigger checks: what AWS itself says must be found.</summary>
public class NamedManagedPoliciesTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "managed-policies");

    public static TheoryData<string, string> Named
    {
        get
        {
            var named = new TheoryData<string, string>();
            foreach (var line in File.ReadLines(Path.Combine(Folder, "named.txt")).Where(line => !line.StartsWith('#')))
            {
                var parts = line.Split(" | ");
                named.Add(parts[0], parts[1]);
            }

            return named;
        }
    }

    [Theory]
    [MemberData(nameof(Named))]
    public void A_check_finds_what_AWS_says_that_it_finds(string check, string policy)
    {
        var text = File.ReadAllText(Path.Combine(Folder, "named", policy + ".json"));
        var root = JsonTextReader.Read(text, null, int.MaxValue);
        var found = PolicyLinter.Check(root, text, new PolicyUse(PolicyKind.Identity), Catalogue.Embedded);
        Assert.Contains(check, found.Select(finding => finding.Rule.Id));
    }

    [Fact]
    public void Every_document_is_of_a_line() => Assert.Equal(
        Directory.EnumerateFiles(Path.Combine(Folder, "named")).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal),
        Named.Select(row => row.Data.Item2).Distinct().Order(StringComparer.Ordinal));
}
