using System.Text.Json;
using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources;

/// <summary>
/// A plan that <c>exec</c> leaves for its child's <c>credential_process</c>, which therefore never reads the child's own AWS
/// files and can't call itself. It holds no secret.
/// </summary>
/// <param name="Profile">The profile it came from, if any.</param>
/// <param name="Region">The region, if any.</param>
/// <param name="AccountId">The account that the credentials must be for; null for any.</param>
/// <param name="Files">The files in which the plan's secrets stand.</param>
/// <param name="Endpoints">The endpoints to call.</param>
/// <param name="CaBundle">The only authorities to trust, or null for the system's.</param>
/// <param name="Source">Where the credentials come from.</param>
public sealed record StoredPlan(
    string? Profile, string? Region, string? AccountId, SharedConfigLocations Files, EndpointSettings Endpoints, string? CaBundle, Source Source)
{
    private const int Version = 1;

    /// <summary>The name of a plan's file, in a folder named after its id.</summary>
    public const string FileName = "plan.json";

    /// <summary>Reads a plan.</summary>
    /// <param name="runFolder">The folder for the files of running commands.</param>
    /// <param name="id">The plan's id, as the private config file names it.</param>
    /// <exception cref="CredentialsException">There is no such plan, or it can't be read.</exception>
    public static StoredPlan Read(string runFolder, string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (id.Length != 32 || !id.All(char.IsAsciiHexDigitLower))
        {
            throw new CredentialsException(ErrorCodes.PlanNotFound, "a plan's id is 32 hexadecimal digits, as `lanyard exec` writes it", "run the command under `lanyard exec` again");
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(runFolder, id, FileName)));
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException
            or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new CredentialsException(
                ErrorCodes.PlanNotFound, $"the plan {id} isn't there any more: the `lanyard exec` that made it has ended", "run the command under `lanyard exec` again");
        }
    }

    /// <summary>Gives the plan in the form in which it is run.</summary>
    public CredentialPlan ToPlan() => new(Profile, Region, [new Candidate(Source, OnFailure.Stop)], []);

    /// <summary>Writes the plan.</summary>
    public byte[] ToJson() => JsonProtocol.Object(json =>
    {
        json.WriteNumber("version", Version);
        json.WriteString("profile", Profile);
        json.WriteString("region", Region);
        json.WriteString("accountId", AccountId);
        json.WriteString("configFile", Files.ConfigFile);
        json.WriteString("credentialsFile", Files.CredentialsFile);
        json.WriteString("endpoint", Endpoints.ForAll?.OriginalString);
        json.WriteStartObject("endpoints");
        foreach (var (service, url) in Endpoints.ByService)
        {
            json.WriteString(service, url.OriginalString);
        }

        json.WriteEndObject();
        json.WriteBoolean("fips", Endpoints.UseFips);
        json.WriteBoolean("dualStack", Endpoints.UseDualStack);
        json.WriteBoolean("legacyGlobalSts", Endpoints.LegacyGlobalSts);
        json.WriteString("caBundle", CaBundle);
        json.WritePropertyName("source");
        SourceJson.Write(json, Source);
    });

    private static StoredPlan Read(JsonElement root)
    {
        if (root.GetProperty("version").GetInt32() != Version)
        {
            throw new JsonException("another version");
        }

        var endpoints = new EndpointSettings
        {
            ForAll = root.GetProperty("endpoint").GetString() is { } all ? new Uri(all) : null,
            ByService = root.GetProperty("endpoints").EnumerateObject().ToDictionary(p => p.Name, p => new Uri(p.Value.GetString()!)),
            UseFips = root.GetProperty("fips").GetBoolean(),
            UseDualStack = root.GetProperty("dualStack").GetBoolean(),
            LegacyGlobalSts = root.GetProperty("legacyGlobalSts").GetBoolean(),
        };
        return new StoredPlan(
            root.GetProperty("profile").GetString(), root.GetProperty("region").GetString(), root.GetProperty("accountId").GetString(),
            new SharedConfigLocations(root.GetProperty("configFile").GetString()!, root.GetProperty("credentialsFile").GetString()!),
            endpoints, root.GetProperty("caBundle").GetString(), SourceJson.Read(root.GetProperty("source")));
    }
}
