using Lanyard.Policy.Catalog;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint.Rules.Names.Values;

/// <summary>A value of <c>IpAddress</c> or <c>NotIpAddress</c> that is neither an address nor a range in CIDR notation.</summary>
internal sealed class TypeMismatchIpRange() : OperandRule("TYPE_MISMATCH_IP_RANGE", Severity.Error, ConditionValueKind.IPAddress)
{
    public override string Title => "a value that should be a range of IP addresses";

    public override string Mending => "Write an address or a range, as in 203.0.113.0/24 or 2001:db8::/32.";

    protected override string NoOperand => "no address or range of addresses";

    protected override bool Fits(string value) => IpRange.Parse(value) is not null;
}
