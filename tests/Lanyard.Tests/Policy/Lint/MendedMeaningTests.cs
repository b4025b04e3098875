using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Lint;
using Lanyard.Policy.Sets.Minimize;

namespace Lanyard.Tests.Policy.Lint;

/// <summary>A fix may not change what a policy grants: every policy that fixes are made in is proved equal to itself before.</summary>
public class MendedMeaningTests
{
    // They write a name in place of another that AWS takes for the same, which no comparison knows.
    private static readonly string[] Renaming = ["DEPRECATED_GLOBAL_CONDITION_KEY"];

    // A session beside its role: AWS calls it redundant, and it is but for sessions that a boundary or a policy of their own limits.
    private static readonly string[] Narrowing = ["REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY"];

    [Fact]
    public void A_mended_policy_grants_what_it_granted_and_is_not_mended_again()
    {
        var (proved, wrong) = (0, new List<string>());
        foreach (var (name, text, kind) in Policies())
        {
            var proof = new EqualityProof(kind, Catalogue.Embedded);
            var mended = PolicyMender.Mend(text, changed => Check(changed, kind), finding => !Renaming.Contains(finding.Rule.Id));
            if (mended.Text == text || !CanBeCompared(text, proof))
            {
                continue;
            }

            var (before, after) = (PolicyDocumentReader.Read(text, name), PolicyDocumentReader.Read(mended.Text, name));
            var onlyNarrows = mended.Mended.All(finding => Narrowing.Contains(finding.Rule.Id)) && proof.WhyNotEqual([after], [before])?.EndsWith(" would be allowed too", StringComparison.Ordinal) == true;
            if (!onlyNarrows && (proof.WhyNotEqual([before], [after]) ?? proof.WhyNotEqual([after], [before])) is { } why)
            {
                wrong.Add($"{name}: {string.Join(", ", mended.Mended.Select(finding => $"{finding.Rule.Id} {finding.Place.Path}"))}: {why}\n{text}\n{mended.Text}");
            }

            Assert.Empty(PolicyMender.Mend(mended.Text, changed => Check(changed, kind), finding => !Renaming.Contains(finding.Rule.Id)).Mended);
            proved++;
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.InRange(proved, 20, int.MaxValue);
    }

    private static IEnumerable<(string Name, string Text, PolicyKind Kind)> Policies() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "managed-policies"), "*.json").Select(file => (Path.GetFileName(file), File.ReadAllText(file), PolicyKind.Identity)),
        .. RuleCase.Ids.SelectMany(id => RuleCase.Of(id).Where(item => !item.Text.Contains(Placeholder.Mark, StringComparison.Ordinal) && IsJson(item.Text)).Select(item => ($"{id}: {item.Name}", item.Text, item.Use.Kind))),
    ];

    private static IEnumerable<Finding> Check(string text, PolicyKind kind) =>
        PolicyLinter.Check(JsonTextReader.Read(text, null, PolicyDocument.MaxLength), text, new PolicyUse(kind), Catalogue.Embedded);

    // What AWS would refuse has no meaning to compare.
    private static bool CanBeCompared(string text, EqualityProof proof)
    {
        try
        {
            var document = PolicyDocumentReader.Read(text, null);
            return proof.WhyNotEqual([document], [document]) is null;
        }
        catch (PolicyDocumentException)
        {
            return false;
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            return JsonTextReader.Read(text, null, PolicyDocument.MaxLength).Kind == JsonNodeKind.Object;
        }
        catch (PolicyDocumentException)
        {
            return false;
        }
    }
}
