using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Ssm;

/// <summary>The Parameter Store of AWS Systems Manager. See the Systems Manager API Reference.</summary>
internal static class SsmModel
{
    private static readonly JsonOperation[] All =
    [
        new("GetParameter", Get), new("GetParameters", GetMany), new("GetParametersByPath", GetByPath), new("PutParameter", Put), new("DeleteParameter", Delete),
        new("DeleteParameters", DeleteMany), new("LabelParameterVersion", VersionOperations.Label), new("GetParameterHistory", VersionOperations.List),
    ];

    public static JsonServiceModel Model { get; } = new("ssm", "ssm", "AmazonSSM", "ssm", JsonServiceModel.Index(All));

    /// <summary>Gives the ARN of a parameter.</summary>
    public static string Arn(JsonCall call, ParameterName name) => name.Arn(call.State.Seed.Partition, call.Region, call.Caller.AccountId);

    /// <summary>Writes a time in seconds.</summary>
    public static void WriteTime(Utf8JsonWriter json, string member, DateTimeOffset time)
    {
        json.WritePropertyName(member);
        json.WriteRawValue((time.ToUnixTimeMilliseconds() / 1000m).ToString("0.000", CultureInfo.InvariantCulture));
    }

    public static ServiceFault NotFound() => new("ParameterNotFound", 400, "");

    private static void Get(JsonCall call, Utf8JsonWriter json)
    {
        var name = ParameterName.Read(call.Input.Text("Name", 1, 2048));
        var isDecrypted = call.Input.Flag("WithDecryption") == true;
        call.Authorize(Arn(call, name));
        var found = name.Find(call.State, call.Caller.AccountId, call.Region) ?? throw NotFound();
        json.WriteStartObject("Parameter");
        Write(call, json, found, isDecrypted, name.Selector);
        json.WriteEndObject();
    }

    private static void GetMany(JsonCall call, Utf8JsonWriter json)
    {
        var names = call.Input.Texts("Names", 10).Select(text => (Text: text, Name: ParameterName.Read(text))).ToList();
        var isDecrypted = call.Input.Flag("WithDecryption") == true;
        foreach (var (_, name) in names)
        {
            call.Authorize(Arn(call, name));
        }

        var found = names.ConvertAll(n => (n.Text, n.Name.Selector, Parameter: FindOrNull(call, n.Name)));
        json.WriteStartArray("Parameters");
        foreach (var (_, selector, parameter) in found.Where(f => f.Parameter is not null))
        {
            json.WriteStartObject();
            Write(call, json, parameter!, isDecrypted, selector);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("InvalidParameters");
        foreach (var (name, _, _) in found.Where(f => f.Parameter is null))
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }

    private static void GetByPath(JsonCall call, Utf8JsonWriter json)
    {
        var path = call.Input.Text("Path", 1, 2048);
        var (isDeep, prefix) = (call.Input.Flag("Recursive") == true, path.EndsWith('/') ? path : path + "/");
        var isDecrypted = call.Input.Flag("WithDecryption") == true;
        call.Authorize(Arn(call, new ParameterName(path, null)));
        if (!path.StartsWith('/'))
        {
            throw new ServiceFault(
                "ValidationException", 400,
                "The parameter doesn't meet the parameter name requirements. The parameter name must begin with a forward slash \"/\". It can't be prefixed with \"aws\" or \"ssm\" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol \"/\". Valid example: /get/parameters2-/by1./path0_.");
        }

        var found = call.State.Parameters.In(call.Caller.AccountId, call.Region)
            .Where(p => p.Name.StartsWith(prefix, StringComparison.Ordinal) && (isDeep || !p.Name[prefix.Length..].Contains('/', StringComparison.Ordinal)));
        call.Page(json, "Parameters", found, p => p.Name, p =>
        {
            json.WriteStartObject();
            Write(call, json, p, isDecrypted);
            json.WriteEndObject();
        }, most: 10);
    }

    private static void Put(JsonCall call, Utf8JsonWriter json)
    {
        var (name, value, overwrites) = (call.Input.Text("Name", 1, 2048), call.Input.Text("Value", 1, 8192), call.Input.Flag("Overwrite") == true);
        var (type, description) = (call.Input.OptionalWord("Type", "String", "StringList", "SecureString"), call.Input.OptionalText("Description", 0, 1024));
        var (tier, pattern, data) = (call.Input.OptionalWord("Tier", "Standard", "Advanced", "Intelligent-Tiering"), call.Input.OptionalText("AllowedPattern", 0, 1024), call.Input.OptionalText("DataType", 0, 128));
        var keyId = call.Input.OptionalText("KeyId", 1, 256);
        var tags = call.Input.Structures("Tags", 1000).Select(t => new KeyValuePair<string, string>(t.Text("Key", 1, 128), t.Text("Value", 0, 256))).ToList();
        var arn = Arn(call, new ParameterName(name, null));
        call.Authorize(arn, new Keys().With("ssm:Overwrite", overwrites ? "true" : "false").WithTags(tags));
        if (tags.Count > 0)
        {
            call.Authorize("ssm:AddTagsToResource", arn, new Keys().WithTags(tags));
        }

        call.Input.RequireAllRead();
        if (tags.Count > 0 && overwrites)
        {
            throw new ServiceFault(
                "ValidationException", 400,
                "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.");
        }

        if (tags.DistinctBy(tag => tag.Key, StringComparer.Ordinal).Count() < tags.Count)
        {
            throw new ServiceFault("ValidationException", 400, "Duplicate tag keys found. Tag keys must be unique.");
        }

        var versions = call.State.Parameters.Versions(call.Caller.AccountId, call.Region, name);
        var before = versions is [.., var newest] ? newest : null;
        if (before is not null && !overwrites)
        {
            throw new ServiceFault("ParameterAlreadyExists", 400, "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.");
        }

        if (before is null && type is null)
        {
            ParameterName.RequireNew(name);
            throw new ServiceFault("ValidationException", 400, "A parameter type is required when you create a parameter.");
        }

        if (keyId is not null && (type ?? before!.Type) != "SecureString")
        {
            throw new ServiceFault("ValidationException", 400, "KeyId is required for SecureString type parameter only.");
        }

        var kept = ParameterRules.Kept(new StoredParameter(call.Caller.AccountId, call.Region, name, type ?? before?.Type ?? "String", value, (before?.Version ?? 0) + 1, call.Now)
        {
            Tags = before?.Tags ?? tags.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Description = description ?? before?.Description,
            AllowedPattern = pattern ?? before?.AllowedPattern,
            DataType = data ?? before?.DataType ?? "text",
            ModifiedBy = call.Caller.Arn,
        }, before, ParameterRules.Displaced(versions), tier);
        kept = kept with { KeyArn = keyId is null ? null : SecureValues.KeyOf(call, kept, keyId) };
        call.State.Parameters.Put(kept);
        json.WriteNumber("Version", kept.Version);
        json.WriteString("Tier", kept.Tier);
    }

    private static void Delete(JsonCall call, Utf8JsonWriter json)
    {
        _ = json;
        var name = call.Input.Text("Name", 1, 2048);
        call.Authorize(Arn(call, new ParameterName(name, null)));
        call.Input.RequireAllRead();
        if (!call.State.Parameters.Remove(call.Caller.AccountId, call.Region, name))
        {
            throw NotFound();
        }
    }

    private static void DeleteMany(JsonCall call, Utf8JsonWriter json)
    {
        var names = call.Input.Texts("Names", 10);
        foreach (var name in names)
        {
            call.Authorize(Arn(call, new ParameterName(name, null)));
        }

        call.Input.RequireAllRead();
        var gone = names.Where(name => call.State.Parameters.Remove(call.Caller.AccountId, call.Region, name)).ToList();
        foreach (var (list, which) in new[] { ("DeletedParameters", gone), ("InvalidParameters", names.Except(gone).ToList()) })
        {
            json.WriteStartArray(list);
            which.ForEach(json.WriteStringValue);
            json.WriteEndArray();
        }
    }

    private static void Write(JsonCall call, Utf8JsonWriter json, StoredParameter parameter, bool isDecrypted, string? selector = null)
    {
        json.WriteString("Name", parameter.Name);
        json.WriteString("Type", parameter.Type);
        json.WriteString("Value", SecureValues.Told(call, parameter, isDecrypted));
        json.WriteNumber("Version", parameter.Version);
        if (selector is not null)
        {
            json.WriteString("Selector", ":" + selector);
        }

        WriteTime(json, "LastModifiedDate", parameter.Modified);
        json.WriteString("ARN", Arn(call, new ParameterName(parameter.Name, null)));
        json.WriteString("DataType", parameter.DataType);
    }

    // GetParameters tells of a version that isn't there as of a parameter that isn't.
    private static StoredParameter? FindOrNull(JsonCall call, ParameterName name)
    {
        try
        {
            return name.Find(call.State, call.Caller.AccountId, call.Region);
        }
        catch (ServiceFault fault) when (fault.Code == "ParameterVersionNotFound")
        {
            return null;
        }
    }
}
