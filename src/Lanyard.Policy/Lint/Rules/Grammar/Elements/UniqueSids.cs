using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Elements;

/// <summary>A rule about a <c>Sid</c> that two statements have.</summary>
internal abstract class UniqueSids(string id, Severity severity) : Rule(id, severity)
{
    public override string Mending => "Give each statement a Sid of its own.";

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        if (!Concerns(policy))
        {
            yield break;
        }

        var seen = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var sid in Sids.Of(policy).Where(sid => sid.Text.Length > 0))
        {
            if (!seen.TryAdd(sid.Text, sid))
            {
                yield return Found(sid.Place, $"the Sid \"{sid.Text}\" is already that of the statement in line {seen[sid.Text].Place.Start.Line}") with
                {
                    Related = [seen[sid.Text].Place],
                };
            }
        }
    }

    /// <summary>Whether the rule is about such policies.</summary>
    protected abstract bool Concerns(CheckedPolicy policy);
}
