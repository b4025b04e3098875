using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Elements;

/// <summary>
/// A <c>Sid</c> with other characters than IAM and Organizations take. Policies of resources are left out: their services take more,
/// such as the spaces in the default policy of a KMS key.
/// </summary>
internal sealed class UnsupportedSid() : Rule("UNSUPPORTED_SID", Severity.Error)
{
    public override string Title => "a Sid with characters that it can't have";

    public override string Mending => "Write the Sid with letters A to Z, a to z and digits alone.";

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        if (!policy.IsOfIam() && !policy.IsOfOrganizations())
        {
            yield break;
        }

        foreach (var sid in Sids.Of(policy))
        {
            if (sid.Text.FirstOrDefault(c => !char.IsAsciiLetterOrDigit(c)) is not '\0' and var bad)
            {
                yield return Found(sid.Place, $"the Sid \"{sid.Text}\" has the character {(bad == ' ' ? "space" : $"\"{bad}\"")}, and may have letters and digits only", FixOf(policy, sid.Text, sid.Place));
            }
        }
    }

    // A Sid means nothing to AWS, as long as no other has it.
    private static Fix? FixOf(CheckedPolicy policy, string sid, Place place)
    {
        var letters = string.Concat(sid.Where(char.IsAsciiLetterOrDigit));
        return policy.Text is null || letters.Length == 0 || Sids.Of(policy).Any(other => string.Concat(other.Text.Where(char.IsAsciiLetterOrDigit)) == letters && other.Text != sid)
            ? null
            : new Fix($"write {letters}", [JsonEdits.Replace(place, JsonEdits.Quote(letters))]);
    }
}
