using System.Text;
using System.Text.Json;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Hosting;
using Lanyard.Cli.Identity;
using Lanyard.Credentials.Delivery;
using Lanyard.Credentials.Files;

namespace Lanyard.Cli.Commands.Serve;

/// <summary>What <c>lanyard serve container</c> was asked for.</summary>
/// <param name="Options">The options of every command.</param>
/// <param name="Profiles">Each <c>--profile</c>; none for the stage, or for what the environment leads to.</param>
/// <param name="Roles">Each <c>--allow-role</c>.</param>
/// <param name="Port"><c>--port</c>; 0 for a free one.</param>
/// <param name="Format"><c>--format</c>.</param>
/// <param name="TokenFiles"><c>--token-files</c>: tokens in private files, and not in the output.</param>
internal sealed record ServeContainerInput(
    GlobalOptions Options, IReadOnlyList<string> Profiles, IReadOnlyList<string> Roles, int Port, string Format, bool TokenFiles);

/// <summary>Serves credentials as a container's endpoint does, to programs that <c>lanyard exec</c> doesn't start.</summary>
internal static class ServeContainerCommand
{
    public static async Task<int> RunAsync(ServeContainerInput input, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (input.Profiles.Count > 0 && input.Options.Stage is not null)
        {
            throw new UsageException("--profile and --stage can't be used together: a stage already says which identity it takes");
        }

        if (input is { Roles.Count: > 0, Options.Stage: not null })
        {
            throw new UsageException("--allow-role and --stage can't be used together: a stage stands for one role", "lanyard serve container --profile NAME --allow-role ARN");
        }

        foreach (var role in input.Roles.Where(r => !IsRoleArn(r)))
        {
            throw new UsageException($"--allow-role takes a role's ARN, as in arn:aws:iam::111111111111:role/deploy, and `{role}` is none");
        }

        var identities = new List<ServedIdentity>();
        var folder = Path.Combine(surroundings.Folders.Run, $"serve-{Guid.NewGuid():N}");
        try
        {
            GlobalOptions[] each = input.Profiles.Count == 0 ? [input.Options] : [.. input.Profiles.Distinct().Select(p => input.Options with { Profile = p })];
            foreach (var options in each)
            {
                identities.Add(await ServedIdentity.OpenAsync(options, surroundings, cancellationToken).ConfigureAwait(false));
            }

            var doors = identities.Select(i => DoorOf(i, input, surroundings)).ToArray();
            await using var host = await DeliveryHost.StartAsync(
                url => new ContainerServer(url.Authority, doors, surroundings.Time).HandleAsync, input.Port, cancellationToken).ConfigureAwait(false);
            var blocks = identities.Zip(doors, (identity, door) => (identity.Name, Variables: Variables(host.Url, identity, door, input.TokenFiles ? folder : null))).ToArray();
            surroundings.Write(blocks is [var only]
                ? EnvironmentFormat.Write(input.Format, EnvironmentBlock.Of(only.Variables))
                : Several(input.Format, blocks));
            surroundings.Error.WriteLine($"Credentials of {string.Join(", ", identities.Select(i => i.Name))} are served on {host.Url} to who shows the token. Stop it with Ctrl+C.");
            foreach (var role in input.Roles)
            {
                surroundings.Error.WriteLine($"With the same token: {new Uri(host.Url, "/role-arn/" + role).OriginalString}");
            }

            await ServeMetadataCommand.UntilStoppedAsync(cancellationToken).ConfigureAwait(false);
            return ExitCodes.Done;
        }
        finally
        {
            identities.ForEach(i => i.Dispose());
            Remove(folder);
        }
    }

    private static ContainerDoor DoorOf(ServedIdentity identity, ServeContainerInput input, Surroundings surroundings)
    {
        var kind = identity.Selected.Stage is null ? "profile" : "stage";
        return new ContainerDoor($"/{kind}/{Uri.EscapeDataString(identity.Name)}", DeliveryHost.NewToken(), identity.Credentials)
        {
            Roles = input.Roles.Distinct().ToDictionary(r => r, r => identity.RoleOf(r, input.Options, surroundings)),
        };
    }

    private static List<KeyValuePair<string, string>> Variables(Uri url, ServedIdentity identity, ContainerDoor door, string? folder)
    {
        var variables = new List<KeyValuePair<string, string>> { new("AWS_CONTAINER_CREDENTIALS_FULL_URI", url.OriginalString.TrimEnd('/') + door.Path) };
        if (folder is null)
        {
            variables.Add(new("AWS_CONTAINER_AUTHORIZATION_TOKEN", door.Token.Reveal()));
        }
        else
        {
            var file = Path.Combine(folder, Uri.EscapeDataString(identity.Name));
            AtomicFile.WritePrivate(file, Encoding.UTF8.GetBytes(door.Token.Reveal()));
            variables.Add(new("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", file));
        }

        if (identity.Selected.Plan.Region is { } region)
        {
            variables.AddRange([new("AWS_REGION", region), new("AWS_DEFAULT_REGION", region)]);
        }

        return variables;
    }

    // A shell can take one of them; each stands below its name.
    private static string Several(string format, IReadOnlyList<(string Name, List<KeyValuePair<string, string>> Variables)> blocks)
    {
        if (format == "json")
        {
            return Encoding.UTF8.GetString(JsonOutput.Object(json => blocks.ToList().ForEach(block => WriteObject(json, block.Name, block.Variables))));
        }

        var comment = format == "cmd" ? "rem" : "#";
        return string.Join('\n', blocks.Select(b => $"{comment} {OneLine(b.Name)}\n{EnvironmentFormat.Write(format, new EnvironmentBlock(b.Variables, []))}"));
    }

    private static void WriteObject(Utf8JsonWriter json, string name, List<KeyValuePair<string, string>> variables)
    {
        json.WriteStartObject(name);
        variables.ForEach(v => json.WriteString(v.Key, v.Value));
        json.WriteEndObject();
    }

    private static string OneLine(string name) => new([.. name.Select(c => char.IsControl(c) ? ' ' : c)]);

    private static bool IsRoleArn(string text) =>
        text.Split(':', 6) is ["arn", { Length: > 0 }, "iam", "", { Length: 12 } account, ['r', 'o', 'l', 'e', '/', _, ..]]
        && account.All(char.IsAsciiDigit) && !text.Any(c => char.IsControl(c) || c is ' ' or '?' or '#' or '%');

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // None were written, or only the user can enter the folder, and the tokens lead nowhere now.
        }
    }
}
