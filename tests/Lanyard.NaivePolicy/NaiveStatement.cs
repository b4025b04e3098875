using System.Text.Json;

namespace Lanyard.NaivePolicy;

/// <summary>Whether a statement speaks of a request: its action, its resource and its conditions.</summary>
internal static class NaiveStatement
{
    public static List<JsonElement> Of(JsonElement policy) => List(policy.GetProperty("Statement"));

    public static List<JsonElement> List(JsonElement oneOrMany) => oneOrMany.ValueKind == JsonValueKind.Array ? [.. oneOrMany.EnumerateArray()] : [oneOrMany];

    public static bool Applies(JsonElement policy, JsonElement statement, NaiveRequest request)
    {
        // "IAM policy elements: Variables": only under this version is a variable a variable.
        bool variables = policy.TryGetProperty("Version", out JsonElement version) && version.GetString() == "2012-10-17";
        return ActionApplies(statement, request.Action)
            && ResourceApplies(statement, request, variables)
            && (!statement.TryGetProperty("Condition", out JsonElement condition) || NaiveCondition.Holds(condition, request, variables));
    }

    private static bool ActionApplies(JsonElement statement, string action) =>
        statement.TryGetProperty("NotAction", out JsonElement not) ? !List(not).Exists(pattern => ActionMatches(pattern.GetString()!, action))
            : List(statement.GetProperty("Action")).Exists(pattern => ActionMatches(pattern.GetString()!, action));

    private static bool ActionMatches(string pattern, string action)
    {
        if (pattern == "*")
        {
            return true;
        }

        string[] wanted = NaiveRequest.Folded(pattern).Split(':', 2);
        string[] asked = NaiveRequest.Folded(action).Split(':', 2);
        return wanted.Length == 2
            && NaivePattern.Plain(wanted[0]).Matches(asked[0])
            && NaivePattern.Plain(wanted[1]).Matches(asked[1]);
    }

    private static bool ResourceApplies(JsonElement statement, NaiveRequest request, bool variables)
    {
        if (statement.TryGetProperty("NotResource", out JsonElement not))
        {
            // A variable without a value makes the whole element say nothing, which must not be turned round.
            List<bool?> matches = [.. List(not).Select(pattern => ResourceMatches(pattern.GetString()!, request, variables))];
            return !matches.Contains(null) && !matches.Contains(true);
        }

        // A trust policy has no Resource: it is about the role it is attached to.
        return !statement.TryGetProperty("Resource", out JsonElement resource)
            || List(resource).Exists(pattern => ResourceMatches(pattern.GetString()!, request, variables) == true);
    }

    private static bool? ResourceMatches(string pattern, NaiveRequest request, bool variables)
    {
        if (pattern == "*")
        {
            return true;
        }

        NaivePattern? last = NaivePattern.Expanded(pattern.Split(':', 6)[^1], request, variables);
        if (last == null)
        {
            return null;
        }

        List<string> wanted = [.. pattern.Split(':', 6)];
        string[] asked = request.Resource.Split(':', 6);
        if (asked.Length != 6)
        {
            return false;
        }

        // Others measured that a short ARN means anything in the parts it leaves out.
        if (wanted.Count < 6)
        {
            while (wanted.Count < 6)
            {
                wanted.Add("*");
            }

            last = NaivePattern.Plain("*");
        }

        for (int part = 0; part < 5; part++)
        {
            if (!NaivePattern.Plain(wanted[part]).Matches(asked[part]))
            {
                return false;
            }
        }

        return last.Matches(asked[5]);
    }
}
