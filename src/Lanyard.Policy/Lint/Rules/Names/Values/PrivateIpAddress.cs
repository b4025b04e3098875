namespace Lanyard.Policy.Lint.Rules.Names.Values;

/// <summary><c>aws:SourceIp</c> compared with private addresses alone.</summary>
internal sealed class PrivateIpAddress() : OnlyPrivateAddressesRule("PRIVATE_IP_ADDRESS", negated: false, "never");
