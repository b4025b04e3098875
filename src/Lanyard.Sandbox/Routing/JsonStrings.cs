using System.Text.Json;

namespace Lanyard.Sandbox.Routing;

/// <summary>Makes sure that all strings of a document can be read.</summary>
internal static class JsonStrings
{
    /// <summary>Reads every name and string: the parser doesn't look into them, and half of a surrogate pair would throw later on.</summary>
    /// <exception cref="InvalidOperationException">One can't be read.</exception>
    public static void ReadAll(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    ReadAll(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    ReadAll(member.Value);
                }

                break;
        }
    }
}
