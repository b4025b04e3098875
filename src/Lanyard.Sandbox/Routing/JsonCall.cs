using System.Text;
using System.Text.Json;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Routing;

/// <summary>A call of a service that speaks AWS JSON, once its signature proved who calls.</summary>
/// <param name="state">What the sandbox knows.</param>
/// <param name="call">The call as it came.</param>
/// <param name="caller">Who calls.</param>
/// <param name="actionPrefix">What stands before the operation in the actions of policies.</param>
/// <param name="operation">The operation.</param>
/// <param name="input">Its parameters.</param>
internal sealed class JsonCall(SandboxState state, CallContext call, Caller caller, string actionPrefix, string operation, JsonParameters input)
{
    private static readonly string[] Reading = ["Get", "List", "Describe", "Lookup", "Is"];

    public SandboxState State { get; } = state;

    public Caller Caller { get; } = caller;

    public string Operation { get; } = operation;

    public JsonParameters Input { get; } = input;

    public DateTimeOffset Now => call.Now;

    /// <summary>Gets the region that the call is signed for.</summary>
    public string Region => call.Region ?? "us-east-1";

    /// <summary>Gets whether the operation changes something.</summary>
    public bool Changes => !Reading.Any(r => Operation.StartsWith(r, StringComparison.Ordinal));

    /// <summary>Asks the caller's policies for this operation.</summary>
    /// <param name="resource">The resource's ARN; <c>*</c> where the action takes none.</param>
    /// <param name="keys">The condition keys of the request; <see langword="null"/> for none.</param>
    /// <exception cref="ServiceFault">It isn't allowed.</exception>
    public void Authorize(string resource = "*", Keys? keys = null) => Authorize($"{actionPrefix}:{Operation}", resource, keys);

    /// <summary>Asks the caller's policies for an action that the operation stands for, or needs besides.</summary>
    public void Authorize(string action, string resource, Keys? keys) =>
        Authorize(new CallRequest(action, resource) { Keys = keys, Region = Region, Denial = "AccessDeniedException" });

    /// <summary>Asks the caller's policies, and those of the resource. All parameters of an operation that changes something are read by then.</summary>
    public void Authorize(CallRequest asked)
    {
        AuthorizeUnread(asked);
        if (Changes)
        {
            // Nothing is changed for a call that is refused in the end.
            Input.RequireAllRead();
        }
    }

    /// <summary>Asks the caller's policies for a call that fails whatever its parameters are.</summary>
    public void AuthorizeUnread(CallRequest asked) => call.Authorize(State, Caller, asked);

    /// <summary>Writes a page of a list, and the token of the next one where there is more.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="name">The list's name.</param>
    /// <param name="items">All items.</param>
    /// <param name="keyOf">What sorts them, and tells them apart.</param>
    /// <param name="write">Writes one.</param>
    /// <param name="most">The longest page that may be asked for.</param>
    /// <param name="usual">The page where none is asked for.</param>
    public void Page<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Func<T, string> keyOf, Action<T> write, int most = 100, int? usual = null)
    {
        // The token names the last item, so that what comes and goes meanwhile neither repeats nor hides another.
        var after = Input.OptionalText("NextToken", 1, 100_000) is { } token ? Unpack(token) : null;
        var size = Input.Number("MaxResults", 1, most) ?? usual ?? most;
        var rest = items.Select(i => (Item: i, Key: keyOf(i)))
            .OrderBy(i => i.Key, StringComparer.Ordinal)
            .SkipWhile(i => after is not null && string.CompareOrdinal(i.Key, after) <= 0)
            .ToList();
        json.WriteStartArray(name);
        foreach (var (item, _) in rest.Take(size))
        {
            write(item);
        }

        json.WriteEndArray();
        if (rest.Count > size)
        {
            json.WriteString("NextToken", Convert.ToBase64String(Encoding.UTF8.GetBytes(rest[size - 1].Key)));
        }
    }

    private string Unpack(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : throw Input.BadToken();
    }
}
