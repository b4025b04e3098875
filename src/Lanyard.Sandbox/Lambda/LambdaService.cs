using System.Globalization;
using System.Text.Json;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Lambda;

/// <summary>AWS Lambda, as far as functions, those of the seed and of stacks, can be looked at. See the Lambda API Reference.</summary>
/// <param name="state">What the sandbox knows.</param>
/// <param name="authenticate">Finds out who signed a call.</param>
internal sealed class LambdaService(SandboxState state, Func<CallContext, AccessKey> authenticate)
{
    private const string Functions = "/2015-03-31/functions";

    // "ListFunctions", Lambda API Reference: each answer has up to 50 functions.
    private const int MaxPage = 50;

    public static IReadOnlyList<string> OperationNames { get; } = ["GetFunction", "GetFunctionConfiguration", "ListFunctions"];

    public WireResponse Handle(CallContext call)
    {
        try
        {
            return Dispatch(call);
        }
        catch (ServiceFault fault)
        {
            call.Fail(fault);
            return fault.Code is "AccessDeniedException" or "ResourceNotFoundException"
                ? Refuse(fault.Code, fault.Code == "AccessDeniedException" ? 403 : fault.Status, fault.Message)
                : Answers.JsonError(fault);
        }
    }

    // As the service's model has its errors: others write the message with a small letter.
    private static WireResponse Refuse(string code, int status, string message) => Answers.Json(status, json =>
    {
        json.WriteString("Type", "User");
        json.WriteString("Message", message);
    }).With("X-Amzn-ErrorType", code);

    private WireResponse Dispatch(CallContext call)
    {
        var (operation, name) = OperationOf(call.Request);
        call.Operation = operation;
        var caller = authenticate(call).Caller;
        lock (state.Iam.Gate)
        {
            return Answer(call, caller, operation, name);
        }
    }

    private WireResponse Answer(CallContext call, Caller caller, string? operation, string? name) =>
        operation switch
        {
            "ListFunctions" => List(call, caller),
            "GetFunction" => Answers.Json(200, json =>
            {
                var function = Find(call, caller, operation, name!);
                json.WriteStartObject("Configuration");
                Write(json, function);
                json.WriteEndObject();
                WriteMap(json, "Tags", function.Tags);
            }),
            "GetFunctionConfiguration" => Answers.Json(200, json => Write(json, Find(call, caller, operation, name!))),
            _ => throw new ServiceFault("NotImplemented", 501, "lanyard sandbox doesn't speak this operation of lambda yet"),
        };

    private static (string? Operation, string? Name) OperationOf(WireRequest request)
    {
        if (request.Method != "GET" || !request.Path.StartsWith(Functions, StringComparison.Ordinal))
        {
            return (null, null);
        }

        var rest = request.Path[Functions.Length..];
        return rest is not ("" or ['/', ..]) ? (null, null) : rest.Trim('/').Split('/') switch
        {
            [""] => ("ListFunctions", null),
            [var name] => ("GetFunction", Uri.UnescapeDataString(name)),
            [var name, "configuration"] => ("GetFunctionConfiguration", Uri.UnescapeDataString(name)),
            _ => (null, null),
        };
    }

    // Whether there is such a function is told to those alone who may ask for it.
    private LambdaFunction Find(CallContext call, Caller caller, string operation, string name)
    {
        if (name.Split(':') is ["arn", _, "lambda", { Length: > 0 } region, ..] && region != call.Region)
        {
            throw new ServiceFault("ResourceNotFoundException", 404, $"Functions from '{region}' are not reachable in this region ('{call.Region}')");
        }

        var (account, function, version) = NameParts(name) is { } parts
            ? parts
            : throw new ServiceFault("ValidationException", 400, "1 validation error detected: Value at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern of a function's name or ARN");
        var qualifier = QueryString.Get(call.Query, "Qualifier") ?? version;
        var arn = $"arn:{state.Seed.Partition}:lambda:{call.Region}:{account ?? caller.AccountId}:function:{function}";
        var asked = qualifier is null ? arn : $"{arn}:{qualifier}";
        call.Authorize(state, caller, new CallRequest($"lambda:{operation}", asked) { Region = call.Region!, Denial = "AccessDeniedException" });
        return FunctionView.In(state, account ?? caller.AccountId, call.Region!).FirstOrDefault(f => f.Name == function && qualifier is null or "$LATEST")
            ?? throw new ServiceFault("ResourceNotFoundException", 404, $"Function not found: {asked}");
    }

    // "GetFunction", Lambda API Reference: the name, a partial ARN (ACCOUNT:function:NAME) or the ARN, each with a version or alias behind it.
    private static (string? Account, string Function, string? Version)? NameParts(string name)
    {
        var parts = name.Split(':');
        var (account, rest) = parts switch
        {
            ["arn", _, "lambda", _, { Length: 12 } id, "function", .. var end] => (id, end),
            [{ Length: 12 } id, "function", .. var end] => (id, end),
            ["function", .. var end] => (null, end),
            _ => (null, parts),
        };
        return rest switch
        {
            [var function] when IsName(function) => (account, function, null),
            [var function, var version] when IsName(function) && (version == "$LATEST" || IsName(version)) => (account, function, version),
            _ => null,
        };
    }

    private static bool IsName(string text) => text.Length is > 0 and <= 140 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private WireResponse List(CallContext call, Caller caller)
    {
        if (call.Query.FirstOrDefault(q => q.Key is not ("MaxItems" or "Marker")) is { Key: not null } unread)
        {
            throw new ServiceFault("NotImplemented", 501, $"lanyard sandbox doesn't take the parameter {(unread.Key.All(char.IsAsciiLetter) ? unread.Key : "of that name")} with lambda:ListFunctions yet");
        }

        call.Authorize(state, caller, new CallRequest("lambda:ListFunctions", "*") { Region = call.Region!, Denial = "AccessDeniedException" });
        var size = MaxPage;
        if (QueryString.Get(call.Query, "MaxItems") is { } asked && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size < 1))
        {
            throw new ServiceFault("ValidationException", 400, "1 validation error detected: Value at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1");
        }

        // The marker is the last name of the page before.
        var after = QueryString.Get(call.Query, "Marker");
        var rest = FunctionView.In(state, caller.AccountId, call.Region!).Where(f => after is null || string.CompareOrdinal(f.Name, after) > 0).ToList();
        var page = rest.Take(Math.Min(size, MaxPage)).ToList();
        return Answers.Json(200, json =>
        {
            json.WriteStartArray("Functions");
            foreach (var function in page)
            {
                json.WriteStartObject();
                Write(json, function);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (page.Count < rest.Count)
            {
                json.WriteString("NextMarker", page[^1].Name);
            }
        });
    }

    private static void Write(Utf8JsonWriter json, LambdaFunction function)
    {
        json.WriteString("FunctionName", function.Name);
        json.WriteString("FunctionArn", function.Arn);
        json.WriteString("Role", function.RoleArn);
        if (!function.IsImage)
        {
            json.WriteString("Runtime", function.Runtime);
            json.WriteString("Handler", function.Handler);
        }

        json.WriteString("Description", function.Description);
        json.WriteNumber("Timeout", function.Timeout);
        json.WriteNumber("MemorySize", function.MemorySize);
        json.WriteString("LastModified", function.Modified.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture));
        json.WriteString("Version", "$LATEST");
        json.WriteString("PackageType", function.IsImage ? "Image" : "Zip");
        if (!function.Environment.IsEmpty)
        {
            json.WriteStartObject("Environment");
            WriteMap(json, "Variables", function.Environment);
            json.WriteEndObject();
        }

        json.WriteString("State", "Active");
        json.WriteString("LastUpdateStatus", "Successful");
    }

    private static void WriteMap(Utf8JsonWriter json, string name, IReadOnlyCollection<KeyValuePair<string, string>> map)
    {
        if (map.Count == 0)
        {
            return;
        }

        json.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }
}
