using System.Text;
using System.Text.Json;
using Lanyard.Aws.Protocols;

namespace Lanyard.Sandbox.State;

/// <summary>
/// Puts another name in the place of a user's or role's in the trust policies. AWS keeps the unique id of whom a policy names, and shows the ARN while
/// there is one: "AWS JSON policy elements: Principal", IAM User Guide. Here the ARN stands there until it changes or its owner is gone.
/// </summary>
internal static class PrincipalRename
{
    /// <summary>Renames in all trust policies. The caller holds the gate.</summary>
    /// <param name="iam">All accounts.</param>
    /// <param name="arn">The name that is no more.</param>
    /// <param name="now">The new ARN, or the unique id of one that is gone.</param>
    public static void Everywhere(IamState iam, string arn, string now)
    {
        foreach (var account in iam.Accounts)
        {
            foreach (var role in account.Roles.All.Where(r => r.Trust is { } trust && trust.Json.Contains(arn, StringComparison.Ordinal)).ToList())
            {
                account.Roles.Put(role with { Trust = StoredPolicy.Trust(role.Name, In(role.Trust!.Json, arn, now)) });
            }
        }
    }

    private static string In(string json, string arn, string now)
    {
        using var document = JsonDocument.Parse(json);
        return Encoding.UTF8.GetString(JsonProtocol.Object(writer =>
        {
            foreach (var member in document.RootElement.EnumerateObject())
            {
                writer.WritePropertyName(member.Name);
                Write(writer, member.Value, isPrincipal: false);
            }
        }));

        void Write(Utf8JsonWriter writer, JsonElement element, bool isPrincipal)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    writer.WriteStartObject();
                    foreach (var member in element.EnumerateObject())
                    {
                        writer.WritePropertyName(member.Name);
                        Write(writer, member.Value, isPrincipal || member.Name == "Principal");
                    }

                    writer.WriteEndObject();
                    break;
                case JsonValueKind.Array:
                    writer.WriteStartArray();
                    foreach (var item in element.EnumerateArray())
                    {
                        Write(writer, item, isPrincipal);
                    }

                    writer.WriteEndArray();
                    break;
                case JsonValueKind.String when isPrincipal && element.ValueEquals(arn):
                    writer.WriteStringValue(now);
                    break;
                default:
                    element.WriteTo(writer);
                    break;
            }
        }
    }
}
