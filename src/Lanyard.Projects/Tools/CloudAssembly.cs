using System.Text.Json;

namespace Lanyard.Projects.Tools;

/// <summary>Reads what CDK wrote to deploy: the <c>manifest.json</c> of a cloud assembly, and of those in it.</summary>
internal static class CloudAssembly
{
    /// <summary>The folder that CDK writes to if nothing else is said.</summary>
    public const string DefaultFolder = "cdk.out";

    private const string Manifest = "manifest.json";
    private const int MaxBytes = 64 * 1024 * 1024;
    private const int Deepest = 8;

    /// <summary>Gives the folders that a call of CDK writes its assembly to, or takes it from.</summary>
    public static IEnumerable<string> FoldersOf(ChildCall call)
    {
        if (call.Folder is not { } folder)
        {
            yield break;
        }

        yield return Path.Combine(folder, DefaultFolder);
        if (call.Tool != DeployTool.Cdk)
        {
            yield break;
        }

        if (ConfiguredOutput(folder) is { } configured)
        {
            yield return Path.Combine(folder, configured);
        }

        for (var i = 1; i < call.Words.Count; i++)
        {
            var word = call.Words[i];
            var value = word is "-o" or "--output" or "-a" or "--app" ? (i + 1 < call.Words.Count ? call.Words[i + 1] : null)
                : word is not null && (word.StartsWith("--output=", StringComparison.Ordinal) || word.StartsWith("--app=", StringComparison.Ordinal)) ? word[(word.IndexOf('=', StringComparison.Ordinal) + 1)..]
                : null;
            if (value is { Length: > 0 } && !value.Contains('\0'))
            {
                yield return Path.Combine(folder, value);
            }
        }
    }

    /// <summary>Gives the account of each stack of an assembly; those that CDK leaves open are left out.</summary>
    public static IEnumerable<NamedAccount> AccountsIn(string folder, int depth = 0)
    {
        var file = Path.Combine(folder, Manifest);
        if (depth > Deepest || !File.Exists(file))
        {
            return [];
        }

        var found = new List<NamedAccount>();
        try
        {
            using var document = JsonDocument.Parse(BoundedFile.Read(file, MaxBytes) ?? throw new IOException("too large"));
            foreach (var artifact in Object(document.RootElement, "artifacts").EnumerateObject())
            {
                var nested = Text(artifact.Value, "type") == "cdk:cloud-assembly" ? Text(Object(artifact.Value, "properties"), "directoryName") : null;
                if (nested is { Length: > 0 })
                {
                    found.AddRange(AccountsIn(Path.Combine(folder, nested), depth + 1));
                }
                else if (AccountOf(Text(artifact.Value, "environment")) is { } account)
                {
                    found.Add(new NamedAccount(account, file, 0, $"the stack {artifact.Name}"));
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            found.Add(new NamedAccount(null, file, 0, "its stacks"));
        }

        return found;
    }

    // `aws://123456789012/eu-west-1`; `unknown-account` means whichever the credentials are for.
    private static string? AccountOf(string? environment)
    {
        const string Scheme = "aws://";
        return environment is not null && environment.StartsWith(Scheme, StringComparison.Ordinal)
            && environment[Scheme.Length..].Split('/')[0] is { } account && AwsShapes.IsAccount(account) ? account : null;
    }

    private static string? ConfiguredOutput(string folder)
    {
        try
        {
            var file = Path.Combine(folder, "cdk.json");
            if (!File.Exists(file))
            {
                return null;
            }

            using var document = JsonDocument.Parse(BoundedFile.Read(file, MaxBytes) ?? []);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Text(document.RootElement, "output") : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static JsonElement Object(JsonElement element, string name)
    {
        if (element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object)
        {
            return value;
        }

        using var empty = JsonDocument.Parse("{}");
        return empty.RootElement.Clone();
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
