using System.Globalization;
using System.Text.Json.Nodes;

namespace Lanyard.EndToEnd.Sandboxes;

/// <summary>One request that the sandbox answered.</summary>
public sealed record Call(DateTimeOffset Time, string Service, string? Operation, string? AccessKeyId, string? Principal, int Status, string? Error);

/// <summary>The file that the sandbox writes each call to.</summary>
/// <param name="path">The file.</param>
public sealed class CallLog(string path)
{
    /// <summary>Gets the file.</summary>
    public string Path => path;

    /// <summary>Reads the calls up to now, in order.</summary>
    public IReadOnlyList<Call> Read()
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
    }

    /// <summary>Gives the calls of an action.</summary>
    public async Task<IReadOnlyList<Call>> DuringAsync(Func<Task> action)
    {
        var before = Read().Count;
        await action();
        return [.. Read().Skip(before)];
    }

    private static Call Parse(string line)
    {
        var json = JsonNode.Parse(line)!;
        return new Call(
            DateTimeOffset.Parse((string)json["time"]!, CultureInfo.InvariantCulture), (string)json["service"]!, (string?)json["operation"], (string?)json["accessKeyId"], (string?)json["principal"],
            (int)json["status"]!, (string?)json["error"]);
    }
}
