using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Values;

/// <summary>A range whose address has bits that the prefix leaves out, so that it says less than it seems to.</summary>
internal sealed class ImproveIpRange() : ValueRule("IMPROVE_IP_RANGE", Severity.Suggestion)
{
    public override string Title => "a range of IP addresses with bits that don't count";

    public override string Mending => "Write the first address of the range before the slash.";

    protected override bool Concerns(CheckedStatement statement, CheckedTest test) =>
        OperatorKinds.KindOf(test.Operator.Comparison) == ConditionValueKind.IPAddress;

    protected override Finding? Check(CheckedStatement statement, CheckedTest test, ConditionValue value)
    {
        if (AddressRange.Parse(value.Text) is not { } range || AddressRange.Parse(range.Network)!.Address.Equals(range.Address))
        {
            return null;
        }

        var fix = statement.Policy.Text is null ? null : new Fix($"write {range.Network}", [JsonEdits.Replace(value.Place, JsonEdits.Quote(range.Network))]);
        return Found(value.Place, $"\"{value.Text}\" is the range {range.Network}: the other bits of the address don't count", fix, $"Write \"{range.Network}\".");
    }
}
