using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Trust;

/// <summary>A statement of a trust policy: who may take the role on, how, and under which conditions.</summary>
/// <param name="Sid">Its name; letters and digits.</param>
/// <param name="Kind">What the principals are: <c>AWS</c>, <c>Federated</c> or <c>Service</c>.</param>
/// <param name="Principals">The principals.</param>
/// <param name="Action">The action of AWS STS that they call.</param>
/// <param name="Conditions">The conditions, all of which must hold.</param>
public sealed record TrustStatement(string Sid, string Kind, ImmutableArray<string> Principals, string Action, ImmutableArray<TrustCondition> Conditions)
{
    /// <summary>Lets CloudFormation deploy stacks with the role.</summary>
    /// <remarks>
    /// No condition on <c>aws:SourceAccount</c> or <c>aws:SourceArn</c>: AWS documents these for CloudFormation's extensions and stack sets, not for
    /// the role of a stack, and no role can be passed to a stack of another account.
    /// </remarks>
    public static TrustStatement CloudFormation { get; } = new("CloudFormation", "Service", ["cloudformation.amazonaws.com"], "sts:AssumeRole", []);
}

/// <summary>A condition of a trust policy.</summary>
/// <param name="Operator">The operator, such as <c>StringEquals</c>.</param>
/// <param name="Key">The condition key.</param>
/// <param name="Values">The values, one of which must fit.</param>
public sealed record TrustCondition(string Operator, string Key, ImmutableArray<string> Values);

/// <summary>Makes trust policies.</summary>
public static class TrustPolicy
{
    /// <summary>Makes one.</summary>
    /// <param name="statements">Its statements.</param>
    public static PolicyDocument Of(IEnumerable<TrustStatement> statements)
    {
        ArgumentNullException.ThrowIfNull(statements);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("Version", PolicyDocument.VersionWithVariables);
            json.WriteStartArray("Statement");
            foreach (var statement in statements)
            {
                json.WriteStartObject();
                json.WriteString("Sid", statement.Sid);
                json.WriteString("Effect", "Allow");
                json.WriteStartObject("Principal");
                Write(json, statement.Kind, statement.Principals);
                json.WriteEndObject();
                json.WriteString("Action", statement.Action);
                Write(json, statement.Conditions);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return PolicyDocumentReader.Read(Encoding.UTF8.GetString(buffer.ToArray()), null);
    }

    private static void Write(Utf8JsonWriter json, ImmutableArray<TrustCondition> conditions)
    {
        if (conditions.IsEmpty)
        {
            return;
        }

        json.WriteStartObject("Condition");
        foreach (var operation in conditions.GroupBy(c => c.Operator, StringComparer.Ordinal))
        {
            json.WriteStartObject(operation.Key);
            foreach (var condition in operation)
            {
                Write(json, condition.Key, condition.Values);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        if (values is [var only])
        {
            json.WriteString(name, only);
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
