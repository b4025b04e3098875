namespace Lanyard.Policy.Lint.Rules.Names.Values;

/// <summary><c>aws:SourceIp</c> compared with private addresses, too.</summary>
internal sealed class PrivateIpAddressSubset() : SomePrivateAddressesRule("PRIVATE_IP_ADDRESS_SUBSET", negated: false);
