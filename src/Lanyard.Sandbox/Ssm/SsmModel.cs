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
        new("DeleteParameters", DeleteMany),
    ];

    public static JsonServiceModel Model { get; } = new("ssm", "ssm", "AmazonSSM", "ssm", JsonServiceModel.Index(All));

    private static void Get(JsonCall call, Utf8JsonWriter json)
    {
        var name = NameOf(call.Input.Text("Name", 1, 2048));
        _ = call.Input.Flag("WithDecryption");
        call.Authorize(Arn(call, name));
        json.WriteStartObject("Parameter");
        Write(call, json, Find(call, name) ?? throw NotFound());
        json.WriteEndObject();
    }

    private static void GetMany(JsonCall call, Utf8JsonWriter json)
    {
        var names = call.Input.Texts("Names", 10);
        _ = call.Input.Flag("WithDecryption");
        foreach (var name in names)
        {
            call.Authorize(Arn(call, NameOf(name)));
        }

        var found = names.Select(name => (Name: name, Parameter: Find(call, NameOf(name)))).ToList();
        WriteList(call, json, found.Select(f => f.Parameter).OfType<StoredParameter>());
        json.WriteStartArray("InvalidParameters");
        foreach (var (name, _) in found.Where(f => f.Parameter is null))
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }

    private static void GetByPath(JsonCall call, Utf8JsonWriter json)
    {
        var path = call.Input.Text("Path", 1, 2048);
        var (isDeep, prefix) = (call.Input.Flag("Recursive") == true, path.EndsWith('/') ? path : path + "/");
        _ = call.Input.Flag("WithDecryption");
        call.Authorize(Arn(call, path));
        var found = call.State.Parameters.In(call.Caller.AccountId, call.Region)
            .Where(p => p.Name.StartsWith(prefix, StringComparison.Ordinal) && (isDeep || !p.Name[prefix.Length..].Contains('/', StringComparison.Ordinal)));
        call.Page(json, "Parameters", found, p => p.Name, p =>
        {
            json.WriteStartObject();
            Write(call, json, p);
            json.WriteEndObject();
        }, most: 10);
    }

    private static void Put(JsonCall call, Utf8JsonWriter json)
    {
        var (name, value, overwrites) = (call.Input.Text("Name", 1, 2048), call.Input.Text("Value", 1, 8192), call.Input.Flag("Overwrite") == true);
        var (type, description) = (call.Input.OptionalWord("Type", "String", "StringList", "SecureString"), call.Input.OptionalText("Description", 0, 1024));
        _ = (call.Input.OptionalWord("Tier", "Standard", "Advanced", "Intelligent-Tiering"), call.Input.OptionalText("KeyId", 1, 256), call.Input.OptionalText("DataType", 0, 128));
        var tags = call.Input.Structures("Tags", 1000).Select(t => new KeyValuePair<string, string>(t.Text("Key", 1, 128), t.Text("Value", 0, 256))).ToList();
        call.Authorize(Arn(call, name), new Keys().With("ssm:Overwrite", overwrites ? "true" : "false").WithTags(tags));
        if (tags.Count > 0)
        {
            call.Authorize("ssm:AddTagsToResource", Arn(call, name), new Keys().WithTags(tags));
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

        var before = Find(call, name);
        if (before is not null && !overwrites)
        {
            throw new ServiceFault("ParameterAlreadyExists", 400, "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.");
        }

        var kept = new StoredParameter(call.Caller.AccountId, call.Region, name, type ?? before?.Type ?? "String", value, (before?.Version ?? 0) + 1, call.Now)
        {
            Tags = before?.Tags ?? tags.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Description = description ?? before?.Description,
        };
        kept.RequirePlain();
        call.State.Parameters.Put(kept);
        json.WriteNumber("Version", kept.Version);
        json.WriteString("Tier", "Standard");
    }

    private static void Delete(JsonCall call, Utf8JsonWriter json)
    {
        _ = json;
        var name = call.Input.Text("Name", 1, 2048);
        call.Authorize(Arn(call, name));
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
            call.Authorize(Arn(call, name));
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

    private static void WriteList(JsonCall call, Utf8JsonWriter json, IEnumerable<StoredParameter> parameters)
    {
        json.WriteStartArray("Parameters");
        foreach (var parameter in parameters)
        {
            json.WriteStartObject();
            Write(call, json, parameter);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(JsonCall call, Utf8JsonWriter json, StoredParameter parameter)
    {
        json.WriteString("Name", parameter.Name);
        json.WriteString("Type", parameter.Type);
        json.WriteString("Value", parameter.Value);
        json.WriteNumber("Version", parameter.Version);
        json.WritePropertyName("LastModifiedDate");
        json.WriteRawValue((parameter.Modified.ToUnixTimeMilliseconds() / 1000m).ToString("0.000", CultureInfo.InvariantCulture));
        json.WriteString("ARN", Arn(call, parameter.Name));
        json.WriteString("DataType", "text");
    }

    // A version or label may stand behind the name; the sandbox keeps the newest alone.
    private static string NameOf(string name) => name.StartsWith("arn:", StringComparison.Ordinal) ? name.Split(":parameter", 2)[^1]
        : name.Split(':') switch
        {
            [var plain] => plain,
            _ => throw new ServiceFault("NotImplemented", 501, "lanyard sandbox doesn't keep older versions of parameters yet"),
        };

    private static StoredParameter? Find(JsonCall call, string name) => call.State.Parameters.Find(call.Caller.AccountId, call.Region, name);

    private static string Arn(JsonCall call, string name) => $"arn:{call.State.Seed.Partition}:ssm:{call.Region}:{call.Caller.AccountId}:parameter/{name.TrimStart('/')}";

    private static ServiceFault NotFound() => new("ParameterNotFound", 400, "");
}
