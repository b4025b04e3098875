using Lanyard.Policy.Documents;

namespace Lanyard.Sandbox.Iam;

/// <summary>The condition keys that policy documents refer to, in conditions and as variables.</summary>
internal static class PolicyKeys
{
    public static IEnumerable<string> Of(IEnumerable<PolicyDocument> documents) =>
        documents.SelectMany(d => d.Statements.SelectMany(s => Of(s, d.HasVariables))).Distinct(StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> Of(Statement statement, bool hasVariables)
    {
        var tests = statement.Conditions.SelectMany(block => block.Tests).ToList();
        var texts = (statement.Resource?.Values.Select(v => v.Value) ?? []).Concat(tests.SelectMany(t => t.Values.Select(v => v.Text)));
        return tests.Select(t => t.Key.Value).Concat(hasVariables ? texts.SelectMany(Variables) : []);
    }

    private static IEnumerable<string> Variables(string text)
    {
        for (var at = text.IndexOf("${", StringComparison.Ordinal); at >= 0; at = text.IndexOf("${", at + 2, StringComparison.Ordinal))
        {
            var end = text.IndexOf('}', at);
            if (end < 0)
            {
                yield break;
            }

            // ${key, 'default'} has a key; ${*}, ${?} and ${$} are characters.
            var name = text[(at + 2)..end].Split(',')[0].Trim();
            if (name is not ("" or "*" or "?" or "$"))
            {
                yield return name;
            }
        }
    }
}
