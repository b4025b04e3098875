using System.Globalization;
using System.Text.Json;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Policy.Apply;
using Lanyard.Policy.Documents;

namespace Lanyard.Cli.Commands.Policies.Apply;

/// <summary>
/// For roles of Identity Center, which IAM lets nobody else change: prints the permission sets that they come from, as a CloudFormation
/// template, and refuses.
/// </summary>
internal static class PermissionSetTemplate
{
    /// <summary>Prints the template.</summary>
    /// <returns>The error that says why nothing was applied.</returns>
    public static CredentialsException Print(WantedIam wanted, Surroundings surroundings)
    {
        var sets = wanted.Reserved.Select(role => PermissionSet.Of(role, wanted)).ToArray();
        surroundings.Write(JsonOutput.Object(json => Write(json, sets)));
        if (wanted.Reserved.Any(r => r.Document is not null || r.Tags is not null))
        {
            surroundings.Error.WriteLine("note: the trust policy and tags of such a role are Identity Center's own, and are left out");
        }

        foreach (var (_, name) in sets.SelectMany(s => s.OfAccount).Distinct())
        {
            surroundings.Error.WriteLine($"note: the policy {name} must be there, under that name, in each account where the permission set is used");
        }

        return new CredentialsException(
            CliErrorCodes.RoleReserved,
            $"{string.Join(" and ", wanted.Reserved.Select(r => r.Name.Value))} belongs to IAM Identity Center, and nobody can change such a role in IAM; nothing was changed, and what its permission set shall be is printed",
            "save what is printed as permission-set.json, then deploy it in the account that administers Identity Center: aws cloudformation deploy --stack-name permission-sets --template-file permission-set.json"
            + " --parameter-overrides InstanceArn=$(aws sso-admin list-instances --query 'Instances[0].InstanceArn' --output text)",
            FailureKind.GuardRail);
    }

    private static void Write(Utf8JsonWriter json, PermissionSet[] sets)
    {
        json.WriteString("AWSTemplateFormatVersion", "2010-09-09");
        json.WriteStartObject("Parameters");
        json.WriteStartObject("InstanceArn");
        json.WriteString("Type", "String");
        json.WriteString("Description", "The ARN of the Identity Center instance: aws sso-admin list-instances");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("Resources");
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var set in sets)
        {
            json.WriteStartObject(LogicalId(set.Name, taken));
            json.WriteString("Type", "AWS::SSO::PermissionSet");
            json.WriteStartObject("Properties");
            Write(json, set);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    // Names that differ in punctuation alone would get the same one.
    private static string LogicalId(string name, HashSet<string> taken)
    {
        var plain = "PermissionSet" + string.Concat(name.Where(char.IsAsciiLetterOrDigit));
        var id = plain;
        for (var number = 2; !taken.Add(id); number++)
        {
            id = string.Create(CultureInfo.InvariantCulture, $"{plain}{number}");
        }

        return id;
    }

    private static void Write(Utf8JsonWriter json, PermissionSet set)
    {
        json.WriteStartObject("InstanceArn");
        json.WriteString("Ref", "InstanceArn");
        json.WriteEndObject();
        json.WriteString("Name", set.Name);
        if (set.Session is { } session)
        {
            json.WriteString("SessionDuration", session);
        }

        if (!set.OfAws.IsEmpty)
        {
            JsonOutput.List(json, "ManagedPolicies", set.OfAws, json.WriteStringValue);
        }

        if (!set.OfAccount.IsEmpty)
        {
            JsonOutput.Objects(json, "CustomerManagedPolicyReferences", set.OfAccount, policy => Reference(json, policy));
        }

        if (set.Inline is { } inline)
        {
            using var document = JsonDocument.Parse(PolicyDocumentWriter.Write(inline, indented: false));
            json.WritePropertyName("InlinePolicy");
            document.RootElement.WriteTo(json);
        }

        if (set.Boundary is { } boundary)
        {
            json.WriteStartObject("PermissionsBoundary");
            if (set.BoundaryOfAccount is { } own)
            {
                json.WriteStartObject("CustomerManagedPolicyReference");
                Reference(json, own);
                json.WriteEndObject();
            }
            else
            {
                json.WriteString("ManagedPolicyArn", boundary);
            }

            json.WriteEndObject();
        }
    }

    private static void Reference(Utf8JsonWriter json, (string Path, string Name) policy)
    {
        json.WriteString("Name", policy.Name);
        json.WriteString("Path", policy.Path);
    }
}
