using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Lint.Rules.Grants.Escalation;

namespace Lanyard.Policy.Lint.Rules.Grants.Reach;

/// <summary>
/// A wildcard over a whole service, on every resource and without a condition, that holds actions which give permissions or lead to more of them.
/// Named are those that the Service Authorization Reference calls permissions management, and those that a way of <see cref="Ways"/> begins with; a
/// Deny without conditions takes them out again. Services whose only such actions guard the service's own affairs aren't spoken of.
/// </summary>
internal sealed class DangerousWildcard() : Rule("LANYARD_DANGEROUS_WILDCARD", Severity.Warning, RuleOrigin.Lanyard)
{
    private const int NamedActions = 4;

    // What is worth a word: identities, keys, code that runs as a role, data that a policy can open to the world.
    private static readonly HashSet<string> Services = new(StringComparer.OrdinalIgnoreCase)
    {
        "cognito-identity", "codebuild", "dynamodb", "ec2", "ecr", "ecs", "events", "glue", "iam", "identitystore", "kms", "lambda", "organizations",
        "ram", "s3", "s3-outposts", "s3express", "secretsmanager", "sns", "sqs", "ssm", "sso", "sso-directory", "states", "sts",
    };

    public override string Title => "a wildcard over a service that holds actions which give permissions";

    public override string Mending => "List the actions that are needed, or name the resources.";

    public override Uri Link => new("https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege");

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        if (policy.Kind != PolicyKind.Identity)
        {
            yield break;
        }

        foreach (var statement in policy.Statements)
        {
            if (!statement.IsAllow || statement.HasNotAction || statement.HasNotResource || !statement.Tests.IsEmpty
                || !statement.Resources.Any(resource => resource.IsEverything))
            {
                continue;
            }

            foreach (var action in statement.Actions)
            {
                if (action.Text.Value is "*" or "*:*")
                {
                    yield return Found(action.Text.Place, $"\"{action.Text.Value}\" on every resource gives every permission there is, also over users, roles and keys");
                }
                else if (action.Name == "*" && Services.Contains(action.Service) && Dangers(policy, action) is { Length: > 0 } dangers)
                {
                    var named = string.Join(", ", dangers.Take(NamedActions).Select(id => policy.Catalogue.Action(id).FullName));
                    var more = dangers.Length - NamedActions;
                    yield return Found(action.Text.Place, $"{action.Text.Value} on every resource holds actions that give permissions or lead to more: {named}{(more > 0 ? $" and {more} more" : "")}");
                }
            }
        }
    }

    private static ImmutableArray<int> Dangers(CheckedPolicy policy, CheckedAction action)
    {
        CheckedStatement[] denies =
        [
            .. policy.Statements.Where(statement => !statement.IsAllow && statement.Tests.IsEmpty && !statement.HasNotResource && !statement.HasNotAction
                && statement.Resources.Any(resource => resource.IsEverything)),
        ];
        var found = Find(policy.Catalogue, action.Service.ToLowerInvariant());
        found.RemoveAll(id => denies.Any(deny => deny.Actions.Any(denied => denied.Holds(id))));
        return [.. found];
    }

    // Those that lead to more come first, then what is named after a policy, a permission or a grant: they are the ones to know of.
    private static List<int> Find(Catalogue catalogue, string service)
    {
        var found = new List<int>();
        foreach (var name in Ways.All.SelectMany(way => way.Steps[0].Actions))
        {
            if (name.StartsWith(service + ":", StringComparison.Ordinal) && catalogue.IdOf(name) is >= 0 and var id && !found.Contains(id))
            {
                found.Add(id);
            }
        }

        var managed = catalogue.FindService(service)?.Actions.Where(action => action.AccessLevel == AccessLevel.PermissionsManagement) ?? [];
        foreach (var action in managed.OrderBy(action => Rank(action.Name)))
        {
            if (!found.Contains(action.Id))
            {
                found.Add(action.Id);
            }
        }

        return found;
    }

    private static int Rank(string name) => name.StartsWith("Delete", StringComparison.Ordinal) || name.StartsWith("Remove", StringComparison.Ordinal) ? 3
        : name.EndsWith("Policy", StringComparison.Ordinal) ? 0
        : name.EndsWith("Permission", StringComparison.Ordinal) || name.EndsWith("Grant", StringComparison.Ordinal) || name.EndsWith("Acl", StringComparison.Ordinal) ? 1
        : 2;
}
