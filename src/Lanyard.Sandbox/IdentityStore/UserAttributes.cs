using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Lanyard.Sandbox.IdentityStore;

/// <summary>The attributes of people as the service's model has them, from JSON into a table of paths such as <c>Emails.0.Value</c>, and back.</summary>
internal static class UserAttributes
{
    private const int LongestName = 128;
    private const int LongestText = 1024;

    // What has members is a structure; what may be there more than once, a list of them.
    private static readonly Attribute[] All =
    [
        new("UserName"), new("Name", "Formatted", "FamilyName", "GivenName", "MiddleName", "HonorificPrefix", "HonorificSuffix"),
        new("DisplayName"), new("NickName"), new("ProfileUrl"),
        new("Emails", "Value", "Type", "Primary") { Most = 1 },
        new("Addresses", "StreetAddress", "Locality", "Region", "PostalCode", "Country", "Formatted", "Type", "Primary") { Most = 1 },
        new("PhoneNumbers", "Value", "Type", "Primary") { Most = 1 },
        new("UserType"), new("Title"), new("PreferredLanguage"), new("Locale"), new("Timezone"),
        new("Photos", "Value", "Type", "Display", "Primary") { Most = 3 },
        new("Website"), new("Birthdate"), new("Roles", "Value", "Type", "Primary") { Most = 1 },
    ];

    /// <summary>Reads all attributes of a request.</summary>
    public static ImmutableSortedDictionary<string, string> Read(JsonElement input)
    {
        var attributes = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        foreach (var attribute in All)
        {
            if (input.TryGetProperty(attribute.Name, out var value) && value.ValueKind != JsonValueKind.Null)
            {
                attributes = Put(attributes, attribute, value);
            }
        }

        return attributes;
    }

    /// <summary>Changes an attribute, or one member of a structure; without a value it goes.</summary>
    /// <param name="attributes">The attributes as they are.</param>
    /// <param name="path">The attribute, such as <c>name.givenName</c>.</param>
    /// <param name="value">The value; <see langword="null"/> for none.</param>
    public static ImmutableSortedDictionary<string, string> Change(ImmutableSortedDictionary<string, string> attributes, string path, JsonElement? value)
    {
        value = value is { ValueKind: JsonValueKind.Null } ? null : value;
        var names = path.Split('.');
        var attribute = Array.Find(All, a => Same(a.Name, names[0])) ?? throw Unknown(path);
        if (names.Length == 1)
        {
            var cleared = attributes.RemoveRange(attributes.Keys.Where(k => k == attribute.Name || k.StartsWith(attribute.Name + ".", StringComparison.Ordinal)));
            return value is { } whole ? Put(cleared, attribute, whole) : cleared;
        }

        var member = names.Length == 2 && attribute is { Most: 0 } ? Array.Find(attribute.Members, m => Same(m, names[1])) : null;
        var key = $"{attribute.Name}.{member ?? throw Unknown(path)}";
        return value is { } text ? attributes.SetItem(key, Text(text, key)) : attributes.Remove(key);
    }

    /// <summary>Writes all attributes.</summary>
    public static void Write(Utf8JsonWriter json, ImmutableSortedDictionary<string, string> attributes)
    {
        foreach (var attribute in All.Where(a => attributes.Keys.Any(k => k == a.Name || k.StartsWith(a.Name + ".", StringComparison.Ordinal))))
        {
            if (attribute.Members.Length == 0)
            {
                json.WriteString(attribute.Name, attributes[attribute.Name]);
                continue;
            }

            if (attribute.Most == 0)
            {
                json.WriteStartObject(attribute.Name);
                WriteMembers(json, attributes, attribute, attribute.Name);
                continue;
            }

            json.WriteStartArray(attribute.Name);
            for (var i = 0; i < attribute.Most && attributes.Keys.Any(k => k.StartsWith($"{attribute.Name}.{i}.", StringComparison.Ordinal)); i++)
            {
                json.WriteStartObject();
                WriteMembers(json, attributes, attribute, $"{attribute.Name}.{i}");
            }

            json.WriteEndArray();
        }
    }

    private static void WriteMembers(Utf8JsonWriter json, ImmutableSortedDictionary<string, string> attributes, Attribute attribute, string prefix)
    {
        foreach (var member in attribute.Members)
        {
            if (attributes.TryGetValue($"{prefix}.{member}", out var value))
            {
                if (member == "Primary")
                {
                    json.WriteBoolean(member, value == "true");
                }
                else
                {
                    json.WriteString(member, value);
                }
            }
        }

        json.WriteEndObject();
    }

    private static ImmutableSortedDictionary<string, string> Put(ImmutableSortedDictionary<string, string> attributes, Attribute attribute, JsonElement value)
    {
        if (attribute.Members.Length == 0)
        {
            return attributes.SetItem(attribute.Name, Text(value, attribute.Name));
        }

        if (attribute.Most == 0)
        {
            return PutMembers(attributes, attribute, value, attribute.Name);
        }

        var items = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToList() : throw Wrong(attribute.Name);
        if (items.Count == 0 || items.Count > attribute.Most)
        {
            throw StoreFaults.Invalid(
                $"1 validation error detected: Value at '{Shown(attribute.Name)}' failed to satisfy constraint: Member must have length {(items.Count == 0 ? "greater than or equal to 1" : $"less than or equal to {attribute.Most}")}");
        }

        return items.Select((item, at) => (item, at)).Aggregate(attributes, (all, i) => PutMembers(all, attribute, i.item, $"{attribute.Name}.{i.at}"));
    }

    private static ImmutableSortedDictionary<string, string> PutMembers(
        ImmutableSortedDictionary<string, string> attributes, Attribute attribute, JsonElement value, string prefix)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(prefix);
        }

        foreach (var given in value.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null))
        {
            // Documents of UpdateUser spell their members with a small letter, requests of CreateUser with a capital.
            var member = Array.Find(attribute.Members, m => Same(m, given.Name)) ?? throw Unknown($"{prefix}.{given.Name}");
            var key = $"{prefix}.{member}";
            attributes = attributes.SetItem(key, member != "Primary" ? Text(given.Value, key)
                : given.Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? (given.Value.GetBoolean() ? "true" : "false")
                : throw Wrong(key));
        }

        return attributes;
    }

    private static string Text(JsonElement value, string key)
    {
        var (most, pattern) = key == "UserName" ? (LongestName, StorePatterns.UserName) : (LongestText, StorePatterns.Text);
        string text;
        try
        {
            text = value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(key);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            throw Wrong(key);
        }

        return text.Length == 0 ? throw Breaks(key, "Member must have length greater than or equal to 1")
            : text.Length > most ? throw Breaks(key, $"Member must have length less than or equal to {most}")
            : Matches(pattern, text) ? text
            : throw Breaks(key, $"Member must satisfy regular expression pattern: {pattern}");
    }

    private static bool Matches(Regex pattern, string text) => pattern.Match(text) is { Success: true, Index: 0 } found && found.Length == text.Length;

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static ServiceFault Breaks(string key, string constraint) => StoreFaults.Invalid($"1 validation error detected: Value at '{Shown(key)}' failed to satisfy constraint: {constraint}");

    private static ServiceFault Wrong(string key) => new("SerializationException", 400, $"The value at '{Shown(key)}' has another type than the operation takes.");

    private static ServiceFault Unknown(string path) => StoreFaults.Invalid($"The attribute {path} is not supported");

    private static string Shown(string key) => char.ToLowerInvariant(key[0]) + key[1..];

    private sealed record Attribute(string Name, params string[] Members)
    {
        /// <summary>Gets how often it may be there; 0 for what is no list.</summary>
        public int Most { get; init; }
    }
}
