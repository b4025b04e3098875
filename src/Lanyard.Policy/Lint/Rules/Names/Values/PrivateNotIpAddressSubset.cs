namespace Lanyard.Policy.Lint.Rules.Names.Values;

/// <summary><c>aws:SourceIp</c> that may be none of some addresses, private ones among them.</summary>
internal sealed class PrivateNotIpAddressSubset() : SomePrivateAddressesRule("PRIVATE_NOT_IP_ADDRESS_SUBSET", negated: true);
