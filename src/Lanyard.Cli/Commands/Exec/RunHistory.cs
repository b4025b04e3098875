using System.Buffers;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Credentials.Files;
using Lanyard.Projects;
using Lanyard.Projects.Tools;

namespace Lanyard.Cli.Commands.Exec;

/// <summary>How long a project's commands took, the last five times. A command is its program, its subcommand and the stage: no argument is kept.</summary>
/// <param name="stateFolder">Where Lanyard keeps what can't be made again.</param>
/// <param name="project">The project's folder.</param>
internal sealed class RunHistory(string stateFolder, string project)
{
    private const int Kept = 5;
    private const int MostCommands = 200;
    private const int MaxBytes = 256 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly string _file = Path.Combine(stateFolder, "runs", PathDigest.Of(project) + ".json");

    /// <summary>Gives what a command is called in the history.</summary>
    /// <returns>Its name; <see langword="null"/> for a command that starts no known tool: nothing is kept of it.</returns>
    public static string? ShapeOf(IReadOnlyList<ChildCall> calls, string? stage)
    {
        var tools = calls.Where(c => c.Tool != DeployTool.None).Select(c => c.Subcommand is { } sub ? $"{c.Program} {sub}" : c.Program).ToList();
        return tools.Count == 0 ? null : string.Join(" + ", tools) + (stage is null ? "" : $" @{stage}");
    }

    /// <summary>Gives the longest of a command's last runs.</summary>
    /// <returns>The time; <see langword="null"/> where it has not run yet.</returns>
    public TimeSpan? Longest(string shape) => Read().TryGetValue(shape, out var runs) && runs.Count > 0 ? TimeSpan.FromSeconds(runs.Max()) : null;

    /// <summary>Keeps how long a command took. One that failed tells nothing, unless it took longer than any before.</summary>
    public void Add(string shape, TimeSpan took, bool succeeded)
    {
        try
        {
            using var turn = FileLock.TryAcquire(_file + ".lock", Patience);
            var all = Read();
            var runs = all.TryGetValue(shape, out var known) ? known : [];
            if (turn is null || (!succeeded && took <= TimeSpan.FromSeconds(runs.DefaultIfEmpty(0).Max())) || (runs.Count == 0 && all.Count >= MostCommands))
            {
                return;
            }

            runs.Add((long)Math.Ceiling(took.TotalSeconds));
            all[shape] = runs[^Math.Min(Kept, runs.Count)..];
            AtomicFile.WritePrivate(_file, Write(all));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A read-only home: the next run is told nothing.
        }
    }

    private Dictionary<string, List<long>> Read()
    {
        var all = new Dictionary<string, List<long>>(StringComparer.Ordinal);
        try
        {
            if (!File.Exists(_file))
            {
                return all;
            }

            using var document = JsonDocument.Parse(WholeFile.Read(_file, MaxBytes) ?? []);
            foreach (var command in document.RootElement.GetProperty("commands").EnumerateObject())
            {
                all[command.Name] = [.. command.Value.EnumerateArray().Select(seconds => seconds.GetInt64()).Where(seconds => seconds >= 0 && seconds <= 86_400 * 30)];
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            // Whatever it is, it is no history.
            all.Clear();
        }

        return all;
    }

    private static ReadOnlySpan<byte> Write(Dictionary<string, List<long>> all)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonText.Plain))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteStartObject("commands");
            foreach (var (shape, runs) in all)
            {
                json.WriteStartArray(shape);
                foreach (var seconds in runs)
                {
                    json.WriteNumberValue(seconds);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }
}
