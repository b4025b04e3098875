using System.Globalization;
using System.Text;
using Lanyard.Policy.Documents;

namespace Lanyard.Cli.Commands.Policies.Role;

/// <summary>Writes a plan for people: each document under a title, then what else there is to write.</summary>
internal static class RoleText
{
    public static string Write(RolePlan plan)
    {
        var text = new StringBuilder();
        foreach (var provider in plan.Providers)
        {
            Part(text, $"OpenID Connect provider of the account {plan.Account}", $"address   {provider.Url}\naudience  {provider.Audience}");
        }

        foreach (var role in plan.Roles)
        {
            var session = role.MaxSession is { } longest ? string.Create(CultureInfo.InvariantCulture, $", sessions of up to {longest.TotalHours:0.##} h") : "";
            Part(text, $"Trust policy of the role {role.Name} (policies {string.Join(", ", role.Policies)}{(role.Boundary is { } boundary ? $", permissions boundary {boundary}" : "")}{session})", PolicyDocumentWriter.Write(role.Trust, indented: true));
        }

        foreach (var policy in plan.Policies)
        {
            Part(text, $"Policy {policy.Name}: {policy.Description}", PolicyDocumentWriter.Write(policy.Document, indented: true));
        }

        foreach (var excerpt in plan.Settings.Concat(plan.Snippets))
        {
            Part(text, excerpt.File is { } file ? $"{file}: {excerpt.Title}" : char.ToUpperInvariant(excerpt.Title[0]) + excerpt.Title[1..], excerpt.Text);
        }

        return text.ToString();
    }

    private static void Part(StringBuilder text, string title, string body)
    {
        if (text.Length > 0)
        {
            text.Append('\n');
        }

        text.Append(CultureInfo.InvariantCulture, $"# {title}\n{body}\n");
    }
}
