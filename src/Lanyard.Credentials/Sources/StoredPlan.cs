using System.Globalization;
using System.Text;
using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Credentials.Files;
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
    private const int MaxBytes = 1024 * 1024;

    /// <summary>Gets the ARN of the role, or the name of the permission set, that the credentials must be of; null for any.</summary>
    public string? Role { get; init; }

    /// <summary>Gets how long a session may last whose length nobody could ask for; null for any.</summary>
    public TimeSpan? LongestSession { get; init; }

    /// <summary>Gets the profile that the role is assumed by in the place of a stage, whose account it must be of; null where there is none.</summary>
    public ProfileBelow? Below { get; init; }

    /// <summary>The name of a plan's file, in a folder named after its id.</summary>
    public const string FileName = "plan.json";

    /// <summary>Gets whether the other profiles of the files may be used by the child too.</summary>
    public bool KeepsProfiles { get; init; }

    /// <summary>Reads a plan.</summary>
    /// <param name="runFolder">The folder for the files of running commands.</param>
    /// <param name="id">The plan's id, as the private config file names it.</param>
    /// <exception cref="CredentialsException">There is no such plan, or it can't be read.</exception>
    public static StoredPlan Read(string runFolder, string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (id.Length != 32 || !IsHexadecimal(id))
        {
            throw new CredentialsException(ErrorCodes.PlanNotFound, "a plan's id is 32 hexadecimal digits, as `lanyard exec` writes it", "run the command under `lanyard exec` again");
        }

        try
        {
            return Read(JsonFields.Parse(WholeFile.Read(Path.Combine(runFolder, id, FileName), MaxBytes) ?? throw new FormatException("too large for a plan")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new CredentialsException(
                ErrorCodes.PlanNotFound, $"the plan {id} isn't there any more: the `lanyard exec` that made it has ended", "run the command under `lanyard exec` again");
        }
    }

    /// <summary>Gives the plan in the form in which it is run.</summary>
    public CredentialPlan ToPlan() => new(Profile, Region, new[] { new Candidate(Source, OnFailure.Stop) }, []);

    /// <summary>Writes the plan.</summary>
    public byte[] ToJson()
    {
        var services = new JsonLine();
        foreach (var (service, url) in Endpoints.ByService)
        {
            services.Add(service, url);
        }

        var plan = new JsonLine()
            .AddJson("version", Version.ToString(CultureInfo.InvariantCulture))
            .Add("profile", Profile).Add("region", Region).Add("accountId", AccountId).Add("role", Role);
        if (LongestSession is { } longest)
        {
            plan.AddJson("longestSession", ((int)longest.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        }

        if (Below is { } below)
        {
            plan.Add("belowStage", below.Stage).Add("belowAccountId", below.AccountId).Add("belowProfile", below.Profile)
                .AddJson("belowHops", below.Hops.ToString(CultureInfo.InvariantCulture));
        }

        plan.Add("configFile", Files.ConfigFile).Add("credentialsFile", Files.CredentialsFile)
            .Add("endpoint", Endpoints.ForAll).AddJson("endpoints", services.End())
            .AddJson("fips", Bool(Endpoints.UseFips)).AddJson("dualStack", Bool(Endpoints.UseDualStack)).AddJson("legacyGlobalSts", Bool(Endpoints.LegacyGlobalSts))
            .Add("caBundle", CaBundle).AddJson("keepsProfiles", Bool(KeepsProfiles))
            .AddJson("source", SourceJson.Write(Source));
        return Encoding.UTF8.GetBytes(plan.End());
    }

    private static string Bool(bool value) => value ? "true" : "false";

    private static StoredPlan Read(JsonFields plan)
    {
        if (plan.Number("version") != Version)
        {
            throw new FormatException("another version");
        }

        var addresses = plan.Object("endpoints");
        var byService = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var service in addresses.Names)
        {
            byService.Add(service, Address(addresses.Text(service)));
        }

        var endpoints = new EndpointSettings
        {
            ForAll = plan.Text("endpoint") is { } all ? Address(all) : null,
            ByService = byService,
            UseFips = plan.Flag("fips"),
            UseDualStack = plan.Flag("dualStack"),
            LegacyGlobalSts = plan.Flag("legacyGlobalSts"),
        };
        return new StoredPlan(
            plan.Text("profile"), plan.Text("region"), plan.Text("accountId"), new SharedConfigLocations(Need("configFile"), Need("credentialsFile")),
            endpoints, plan.Text("caBundle"), SourceJson.Read(plan.Object("source")))
        {
            Role = plan.Text("role"),
            LongestSession = plan.Number("longestSession") is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            KeepsProfiles = plan.Flag("keepsProfiles"),
            Below = plan.Text("belowStage") is { } stage
                ? new ProfileBelow(stage, Need("belowAccountId"), Need("belowProfile"), (int)(plan.Number("belowHops") ?? throw new FormatException("the plan lacks `belowHops`")))
                : null,
        };

        string Need(string name) => plan.Text(name) ?? throw new FormatException($"the plan lacks `{name}`");
    }

    private static bool IsHexadecimal(string id)
    {
        foreach (var c in id)
        {
            if (!char.IsAsciiHexDigitLower(c))
            {
                return false;
            }
        }

        return true;
    }

    private static string Address(string? text) => Uri.IsWellFormedUriString(text, UriKind.Absolute) ? text! : throw new FormatException("no address");
}
