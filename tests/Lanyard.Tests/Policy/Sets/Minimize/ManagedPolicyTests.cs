using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Sets.Minimize;

namespace Lanyard.Tests.Policy.Sets.Minimize;

public sealed class ManagedPolicyTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "managed-policies");

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_as_small_as_it_was_when_last_read_and_equal(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, name + ".json"));
        var document = PolicyDocumentReader.Read(text, name);
        var (found, wild) = (Minimized.Of(document), Minimized.Of(document, new MinimizeOptions(Wildcards: true)));
        var sizes = $"{name} {DocumentSize.Of(text, SizeUnit.CharactersWithoutWhiteSpace)} {SizeOf(found)} {SizeOf(wild)}";
        Assert.Contains(sizes, File.ReadAllLines(Path.Combine(Folder, "sizes.txt")));
        Assert.Null(found.Unproved);

        // Both ways, and of the wildcards that nothing of today is added.
        var proof = new EqualityProof(PolicyKind.Identity, Catalogue.Embedded);
        Assert.Null(proof.WhyNotEqual([document], [found.Document]));
        Assert.Null(proof.WhyNotEqual([found.Document], [document]));
        Assert.Null(proof.WhyNotEqual([document], [wild.Document], allowsTomorrow: true));
    }

    [Fact]
    public void Amplifys_administrator_fits_into_two_managed_policies()
    {
        const int Limit = 6_144;
        var document = PolicyDocumentReader.Read(File.ReadAllText(Path.Combine(Folder, "AdministratorAccess-Amplify.json")), null);
        var parts = new PolicySplitter(Limit).Split(Minimized.Of(document).Document, []);
        Assert.Equal(2, parts.Length);
        Assert.All(parts, part => Assert.InRange(PolicyDocumentWriter.Write(part.Document, indented: false).Length, 1, Limit));
        Assert.Null(new EqualityProof(PolicyKind.Identity, Catalogue.Embedded).WhyNotEqual([document], [.. parts.Select(part => part.Document)]));
    }

    private static int SizeOf(MinimizedPolicy found) => PolicyDocumentWriter.Write(found.Document, indented: false).Length;
}
