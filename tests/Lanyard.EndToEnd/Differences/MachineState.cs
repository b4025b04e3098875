using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lanyard.EndToEnd.Differences;

/// <summary>Everything on a machine that decides which credentials an SDK finds.</summary>
/// <param name="Name">What it is called in messages.</param>
/// <param name="Environment">The variables, but for those that lead to the mock.</param>
/// <param name="Profile">The profile given in code, or null.</param>
/// <param name="Files">
/// The files by their path under the home folder; those that end in <c>.sh</c> are programs. In texts and variables <c>{HOME}</c> and
/// <c>{MOCK}</c> stand for the home folder and the mock's address, <c>{PAST}</c>, <c>{SOON}</c> and <c>{FUTURE}</c> for times.
/// </param>
internal sealed record MachineState(
    string Name, IReadOnlyDictionary<string, string> Environment, string? Profile, IReadOnlyDictionary<string, string> Files)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Gets how the files' texts become bytes.</summary>
    public Encoding Encoding { get; init; } = new UTF8Encoding(false);

    /// <summary>Reads a measured case.</summary>
    public static MachineState Read(JsonElement measured)
    {
        var name = measured.GetProperty("name").GetString()!;
        return new MachineState(name, Texts(measured.GetProperty("env")), measured.GetProperty("explicit_profile").GetString(), Texts(measured.GetProperty("files")))
        {
            // These hold bytes that are no UTF-8, each written as the character with its number.
            Encoding = name is "g42-latin1" or "g51-utf16" ? Encoding.Latin1 : new UTF8Encoding(false),
        };

        static Dictionary<string, string> Texts(JsonElement of) => of.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!);
    }

    /// <summary>Gives the whole state, in the form of the measured cases.</summary>
    public override string ToString() => new JsonObject
    {
        ["name"] = Name,
        ["env"] = new JsonObject(Environment.Select(v => KeyValuePair.Create(v.Key, (JsonNode?)v.Value))),
        ["explicit_profile"] = Profile,
        ["files"] = new JsonObject(Files.Select(f => KeyValuePair.Create(f.Key, (JsonNode?)f.Value))),
    }.ToJsonString(Readable);
}
