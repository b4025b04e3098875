using System.Diagnostics;
using System.Globalization;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Sets.Minimize;

namespace Lanyard.Bench.PolicyMinimize;

/// <summary>Minimises managed policies, and holds what other programs made of them against the same proof.</summary>
internal static class Measurement
{
    private const int ManagedLimit = 6_144;
    private static readonly Catalogue Actions = Catalogue.Embedded;
    private static readonly EqualityProof Proof = new(PolicyKind.Identity, Actions);

    /// <summary>
    /// Prints for each policy, with tabs between: its name; its size; the size minimised with the names of statements, without them, and with
    /// wildcards too; how many managed policies the one with names makes; <c>equal</c>, or why that isn't proved; the same of the one with
    /// wildcards; milliseconds of the first and of the last; then for each folder the size of its document of that name and whether that
    /// is proved equal.
    /// </summary>
    public static int Run(string policies, IReadOnlyList<string> peers)
    {
        var minimizer = new PolicyMinimizer(Actions, Proof);
        foreach (var (name, text) in ManagedPolicies.Read(policies))
        {
            // One of them is longer than what AWS takes from anybody else.
            var document = Read(text, name);
            var watch = Stopwatch.StartNew();
            var named = minimizer.Minimize(document, new MinimizeOptions());
            var exactTime = watch.ElapsedMilliseconds;
            var exact = minimizer.Minimize(document, new MinimizeOptions(DropSids: true));
            watch.Restart();
            var wild = minimizer.Minimize(document, new MinimizeOptions(Wildcards: true, DropSids: true));
            var wildTime = watch.ElapsedMilliseconds;

            // The minimizer has proved it. Here it is proved once more, from the text that is printed, and the other way round.
            var isEqual = named.Unproved ?? Proof.WhyNotEqual([document], [named.Document]) ?? Proof.WhyNotEqual([named.Document], [document]) ?? "equal";
            Console.WriteLine(string.Join('\t', [
                name, text.Length, SizeOf(named.Document), SizeOf(exact.Document), SizeOf(wild.Document), Parts(named.Document), isEqual, wild.Unproved ?? "equal",
                exactTime, wildTime, .. peers.SelectMany(folder => Peer(Path.Combine(folder, name + ".json"), document))]));
        }

        return 0;
    }

    private static string Parts(PolicyDocument document)
    {
        try
        {
            var parts = new PolicySplitter(ManagedLimit).Split(document, []);
            return Proof.WhyNotEqual([document], [.. parts.Select(part => part.Document)]) ?? parts.Length.ToString(CultureInfo.InvariantCulture);
        }
        catch (PolicyTooLargeException)
        {
            return "none: one statement is too long";
        }
    }

    private static IEnumerable<object> Peer(string file, PolicyDocument document)
    {
        if (!File.Exists(file))
        {
            return ["", "none"];
        }

        var theirs = Read(File.ReadAllText(file), file);
        return [SizeOf(theirs), Proof.WhyNotEqual([document], [theirs], allowsTomorrow: true) ?? "equal"];
    }

    private static PolicyDocument Read(string text, string name) => PolicyDocumentReader.Read(JsonTextReader.Read(text, name, 2 * PolicyDocument.MaxLength), name);

    private static int SizeOf(PolicyDocument document) => PolicyDocumentWriter.Write(document, indented: false).Length;
}
