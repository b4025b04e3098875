namespace Lanyard.Policy.Lint.Rules.Names.Values;

/// <summary><c>aws:SourceIp</c> that may be none of some private addresses.</summary>
internal sealed class PrivateNotIpAddress() : OnlyPrivateAddressesRule("PRIVATE_NOT_IP_ADDRESS", negated: true, "always");
