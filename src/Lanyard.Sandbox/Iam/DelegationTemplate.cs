using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>The permissions of a delegation request: a template in which <c>@{name}</c> stands for a parameter.</summary>
internal static partial class DelegationTemplate
{
    private const int MostParameters = 50;

    /// <summary>Reads the parameters of a call.</summary>
    public static ImmutableArray<DelegationParameter> Read(IamParameters parameters)
    {
        var list = ImmutableArray.CreateBuilder<DelegationParameter>();
        for (var i = 1; i <= MostParameters + 1 && parameters.HasAny($"Permissions.Parameters.member.{i}."); i++)
        {
            var at = $"Permissions.Parameters.member.{i}";
            list.Add(new DelegationParameter(
                parameters.Required($"{at}.Name", 5, 256), parameters.Word($"{at}.Type", "string", "stringList"), parameters.Texts($"{at}.Values")));
        }

        return list.Count <= MostParameters ? list.ToImmutable() : throw IamParameters.Invalid("permissions.parameters", $"Member must have length less than or equal to {MostParameters}");
    }

    /// <summary>Fills the template in.</summary>
    /// <exception cref="ServiceFault">There is no such template, or the parameters aren't its own, or what comes of them is no policy.</exception>
    public static StoredPolicy Fill(IamAccount account, string templateArn, ImmutableArray<DelegationParameter> parameters, string name)
    {
        var template = account.FindPolicy(templateArn) ?? throw IamFaults.InvalidInput($"The policy template {templateArn} does not exist.");
        var unused = parameters.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        if (unused.Count < parameters.Length)
        {
            throw IamFaults.InvalidInput("A parameter is given twice.");
        }

        var json = Place().Replace(template.Default.Policy.Json, match =>
        {
            var parameter = parameters.FirstOrDefault(p => p.Name == match.Groups["name"].Value)
                ?? throw IamFaults.InvalidInput($"The policy template {templateArn} needs the parameter {match.Groups["name"].Value}.");
            unused.Remove(parameter.Name);
            return parameter switch
            {
                { Type: "stringList" } when match.Value[0] == '"' => $"[{string.Join(",", parameter.Values.Select(v => $"\"{Escaped(v)}\""))}]",
                { Values: [var value] } => match.Value[0] == '"' ? $"\"{Escaped(value)}\"" : Escaped(value),
                _ => throw IamFaults.InvalidInput($"The parameter {parameter.Name} must have one value where it is a part of a text."),
            };
        });
        if (unused.Count > 0)
        {
            throw IamFaults.InvalidInput($"The policy template {templateArn} has no parameter {unused.Order(StringComparer.Ordinal).First()}.");
        }

        var policy = new StoredPolicy(name, PolicyKind.Session, json);
        try
        {
            _ = policy.Attached;
        }
        catch (PolicyDocumentException e)
        {
            throw IamFaults.InvalidInput($"With these parameters the policy template {templateArn} is no policy: {e.Message}");
        }

        return policy;
    }

    /// <summary>Gives the permissions boundaries that the permissions require of roles.</summary>
    public static IEnumerable<string> BoundariesOf(StoredPolicy policy) => policy.Attached.Document.Statements
        .SelectMany(s => s.Conditions).SelectMany(block => block.Tests)
        .Where(test => test.Key.Value.Equals("iam:PermissionsBoundary", StringComparison.OrdinalIgnoreCase))
        .SelectMany(test => test.Values.Select(v => v.Text))
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static string Escaped(string value) => JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;

    // A whole text may become a list; within one a single value stands.
    [GeneratedRegex("\"@\\{(?<name>[^}]+)\\}\"|@\\{(?<name>[^}]+)\\}")]
    private static partial Regex Place();
}
