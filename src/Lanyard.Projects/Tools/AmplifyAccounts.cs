using System.Text.Json;
using System.Text.RegularExpressions;

namespace Lanyard.Projects.Tools;

/// <summary>Reads which account an environment of Amplify Gen 1 was made in.</summary>
internal static partial class AmplifyAccounts
{
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Gives the account of the environment that a call is for.</summary>
    /// <param name="folder">The project's folder.</param>
    /// <param name="call">The call.</param>
    public static IEnumerable<NamedAccount> In(string folder, ChildCall call)
    {
        var file = Path.Combine(folder, "amplify", "team-provider-info.json");
        var environment = ChildStage.Of([call], new Dictionary<string, string>()) is [{ } named, ..] ? named.Name
            : Read(Path.Combine(folder, "amplify", ".config", "local-env-info.json"), root => Text(root, "envName"));
        if (environment is null)
        {
            return [];
        }

        var account = Read(file, root =>
            root.ValueKind == JsonValueKind.Object && root.TryGetProperty(environment, out var settings)
            && settings.ValueKind == JsonValueKind.Object && settings.TryGetProperty("awscloudformation", out var provider)
                ? AccountOf(Text(provider, "StackId")) ?? AccountOf(Text(provider, "AuthRoleArn"))
                : null);
        return account is null ? [] : [new NamedAccount(account, file, 0, $"the environment {environment}")];
    }

    private static string? Read(string file, Func<JsonElement, string?> find)
    {
        try
        {
            if (!File.Exists(file))
            {
                return null;
            }

            using var document = JsonDocument.Parse(BoundedFile.Read(file, MaxBytes) ?? []);
            return find(document.RootElement);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static string? AccountOf(string? arn) => arn is not null && Arn().Match(arn) is { Success: true } match ? match.Groups["account"].Value : null;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex("^arn:aws[\\w-]*:[a-z]+:[a-z0-9-]*:(?<account>[0-9]{12}):", RegexOptions.ExplicitCapture)]
    private static partial Regex Arn();
}
